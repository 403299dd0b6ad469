//! The directory as a whole: bar, search, filters, results, record, dialogs, live region.

use leptos::prelude::*;

use super::state::Directory;
use super::{facets, help, keys, record, results, search};
use crate::kit::el::el;
use crate::kit::icon::sprite;

pub(super) fn view(directory: Directory) -> AnyView {
    let frame = directory.frame;
    let body = el("div").class("di-g").child((
        facets::facets(directory),
        results::results(directory),
        record::beside(directory),
    ));
    let section = el("section")
        .class("co di")
        .attr("part", "directory")
        .attr("aria-labelledby", "title")
        .on_as("keydown", move |event| keys::anywhere(directory, &event))
        .child((search::search(directory), body, frame.live.region()));
    // The dialogs lie beside the frame, so that its keys do not act in them.
    el("div")
        .class("co-lang")
        .live_attr("lang", move || frame.locale.get().tag())
        .built(move |root| {
            let root = root.clone();
            directory
                .outside
                .update_value(|outside| outside.root = Some(root));
        })
        .child((
            sprite(),
            section,
            record::sheet(directory),
            help::help(directory),
        ))
        .into_any()
}
