//! The directory as a whole: bar, search, filters, results, record, dialogs, live region.

use crate::kit::signal::Memo;
use coordo_i18n::{DirectoryKey, InDirectory, Message};
use leptos::prelude::AnyView;

use super::state::Directory;
use super::{facets, keys, record, results, search};
use crate::exchange::dialogs;
use crate::kit::bar::{Bar, bar};
use crate::kit::el::{El, el};
use crate::kit::frame::Frame;
use crate::kit::help::help;
use crate::kit::icon::{Icon, sprite};
use crate::kit::missing::Missing;
use crate::kit::news::News;
use crate::kit::remarks::remarks;
use crate::kit::state_lines::{Stage, empty, failed, lines, stage};

/// Results of the skeleton.
const BONES: usize = 6;

pub(super) fn view(directory: Directory) -> AnyView {
    let frame = directory.frame;
    let missing = Missing::new(frame, move |item| directory.go_to(item));
    let news = News::new(frame, move |item| directory.go_to(item));
    directory.follow_print();
    let stage = Memo::new(move || stage(frame));
    let body = move || match stage.get() {
        Stage::Bones => vec![bones()],
        Stage::Empty => vec![empty(
            frame,
            Icon::List,
            Message::Directory(InDirectory::EmptyTitle),
            Message::Directory(InDirectory::EmptyText),
        )],
        Stage::Failed(failure) => vec![failed(frame, &failure)],
        Stage::Content => vec![search::search(directory), columns(directory)],
    };
    let section = el("section")
        .class("co di")
        .attr("part", "directory")
        .attr("aria-labelledby", "title")
        .live_attr("aria-busy", move || {
            (stage.get() == Stage::Bones).then_some("true")
        })
        .on_as("keydown", move |event| keys::anywhere(directory, &event))
        .child(bar(
            frame,
            Bar {
                title: Message::Directory(InDirectory::Title),
                count: Box::new(|| None),
                tools: vec![missing.tool(), news.tool()],
            },
        ))
        .child(lines(frame))
        .child(missing.panel())
        .child(news.panel())
        .live(body)
        .child(remarks(frame))
        .child(frame.live.region());
    // The dialogs lie beside the frame, so that its keys do not act in them.
    el("div")
        .class("co-lang")
        .live_attr("lang", move || frame.locale.get().tag())
        .built(directory.root.keep())
        .child((
            sprite(),
            section,
            record::sheet(directory),
            help(
                frame,
                help_rows,
                Message::Directory(InDirectory::HelpPointer),
            ),
            dialogs(frame, |_| {}),
        ))
        .into_any()
}

fn help_rows(frame: Frame) -> Vec<(String, String)> {
    let row = |key| {
        (
            frame.say(&Message::Directory(InDirectory::HelpKeys(key))),
            frame.say(&Message::Directory(InDirectory::HelpMeaning(key))),
        )
    };
    DirectoryKey::ALL.into_iter().map(row).collect()
}

fn columns(directory: Directory) -> El {
    el("div").class("di-g").child((
        facets::facets(directory),
        results::results(directory),
        record::beside(directory),
    ))
}

/// The shape of the result, while nothing is there yet.
fn bones() -> El {
    let row = |_| el("div").child((el("i"), el("i")));
    el("div")
        .class("di-bones")
        .attr("part", "skeleton")
        .attr("aria-hidden", "true")
        .child((0..BONES).map(row).collect::<Vec<_>>())
}
