//! The same facts as a table: every item a line, drawn a few at a time.

mod view;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use coordo_client::timeline::ItemView;
use coordo_client::view::ItemKey;
use leptos::prelude::set_timeout;
use web_sys::HtmlElement;

use super::order::{Column, Entry, entries, sort};
use super::state::{Mode, Timeline};
use crate::kit::dom;
use crate::kit::el::el;
use crate::kit::keyed::{Keyed, Seat};
use view::{begin_with, bring_line, line, mark};

pub(super) use view::table;

/// How many lines one turn of the page draws.
const SLICE: usize = 12;
/// How many items one turn reads for sorting.
const READ: usize = 200;
/// How many lines are drawn before anyone asks for more.
const FIRST: usize = 500;

/// A line that is drawn.
struct Drawn {
    id: u64,
    item: ItemView,
}

/// What the table has in hand.
pub(super) struct Table {
    body: Option<Rc<RefCell<Keyed>>>,
    entries: Vec<Entry>,
    drawn: Vec<Drawn>,
    /// Lines drawn for an order before this one, which may stay.
    old: Vec<Drawn>,
    limit: usize,
    next: u64,
    /// Counts the orders asked for: a job for an older one stops.
    job: u32,
    is_drawing: bool,
    /// Whether the person looks elsewhere than at today.
    has_chosen: bool,
    /// What the person looked at before the page was printed.
    before_print: Option<Mode>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            body: None,
            entries: Vec::new(),
            drawn: Vec::new(),
            old: Vec::new(),
            limit: FIRST,
            next: 0,
            job: 0,
            is_drawing: false,
            has_chosen: false,
            before_print: None,
        }
    }
}

impl Timeline {
    fn with_table<T: Default>(self, act: impl FnOnce(&mut Table) -> T) -> T {
        self.host
            .try_update_value(|host| act(&mut host.table))
            .unwrap_or_default()
    }

    /// Puts the items of the view into order and draws them.
    pub(super) fn sort_table(self) {
        let (column, is_down) = self.sorting.get_untracked();
        let mut all = entries(&self.view());
        let job = self.with_table(|table| {
            table.job = table.job.wrapping_add(1);
            table.job
        });
        if column.is_date() {
            sort(&mut all, column, is_down);
            self.order_table(all);
        } else {
            self.read_for_order(all, 0, job);
        }
    }

    /// Reads the texts of a column, some items a turn, since there may be thousands.
    fn read_for_order(self, mut all: Vec<Entry>, from: usize, job: u32) {
        let (column, is_down) = self.sorting.get_untracked();
        let locale = self.frame.locale.get_untracked();
        let client = self.frame.client();
        let keys = all.iter().skip(from).take(READ);
        let keys: Vec<ItemKey> = keys.map(|entry| entry.key.clone()).collect();
        let items = client.items(&keys);
        for (entry, item) in all.iter_mut().skip(from).zip(items) {
            if let Some(item) = item {
                entry.text = column.text(locale, &item);
            }
        }
        if from + READ >= all.len() {
            sort(&mut all, column, is_down);
            self.order_table(all);
            return;
        }
        set_timeout(
            move || {
                if self.frame.is_alive() && self.with_table(|table| table.job) == job {
                    self.read_for_order(all, from + READ, job);
                }
            },
            Duration::ZERO,
        );
    }

    fn order_table(self, all: Vec<Entry>) {
        self.with_table(|table| {
            table.entries = all;
            table.old = std::mem::take(&mut table.drawn);
        });
        let is_printing = self.with_table(|table| table.before_print.is_some());
        self.draw_table(if is_printing { usize::MAX } else { SLICE });
    }

    /// Draws the next lines; the others come in the page's next turns.
    fn draw_table(self, n: usize) {
        let Some(body) = self.with_table(|table| table.body.clone()) else {
            return;
        };
        let client = self.frame.client();
        let keys: Vec<ItemKey> = self.with_table(|table| {
            let from = table.drawn.len();
            let room = table.limit.min(table.entries.len()).saturating_sub(from);
            let entries = table.entries.iter().skip(from);
            entries.take(n.min(room)).map(|e| e.key.clone()).collect()
        });
        let items: Vec<ItemView> = client.items(&keys).into_iter().flatten().collect();
        let missing = keys.len() - items.len();
        let n_before = body.borrow().len();
        let (is_whole, is_more, ids) = self.with_table(|table| {
            // Most of the time there are only more lines: those above are not looked at.
            let is_more = table.old.is_empty() && table.drawn.len() == n_before;
            if missing > 0 {
                // Gone since the order was made.
                table.entries.retain(|entry| {
                    !keys.contains(&entry.key) || items.iter().any(|i| i.key == entry.key)
                });
            }
            for item in items {
                let old = table.old.iter().position(|old| old.item == item);
                let id = match old {
                    Some(old) => table.old.swap_remove(old).id,
                    None => {
                        table.next += 1;
                        table.next
                    }
                };
                table.drawn.push(Drawn { id, item });
            }
            let is_whole = table.drawn.len() >= table.limit.min(table.entries.len());
            if is_whole {
                table.old.clear();
            }
            // Until all is drawn anew, what was there before stays below.
            let ids = table.drawn.iter().chain(&table.old).map(|line| line.id);
            let ids = ids.skip(if is_more { n_before } else { 0 });
            (is_whole, is_more, ids.collect::<Vec<_>>())
        });
        let chosen = self.chosen.get_untracked();
        let mut draw = |at: usize| {
            let item = self.with_table(|table| table.drawn.get(at).map(|line| line.item.clone()));
            match item {
                Some(item) => line(self, &item),
                None => el("tr"),
            }
        };
        let mut place = |at: usize, seat: &mut Seat| {
            let element = seat.element();
            // Fails only for a name that no attribute can have.
            let _ = element.set_attribute("aria-rowindex", &(at + 2).to_string());
            let is_chosen = self.with_table(|table| {
                let line = table.drawn.get(at).zip(chosen.as_ref());
                line.is_some_and(|(line, chosen)| chosen.has_item(&line.item.key))
            });
            mark(element, is_chosen);
        };
        if is_more {
            body.borrow_mut().extend(&ids, &mut draw, &mut place);
        } else {
            body.borrow_mut().update(&ids, &mut draw, &mut place);
        }
        if is_whole {
            self.look_at_today(&body.borrow());
        }
        self.keep_table_stop();
        self.table_drawn.update(|n| *n = n.wrapping_add(1));
        if !is_whole {
            self.draw_table_on();
        }
    }

    /// Whoever opens the table sees today first, as in the chart: what was is above, until they
    /// look elsewhere.
    fn look_at_today(self, body: &Keyed) {
        let now = self.frame.ports().now();
        let offset = self.frame.dates().zone_minutes(now);
        let today = super::ticks::day_begins(now, offset);
        let is_by_start = self.sorting.get_untracked() == (Column::Start, false);
        let at = self.with_table(|table| {
            if table.has_chosen || table.before_print.is_some() || !is_by_start {
                return None;
            }
            let mut drawn = table.entries.iter().take(table.drawn.len());
            drawn.position(|entry| entry.when.is_some_and(|(start, _)| start >= today))
        });
        if let Some((_, line)) = at.and_then(|at| body.elements().nth(at)) {
            begin_with(line);
        }
    }

    fn draw_table_on(self) {
        let was_drawing = self.with_table(|table| std::mem::replace(&mut table.is_drawing, true));
        if was_drawing {
            return;
        }
        set_timeout(
            move || {
                if self.frame.is_alive() {
                    self.with_table(|table| table.is_drawing = false);
                    self.draw_table(SLICE);
                }
            },
            Duration::ZERO,
        );
    }

    fn more_lines(self) {
        self.with_table(|table| table.limit = table.limit.saturating_mul(2));
        self.draw_table(SLICE);
    }

    /// Marks the line of what is chosen.
    pub(super) fn write_chosen_lines(self) {
        let Some(body) = self.with_table(|table| table.body.clone()) else {
            return;
        };
        let chosen = self.chosen.get_untracked();
        let is_chosen: Vec<bool> = self.with_table(|table| {
            let of = |line: &Drawn| chosen.as_ref().is_some_and(|c| c.has_item(&line.item.key));
            table.drawn.iter().map(of).collect()
        });
        for ((_, element), is_chosen) in body.borrow().elements().zip(is_chosen) {
            mark(element, is_chosen);
        }
    }

    /// Brings the line of the chosen item into view.
    pub(super) fn show_line(self, key: &ItemKey) {
        let Some(body) = self.with_table(|table| table.body.clone()) else {
            return;
        };
        let at = self.with_table(|table| table.drawn.iter().position(|line| line.item.key == *key));
        let body = body.borrow();
        if let Some((_, element)) = at.and_then(|at| body.elements().nth(at)) {
            bring_line(element);
        }
    }

    fn table_buttons(self) -> Vec<HtmlElement> {
        self.root()
            .map(|root| dom::all_within(&root, ".tl-open"))
            .unwrap_or_default()
    }

    fn keep_table_stop(self) {
        let Some(root) = self.root() else {
            return;
        };
        // Neither fails: both are selectors.
        let stop = root.query_selector(".tl-open[tabindex='0']").ok().flatten();
        if stop.is_none()
            && let Some(first) = root.query_selector(".tl-open").ok().flatten()
        {
            // Fails only for a name that no attribute can have.
            let _ = first.set_attribute("tabindex", "0");
        }
    }

    /// Draws every line at once, for paper.
    pub(super) fn before_print(self) {
        let mode = self.mode.get_untracked();
        self.with_table(|table| {
            // Some browsers tell it twice.
            table.before_print.get_or_insert(mode);
            table.limit = usize::MAX;
        });
        self.mode.set(Mode::Table);
        self.draw_table(usize::MAX);
    }

    pub(super) fn after_print(self) {
        let before = self.with_table(|table| {
            table.limit = FIRST;
            table.before_print.take()
        });
        if let Some(before) = before {
            self.mode.set(before);
        }
    }
}
