//! Lines that say the state of the data, and what stands in place of an empty widget.

use coordo_client::view::cache::{Hindrance, Keeping};
use coordo_client::view::{FailureCause, FailureView, LoadView};
use coordo_i18n::{Failure, Message, SyncMessage, SyncWord};
use leptos::prelude::AnyView;

use super::el::{El, button, el, live};
use super::frame::Frame;
use super::heading::heading;
use super::icon::{Icon, icon};

/// What fills the widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing is known yet.
    Bones,
    /// Everything is known, and it is nothing.
    Empty,
    /// The first load failed, and nothing is there to show.
    Failed(FailureView),
    /// There is something to show.
    Content,
}

pub(crate) fn stage(frame: Frame) -> Stage {
    if frame.has_content.get() {
        return Stage::Content;
    }
    frame.view.with(|view| match &view.load {
        LoadView::Waiting | LoadView::Loading { .. } => Stage::Bones,
        LoadView::Ready => Stage::Empty,
        LoadView::Failed(failure) => Stage::Failed(failure.clone()),
    })
}

/// The lines under the bar: the device's cache, a failed load, offline, read-only. Each is said once, and
/// only beside content: without any, what stands in its place says it.
pub(crate) fn lines(frame: Frame) -> Vec<AnyView> {
    let has = move || frame.has_content.get();
    let failed = move || {
        let failure = frame.view.with(|view| match &view.load {
            LoadView::Failed(failure) if has() => Some(failure.clone()),
            LoadView::Failed(_)
            | LoadView::Waiting
            | LoadView::Loading { .. }
            | LoadView::Ready => None,
        });
        failure.map(|failure| failed_line(frame, &failure))
    };
    let offline = move || {
        frame.view.with(|view| {
            let sync = &view.sync;
            let is_offline = !sync.online && sync.offline_since.is_some() && has();
            is_offline.then(|| {
                let time = |at| frame.dates().time(frame.locale.get(), at);
                let since = sync.offline_since.map(time);
                let seen = sync.last_synced_at.map(time);
                let text = frame.say(&Message::OfflineLine {
                    since: since.as_deref(),
                    seen: seen.as_deref(),
                });
                note(Icon::Offline, text)
            })
        })
    };
    let read_only = move || {
        let is_read_only = frame.view.with(|view| view.is_read_only) && has();
        is_read_only.then(|| note(Icon::Eye, frame.say(&Message::ReadOnlyLine)))
    };
    // Also without content: it says what becomes of what will be read and written.
    let cache = move || {
        let said = cache_words(frame);
        (!said.is_empty()).then(|| note(Icon::Caution, said).attr("part", "cache-note"))
    };
    vec![live(cache), live(failed), live(offline), live(read_only)]
}

/// What is wrong with what this device keeps; nothing where nothing is, or where the host wants
/// nothing kept.
fn cache_words(frame: Frame) -> String {
    let cache = frame.view.with(|view| view.sync.cache);
    let word = match cache.keeping {
        Keeping::MemoryInstead(hindrance) => Some(match hindrance {
            Hindrance::Unavailable => SyncWord::Unavailable,
            Hindrance::Blocked => SyncWord::Blocked,
            Hindrance::Outdated => SyncWord::Outdated,
            Hindrance::Erased => SyncWord::Erased,
            Hindrance::Failed => SyncWord::Failed,
        }),
        Keeping::Memory | Keeping::Device if cache.is_full => Some(SyncWord::Full),
        Keeping::Memory | Keeping::Device if cache.was_evicted => Some(SyncWord::Evicted),
        Keeping::Memory | Keeping::Device => cache.is_reread.then_some(SyncWord::Reread),
    };
    let mut said = word.map_or_else(String::new, |word| frame.sync_word(word));
    if cache.n_set_aside > 0 {
        if !said.is_empty() {
            said.push(' ');
        }
        let rows = SyncMessage::SetAsideRows(cache.n_set_aside);
        said.push_str(&frame.say(&Message::Sync(rows)));
    }
    said
}

/// A line under the bar.
pub(crate) fn note(glyph: Icon, text: String) -> El {
    el("div")
        .class("co-note")
        .child((icon(glyph), el("p").child(text)))
}

fn failed_line(frame: Frame, failure: &FailureView) -> El {
    let cause = frame.locale.get().failure(cause(&failure.cause));
    let text = format!("{cause} {}", frame.say(&Message::ShownAnyway));
    note(Icon::Unlink, text).child(retry_button(frame, "co-btn co-btn--s"))
}

fn retry_button(frame: Frame, class: &'static str) -> El {
    button(class)
        .attr("part", "button-primary")
        .on("click", move |_| frame.retry())
        .live_text(move || frame.say(&Message::RetryNow))
}

/// What stands in place of content: a glyph, a title, a sentence.
pub(crate) fn empty(
    frame: Frame,
    glyph: Icon,
    title: Message<'static>,
    text: Message<'static>,
) -> El {
    let level = frame.heading.get().saturating_add(1);
    el("div").class("co-center").attr("part", "empty").child((
        icon(glyph),
        heading(level, "co-title", move || frame.say(&title)),
        el("p").live_text(move || frame.say(&text)),
    ))
}

/// The first load failed and there is nothing to show: why, what is kept, what to do.
pub(crate) fn failed(frame: Frame, failure: &FailureView) -> El {
    let level = frame.heading.get().saturating_add(1);
    let cause = cause(&failure.cause);
    let source = failure.source.clone();
    let retry_at = failure.retry_at;
    el("div")
        .class("co-center")
        .attr("part", "error")
        .child((
            icon(Icon::Unlink),
            heading(level, "co-title", move || frame.say(&Message::NotLoaded)),
            el("p").live_text(move || {
                let source = frame.say(&Message::FailedSource { source: &source });
                format!("{source} {}", frame.locale.get().failure(cause))
            }),
        ))
        .live(move || {
            let n = frame.view.with(|view| view.sync.n_unsent);
            (n > 0).then(|| el("p").child(frame.say(&Message::KeptHere { n })))
        })
        .live(move || {
            retry_at.map(|at| {
                let time = frame.dates().time(frame.locale.get(), at);
                el("p").child(frame.say(&Message::RetryAt { time: &time }))
            })
        })
        .child(retry_button(frame, "co-btn co-btn--primary"))
}

/// The client's cause of a failure, in the words that there are.
fn cause(cause: &FailureCause) -> Failure {
    match cause {
        FailureCause::Network => Failure::Network,
        FailureCause::Server { status } => Failure::Server(*status),
        FailureCause::NotFhir => Failure::NotFhir,
        FailureCause::NotJson => Failure::NotJson,
        FailureCause::TooLarge { limit } => Failure::TooLarge(limit / (1024 * 1024)),
        FailureCause::Empty => Failure::Empty,
        _ => Failure::Unknown,
    }
}
