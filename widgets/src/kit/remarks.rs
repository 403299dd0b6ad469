//! A quiet line at the foot: how many remarks about the data, and on request which.

use super::signal::{Memo, RwSignal};
use coordo_i18n::Message;
use leptos::prelude::AnyView;

use super::el::{El, el, live};
use super::frame::Frame;
use super::icon::{Icon, icon};

/// How many remarks are listed.
const LISTED: usize = 100;

pub(crate) fn remarks(frame: Frame) -> AnyView {
    let n = Memo::new(move || frame.view.with(|view| view.n_notices));
    let is_any = Memo::new(move || n.get() > 0);
    let is_open = RwSignal::new(false);
    live(move || is_any.get().then(|| details(frame, n, is_open)))
}

fn details(frame: Frame, n: Memo<usize>, is_open: RwSignal<bool>) -> El {
    el("details")
        .class("co-foot")
        .attr("part", "footer")
        .on("toggle", move |_| is_open.update(|open| *open = !*open))
        .child(
            el("summary")
                .child(icon(Icon::Info))
                .live_text(move || frame.say(&Message::NoticesCount(n.get()))),
        )
        .live(move || is_open.get().then(|| list(frame, n.get())))
}

/// Read again whenever their number changes.
fn list(frame: Frame, total: usize) -> El {
    let notices = frame.client().notices();
    let rows = notices.iter().take(LISTED).map(|notice| {
        let resource = notice.subject.as_ref().map(|key| key.reference());
        let place = frame.say(&Message::NoticePlace {
            resource: resource.as_deref(),
            path: &notice.path,
        });
        let words = frame.locale.get().notice(notice.code);
        el("li").child((el("code").child(place), " ", words))
    });
    let rest = total.max(notices.len()).saturating_sub(LISTED);
    let rest = (rest > 0).then(|| el("li").child(frame.say(&Message::NoticesMore(rest))));
    el("ul")
        .attr("tabindex", "0")
        .child((rows.collect::<Vec<_>>(), rest))
}
