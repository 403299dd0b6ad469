//! The menu of a card: every status that it can be given, and why not where it cannot.

use coordo_client::view::board::{CardKey, CardStatus, CardView, MoveView};
use coordo_core::{Refusal, TaskStatus};
use coordo_i18n::{BoardMessage, Message};
use leptos::prelude::AnyView;

use super::state::Board;
use super::verbs::{self, Verb};
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
            // What was chosen may have opened a form or a question, which has the focus then.
            let is_open = board.form.get_untracked().is_some()
                || board.asking.get_untracked().is_some()
                || board.frame.review.with_untracked(Option::is_some);
            if !is_open {
                board.focus(&key);
            }
        }),
    })
}

fn entries(board: Board, card: &CardView) -> Vec<Entry> {
    let entry = |verb: Verb| {
        let entry = Entry::new(verb.glyph, verb.word, verb.act);
        match &verb.code {
            Some(code) => entry.code(code),
            None => entry,
        }
    };
    let mut entries: Vec<Entry> = verbs::choices(board, card).into_iter().map(entry).collect();
    if let CardStatus::Task(from) = &card.status {
        let word = board.frame.locale.get().task_status(from);
        let now = Entry::forbidden(words::task_icon(from), word, None);
        entries.push(now.current(board.frame.say(&Message::Current)));
        let possible = verbs::possible(card, from).into_iter();
        entries.extend(possible.map(|to| allowed(board, card, from, to)));
    }
    let key = card.key.clone();
    let open = Entry::new(Icon::Info, board.word(BoardMessage::Open), move || {
        board.open_item(&key);
    });
    entries.push(open.code("open"));
    entries.extend(verbs::seen(board, card).map(entry));
    entries.extend(verbs::changes(board, card).into_iter().map(entry));
    if let CardStatus::Task(from) = &card.status {
        entries.extend(forbidden(board, card, from));
    }
    entries
}

fn allowed(board: Board, card: &CardView, from: &TaskStatus, to: &MoveView) -> Entry {
    let locale = board.frame.locale.get();
    let is_answer = matches!(from, TaskStatus::Requested | TaskStatus::Received)
        && matches!(to.to, TaskStatus::Accepted | TaskStatus::Rejected);
    let mut small = Vec::new();
    let word = if is_answer {
        // An offer is answered, and the answer is a verb.
        verbs::word(board, card, from, &to.to)
    } else if to.needs_reason {
        format!("{}…", locale.task_status(&to.to))
    } else {
        locale.task_status(&to.to)
    };
    if to.needs_reason {
        small.push(locale.say(&Message::ReasonAsked));
    }
    if to.is_unusual {
        small.push(locale.say(&Message::Unusual { from }));
    }
    Entry::new(
        words::task_icon(&to.to),
        word,
        verbs::go(board, card, from, to),
    )
    .code(to.to.code())
    .small((!small.is_empty()).then(|| small.join(", ")))
}

/// What cannot be, one line a reason: what can be chosen is not to drown in it.
fn forbidden(board: Board, card: &CardView, from: &TaskStatus) -> Vec<Entry> {
    let locale = board.frame.locale.get();
    let mut reasons: Vec<(String, Vec<&TaskStatus>)> = Vec::new();
    for to in card.moves.iter().filter(|m| m.to != *from) {
        // The full sentence sends people to this very menu: here it is said short.
        let why = match &to.refusal {
            Some(Refusal::NotAllowed { from, .. }) => locale.say(&Message::NotAfter { from }),
            Some(refusal) => locale.refusal(refusal),
            None => continue,
        };
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, all)) => all.push(&to.to),
            None => reasons.push((why, vec![&to.to])),
        }
    }
    let line = |(why, all): (String, Vec<&TaskStatus>)| {
        let words: Vec<String> = all.iter().map(|to| locale.task_status(to)).collect();
        let codes: Vec<&str> = all.iter().map(|to| to.code()).collect();
        Entry::forbidden(Icon::Info, words.join(", "), Some(why)).code(&codes.join(" "))
    };
    reasons.into_iter().map(line).collect()
}
