//! What is chosen in all widgets of the client, as cards show it.

use coordo_client::view::board::CardKey;
use coordo_client::view::{ItemKey, SelectionView};
use web_sys::{Element, HtmlElement};

use super::state::Board;
use crate::host::HostEvent;

impl Board {
    /// Takes what another widget, or the host, chose.
    pub(super) fn take_selection(self) {
        let now = self.frame.client().selection();
        if self.selection.with_untracked(|old| *old == now) {
            return;
        }
        let key = now.as_ref().map(|selection| selection.key.clone());
        let is_new = self
            .selection
            .with_untracked(|old| old.as_ref().map(|old| &old.key) != key.as_ref());
        self.selection.set(now);
        let Some(key) = key.filter(|_| is_new) else {
            return;
        };
        // The drawer shows what is chosen, wherever that was done.
        if self.drawer.get_untracked().is_some() && self.frame.client().item(&key).is_some() {
            self.drawer.set(Some(key.clone()));
        }
        if let Some(spot) = self.whereabouts(&key) {
            self.shown.set(spot.column);
            if let Some(element) = self.element(&key) {
                scroll_to(&element);
            }
        }
    }

    /// Opens the details of an item, and chooses it in all widgets.
    pub(super) fn open_item(self, key: &ItemKey) {
        self.frame.refusal.set(None);
        if self.whereabouts(key).is_some() {
            self.active.set(Some(key.clone()));
        }
        self.wants_drawer.set_value(true);
        self.drawer.set(Some(key.clone()));
        self.frame.select(Some(key.clone()));
        self.frame.tell(HostEvent::ItemOpen { item: key.clone() });
    }

    /// Opens an item that boards show; anything else is chosen in all widgets.
    pub(super) fn go_to(self, item: ItemKey) {
        if self.frame.client().item(&item).is_some() {
            self.open_item(&item);
        } else {
            self.frame.select(Some(item));
        }
    }

    /// Writes the choice onto the cards that it is about.
    pub(super) fn write_selection(self) {
        self.selection.with(|selection| {
            self.host.with_value(|host| {
                for (key, element) in host.elements.iter() {
                    mark(element, key, selection.as_ref());
                }
            });
        });
    }

    /// Writes the choice onto a card that was just drawn.
    pub(super) fn mark_chosen(self, key: &CardKey, element: &HtmlElement) {
        self.selection
            .with_untracked(|selection| mark(element, key, selection.as_ref()));
    }
}

fn mark(element: &Element, key: &CardKey, selection: Option<&SelectionView>) {
    let is_chosen = selection.is_some_and(|s| s.key == *key);
    let is_related = !is_chosen && selection.is_some_and(|s| s.has_item(key));
    // None of these can fail: the names are those of classes and attributes.
    let _ = if is_chosen {
        element.set_attribute("aria-current", "true")
    } else {
        element.remove_attribute("aria-current")
    };
    let _ = element
        .class_list()
        .toggle_with_force("is-related", is_related);
}

/// Brings a card into sight within the board: the host's page stays where it is.
fn scroll_to(card: &HtmlElement) {
    let Some(columns) = card.closest(".bd-cols").ok().flatten() else {
        return;
    };
    let (area, own) = (
        columns.get_bounding_client_rect(),
        card.get_bounding_client_rect(),
    );
    #[allow(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
    if own.top() < area.top() || own.bottom() > area.bottom() {
        let by = (own.top() - area.top() - 60.0).round() as i32;
        columns.set_scroll_top(columns.scroll_top() + by);
    }
    #[allow(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
    if own.left() < area.left() || own.right() > area.right() {
        let by = (own.left() - area.left() - 10.0).round() as i32;
        columns.set_scroll_left(columns.scroll_left() + by);
    }
}
