//! What a person may do with a card, as verbs: for the drawer and the menu.

use coordo_client::view::PendingView;
use coordo_client::view::board::{CardStatus, CardView, MoveView};
use coordo_core::TaskStatus;
use coordo_core::order::Order as _;
use coordo_i18n::{BoardMessage, Message, NewsWord, SyncWord};

use super::card::is_reviewed;
use super::form::Form;
use super::state::{Asking, Board};
use super::words;
use crate::kit::icon::Icon;
use crate::kit::news::see;

/// One thing that may be done.
pub(super) struct Verb {
    pub glyph: Icon,
    pub word: String,
    /// The status that it gives, for tests and hosts.
    pub code: Option<String>,
    pub act: Box<dyn Fn()>,
}

/// Answers to a choice that waits for a person: send this side's change, or drop it.
pub(super) fn choices(board: Board, card: &CardView) -> Vec<Verb> {
    let is_question = matches!(
        card.pending,
        Some(PendingView::Conflict { .. } | PendingView::Refused { .. })
    );
    if !is_question {
        return Vec::new();
    }
    if is_reviewed(card) {
        let key = card.key.clone();
        return vec![Verb {
            glyph: Icon::Both,
            word: board.frame.sync_word(SyncWord::ChooseBetween),
            code: Some("review".into()),
            act: Box::new(move || board.review(&key)),
        }];
    }
    let (mine, theirs) = (card.key.clone(), card.key.clone());
    vec![
        Verb {
            glyph: Icon::Send,
            word: board.frame.say(&Message::SendMine),
            code: None,
            act: Box::new(move || board.keep_mine(&mine)),
        },
        Verb {
            glyph: Icon::Loop,
            word: board.frame.say(&Message::KeepTheirs),
            code: None,
            act: Box::new(move || board.keep_theirs(&theirs)),
        },
    ]
}

/// Moves that are possible, what goes on before what must be explained, so that Enter
/// twice never cancels.
pub(super) fn possible<'c>(card: &'c CardView, from: &TaskStatus) -> Vec<&'c MoveView> {
    let moves = card.moves.iter();
    let mut possible: Vec<&MoveView> = moves
        .filter(|m| m.to != *from && m.refusal.is_none())
        .collect();
    possible.order_by_key(|m| (m.is_unusual, m.needs_reason));
    possible
}

/// Gives a card a status, after asking for the reason where one is needed.
pub(super) fn go(board: Board, card: &CardView, from: &TaskStatus, to: &MoveView) -> Box<dyn Fn()> {
    let asking = Asking {
        key: card.key.clone(),
        title: card.title.clone(),
        from: from.clone(),
        to: to.to.clone(),
        into: None,
    };
    let needs_reason = to.needs_reason;
    Box::new(move || {
        if needs_reason {
            board.asking.set(Some(asking.clone()));
        } else {
            board.give_status(asking.clone(), None);
        }
    })
}

/// Taking what others changed as seen.
pub(super) fn seen(board: Board, card: &CardView) -> Option<Verb> {
    card.unread.as_ref()?;
    let key = card.key.record.clone();
    Some(Verb {
        glyph: Icon::Eye,
        word: board.frame.locale.get().news(NewsWord::MarkSeen).to_owned(),
        code: Some("seen".into()),
        act: Box::new(move || see(board.frame, std::slice::from_ref(&key))),
    })
}

/// What may be done besides giving a status: change what the task says, offer it.
pub(super) fn changes(board: Board, card: &CardView) -> Vec<Verb> {
    let CardStatus::Task(status) = &card.status else {
        return Vec::new();
    };
    if card.fixed.is_some() || status.is_ended() {
        return Vec::new();
    }
    let (offered, edited) = (card.key.record.clone(), card.key.record.clone());
    vec![
        Verb {
            glyph: Icon::Person,
            word: board.word(BoardMessage::OfferTo),
            code: Some("offer".into()),
            act: Box::new(move || board.form.set(Some(Form::Offer(offered.clone())))),
        },
        Verb {
            glyph: Icon::Edit,
            word: board.word(BoardMessage::Edit),
            code: Some("edit".into()),
            act: Box::new(move || board.form.set(Some(Form::Edit(edited.clone())))),
        },
    ]
}

/// What one does next with a task, most of the time.
fn leads_on(from: &TaskStatus, to: &TaskStatus) -> bool {
    match from {
        TaskStatus::Requested | TaskStatus::Received => *to == TaskStatus::Accepted,
        TaskStatus::Accepted | TaskStatus::Ready | TaskStatus::OnHold => {
            *to == TaskStatus::InProgress
        }
        TaskStatus::InProgress => *to == TaskStatus::Completed,
        TaskStatus::Draft
        | TaskStatus::Rejected
        | TaskStatus::Cancelled
        | TaskStatus::Failed
        | TaskStatus::Completed
        | TaskStatus::EnteredInError
        | TaskStatus::Other(_)
        | TaskStatus::Missing => false,
    }
}

/// What gives a card a status; who answers an offer to somebody else is told in whose place.
pub(super) fn word(board: Board, card: &CardView, from: &TaskStatus, to: &TaskStatus) -> String {
    let is_answer = matches!(to, TaskStatus::Accepted | TaskStatus::Rejected);
    let offered_to = card.owner.name.as_ref();
    let somebody = offered_to.filter(|_| is_answer && card.owner.is_offered && !card.owner.is_me);
    board.word(BoardMessage::Verb {
        to,
        from,
        on_behalf: somebody.map(|name| name.0.as_str()),
    })
}

/// Everything that may be done with a card, in the words of the drawer.
pub(super) fn all(board: Board, card: &CardView) -> Vec<Verb> {
    let mut verbs = choices(board, card);
    if let CardStatus::Task(from) = &card.status {
        let mut usual = possible(card, from);
        usual.retain(|m| !m.is_unusual);
        usual.sort_by_key(|m| !leads_on(from, &m.to));
        verbs.extend(usual.into_iter().map(|to| Verb {
            glyph: words::task_icon(&to.to),
            word: word(board, card, from, &to.to),
            code: Some(to.to.code().to_owned()),
            act: go(board, card, from, to),
        }));
    }
    verbs.extend(seen(board, card));
    verbs.extend(changes(board, card));
    verbs
}
