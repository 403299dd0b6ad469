//! From the client's view to what is on screen: only what differs is drawn.

use std::rc::Rc;

use coordo_client::timeline::{TimelineQuery, TimelineView};
use coordo_client::view::LoadView;
use coordo_i18n::{Message, TimelineMessage};

use super::state::{Active, Opened, Timeline};

impl Timeline {
    pub(super) fn query(self) -> TimelineQuery {
        TimelineQuery {
            grouping: self.grouping.get_untracked(),
        }
    }

    /// Asks the client for the view and draws what differs.
    pub(super) fn refresh(self) {
        let view = self.frame.client().timeline(&self.query());
        self.take(view);
        self.take_choice();
        self.filtering.take(self.view().n_filtered);
        let n = self.view().n_items;
        let loaded = TimelineMessage::Loaded(n);
        self.frame.say_ready(n, &Message::Timeline(loaded));
        self.frame.say_news();
    }

    /// Writes a view where it differs from the one before.
    pub(super) fn take(self, view: TimelineView) {
        let has_items = self.view().n_items > 0;
        let is_loading = matches!(view.frame.load, LoadView::Loading { .. });
        let is_waiting = has_items && is_loading && view.n_items + view.n_filtered == 0;
        self.host.update_value(|host| host.is_waiting = is_waiting);
        if is_waiting {
            self.frame.take(view.frame, true);
            return;
        }
        self.frame
            .take(view.frame.clone(), view.n_items > 0 || view.n_filtered > 0);
        let before = self.view();
        let is_same = before.lanes == view.lanes
            && before.undated == view.undated
            && before.span == view.span
            && before.plan == view.plan
            && before.orders == view.orders
            && (before.n_items, before.n_filtered) == (view.n_items, view.n_filtered);
        if is_same && self.version.get_untracked() > 0 {
            self.name_marks();
            return;
        }
        let active = self.active_key();
        let had_focus = self.has_focus();
        let anchor = self.anchor();
        self.host.update_value(|host| {
            host.bounds = super::scale::Bounds::of(host.bounds.width, view.span);
            host.view = Rc::new(view);
            host.links = None;
        });
        self.lay_lines(Some(&before));
        if let Some(key) = active {
            let place = self.place_of_item(&key);
            self.host.update_value(|host| host.active = place);
        } else {
            let is_gone = self
                .active()
                .is_some_and(|active| self.line(active.line).is_none());
            if is_gone {
                self.host.update_value(|host| host.active = None);
            }
        }
        self.look_first();
        self.hold(anchor);
        self.redraw();
        self.version.update(|n| *n = n.wrapping_add(1));
        if had_focus
            && !self.has_focus()
            && let Some(stop) = self.stop()
        {
            // Fails only for an element that has left the page.
            let _ = stop.focus();
        }
    }

    /// Everything again in another language, or by another grouping.
    pub(super) fn draw_anew(self) {
        let active = self.active_key();
        self.host.update_value(|host| host.lines = Rc::from([]));
        self.lay_lines(None);
        let place: Option<Active> = active.and_then(|key| self.place_of_item(&key));
        self.host.update_value(|host| host.active = place);
        if let Some(page) = self.page() {
            for list in [&page.major, &page.minor, &page.columns] {
                list.borrow_mut().clear();
            }
        }
        self.redraw();
    }

    /// Shows what is chosen in any widget of the client.
    pub(super) fn take_choice(self) {
        let chosen = self.frame.client().selection();
        if self.chosen.with_untracked(|old| *old == chosen) {
            return;
        }
        let key = chosen.as_ref().map(|chosen| chosen.key.clone());
        let was = self
            .host
            .try_update_value(|host| std::mem::replace(&mut host.chosen, key.clone()))
            .flatten();
        self.chosen.set(chosen);
        self.host.update_value(|host| host.links = None);
        if let Some(page) = self.page() {
            self.draw_links(&page);
        }
        self.write_chosen();
        self.write_chosen_lines();
        // Chosen here, it is in view already; chosen elsewhere, it comes into view.
        if let Some(key) = key
            && was.as_ref() != Some(&key)
        {
            self.show_item(&key);
            self.show_line(&key);
            let is_open = self
                .opened
                .with_untracked(|opened| matches!(opened, Some(Opened::Item(_))));
            if is_open && self.frame.client().item(&key).is_some() {
                self.opened.set(Some(Opened::Item(key)));
            }
        }
    }

    /// Brings an item into view without taking the focus.
    pub(super) fn show_item(self, key: &coordo_client::view::ItemKey) {
        self.unfold_for(key);
        let Some(place) = self.place_of_item(key) else {
            return;
        };
        if self.has_focus() {
            self.reveal(&place);
        } else {
            self.bring(&place);
        }
    }

    /// Writes on the marks in the page which of them are chosen.
    pub(super) fn write_chosen(self) {
        let view = self.view();
        let chosen = self.chosen.get_untracked();
        let tracks = self.host.with_value(|host| host.tracks.clone());
        for track in tracks {
            let Some(line) = self.line(track.line) else {
                continue;
            };
            for (key, element) in track.marks.borrow().elements() {
                let at = super::gather::Group::first_of(key);
                let mark = super::state::mark_of(&view, &line, at);
                let is_chosen = mark
                    .zip(chosen.as_ref())
                    .is_some_and(|(m, c)| c.has_item(&m.key));
                // Both fail only for names that no attribute can have.
                let _ = if is_chosen && !element.has_attribute("data-count") {
                    element.set_attribute("aria-selected", "true")
                } else {
                    element.remove_attribute("aria-selected")
                };
            }
        }
    }

    /// Whether the focus is in the grid.
    pub(super) fn has_focus(self) -> bool {
        self.page().is_some_and(|page| {
            crate::kit::dom::focused_in_tree_of(&page.scroll)
                .is_some_and(|focused| page.scroll.contains(Some(&focused)))
        })
    }

    /// Says from when to when the plot shows.
    pub(super) fn say_range(self) {
        let words = self.range_words(self.frame.locale.get_untracked());
        self.frame.live.say(words);
    }

    /// « 16 – 30 nov. »
    pub(super) fn range_words(self, locale: coordo_i18n::Locale) -> String {
        let (from, to) = self.range.get_untracked();
        super::words::days(locale, &*self.frame.dates(), from, to)
    }

    pub(super) fn grid_label(self) -> String {
        let locale = self.frame.locale.get();
        self.range.track();
        let when = self.range_words(locale);
        locale.timeline(&TimelineMessage::GridLabel { when: &when })
    }
}
