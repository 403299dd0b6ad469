//! The timeline as a whole.

use std::cell::RefCell;
use std::rc::Rc;

use crate::kit::signal::{Memo, effect};
use coordo_i18n::{HelpKey, Locale, Message, TimelineWord as Word};
use leptos::prelude::{AnyView, IntoAny, on_cleanup};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent, WheelEvent};

use super::pointer::Hands;
use super::state::{Mode, Page, Timeline};
use super::{bar, inspector, keys, overview, shelf, table, words};
use crate::exchange::dialogs;
use crate::kit::bar::{Bar, bar};
use crate::kit::dom::{Held, all_within};
use crate::kit::el::{El, el, live};
use crate::kit::frame::Frame;
use crate::kit::help::help;
use crate::kit::icon::{Icon, sprite};
use crate::kit::keyed::Keyed;
use crate::kit::missing::Missing;
use crate::kit::news::News;
use crate::kit::remarks::remarks;
use crate::kit::state_lines::{Stage, empty, failed, lines, stage};

pub(super) fn view(timeline: Timeline) -> AnyView {
    let frame = timeline.frame;
    timeline.tick();
    timeline.follow_print();
    effect(move |before: Option<Locale>| {
        let locale = frame.locale.get();
        if before.is_some_and(|before| before != locale) {
            timeline.draw_anew();
        }
        locale
    });
    timeline.refresh();
    let missing = Missing::new(frame, move |item| match frame.client().item(&item) {
        Some(_) => timeline.go_to(&item, true),
        None => frame.select(Some(item)),
    });
    let news = News::new(frame, move |item| match frame.client().item(&item) {
        Some(_) => timeline.go_to(&item, true),
        None => frame.select(Some(item)),
    });
    let stage = Memo::new(move || stage(frame));
    let body = move || match stage.get() {
        Stage::Bones => vec![bones().into_any()],
        Stage::Empty => {
            let (title, text) = (bar::said(Word::EmptyTitle), bar::said(Word::EmptyText));
            vec![empty(frame, Icon::Calendar, title, text).into_any()]
        }
        Stage::Failed(failure) => vec![failed(frame, &failure).into_any()],
        Stage::Content => vec![content(timeline)],
    };
    let lanes = Held::new();
    let section = el("section")
        .class("co tl")
        .attr("part", "timeline")
        .attr("aria-labelledby", "title")
        .live_attr("aria-busy", move || {
            (stage.get() == Stage::Bones).then_some("true")
        })
        .on_as::<KeyboardEvent>("keydown", move |event| keys::anywhere(timeline, &event))
        .built(move |element| timeline.anchored(element))
        .child(bar(
            frame,
            Bar {
                title: bar::said(Word::Title),
                count: Box::new(move || bar::subtitle(timeline)),
                tools: [missing.tool(), news.tool()]
                    .into_iter()
                    .chain(bar::tools(timeline, lanes))
                    .collect(),
            },
        ))
        .child(timeline.filtering.rows())
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
        .child((
            sprite(),
            section,
            bar::lanes_menu(timeline, lanes),
            help(frame, help_rows, bar::said(Word::HelpPointer)),
            dialogs(frame, |_| {}),
        ))
        .into_any()
}

fn content(timeline: Timeline) -> AnyView {
    let is_chart = Memo::new(move || timeline.mode.get() == Mode::Chart);
    let body = live(move || match is_chart.get() {
        true => vec![
            bar::time(timeline).into_any(),
            chart(timeline).into_any(),
            shelf::shelf(timeline),
            overview::overview(timeline).into_any(),
        ],
        false => Vec::new(),
    });
    vec![
        body,
        table::table(timeline).into_any(),
        inspector::inspector(timeline),
        live(move || is_chart.get().then(|| legend(timeline))),
    ]
    .into_any()
}

/// What the shapes mean.
fn legend(timeline: Timeline) -> El {
    let keys = [
        ("point", "performed", Word::LegendPerformed),
        ("point", "planned", Word::LegendPlanned),
        ("point", "missed", Word::LegendMissed),
        ("partial", "planned", Word::LegendPartial),
        ("window", "planned", Word::LegendWindow),
        ("milestone", "planned", Word::LegendMilestone),
        ("gap", "planned", Word::LegendGap),
        ("order", "planned", Word::LegendOrder),
    ];
    let keys = keys.map(|(shape, phase, word)| {
        el("li").child((
            el("i")
                .class("tl-m")
                .attr("data-shape", shape)
                .attr("data-phase", phase),
            timeline.word(word),
        ))
    });
    el("ul")
        .class("co-foot tl-legend")
        .attr("aria-label", timeline.word(Word::Legend))
        .child(Vec::from(keys))
}

fn help_rows(frame: Frame) -> Vec<(String, String)> {
    let locale = frame.locale.get();
    let named = |key| frame.say(&Message::HelpKeys(key));
    let shown = |keys: &str| keys.to_owned();
    [
        (shown("↑ ↓"), Word::HelpRows),
        (shown("← →"), Word::HelpItems),
        (named(HelpKey::Ends), Word::HelpEnds),
        (named(HelpKey::Pages), Word::HelpPeriods),
        (named(HelpKey::Open), Word::HelpOpen),
        (named(HelpKey::Back), Word::HelpBack),
        (shown("L"), Word::HelpLink),
        (shown("+ - 0 T"), Word::HelpZoom),
        (shown("/"), Word::HelpFilter),
        (shown("?"), Word::HelpHelp),
    ]
    .into_iter()
    .map(|(keys, word)| (keys, locale.timeline_word(word).to_owned()))
    .collect()
}

/// The shape of the result, while nothing is there yet.
fn bones() -> El {
    let row = |_| el("div").child((el("i"), el("i")));
    el("div")
        .class("tl-bones")
        .attr("part", "skeleton")
        .attr("aria-hidden", "true")
        .child((0..8).map(row).collect::<Vec<_>>())
}

/// The chart: axis, lines and the line of now.
fn chart(timeline: Timeline) -> El {
    let hands = Hands::new(timeline);
    let parts: Rc<RefCell<Parts>> = Rc::default();
    let keep = move |parts: &Rc<RefCell<Parts>>, put: fn(&mut Parts, HtmlElement)| {
        let parts = Rc::clone(parts);
        move |element: &Element| put(&mut parts.borrow_mut(), element.clone().unchecked_into())
    };
    let axis = el("div")
        .class("tl-axis")
        .attr("role", "row")
        .attr("aria-rowindex", "1")
        .child((
            el("div")
                .class("tl-name")
                .attr("role", "columnheader")
                .live_text(move || timeline.word(words::head(timeline.grouping.get()))),
            el("div")
                .class("tl-plot")
                .attr("role", "columnheader")
                .attr("part", "axis")
                .built(keep(&parts, |p, el| p.plot = Some(el)))
                .child((
                    el("span").class("sr").live_text(move || {
                        timeline.range.track();
                        timeline.range_words(timeline.frame.locale.get())
                    }),
                    el("div")
                        .class("tl-track")
                        .attr("aria-hidden", "true")
                        .built(keep(&parts, |p, el| p.major = Some(el))),
                    el("div")
                        .class("tl-track")
                        .attr("aria-hidden", "true")
                        .built(keep(&parts, |p, el| p.minor = Some(el))),
                )),
        ));
    let behind = el("div")
        .class("tl-behind")
        .attr("aria-hidden", "true")
        .child((
            el("div")
                .class("tl-track")
                .built(keep(&parts, |p, el| p.columns = Some(el))),
            el("div").class("tl-now").attr("part", "now"),
        ));
    let rows = el("div")
        .class("tl-lines")
        .attr("role", "rowgroup")
        .built(keep(&parts, |p, el| p.rows = Some(el)));
    let links = el("div")
        .class("tl-behind tl-links")
        .attr("aria-hidden", "true")
        .child(
            el("div")
                .class("tl-track")
                .built(keep(&parts, |p, el| p.links = Some(el))),
        );
    let probe = el("div")
        .class("tl-probe")
        .attr("aria-hidden", "true")
        .child((el("i"), el("i"), el("i")))
        .built(keep(&parts, |p, el| p.probe = Some(el)));
    let grid = el("div")
        .class("tl-scroll")
        .attr("role", "grid")
        .live_attr("aria-label", move || timeline.grid_label())
        .live_attr("aria-rowcount", move || {
            timeline.version.track();
            (timeline.lines().len() + 1).to_string()
        })
        .on("scroll", move |_| timeline.scrolled())
        .on("focusin", move |event| timeline.focus_came(&event))
        .on("click", move |event| hands.clicked(&event))
        .on_as::<KeyboardEvent>("keydown", move |event| keys::on_grid(timeline, &event))
        .on_as::<WheelEvent>("wheel", move |event| hands.wheel(&event))
        .on_as::<PointerEvent>("pointerdown", move |event| hands.down(&event))
        .on_as::<PointerEvent>("pointermove", move |event| hands.moved(&event))
        .on_as::<PointerEvent>("pointerup", move |event| hands.up(&event))
        .on_as::<PointerEvent>("pointercancel", move |event| hands.up(&event))
        .built(keep(&parts, |p, el| p.scroll = Some(el)))
        .child((
            el("div")
                .class("tl-head")
                .attr("role", "rowgroup")
                .child((axis, now_label(timeline))),
            el("div")
                .class("tl-body")
                .attr("role", "presentation")
                .child((behind, rows, links)),
        ));
    let chart = el("div")
        .class("tl-chart")
        .built(keep(&parts, |p, el| p.chart = Some(el)))
        .child((probe, grid));
    // Runs once all of it is in the page.
    effect(move |_| {
        if let Some(page) = parts.borrow_mut().page() {
            timeline.laid(page);
        }
    });
    on_cleanup(move || timeline.left());
    chart
}

fn now_label(timeline: Timeline) -> El {
    let time = el("span").live_text(move || {
        timeline.minute.get();
        let now = timeline.frame.ports().now();
        timeline
            .frame
            .dates()
            .time(timeline.frame.locale.get(), now)
    });
    el("div")
        .class("tl-now-l")
        .attr("aria-hidden", "true")
        .child(time)
}

/// The parts of the chart, while they come to be.
#[derive(Default)]
struct Parts {
    chart: Option<HtmlElement>,
    scroll: Option<HtmlElement>,
    plot: Option<HtmlElement>,
    probe: Option<HtmlElement>,
    rows: Option<HtmlElement>,
    links: Option<HtmlElement>,
    major: Option<HtmlElement>,
    minor: Option<HtmlElement>,
    columns: Option<HtmlElement>,
}

impl Parts {
    fn page(&mut self) -> Option<Page> {
        let list = |element: &HtmlElement| Rc::new(RefCell::new(Keyed::new(element)));
        let scroll = self.scroll.take()?;
        Some(Page {
            chart: self.chart.take()?,
            now: all_within(&scroll, ".tl-now, .tl-now-l"),
            scroll,
            plot: self.plot.take()?,
            probe: self.probe.take()?,
            rows: list(&self.rows.take()?),
            links: list(&self.links.take()?),
            major: list(&self.major.take()?),
            minor: list(&self.minor.take()?),
            columns: list(&self.columns.take()?),
        })
    }
}
