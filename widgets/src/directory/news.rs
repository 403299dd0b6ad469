//! From the client's answer to what is on screen: only what differs is written.

use std::time::Duration;

use coordo_client::view::LoadView;
use coordo_client::view::directory::{DirectoryQuery, DirectoryView};
use coordo_i18n::{InDirectory, Message};
use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::set_timeout;

use super::state::{Count, Directory};
use super::words;
use crate::kit::paper::follow_print;

/// How many results are printed at most: some twenty sheets.
const ON_PAPER: usize = 1_000;
/// How long nobody types before the count is said.
const IDLE: Duration = Duration::from_millis(600);

impl Directory {
    /// Changes what is asked. The answer is drawn in the page's next turn, once for all
    /// changes until then, so that no key press waits for a drawing.
    pub(super) fn ask(self, change: impl FnOnce(&mut DirectoryQuery)) {
        let was_asked = self.outside.try_update_value(|outside| {
            change(&mut outside.query);
            std::mem::replace(&mut outside.is_asked, true)
        });
        if was_asked == Some(false) {
            set_timeout(
                move || {
                    if self.frame.is_alive() {
                        self.answer();
                    }
                },
                Duration::ZERO,
            );
        }
        self.say_when_idle();
    }

    /// Draws the answer to the query now, if it changed since the last one.
    pub(super) fn answer(self) {
        if self.outside.with_value(|outside| outside.is_asked) {
            self.outside
                .update_value(|outside| outside.is_asked = false);
            self.at.set(0);
            self.take(true);
        }
    }

    /// Asks the client again and draws what differs: results, record, choice.
    pub(super) fn refresh(self) {
        self.take(false);
        self.look_round();
        self.look_again();
        self.follow_choice();
        self.frame.say_news();
        self.say_ready();
    }

    fn take(self, is_new: bool) {
        // No borrow is held while the client asks the host's clock.
        let (mut query, is_on_paper) = self
            .outside
            .with_value(|outside| (outside.query.clone(), outside.is_on_paper));
        if is_on_paper {
            query.limit = query.limit.max(ON_PAPER);
        }
        let is_narrowed =
            !query.text.trim().is_empty() || !query.chosen.is_empty() || query.circle_only;
        let DirectoryView {
            frame,
            n_entries,
            n_found,
            results,
            meant,
            facets,
            n_circle,
            is_building,
        } = self.frame.client().directory(&query);
        let focused = (!is_new).then(|| self.focused()).flatten();
        // While the index of what was read is built, nothing found says nothing.
        let is_read = frame.load == LoadView::Ready;
        self.frame
            .take(frame, n_entries > 0 || (is_read && is_building));
        let count = Count {
            n_entries,
            n_found,
            n_circle,
            is_building,
            is_narrowed,
        };
        if self.count.get_untracked() != count {
            self.count.set(count);
        }
        if self.meant.with_untracked(|old| *old != meant) {
            self.meant.set(meant);
        }
        if self.facets.with_untracked(|old| *old != facets) {
            self.facets.set(facets);
        }
        if self.results.with_untracked(|old| *old != results) {
            // The focus stays with its result where the news put that elsewhere.
            let at = focused
                .as_ref()
                .and_then(|key| results.iter().position(|r| r.key == *key));
            let last = results.len().saturating_sub(1);
            self.results.set(results);
            let before = self.at.get_untracked();
            let now = at.unwrap_or(before).min(last);
            if now != before {
                self.at.set(now);
            }
            if focused.is_some() {
                set_timeout(move || self.focus_result(), Duration::ZERO);
            }
        }
    }

    /// Says the count once nobody types any more: each key would cut the last sentence off.
    fn say_when_idle(self) {
        let say = move || {
            if !self.frame.is_alive() {
                return;
            }
            self.answer();
            let locale = self.frame.locale.get_untracked();
            let first = self
                .results
                .with_untracked(|results| results.first().map(|r| words::spoken(locale, r)));
            let n = self.count.get_untracked().n_found;
            let meant = self.meant.with_untracked(|meant| {
                let words = meant.as_ref()?;
                Some(self.say(&InDirectory::Meant(&words.0)))
            });
            let first = first.or(meant);
            self.announce(&InDirectory::SpokenFound {
                n,
                first: first.as_deref(),
            });
        };
        let handle = set_timeout_with_handle(say, IDLE).ok();
        self.outside.update_value(|outside| {
            if let Some(before) = std::mem::replace(&mut outside.saying, handle) {
                before.clear();
            }
        });
    }

    fn say_ready(self) {
        let is_ready = self
            .frame
            .view
            .with_untracked(|view| view.load == LoadView::Ready);
        let count = self.count.get_untracked();
        if is_ready && !count.is_building {
            let n = count.n_entries;
            let sentence = Message::Directory(InDirectory::SpokenLoaded(n));
            self.frame.say_ready(n, &sentence);
        }
    }

    /// On paper there are the results that a person might read, not only the first of them.
    pub(super) fn follow_print(self) {
        let draw = move |is_on_paper| {
            self.outside
                .update_value(|outside| outside.is_on_paper = is_on_paper);
            self.take(false);
        };
        follow_print(self.frame, move || draw(true), move || draw(false));
    }

    /// Shows more results; the first that it brings takes the focus.
    pub(super) fn show_more(self) {
        let before = self.results.with_untracked(Vec::len);
        self.outside.update_value(|outside| {
            outside.query.limit = outside.query.limit.saturating_add(DirectoryQuery::FIRST);
        });
        self.take(true);
        let brought = self.results.with_untracked(Vec::len).saturating_sub(before);
        self.announce(&InDirectory::SpokenMore(brought));
        if brought > 0 {
            self.at.set(before);
            set_timeout(move || self.focus_result(), Duration::ZERO);
        }
    }
}
