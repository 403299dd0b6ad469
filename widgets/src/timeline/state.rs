//! What a timeline on screen knows: the client's last view, where in time it looks,
//! and what the person is in the middle of.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::kit::signal::{RwSignal, StoredValue};
use coordo_client::timeline::{Grouping, LaneKey, MarkView, RowView, TimelineView};
use coordo_client::view::{ItemKey, SelectionView};
use coordo_core::Instant;
use coordo_i18n::{TimelineMessage, TimelineWord};
use web_sys::HtmlElement;

use super::gather::Group;
use super::lines::{Line, Metrics, What};
use super::links::Link;
use super::movers::Mover;
use super::order::Column;
use super::overview::Overview;
use super::scale::{Bounds, Scale};
use super::size::Watch;
use super::table::Table;
use crate::kit::filter::Filtering;
use crate::kit::frame::Frame;
use crate::kit::keyed::Keyed;

/// How the same facts are presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Chart,
    Table,
}

/// What the inspector shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Opened {
    Item(ItemKey),
    /// Several items at one place of a row, which no zoom sets apart.
    Together(Vec<ItemKey>),
}

/// The one place of the grid that Tab leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Active {
    pub line: u32,
    /// Which mark of the row; none for the header of a lane.
    pub at: Option<usize>,
}

/// The parts of the chart that are written without being drawn again.
pub(super) struct Page {
    /// All of the chart: custom properties that everything in it reads.
    pub chart: HtmlElement,
    /// What scrolls up and down.
    pub scroll: HtmlElement,
    /// The plot of the axis, whose width is that of all plots.
    pub plot: HtmlElement,
    /// An invisible row: its height and that of its parts are those of all rows.
    pub probe: HtmlElement,
    pub rows: Rc<RefCell<Keyed>>,
    pub links: Rc<RefCell<Keyed>>,
    pub major: Rc<RefCell<Keyed>>,
    pub minor: Rc<RefCell<Keyed>>,
    pub columns: Rc<RefCell<Keyed>>,
    /// What tells where now is.
    pub now: Vec<HtmlElement>,
}

/// The marks of a row that is in the page.
#[derive(Clone)]
pub(super) struct Track {
    pub line: u32,
    pub marks: Rc<RefCell<Keyed>>,
    pub groups: Rc<[Group]>,
    /// Where in time they were placed last, and from where to where they are in the page.
    pub base: Scale,
    pub reach: (f64, f64),
    /// The turn that drew them last; 0 before any.
    pub turn: u32,
    /// What of them keeps to the view as time moves.
    pub movers: Rc<Vec<Mover>>,
    /// How they lie in view, as it is written: pixels to the right, and times as wide.
    pub seen: (i32, f64),
}

/// What lives outside the reactive graph.
pub(super) struct Host {
    pub view: Rc<TimelineView>,
    pub lines: Rc<[Line]>,
    pub next_line: u32,
    pub folded: Vec<LaneKey>,
    pub metrics: Metrics,
    pub bounds: Bounds,
    /// Where in time the person looks.
    pub scale: Scale,
    /// Where in time things are placed: what lies between is one transform.
    pub base: Scale,
    /// Where in time the axis was placed last, and from where to where it is in the page.
    pub axis: (Scale, (f64, f64)),
    /// Whether the chart was measured before.
    pub is_measured: bool,
    /// Whether `scale` was chosen for the data, or by the person.
    pub is_looking: bool,
    /// The widget's outermost element.
    pub root: Option<HtmlElement>,
    // Dropped in this order: no news of its size, then the page.
    pub watch: Option<Watch>,
    pub page: Option<Rc<Page>>,
    pub tracks: Vec<Track>,
    /// The same of the axis: the name of what began before the view.
    pub movers: Vec<Mover>,
    /// How far axis and movers are moved, in pixels, as it is written.
    pub shifted: Option<i32>,
    /// Counts the turns in which marks were drawn.
    pub turn: u32,
    /// Whether another such turn is to come.
    pub is_drawing: bool,
    /// Height of all lines, as the page has it.
    pub total: i32,
    /// From where to where lines are in the page.
    pub drawn: (i32, i32),
    pub active: Option<Active>,
    /// Marks that are in the page and have no words yet.
    pub nameless: VecDeque<(u32, HtmlElement)>,
    pub is_naming: bool,
    /// Whether the client shows nothing before its first load is whole, since that is much: what
    /// was drawn before stays, and asks for nothing.
    pub is_waiting: bool,
    /// What was chosen when a choice was last looked at.
    pub chosen: Option<ItemKey>,
    pub table: Table,
    pub overview: Option<Rc<Overview>>,
    /// The links that are drawn; none where they have to be looked for.
    pub links: Option<Rc<[Link]>>,
    /// The time that was looked at before anybody chose one.
    pub looked_first: Option<Scale>,
    /// The link that `L` followed last: of which item, and which of its links.
    pub followed: Option<(ItemKey, usize)>,
}

impl Host {
    /// Whether somebody looks elsewhere than where the timeline looked first.
    pub(super) fn has_chosen(&self) -> bool {
        self.is_looking && self.looked_first != Some(self.scale)
    }
}

/// The timeline's state: cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Timeline {
    pub frame: Frame,
    pub host: StoredValue<Host>,
    pub grouping: RwSignal<Grouping>,
    pub mode: RwSignal<Mode>,
    /// From when to when the plot shows.
    pub range: RwSignal<(Instant, Instant)>,
    /// Counts the views that differed from the one before.
    pub version: RwSignal<u32>,
    pub chosen: RwSignal<Option<SelectionView>>,
    pub opened: RwSignal<Option<Opened>>,
    /// Width of the plot, for what is drawn by it.
    pub width: RwSignal<i32>,
    /// What the table is sorted by, and whether from the last to the first.
    pub sorting: RwSignal<(Column, bool)>,
    /// Counts the turns in which lines of the table were drawn.
    pub table_drawn: RwSignal<u32>,
    /// The shared filter, as far as this widget shows it.
    pub filtering: Filtering,
    /// Whether the menu of lanes is open.
    pub is_menu_open: RwSignal<bool>,
    /// The minute that it is, counted from 1970.
    pub minute: RwSignal<u32>,
}

impl Timeline {
    pub(super) fn new(frame: Frame, grouping: Grouping) -> Self {
        let now = frame.ports().now();
        let bounds = Bounds::of(0.0, None);
        let scale = Scale::between(now, now, bounds);
        Self {
            frame,
            host: StoredValue::new(Host {
                // Nothing yet: the first view is asked for when it is drawn.
                view: Rc::new(TimelineView {
                    frame: frame.view.get_untracked(),
                    plan: None,
                    lanes: Vec::new(),
                    undated: Vec::new(),
                    span: None,
                    n_items: 0,
                    n_filtered: 0,
                    orders: Vec::new(),
                }),
                lines: Rc::from([]),
                next_line: 0,
                folded: Vec::new(),
                metrics: Metrics::default(),
                bounds,
                scale,
                base: scale,
                axis: (scale, (0.0, 0.0)),
                is_measured: false,
                is_looking: false,
                root: None,
                watch: None,
                page: None,
                tracks: Vec::new(),
                movers: Vec::new(),
                shifted: None,
                turn: 0,
                is_drawing: false,
                total: 0,
                drawn: (0, 0),
                active: None,
                nameless: VecDeque::new(),
                is_naming: false,
                is_waiting: false,
                chosen: None,
                table: Table::default(),
                overview: None,
                links: None,
                looked_first: None,
                followed: None,
            }),
            grouping: RwSignal::new(grouping),
            mode: RwSignal::new(Mode::Chart),
            range: RwSignal::new((now, now)),
            version: RwSignal::new(0),
            chosen: RwSignal::new(None),
            opened: RwSignal::new(None),
            width: RwSignal::new(0),
            sorting: RwSignal::new((Column::Start, false)),
            table_drawn: RwSignal::new(0),
            filtering: Filtering::new(frame),
            is_menu_open: RwSignal::new(false),
            minute: RwSignal::new(0),
        }
    }

    /// A word in the widget's language, drawn again when that changes.
    pub(super) fn word(self, word: TimelineWord) -> &'static str {
        self.frame.locale.get().timeline_word(word)
    }

    /// The same outside of drawing.
    pub(super) fn word_now(self, word: TimelineWord) -> &'static str {
        self.frame.locale.get_untracked().timeline_word(word)
    }

    pub(super) fn sentence(self, message: &TimelineMessage<'_>) -> String {
        self.frame.locale.get().timeline(message)
    }

    pub(super) fn view(self) -> Rc<TimelineView> {
        self.host.with_value(|host| Rc::clone(&host.view))
    }

    pub(super) fn lines(self) -> Rc<[Line]> {
        self.host.with_value(|host| Rc::clone(&host.lines))
    }

    pub(super) fn page(self) -> Option<Rc<Page>> {
        self.host.try_with_value(|host| host.page.clone()).flatten()
    }

    pub(super) fn active(self) -> Option<Active> {
        self.host.with_value(|host| host.active.clone())
    }

    /// Whether an item ends before it starts, in the data.
    pub(super) fn is_reversed(self, key: &ItemKey) -> bool {
        let view = self.view();
        let rows = view.lanes.iter().flat_map(|lane| &lane.rows);
        let mut marks = rows.flat_map(|row| &row.marks);
        marks.any(|mark| mark.is_reversed && *mark.key == *key)
    }

    /// A line by its number.
    pub(super) fn line(self, id: u32) -> Option<Line> {
        self.host
            .with_value(|host| host.lines.iter().find(|line| line.id == id).cloned())
    }
}

/// The row that a line shows.
pub(super) fn row_of<'a>(view: &'a TimelineView, line: &Line) -> Option<&'a RowView> {
    match line.what {
        What::Lane(_) => None,
        What::Row(lane, row) => view.lanes.get(lane)?.rows.get(row),
    }
}

/// A mark of the row that a line shows.
pub(super) fn mark_of<'a>(view: &'a TimelineView, line: &Line, at: usize) -> Option<&'a MarkView> {
    row_of(view, line)?.marks.get(at)
}
