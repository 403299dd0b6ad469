//! The same facts as a table: every item a line, drawn a few at a time.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::kit::signal::effect;
use coordo_client::timeline::ItemView;
use coordo_client::view::ItemKey;
use coordo_i18n::{Message, TimelineMessage, TimelineWord as Word};
use leptos::prelude::{AnyView, on_cleanup, set_timeout};
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::order::{Column, Entry, entries, sort};
use super::state::{Mode, Timeline};
use super::words;
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::icon::{Icon, icon};
use crate::kit::keyed::{Keyed, Seat};

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
        self.draw_table(SLICE);
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
        self.keep_table_stop();
        self.table_drawn.update(|n| *n = n.wrapping_add(1));
        if !is_whole {
            self.draw_table_on();
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
            table.before_print = Some(mode);
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

/// Says whether a line is the chosen one.
fn mark(line: &HtmlElement, is_chosen: bool) {
    // Both fail only for names that no attribute can have.
    let _ = if is_chosen {
        line.set_attribute("aria-current", "true")
    } else {
        line.remove_attribute("aria-current")
    };
}

/// The table. It stays in the page, hidden while the chart is shown, so that it can be
/// printed at any time.
pub(super) fn table(timeline: Timeline) -> El {
    // Where something differs: in order again, if it is looked at.
    effect(move |_| {
        timeline.version.track();
        timeline.sorting.track();
        timeline.frame.locale.track();
        if timeline.mode.get() == Mode::Table {
            timeline.sort_table();
        }
    });
    let heads: Vec<El> = Column::ALL
        .into_iter()
        .map(|column| head(timeline, column))
        .collect();
    let keep = move |element: &Element| {
        let body = Rc::new(RefCell::new(Keyed::new(element)));
        timeline.with_table(|table| {
            table.drawn.clear();
            table.old.clear();
            table.body = Some(body);
        });
    };
    on_cleanup(move || {
        timeline.with_table(|table| {
            table.body = None;
            table.drawn.clear();
        });
    });
    el("div")
        .class("tl-table")
        .live_attr("hidden", move || {
            (timeline.mode.get() != Mode::Table).then_some("")
        })
        .child(
            el("table")
                .class("co-table")
                .attr("role", "table")
                .attr("part", "table")
                .live_attr("aria-label", move || timeline.word(Word::Title))
                .live_attr("aria-rowcount", move || {
                    timeline.version.track();
                    (timeline.view().n_items + 1).to_string()
                })
                .on_as::<KeyboardEvent>("keydown", move |event| on_key(timeline, &event))
                .child((
                    el("thead")
                        .attr("role", "rowgroup")
                        .child(el("tr").attr("role", "row").child(heads)),
                    el("tbody").attr("role", "rowgroup").built(keep),
                )),
        )
        .child(more(timeline))
}

fn head(timeline: Timeline, column: Column) -> El {
    let sorting = timeline.sorting;
    let press = move |_| {
        sorting.update(|(by, is_down)| {
            *is_down = *by == column && !*is_down;
            *by = column;
        });
    };
    el("th")
        .attr("role", "columnheader")
        .attr("scope", "col")
        .live_attr("aria-sort", move || match sorting.get() {
            (by, _) if by != column => None,
            (_, false) => Some("ascending"),
            (_, true) => Some("descending"),
        })
        .child(
            button("tl-sort")
                .on("click", press)
                .live_text(move || timeline.word(column.word()))
                .child(icon(Icon::Down)),
        )
}

fn line(timeline: Timeline, item: &ItemView) -> El {
    let locale = timeline.frame.locale.get_untracked();
    let dates = timeline.frame.dates();
    let key = item.key.clone();
    let is_dated = item.start.is_some() || item.end.is_some();
    let cell =
        |class: &'static str, text: String| el("td").class(class).attr("role", "cell").child(text);
    let start = if is_dated {
        words::date(locale, &*dates, item.start)
    } else {
        words::when(locale, &*dates, item)
    };
    let open = button("tl-open")
        .attr("tabindex", "-1")
        .on("focus", |event| {
            if let Some(button) = dom::target(&event) {
                take_stop(&button);
            }
        })
        .child(words::title(locale, item));
    let need = item.need.as_ref().map_or(String::new(), |n| n.0.clone());
    // Where there are several sources, two of them may tell of the same.
    let source = item.source.as_ref().map(|source| {
        let name = source.0.as_str();
        let said = locale.say(&Message::Source { name });
        el("small").class("tl-src").child(said)
    });
    el("tr")
        .attr("role", "row")
        .attr("data-resource", key.record.reference())
        .attr("data-source", key.record.source.0.clone())
        .attr("data-activity", key.activity.map(|n| n.to_string()))
        .attr("data-dated", if is_dated { "true" } else { "false" })
        .on("click", move |_| timeline.open_item(key.clone(), false))
        .child((
            cell("tl-date", start),
            cell("tl-date tl-end", words::date(locale, &*dates, item.end)),
            el("th")
                .attr("role", "rowheader")
                .attr("scope", "row")
                .child((open, source)),
            cell("tl-who", words::who(locale, item)),
            cell("tl-need", need),
            el("td")
                .attr("role", "cell")
                .child(words::status_line(locale, &item.status)),
        ))
}

/// Scrolls the lines, and nothing of the host's page, until one is in view.
fn bring_line(line: &HtmlElement) {
    let Ok(Some(area)) = line.closest(".tl-table") else {
        return;
    };
    let (own, of) = (
        line.get_bounding_client_rect(),
        area.get_bounding_client_rect(),
    );
    let below = own.bottom() - of.bottom();
    // The head of the table lies over the first lines.
    let above = of.top() + 40.0 - own.top();
    if below > 0.0 {
        area.set_scroll_top(area.scroll_top() + super::scale::whole(below + 8.0));
    } else if above > 0.0 {
        area.set_scroll_top(area.scroll_top() - super::scale::whole(above + 8.0));
    }
}

/// The one tab stop of the lines.
fn take_stop(button: &Element) {
    let Ok(Some(table)) = button.closest("table") else {
        return;
    };
    for other in dom::all_within(&table, ".tl-open[tabindex='0']") {
        // Fails only for a name that no attribute can have.
        let _ = other.set_attribute("tabindex", "-1");
    }
    let _ = button.set_attribute("tabindex", "0");
}

/// Arrows go from line to line.
fn on_key(timeline: Timeline, event: &KeyboardEvent) {
    if !dom::is_within(event, ".tl-open") {
        return;
    }
    let Some(target) = dom::target(event) else {
        return;
    };
    let buttons = timeline.table_buttons();
    let Some(at) = buttons.iter().position(|button| ***button == *target) else {
        return;
    };
    let last = buttons.len() - 1;
    let to = match event.key().as_str() {
        "ArrowUp" => at.saturating_sub(1),
        "ArrowDown" => (at + 1).min(last),
        "PageUp" => at.saturating_sub(10),
        "PageDown" => (at + 10).min(last),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = buttons.get(to) {
        dom::focus(next);
    }
}

fn more(timeline: Timeline) -> AnyView {
    live(move || {
        timeline.table_drawn.track();
        let rest = timeline.with_table(|table| {
            let is_whole = table.drawn.len() >= table.limit.min(table.entries.len());
            let rest = table.entries.len().saturating_sub(table.drawn.len());
            if is_whole { rest } else { 0 }
        });
        (rest > 0).then(|| {
            button("co-btn co-btn--link tl-more")
                .attr("part", "more")
                .on("click", move |_| timeline.more_lines())
                .child(timeline.sentence(&TimelineMessage::MoreRows(rest)))
        })
    })
}
