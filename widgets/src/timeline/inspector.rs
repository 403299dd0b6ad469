//! What is known of the chosen item, docked under the rows: it never covers time.

use coordo_client::timeline::{ItemView, LinkView};
use coordo_client::view::ItemKey;
use coordo_i18n::{Message, NewsWord, TimelineWord as Word};
use leptos::prelude::{AnyView, IntoAny};
use web_sys::{HtmlElement, KeyboardEvent};

use super::marks::members;
use super::state::{Active, Opened, Timeline, row_of};
use super::words;
use crate::host::HostEvent;
use crate::kit::el::{El, button, el};
use crate::kit::heading::heading;
use crate::kit::icon::{Icon, icon};
use crate::kit::missing::explained;
use crate::kit::news;
use coordo_core::order::Order as _;

/// How many items of one place are listed.
const LISTED: usize = 100;

impl Timeline {
    /// Opens what lies at a place: an item in the inspector; several by zooming in, or,
    /// where no zoom sets them apart, as a list.
    pub(super) fn open_place(self, active: &Active, takes_focus: bool) {
        let (Some(line), Some(at)) = (self.line(active.line), active.at) else {
            return;
        };
        let view = self.view();
        let Some(row) = row_of(&view, &line) else {
            return;
        };
        self.host
            .update_value(|host| host.active = Some(active.clone()));
        self.write_tab_stop();
        let group = self.group_at(line.id, at);
        match group.filter(|group| group.n > 1) {
            Some(group) => {
                let marks: Vec<_> = members(row, &line, &group).map(|(_, mark)| mark).collect();
                let from = marks.iter().map(|mark| mark.start).min();
                let to = marks.iter().map(|mark| mark.start).max();
                let keys = marks.iter().map(|mark| ItemKey::clone(&mark.key)).collect();
                if let Some((from, to)) = from.zip(to)
                    && self.zoom_to(from, to)
                {
                    self.refocus(active, takes_focus);
                } else {
                    self.open(Opened::Together(keys), takes_focus);
                }
            }
            None => {
                if let Some(mark) = row.marks.get(at) {
                    self.open_item(ItemKey::clone(&mark.key), takes_focus);
                }
            }
        }
    }

    /// Zooms in until a span fills half the width; false where it cannot.
    fn zoom_to(self, from: coordo_core::Instant, to: coordo_core::Instant) -> bool {
        let (scale, bounds) = self.host.with_value(|host| (host.scale, host.bounds));
        let pixels = scale.x(to) - scale.x(from);
        if pixels <= 0.0 {
            return false;
        }
        let middle = f64::midpoint(scale.x(from), scale.x(to));
        let centred = scale.panned(middle - bounds.width / 2.0);
        let near = centred.zoomed(2.0 * pixels / bounds.width, bounds.width / 2.0, bounds);
        // So close already that it changes nothing to speak of.
        if near.per_px() > scale.per_px() * 0.9 {
            return false;
        }
        self.look(near);
        true
    }

    fn refocus(self, active: &Active, takes_focus: bool) {
        if takes_focus {
            self.focus(active.clone());
        } else {
            self.bring(active);
        }
    }

    /// Chooses an item in all widgets, and shows what is known of it.
    pub(super) fn open_item(self, key: ItemKey, takes_focus: bool) {
        self.host
            .update_value(|host| host.chosen = Some(key.clone()));
        self.frame.select(Some(key.clone()));
        self.take_choice();
        self.frame.tell(HostEvent::ItemOpen { item: key.clone() });
        self.open(Opened::Item(key), takes_focus);
    }

    fn open(self, what: Opened, takes_focus: bool) {
        if self
            .opened
            .with_untracked(|old| old.as_ref() != Some(&what))
        {
            self.opened.set(Some(what));
        }
        // Drawn by an effect, which runs in a task after this one.
        self.frame.spawn(async move {
            if !self.frame.is_alive() {
                return;
            }
            // The inspector takes room from the rows.
            if let Some(active) = self.active() {
                self.reveal(&active);
            }
            if takes_focus {
                self.focus_inspector();
            }
        });
    }

    fn focus_inspector(self) {
        use wasm_bindgen::JsCast;
        let Some(page) = self.root() else { return };
        let found = page.query_selector("[part=inspector]").ok().flatten();
        if let Some(inspector) = found.and_then(|el| el.dyn_into::<HtmlElement>().ok()) {
            // Fails only for an element that has left the page.
            let _ = inspector.focus();
        }
    }

    /// Closes the inspector; the focus goes back to the row.
    pub(super) fn close_inspector(self) {
        self.opened.set(None);
        self.focus_back();
    }

    /// Gives the focus back to the place that it came from.
    pub(super) fn focus_back(self) {
        if let Some(active) = self.active() {
            self.focus(active);
        }
    }

    /// Follows a link of the item that has the focus; again, the next one of the same item.
    pub(super) fn follow_link(self) {
        // What is open and has the focus, also where the chart has no place for it.
        let open = self.opened.get_untracked().filter(|_| !self.has_focus());
        let open = open.and_then(|open| match open {
            Opened::Item(key) => Some(key),
            Opened::Together(_) => None,
        });
        let Some(here) = open.or_else(|| self.active_key()) else {
            return;
        };
        let client = self.frame.client();
        let followed = self.host.with_value(|host| host.followed.clone());
        let again = followed.and_then(|(from, n)| {
            let item = client.item(&from)?;
            let is_there = item.links.get(n).is_some_and(|link| link.key == here);
            (is_there && item.links.len() > 1).then(|| (from, (n + 1) % item.links.len(), item))
        });
        let (from, n, item) = match again {
            Some(again) => again,
            None => match client.item(&here) {
                Some(item) => (here, 0, item),
                None => return,
            },
        };
        if let Some(link) = item.links.get(n) {
            self.host
                .update_value(|host| host.followed = Some((from, n)));
            self.go_to(&link.key, true);
        }
    }

    /// Goes to an item: into view, chosen, and with the focus.
    pub(super) fn go_to(self, key: &ItemKey, takes_focus: bool) {
        self.unfold_for(key);
        self.host
            .update_value(|host| host.chosen = Some(key.clone()));
        self.frame.select(Some(key.clone()));
        self.take_choice();
        let is_open = self.opened.with_untracked(Option::is_some);
        if is_open {
            self.opened.set(Some(Opened::Item(key.clone())));
        }
        if let Some(place) = self.place_of_item(key) {
            if takes_focus {
                self.focus(place);
            } else {
                self.bring(&place);
            }
        } else if !is_open {
            self.open_item(key.clone(), takes_focus);
        }
    }
}

/// The inspector, while something is open.
pub(super) fn inspector(timeline: Timeline) -> AnyView {
    crate::kit::el::live(move || {
        let Some(opened) = timeline.opened.get() else {
            return ().into_any();
        };
        timeline.version.track();
        let body = match &opened {
            Opened::Item(key) => timeline
                .frame
                .client()
                .item(key)
                .map(|item| facts(timeline, &item)),
            Opened::Together(keys) => Some(together(timeline, keys)),
        };
        match body {
            Some(body) => frame(timeline, body).into_any(),
            None => ().into_any(),
        }
    })
}

fn frame(timeline: Timeline, body: Vec<AnyView>) -> El {
    el("section")
        .class("tl-insp")
        .attr("part", "inspector")
        .attr("tabindex", "-1")
        .attr("aria-label", timeline.word(Word::Details))
        .on_as::<KeyboardEvent>("keydown", move |event| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                timeline.close_inspector();
            }
        })
        .child(body)
        .child(
            button("co-btn co-btn--icon co-btn--quiet tl-close")
                .attr("aria-label", timeline.frame.say(&Message::Close))
                .on("click", move |_| timeline.close_inspector())
                .child(icon(Icon::Close)),
        )
}

fn facts(timeline: Timeline, item: &ItemView) -> Vec<AnyView> {
    let locale = timeline.frame.locale.get();
    let dates = timeline.frame.dates();
    let title = words::title(locale, item);
    let level = timeline.frame.heading.get().saturating_add(1);
    let phase = words::phase(item).map(|word| format!(", {}", timeline.word(word)));
    let is_reversed = timeline.is_reversed(&item.key);
    let head = el("div").class("tl-insp-h").child((
        heading(level, "tl-insp-t", move || title.clone()),
        el("p").child((timeline.word(words::kind(item.kind)).to_owned(), phase)),
    ));
    let mut list: Vec<(Word, String)> = vec![
        (Word::Status, words::status(locale, &item.status)),
        (Word::When, words::when(locale, &*dates, item)),
        (Word::By, by(timeline, item)),
    ];
    list.retain(|(_, text)| !text.is_empty());
    let texts = [
        (Word::To, &item.to),
        (Word::Need, &item.need),
        (Word::Place, &item.place),
        (Word::Value, &item.value),
        (Word::Reason, &item.reason),
        (Word::Plan, &item.plan),
    ];
    list.extend(texts.into_iter().filter_map(|(word, text)| {
        let text = &text.as_ref()?.0;
        let is_value = word == Word::Value;
        let told = is_value.then(|| locale.value(text));
        Some((word, told.unwrap_or_else(|| text.clone())))
    }));
    if let Some(source) = &item.source {
        list.push((Word::Source, source.0.clone()));
    }
    let rows: Vec<AnyView> = list
        .into_iter()
        .map(|(word, text)| {
            el("div")
                .child((el("dt").child(timeline.word(word)), el("dd").child(text)))
                .into_any()
        })
        .collect();
    let mut notes = Vec::new();
    if is_reversed {
        notes.push(note(Icon::Info, timeline.word(Word::Reversed).to_owned()));
    }
    if item.is_pending {
        notes.push(note(Icon::Send, timeline.frame.say(&Message::ToSend)));
    }
    vec![
        head.into_any(),
        el("dl").class("tl-facts").child(rows).into_any(),
        el("div")
            .class("tl-insp-l")
            .child((
                explained(timeline.frame, &item.key.record, &item.badges),
                unread(timeline, item),
                notes,
                links(timeline, &item.links),
            ))
            .into_any(),
    ]
}

/// What others changed of it, and the way to say that it was seen.
fn unread(timeline: Timeline, item: &ItemView) -> Option<El> {
    let locale = timeline.frame.locale.get();
    let words = news::spoken(locale, item.unread.as_ref()?);
    let key = item.key.record.clone();
    Some(
        el("p").class("tl-note").child((
            news::dotted(words),
            button("co-btn co-btn--s")
                .attr("data-seen", key.reference())
                .on("click", move |_| {
                    news::see(timeline.frame, std::slice::from_ref(&key));
                })
                .child(locale.news(NewsWord::MarkSeen)),
        )),
    )
}

fn note(glyph: Icon, text: String) -> AnyView {
    el("p")
        .class("tl-note")
        .child((icon(glyph), el("span").child(text)))
        .into_any()
}

/// Name and role of who answers.
fn by(timeline: Timeline, item: &ItemView) -> String {
    let locale = timeline.frame.locale.get();
    let mut by = words::who(locale, item);
    if let Some(role) = &item.owner.role {
        by.push_str(", ");
        by.push_str(&role.0);
    }
    by
}

fn links(timeline: Timeline, links: &[LinkView]) -> Option<El> {
    if links.is_empty() {
        return None;
    }
    let mut sorted: Vec<&LinkView> = links.iter().collect();
    sorted.order_by_key(|link| link.kind);
    let rows: Vec<AnyView> = sorted
        .into_iter()
        .map(|link| {
            let key = link.key.clone();
            let title = timeline.frame.title_of(link.title.as_ref());
            el("li")
                .child((
                    el("span").child(timeline.word(words::link(link.kind))),
                    " ",
                    button("co-btn co-btn--link")
                        .attr("part", "link")
                        .on("click", move |_| timeline.go_to(&key, false))
                        .child(title),
                ))
                .into_any()
        })
        .collect();
    Some(
        el("ul")
            .attr("aria-label", timeline.word(Word::Links))
            .child(rows),
    )
}

/// Several items at one place of a row.
fn together(timeline: Timeline, keys: &[ItemKey]) -> Vec<AnyView> {
    let locale = timeline.frame.locale.get();
    let dates = timeline.frame.dates();
    let client = timeline.frame.client();
    let keys = keys.get(..LISTED).unwrap_or(keys);
    let items: Vec<ItemView> = client.items(keys).into_iter().flatten().collect();
    let rows: Vec<AnyView> = items
        .iter()
        .map(|item| {
            let key = item.key.clone();
            el("li")
                .child(
                    button("co-btn co-btn--link")
                        .on("click", move |_| timeline.open_item(key.clone(), true))
                        .child(words::spoken(locale, &*dates, item, None)),
                )
                .into_any()
        })
        .collect();
    let rest = keys.len().saturating_sub(rows.len());
    let rest = (rest > 0).then(|| el("li").child(timeline.frame.say(&Message::NoticesMore(rest))));
    vec![el("ul").class("tl-together").child((rows, rest)).into_any()]
}
