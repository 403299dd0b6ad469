//! The table as elements: its head, a line an item, the keys.

use std::cell::RefCell;
use std::rc::Rc;

use coordo_client::timeline::ItemView;
use coordo_i18n::{Message, TimelineMessage, TimelineWord as Word};
use leptos::prelude::{AnyView, on_cleanup};
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::icon::{Icon, icon};
use crate::kit::keyed::Keyed;
use crate::kit::missing;
use crate::kit::signal::effect;
use crate::timeline::order::Column;
use crate::timeline::state::{Mode, Timeline};
use crate::timeline::{scale, words};

/// Says whether a line is the chosen one.
pub(super) fn mark(line: &HtmlElement, is_chosen: bool) {
    // Both fail only for names that no attribute can have.
    let _ = if is_chosen {
        line.set_attribute("aria-current", "true")
    } else {
        line.remove_attribute("aria-current")
    };
}

/// The table. It stays in the page, hidden while the chart is shown, so that it can be
/// printed at any time.
pub(in crate::timeline) fn table(timeline: Timeline) -> El {
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
    let mut area = el("div").class("tl-table").live_attr("hidden", move || {
        (timeline.mode.get() != Mode::Table).then_some("")
    });
    for gesture in ["wheel", "touchmove", "pointerdown", "keydown"] {
        area = area.on(gesture, move |_| {
            timeline.with_table(|table| table.has_chosen = true);
        });
    }
    area.child(
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

pub(super) fn line(timeline: Timeline, item: &ItemView) -> El {
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
    let facts = words::facts(locale, item).into_iter();
    let facts: Vec<El> = facts.map(|fact| el("small").child(fact)).collect();
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
            cell("tl-date tl-end", words::date(locale, &*dates, item.end))
                .attr("data-none", item.end.is_none().then_some("")),
            el("th")
                .attr("role", "rowheader")
                .attr("scope", "row")
                .child((open, source)),
            cell("tl-who", words::who(locale, item)),
            cell("tl-need", need),
            el("td")
                .attr("role", "cell")
                .child(words::status_line(locale, &item.status)),
            el("td")
                .class("tl-report")
                .attr("role", "cell")
                .child(missing::badges(locale, &item.badges))
                .child(facts),
        ))
}

/// Scrolls the lines, and nothing of the host's page, until one is in view.
pub(super) fn bring_line(line: &HtmlElement) {
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
        area.set_scroll_top(area.scroll_top() + scale::whole(below + 8.0));
    } else if above > 0.0 {
        area.set_scroll_top(area.scroll_top() - scale::whole(above + 8.0));
    }
}

/// Begins with a line: what is above it is scrolled away, and Tab leads to it.
pub(super) fn begin_with(line: &HtmlElement) {
    if let Ok(Some(button)) = line.query_selector(".tl-open") {
        take_stop(&button);
    }
    let Ok(Some(area)) = line.closest(".tl-table") else {
        return;
    };
    let own = line.get_bounding_client_rect();
    // The head of the table lies over the first lines.
    let by = own.top() - area.get_bounding_client_rect().top() - 40.0;
    area.set_scroll_top(area.scroll_top() + scale::whole(by));
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
