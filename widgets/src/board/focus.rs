//! Where the focus is, and where it goes when its card moves or leaves.

use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use web_sys::{Event, HtmlElement};

use super::state::{Board, Spot};
use crate::kit::dom;

impl Board {
    pub(super) fn element(self, key: &CardKey) -> Option<HtmlElement> {
        self.host.with_value(|host| host.elements.get(key).cloned())
    }

    /// Remembers the element of a card that was just drawn, and is not in the page yet.
    pub(super) fn card_drawn(self, key: &CardKey, element: HtmlElement) {
        if self
            .active
            .with_untracked(|active| active.as_ref() == Some(key))
        {
            // Fails only for a name that is no attribute.
            let _ = element.set_attribute("tabindex", "0");
        }
        self.mark_chosen(key, &element);
        self.host
            .try_update_value(|host| host.elements.insert(key.clone(), element));
    }

    /// The card that an event came from.
    pub(super) fn card_of(self, event: &Event) -> Option<CardKey> {
        let element = dom::target(event)?
            .closest("[data-resource]")
            .ok()
            .flatten()?;
        self.host.with_value(|host| {
            let found = host.elements.iter().find(|(_, known)| ***known == element);
            found.map(|(key, _)| key.clone())
        })
    }

    /// The focus came to a card or to something in it: Tab leads there from now on.
    pub(super) fn focus_came(self, event: &Event) {
        if let Some(key) = self.card_of(event)
            && self
                .active
                .with_untracked(|active| active.as_ref() != Some(&key))
        {
            self.active.set(Some(key));
        }
    }

    /// Writes the one tab stop onto the card that has it.
    pub(super) fn write_tab_stop(self, before: Option<CardKey>) -> Option<CardKey> {
        let now = self.active.get();
        let write = |key: Option<&CardKey>, value: &str| {
            if let Some(element) = key.and_then(|key| self.element(key)) {
                // Fails only for a name that is no attribute.
                let _ = element.set_attribute("tabindex", value);
            }
        };
        if before != now {
            write(before.as_ref(), "-1");
        }
        write(now.as_ref(), "0");
        now
    }

    /// Forgets the element of a card, unless the card has another one by now.
    pub(super) fn card_gone(self, key: &CardKey, element: &HtmlElement) {
        self.host.try_update_value(|host| {
            if host.elements.get(key) == Some(element) {
                host.elements.remove(key);
            }
        });
    }

    /// The element of a card, once it is where the card belongs.
    fn placed(self, key: &CardKey) -> Option<HtmlElement> {
        let element = self.element(key)?;
        if self.is_who.get_untracked() {
            return element.is_connected().then_some(element);
        }
        let spot = self.whereabouts(key)?;
        let says = |name: &str| {
            let holder = element.closest(&format!("[{name}]")).ok().flatten()?;
            holder.get_attribute(name)
        };
        (element.is_connected()
            && says("data-column")? == spot.column.as_str()
            && says("data-row")? == spot.row.to_string())
        .then_some(element)
    }

    /// Brings a column into view where not all of them are.
    pub(super) fn reveal(self, column: Column) {
        self.shown.set(column);
        self.revealed.set(Some(column));
    }

    /// Takes a refusal off the screen and gives the focus back to the cards.
    pub(super) fn dismiss_refusal(self) {
        self.frame.refusal.set(None);
        if let Some(key) = self.active.get_untracked() {
            self.focus(&key);
        }
    }

    /// Moves the focus to a card that is on screen.
    pub(super) fn focus(self, key: &CardKey) {
        self.active.set(Some(key.clone()));
        if let Some(element) = self.placed(key) {
            // Fails only for an element that has left the page.
            let _ = element.focus();
        }
    }

    /// Moves the focus to a card once the drawing that is under way is done.
    pub(super) fn focus_when_drawn(self, key: &CardKey) {
        self.active.set(Some(key.clone()));
        self.host.try_update_value(|host| {
            host.wish = Some(key.clone());
            host.is_wish_soft = false;
        });
    }

    /// The card that has the focus, itself or one of its buttons.
    pub(super) fn focused(self) -> Option<CardKey> {
        let key = self.active.get_untracked()?;
        let element = self.element(&key)?;
        let focused = dom::focused_in_tree_of(&element)?;
        element.contains(Some(&focused)).then_some(key)
    }

    /// Tab must always lead to a card that is there.
    pub(super) fn keep_tab_stop(self) {
        let active = self.active.get_untracked();
        if active.is_some_and(|key| self.whereabouts(&key).is_some()) {
            return;
        }
        let first = self.host.with_value(|host| {
            let mut heads = host.rows.iter().flat_map(|row| &row.columns);
            heads.find_map(|head| head.keys.first().cloned())
        });
        self.active.set(first);
    }

    /// The focus follows its card into another column, or goes to the nearest one left;
    /// unless it goes somewhere else meanwhile, such as into the details.
    pub(super) fn keep_focus(self, key: CardKey, before: Spot) {
        if let Some(now) = self.whereabouts(&key) {
            self.reveal(now.column);
            // An element that is moved loses the focus, also within its column.
            self.focus_when_drawn(&key);
        } else {
            let keys = self.whole(before.row, before.column).keys;
            if let Some(next) = keys.get(before.at).or_else(|| keys.last()) {
                self.focus_when_drawn(next);
            }
        }
        self.host.update_value(|host| host.is_wish_soft = true);
    }

    /// Whether the focus is somewhere in the widget and not on a card.
    fn is_focus_elsewhere(self, card: &HtmlElement) -> bool {
        dom::focused_in_tree_of(card)
            .is_some_and(|focused| matches!(focused.closest("[data-resource], body"), Ok(None)))
    }

    /// After a drawing: gives the focus to the card that should have it.
    pub(super) fn settle(self) {
        let wish = self.host.with_value(|host| host.wish.clone());
        let Some(key) = wish else { return };
        let element = self.placed(&key);
        // Where the card is yet to be drawn, a later slice brings it.
        if element.is_some() || self.whereabouts(&key).is_none() {
            self.host.update_value(|host| host.wish = None);
        }
        let is_soft = self.host.with_value(|host| host.is_wish_soft);
        if let Some(element) = element
            && self.focused().as_ref() != Some(&key)
            && !(is_soft && self.is_focus_elsewhere(&element))
        {
            dom::focus(&element);
        }
    }
}
