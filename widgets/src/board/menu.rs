//! The menu of a card: every status that it can be given, and why not where it cannot.

use coordo_client::view::PendingView;
use coordo_client::view::board::{CardKey, CardStatus, CardView, MoveView};
use coordo_core::{Refusal, TaskStatus};
use coordo_i18n::Message;
use leptos::prelude::*;

use super::state::{Asking, Board};
use super::words;
use crate::kit::el::live;
use crate::kit::icon::Icon;
use crate::kit::menu::{self, Entry, Menu};

impl Board {
    /// Opens the menu of a card, or says why it has none.
    pub(super) fn open_menu(self, key: &CardKey) {
        let Some(card) = self.card(key) else { return };
        self.frame.refusal.set(None);
        self.active.set(Some(key.clone()));
        match &card.fixed {
            Some(refusal) if *refusal != Refusal::WaitsForDecision => self.frame.refuse(refusal),
            _ => self.menu.set(Some(key.clone())),
        }
    }
}

/// The open menu, if there is one.
pub(super) fn menu(board: Board) -> AnyView {
    live(move || {
        let key = board.menu.get()?;
        let card = board.card(&key)?;
        Some(sheet(board, key, &card))
    })
}

fn sheet(board: Board, key: CardKey, card: &CardView) -> AnyView {
    let locale = board.frame.locale.get();
    let title = board.frame.title_of(card.title.as_ref());
    let (name, _) = words::owner(locale, card);
    let due = words::due(locale, &*board.frame.dates(), card.due.as_ref());
    menu::menu(Menu {
        label: locale.say(&Message::Actions { title: &title }),
        level: board.frame.heading.get_untracked().saturating_add(1),
        title,
        subtitle: Some(format!("{due}, {name}")),
        anchor: board.element(&key),
        entries: entries(board, card),
        closed: Box::new(move || {
            board.menu.set(None);
            board.focus(&key);
        }),
    })
}

fn entries(board: Board, card: &CardView) -> Vec<Entry> {
    let mut entries = Vec::new();
    let is_question = matches!(
        card.pending,
        Some(PendingView::Conflict { .. } | PendingView::Refused { .. })
    );
    let say = |message: Message<'_>| board.frame.say(&message);
    if is_question {
        let (mine, theirs) = (card.key.clone(), card.key.clone());
        entries.push(Entry::new(Icon::Send, say(Message::SendMine), move || {
            board.keep_mine(&mine);
        }));
        entries.push(Entry::new(
            Icon::Loop,
            say(Message::KeepTheirs),
            move || {
                board.keep_theirs(&theirs);
            },
        ));
    }
    let CardStatus::Task(from) = &card.status else {
        return entries;
    };
    let word = board.frame.locale.get().task_status(from);
    let now = Entry::forbidden(words::task_icon(from), word, None);
    entries.push(now.current(say(Message::Current)));
    let others = || card.moves.iter().filter(|m| m.to != *from);
    // What goes on comes before what must be explained, so that Enter twice never cancels.
    let mut possible: Vec<&MoveView> = others().filter(|m| m.refusal.is_none()).collect();
    possible.sort_by_key(|m| (m.is_unusual, m.needs_reason));
    entries.extend(possible.into_iter().map(|m| allowed(board, card, from, m)));
    entries.extend(others().filter_map(|m| {
        let refusal = m.refusal.as_ref()?;
        Some(forbidden(board, m, refusal))
    }));
    entries
}

fn allowed(board: Board, card: &CardView, from: &TaskStatus, to: &MoveView) -> Entry {
    let locale = board.frame.locale.get();
    let mut word = locale.task_status(&to.to);
    let mut small = Vec::new();
    if to.needs_reason {
        word.push('…');
        small.push(locale.say(&Message::ReasonAsked));
    }
    if to.is_unusual {
        small.push(locale.say(&Message::Unusual { from }));
    }
    let asking = Asking {
        key: card.key.clone(),
        title: card.title.clone(),
        from: from.clone(),
        to: to.to.clone(),
        into: None,
    };
    let needs_reason = to.needs_reason;
    Entry::new(words::task_icon(&to.to), word, move || {
        if needs_reason {
            board.asking.set(Some(asking.clone()));
        } else {
            board.give_status(asking.clone(), None);
        }
    })
    .code(to.to.code())
    .small((!small.is_empty()).then(|| small.join(", ")))
}

fn forbidden(board: Board, to: &MoveView, refusal: &Refusal) -> Entry {
    let locale = board.frame.locale.get();
    // The full sentence sends people to this very menu: here it is said short.
    let why = if let Refusal::NotAllowed { from, .. } = refusal {
        locale.say(&Message::NotAfter { from })
    } else {
        locale.refusal(refusal)
    };
    let word = locale.task_status(&to.to);
    Entry::forbidden(words::task_icon(&to.to), word, Some(why)).code(to.to.code())
}
