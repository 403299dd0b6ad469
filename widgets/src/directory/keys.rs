//! The keyboard: one tab stop for the results, arrows inside them.

use web_sys::KeyboardEvent;

use super::state::Directory;
use crate::kit::dom;

/// How many results a page key goes.
const PAGE: usize = 10;

/// A modifier makes it somebody else's key.
fn is_plain(event: &KeyboardEvent) -> bool {
    !(event.ctrl_key() || event.meta_key() || event.alt_key())
}

/// Keys that act wherever the focus is inside the widget, except where one types.
pub(super) fn anywhere(directory: Directory, event: &KeyboardEvent) {
    if event.default_prevented() || !is_plain(event) || dom::is_within(event, "[part=search]") {
        return;
    }
    match event.key().as_str() {
        "/" => directory.focus("[part=search]"),
        "?" => directory.frame.is_help_open.set(true),
        _ => return,
    }
    event.prevent_default();
}

pub(super) fn on_search(directory: Directory, event: &KeyboardEvent) {
    // While a word is composed, its keys are not ours.
    if !is_plain(event) || event.is_composing() {
        return;
    }
    match event.key().as_str() {
        "ArrowDown" => {
            directory.answer();
            directory.focus_result();
        }
        "Enter" => directory.open_at(0),
        "Escape" if directory.has_text.get_untracked() => directory.clear_search(),
        _ => return,
    }
    event.prevent_default();
}

pub(super) fn on_results(directory: Directory, event: &KeyboardEvent) {
    if !is_plain(event) {
        return;
    }
    let at = directory.at.get_untracked();
    let last = directory
        .results
        .with_untracked(|results| results.len().saturating_sub(1));
    let key = event.key();
    match key.as_str() {
        "Enter" => directory.open_at(at),
        "Escape" => directory.focus("[part=search]"),
        "ArrowUp" if at == 0 => directory.focus("[part=search]"),
        key => {
            let Some(next) = destination(key, at, last) else {
                return;
            };
            directory.at.set(next);
            directory.focus_result();
        }
    }
    event.prevent_default();
}

/// Where a key leads from one result, among so many.
fn destination(key: &str, at: usize, last: usize) -> Option<usize> {
    Some(match key {
        "ArrowUp" => at.saturating_sub(1),
        "ArrowDown" => at.saturating_add(1).min(last),
        "PageUp" => at.saturating_sub(PAGE),
        "PageDown" => at.saturating_add(PAGE).min(last),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

/// Keys in the record: back to its result. Over the results, the dialog closes by itself.
pub(super) fn on_record(directory: Directory, event: &KeyboardEvent) {
    if event.key() == "Escape" && is_plain(event) && !directory.is_sheet.get_untracked() {
        event.prevent_default();
        let key = directory
            .card
            .with_untracked(|card| card.as_ref().map(|card| card.key.clone()));
        if let Some(key) = key {
            directory.focus_result_of(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_stop_at_the_ends_of_the_list() {
        assert_eq!(destination("ArrowUp", 0, 5), Some(0));
        assert_eq!(destination("ArrowDown", 5, 5), Some(5));
        assert_eq!(destination("ArrowDown", 2, 5), Some(3));
    }

    #[test]
    fn home_end_and_page_keys_stay_in_the_list() {
        assert_eq!(destination("PageDown", 3, 49), Some(13));
        assert_eq!(destination("PageDown", 45, 49), Some(49));
        assert_eq!(destination("PageUp", 3, 49), Some(0));
        assert_eq!(destination("Home", 30, 49), Some(0));
        assert_eq!(destination("End", 0, 49), Some(49));
        assert_eq!(destination("x", 0, 49), None);
    }
}
