//! The marks of a row: their elements, their places, their words.

use std::time::Duration;

use coordo_client::timeline::{MarkView, Phase, RowView, Shape};
use coordo_client::view::ItemKey;
use coordo_i18n::TimelineMessage;
use leptos::prelude::set_timeout;
use web_sys::HtmlElement;

use super::behind::{Behind, LEAST_LABEL, cut, room_inside};
use super::gather::{Group, gather};
use super::lines::Line;
use super::movers::{Keeps, Mover, rest};
use super::scale::whole;
use super::state::{Host, Timeline, Track, row_of};
use super::words;
use crate::kit::el::{El, el};
use crate::kit::keyed::Seat;

/// How many marks get their words in one turn of the page.
const SLICE: usize = 32;

impl Timeline {
    /// Draws the marks of a row that lie in reach, and places them. What that costs: one for each that is
    /// moved, one more for each that is new.
    pub(super) fn draw_marks(self, line: &Line, track: &mut Track) -> usize {
        let view = self.view();
        let Some(row) = row_of(&view, line) else {
            return 0;
        };
        let (scale, active, metrics) = self.host.with_value(|host| {
            let active = host.active.clone().filter(|active| active.line == line.id);
            let active = active.and_then(|active| active.at);
            (host.base, active, host.metrics)
        });
        let is_zoomed = track.turn == 0 || track.base != scale;
        let groups = gather(&row.marks, &line.levels, scale);
        let (from, to) = track.reach;
        let shown: Vec<usize> = (0..groups.len())
            .filter(|at| {
                groups.get(*at).is_some_and(|group| {
                    group.is_between(from, to)
                        || active.is_some_and(|at| group.has(at, &line.levels))
                })
            })
            .collect();
        let groups_shown = || shown.iter().filter_map(|at| groups.get(*at));
        // It comes first, so that it lies behind the marks.
        let behind = self.behind(row, (from, to));
        let n_behind = behind.len();
        let keys = behind.iter().map(Behind::key);
        let keys: Vec<u64> = keys.chain(groups_shown().map(Group::key)).collect();
        let of = |at: usize| groups.get(*shown.get(at.checked_sub(n_behind)?)?);
        let mut fresh = Vec::new();
        let mut movers = Vec::new();
        track.marks.borrow_mut().update(
            &keys,
            &mut |at| match (behind.get(at), of(at)) {
                (Some(what), _) => self.draw_behind(row, what),
                (None, Some(group)) => {
                    fresh.push(at);
                    self.mark(line, row, group)
                }
                (None, None) => el("div"),
            },
            &mut |at, seat| {
                if let Some(what) = behind.get(at) {
                    self.place_behind(row, what, seat, (from, to), &mut movers);
                }
                let Some(group) = of(at) else { return };
                let next = shown.get(at + 1 - n_behind..).into_iter().flatten();
                let next = next
                    .filter_map(|at| groups.get(*at))
                    .find(|next| next.level == group.level);
                place(seat, group, next, (from, to), &mut movers);
                if let Some(curve) = &row.curve {
                    let members = members(row, line, group).map(|(at, _)| at);
                    let down = super::curve::middle(curve, members, metrics);
                    // No custom property: see `place`.
                    seat.put("margin-block-start", down);
                } else if group.level > 0 {
                    seat.put("--dy", i32::from(group.level) * metrics.level);
                }
            },
        );
        track.movers = movers.into();
        track.base = scale;
        // What is moved is written again on those that came to be movers.
        track.seen = (i32::MIN, 1.0);
        let n_moved = if is_zoomed { shown.len() } else { 0 };
        let cost = n_moved + fresh.len();
        if !fresh.is_empty() {
            let marks = track.marks.borrow();
            let elements: Vec<HtmlElement> = marks.elements().map(|(_, el)| el.clone()).collect();
            self.host.update_value(|host| {
                let fresh = fresh.iter().filter_map(|at| elements.get(*at));
                host.nameless.extend(fresh.map(|el| (line.id, el.clone())));
            });
        }
        track.groups = groups.into();
        cost
    }

    fn mark(self, line: &Line, row: &RowView, group: &Group) -> El {
        let first = row.marks.get(group.first);
        let mark = el("div")
            .class("tl-m")
            .attr("role", "gridcell")
            .attr("tabindex", "-1")
            .attr("data-at", format!("{}:{}", line.id, group.first))
            .attr("aria-colindex", (group.first + 2).to_string());
        let Some(first) = first else { return mark };
        let is_unread = members(row, line, group).any(|(_, mark)| mark.is_unread);
        if group.n > 1 {
            let members = members(row, line, group);
            return mark
                .attr("part", "item")
                .attr("data-shape", "many")
                .attr("data-phase", phase_of(members.map(|(_, mark)| mark.phase)))
                .attr("data-count", group.n.to_string())
                .child((el("b").child(group.n.to_string()), is_unread.then(dot)));
        }
        let is_chosen = self
            .chosen
            .with_untracked(|chosen| chosen.as_ref().is_some_and(|c| c.has_item(&first.key)));
        mark.attr("part", part(first))
            .attr("data-shape", shape(first.shape, group.is_small()))
            .attr("data-phase", phase_of(std::iter::once(first.phase)))
            .attr("data-resource", first.key.record.reference())
            .attr("data-source", first.key.record.source.0.clone())
            .attr("data-activity", first.key.activity.map(|n| n.to_string()))
            .attr("aria-selected", is_chosen.then_some("true"))
            .attr("data-unread", is_unread.then_some(""))
            .child((
                el("span").class("tl-lb").attr("aria-hidden", "true"),
                is_open(first.shape).then(|| el("i").class("tl-on").attr("aria-hidden", "true")),
                is_unread.then(dot),
            ))
    }

    /// Gives words to some of the marks that have none, and to the others in turns to come.
    pub(super) fn name_marks(self) {
        // While marks are still drawn, some of those without words will not stay.
        let has_none = |host: &Host| host.is_waiting || host.is_drawing || host.nameless.is_empty();
        if self.host.with_value(has_none) {
            return;
        }
        let was_naming = self
            .host
            .try_update_value(|host| std::mem::replace(&mut host.is_naming, true));
        if was_naming == Some(false) {
            set_timeout(move || self.name_slice(), Duration::ZERO);
        }
    }

    fn name_slice(self) {
        if !self.frame.is_alive() {
            return;
        }
        if self
            .host
            .with_value(|host| host.is_waiting || host.is_drawing)
        {
            self.host.update_value(|host| host.is_naming = false);
            return;
        }
        let slice: Vec<(u32, HtmlElement)> = self
            .host
            .try_update_value(|host| {
                host.is_naming = false;
                let n = host.nameless.len().min(SLICE);
                host.nameless.drain(..n).collect()
            })
            .unwrap_or_default();
        self.name_all(&slice);
        if self.host.with_value(|host| !host.nameless.is_empty()) {
            self.name_marks();
        }
    }

    /// Says what a mark is: by its name, and beside it where there is room.
    pub(super) fn name(self, line: u32, element: &HtmlElement) {
        self.name_all(&[(line, element.clone())]);
    }

    /// Names the marks that have no name yet: the client is asked for all of them at once.
    fn name_all(self, marks: &[(u32, HtmlElement)]) {
        let view = self.view();
        let mut single = Vec::new();
        let mut keys = Vec::new();
        for (line, element) in marks {
            if !element.is_connected() || element.has_attribute("aria-label") {
                continue;
            }
            let line = self.line(*line);
            let Some(((_, at), line)) = spot(element).zip(line) else {
                continue;
            };
            let Some(row) = row_of(&view, &line) else {
                continue;
            };
            if element.has_attribute("data-count") {
                self.name_group(element, row, &line, at);
            } else if let Some(mark) = row.marks.get(at) {
                keys.push(ItemKey::clone(&mark.key));
                single.push((element, at, row.marks.len()));
            }
        }
        if keys.is_empty() {
            return;
        }
        let items = self.frame.client().items(&keys);
        let locale = self.frame.locale.get_untracked();
        let dates = self.frame.dates();
        for ((element, at, n), item) in single.into_iter().zip(items) {
            let Some(item) = item else { continue };
            let beside = words::beside(locale, &*dates, &item);
            if let Some(label) = element.first_element_child() {
                label.set_text_content(Some(&beside));
            }
            let spoken = words::spoken(locale, &*dates, &item, Some((at + 1, n)));
            // Who commands by voice says what is read beside the mark.
            let name = match spoken.contains(&beside) {
                true => spoken,
                false => format!("{beside}, {spoken}"),
            };
            // Fails only for a name that no attribute can have.
            let _ = element.set_attribute("aria-label", &name);
        }
    }

    fn name_group(self, element: &HtmlElement, row: &RowView, line: &Line, at: usize) {
        let locale = self.frame.locale.get_untracked();
        let dates = self.frame.dates();
        let group = self.group_at(line.id, at);
        let members = group.map(|group| members(row, line, &group).collect::<Vec<_>>());
        let members = members.unwrap_or_default();
        let starts = members.iter().map(|(_, mark)| mark.start).min();
        let ends = members.iter().map(|(_, mark)| mark.end).max();
        let when = starts.zip(ends);
        let when = when.map_or(String::new(), |(a, b)| words::days(locale, &*dates, a, b));
        let n = members.len();
        let name = locale.timeline(&TimelineMessage::Group { n, when: &when });
        // Fails only for a name that no attribute can have.
        let _ = element.set_attribute("aria-label", &name);
    }

    /// What is drawn at a place of a row that is in the page.
    pub(super) fn group_at(self, line: u32, at: usize) -> Option<Group> {
        let levels = self.line(line)?.levels;
        self.host.with_value(|host| {
            let track = host.tracks.iter().find(|track| track.line == line)?;
            let mut groups = track.groups.iter();
            groups.find(|group| group.has(at, &levels)).copied()
        })
    }
}

/// Others changed it: the words are in its name and beside its row.
fn dot() -> El {
    el("i").class("tl-new").attr("aria-hidden", "true")
}

/// The marks that a group stands for, with their places in the row.
pub(super) fn members<'a>(
    row: &'a RowView,
    line: &'a Line,
    group: &Group,
) -> impl Iterator<Item = (usize, &'a MarkView)> {
    let group = *group;
    row.marks
        .iter()
        .enumerate()
        .skip(group.first)
        .take(group.last - group.first + 1)
        .filter(move |(at, _)| group.has(*at, &line.levels))
}

/// Which line, and which mark of it, an element in the grid is.
pub(super) fn spot(element: &web_sys::Element) -> Option<(u32, usize)> {
    let at = element.get_attribute("data-at")?;
    let (line, mark) = at.split_once(':')?;
    Some((line.parse().ok()?, mark.parse().ok()?))
}

/// Writes the place of a mark, and notes what of it keeps to the view as time moves.
///
/// What is small gets its place and no custom property that it does not need: each element with
/// some of its own holds a copy of all that it inherits.
fn place(
    seat: &mut Seat,
    group: &Group,
    next: Option<&Group>,
    (from, to): (f64, f64),
    movers: &mut Vec<Mover>,
) {
    let (x0, x1) = cut((group.x0, group.x1), (from, to));
    let x = if group.n > 1 {
        f64::midpoint(x0, x1)
    } else {
        x0
    };
    // A translation: a place of another kind would have the page laid out at each step of a zoom.
    seat.put("translate", whole(x));
    if group.n > 1 {
        return;
    }
    if group.is_small() {
        let room = next.map_or(to, |next| next.x0) - x1.max(x0) - 26.0;
        if room < LEAST_LABEL {
            seat.clear("--room");
        } else {
            seat.put("--room", whole(room));
        }
        return;
    }
    seat.put("--w", whole((x1 - x0).max(0.0)));
    let inside = room_inside((x0, x1));
    seat.put("--inside", inside);
    let parts = seat.element().children();
    if let Some(label) = parts.item(0) {
        // Half a view is as far as what was drawn moves.
        if inside > 0 && x0 < f64::midpoint(from, to) {
            movers.push(Mover::new(label, Keeps::Begin, whole(x)));
        } else {
            rest(&label);
        }
    }
    let edge = match (group.x0.is_infinite(), group.x1.is_infinite()) {
        (_, true) => Keeps::End,
        (true, false) => Keeps::Start,
        (false, false) => return,
    };
    movers.extend((parts.item(1)).map(|chevron| Mover::new(chevron, edge, whole(x))));
}

fn part(mark: &MarkView) -> &'static str {
    match (mark.shape, mark.phase) {
        (Shape::Partial, Phase::Performed) => "item item-performed partial",
        (Shape::Partial, Phase::Planned) => "item item-planned partial",
        (Shape::Partial, Phase::Missed | Phase::Erroneous) => "item partial",
        (_, Phase::Performed) => "item item-performed",
        (_, Phase::Planned) => "item item-planned",
        (_, Phase::Missed | Phase::Erroneous) => "item",
    }
}

fn is_open(shape: Shape) -> bool {
    matches!(shape, Shape::OpenEnd | Shape::OpenStart)
}

/// What lasts too short to be seen as lasting is a point on screen.
fn shape(shape: Shape, is_small: bool) -> &'static str {
    match shape {
        Shape::Period if is_small => "point",
        Shape::Point => "point",
        Shape::Period => "period",
        Shape::OpenEnd => "open-end",
        Shape::OpenStart => "open-start",
        Shape::Partial => "partial",
        Shape::Window => "window",
        Shape::Milestone => "milestone",
    }
}

/// The phase that all have; « mixed » where they differ.
fn phase_of(mut phases: impl Iterator<Item = Phase>) -> &'static str {
    let Some(first) = phases.next() else {
        return "mixed";
    };
    if phases.any(|phase| phase != first) {
        return "mixed";
    }
    match first {
        Phase::Planned => "planned",
        Phase::Performed => "performed",
        Phase::Missed => "missed",
        Phase::Erroneous => "erroneous",
    }
}
