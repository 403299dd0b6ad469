//! Lines that say the state of the data, and what stands in place of an empty board.

use coordo_client::view::{FailureView, LoadView};
use coordo_i18n::Message;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::state::Board;
use super::words;
use crate::kit::heading::heading;
use crate::kit::icon::{Icon, icon};

/// How many remarks about the data are listed.
const LISTED: usize = 100;

/// What fills the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Bones,
    Empty,
    Failed(FailureView),
    Cards,
}

pub(super) fn stage(board: Board) -> Stage {
    board.summary.with(|s| match &s.load {
        _ if s.n_cards > 0 => Stage::Cards,
        LoadView::Waiting | LoadView::Loading { .. } => Stage::Bones,
        LoadView::Ready => Stage::Empty,
        LoadView::Failed(failure) => Stage::Failed(failure.clone()),
    })
}

/// The lines under the bar: offline, a failed load, read-only. Each is said once.
pub(super) fn lines(board: Board) -> AnyView {
    let failed = move || {
        board.summary.with(|s| match &s.load {
            LoadView::Failed(failure) if s.n_cards > 0 => Some(failed_line(board, failure)),
            LoadView::Failed(_)
            | LoadView::Waiting
            | LoadView::Loading { .. }
            | LoadView::Ready => None,
        })
    };
    let offline = move || {
        board.summary.with(|s| {
            let is_offline = !s.sync.online && s.sync.offline_since.is_some() && s.n_cards > 0;
            is_offline.then(|| {
                let time = |at| board.dates().time(board.locale.get(), at);
                let since = s.sync.offline_since.map(time);
                let seen = s.sync.last_synced_at.map(time);
                let text = board.say(&Message::OfflineLine {
                    since: since.as_deref(),
                    seen: seen.as_deref(),
                });
                line(Icon::Offline, text)
            })
        })
    };
    let read_only = move || {
        let is_read_only = board.summary.with(|s| s.is_read_only && s.n_cards > 0);
        is_read_only.then(|| line(Icon::Eye, board.say(&Message::ReadOnlyLine)))
    };
    (failed, offline, read_only).into_any()
}

fn line(glyph: Icon, text: String) -> AnyView {
    html::div()
        .attr("class", "co-note")
        .child((icon(glyph), html::p().child(text)))
        .into_any()
}

fn failed_line(board: Board, failure: &FailureView) -> AnyView {
    let text = format!(
        "{} {}",
        board.locale.get().failure(words::failure(&failure.cause)),
        board.say(&Message::ShownAnyway)
    );
    html::div()
        .attr("class", "co-note")
        .child((
            icon(Icon::Unlink),
            html::p().child(text),
            retry_button(board, "co-btn co-btn--s"),
        ))
        .into_any()
}

fn retry_button(board: Board, class: &'static str) -> AnyView {
    html::button()
        .attr("type", "button")
        .attr("class", class)
        .attr("part", "button-primary")
        .on(ev::click, move |_| board.retry())
        .child(move || board.say(&Message::RetryNow))
        .into_any()
}

/// The shape of the result, while nothing is there yet.
pub(super) fn bones() -> AnyView {
    let column = |n: usize| html::div().child((0..=n).map(|_| html::i()).collect::<Vec<_>>());
    html::div()
        .attr("class", "bd-bones")
        .attr("part", "skeleton")
        .attr("aria-hidden", "true")
        .child([3, 4, 3, 2, 1].into_iter().map(column).collect::<Vec<_>>())
        .into_any()
}

pub(super) fn empty(board: Board) -> AnyView {
    let level = board.heading.get().saturating_add(1);
    html::div()
        .attr("class", "co-center")
        .attr("part", "empty")
        .child((
            icon(Icon::List),
            heading(level, "co-title", None, move || {
                board.say(&Message::EmptyTitle)
            }),
            html::p().child(move || board.say(&Message::EmptyText)),
        ))
        .into_any()
}

/// The first load failed and there is nothing to show: why, what is kept, what to do.
pub(super) fn failed(board: Board, failure: &FailureView) -> AnyView {
    let level = board.heading.get().saturating_add(1);
    let cause = words::failure(&failure.cause);
    let source = failure.source.clone();
    let retry_at = failure.retry_at;
    let kept = move || {
        let n = board.summary.with(|s| s.sync.n_unsent);
        (n > 0).then(|| html::p().child(board.say(&Message::KeptHere { n })))
    };
    let next = move || {
        retry_at.map(|at| {
            let time = board.dates().time(board.locale.get(), at);
            html::p().child(board.say(&Message::RetryAt { time: &time }))
        })
    };
    html::div()
        .attr("class", "co-center")
        .attr("part", "error")
        .child((
            icon(Icon::Unlink),
            heading(level, "co-title", None, move || {
                board.say(&Message::NotLoaded)
            }),
            html::p().child(move || {
                let source = board.say(&Message::FailedSource { source: &source });
                format!("{source} {}", board.locale.get().failure(cause))
            }),
            kept,
            next,
            retry_button(board, "co-btn co-btn--primary"),
        ))
        .into_any()
}

/// A quiet line at the foot: how many remarks about the data, and on request which.
pub(super) fn remarks(board: Board) -> AnyView {
    let n = Memo::new(move |_| board.summary.with(|s| s.n_notices));
    let is_open = RwSignal::new(false);
    let list = move || {
        is_open.get().then(|| {
            // Read again whenever their number changes.
            let total = n.get();
            let notices = board.client().notices();
            let rows: Vec<AnyView> = notices
                .iter()
                .take(LISTED)
                .map(|notice| {
                    let resource = notice.subject.as_ref().map(|key| key.reference());
                    let place = board.say(&Message::NoticePlace {
                        resource: resource.as_deref(),
                        path: &notice.path,
                    });
                    html::li()
                        .child((
                            html::code().child(place),
                            " ",
                            board.locale.get().notice(notice.code),
                        ))
                        .into_any()
                })
                .collect();
            let rest = total.max(notices.len()).saturating_sub(LISTED);
            let rest = (rest > 0).then(|| html::li().child(board.say(&Message::NoticesMore(rest))));
            html::ul().attr("tabindex", "0").child((rows, rest))
        })
    };
    let is_any = Memo::new(move |_| n.get() > 0);
    let summary = move || board.say(&Message::NoticesCount(n.get()));
    (move || {
        is_any.get().then(|| {
            html::details()
                .attr("class", "co-foot")
                .attr("part", "footer")
                .on(ev::toggle, move |_| is_open.update(|open| *open = !*open))
                .child((html::summary().child((icon(Icon::Info), summary)), list))
        })
    })
    .into_any()
}
