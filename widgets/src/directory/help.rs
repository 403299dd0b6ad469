//! The help: which key does what.

use coordo_i18n::{DirectoryKey, InDirectory, Message};
use leptos::prelude::*;

use super::record::heading;
use super::state::Directory;
use crate::kit::dialog::{Dismiss, close_from, dialog};
use crate::kit::el::{El, button, el, live};

/// The open help, if it is open.
pub(super) fn help(directory: Directory) -> AnyView {
    live(move || {
        if directory.frame.is_help_open.get() {
            sheet(directory)
        } else {
            el("div").into_any()
        }
    })
}

fn sheet(directory: Directory) -> AnyView {
    let rows: Vec<El> = DirectoryKey::ALL
        .into_iter()
        .flat_map(|key| row(directory, key))
        .collect();
    dialog(
        "co-dialog",
        Dismiss::Outside,
        move || directory.say(&InDirectory::HelpTitle),
        |_| {},
        move || directory.frame.is_help_open.set(false),
        vec![
            heading(directory, 1).child(directory.say(&InDirectory::HelpTitle)),
            el("dl").class("bd-keys").child(rows),
            el("p").child(directory.say(&InDirectory::HelpPointer)),
            el("div").class("co-acts").child(
                button("co-btn")
                    .on("click", |event| close_from(&event))
                    .child(directory.frame.say(&Message::Close)),
            ),
        ]
        .into_any(),
    )
}

fn row(directory: Directory, key: DirectoryKey) -> [El; 2] {
    let keys = directory.say(&InDirectory::HelpKeys(key));
    let keys: Vec<El> = keys
        .split(' ')
        .map(|key| el("kbd").class("co-kbd").child(key.to_owned()))
        .collect();
    [
        el("dt").child(keys),
        el("dd").child(directory.say(&InDirectory::HelpMeaning(key))),
    ]
}
