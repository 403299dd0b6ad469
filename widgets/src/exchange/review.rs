//! The decision between two versions: what is chosen so far, and the keys.

use std::rc::Rc;

use coordo_client::view::conflict::{Choice, ConflictFieldView, ConflictView};
use coordo_core::RecordKey;
use coordo_i18n::{Message, SyncMessage, SyncWord};
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::{fields, words};
use crate::kit::dialog::close_around;
use crate::kit::dom::{self, Held};
use crate::kit::el::live;
use crate::kit::frame::{Frame, Review};
use crate::kit::signal::{Memo, RwSignal, StoredValue, effect};

type Back = Rc<dyn Fn(RecordKey)>;

/// The conflict on screen, and its place among all.
#[derive(Clone, PartialEq)]
pub(super) struct Shown {
    pub at: usize,
    pub of: usize,
    pub conflict: ConflictView,
}

/// A choice holds for the very values that it was made on.
type Chosen = (RecordKey, ConflictFieldView, Choice);

/// The open decision.
#[derive(Clone, Copy)]
pub(super) struct Decision {
    pub frame: Frame,
    pub shown: Memo<Option<Shown>>,
    pub wrong: RwSignal<Option<String>>,
    pub node: Held,
    chosen: RwSignal<Vec<Chosen>>,
    /// The field that has, or had, the focus.
    place: StoredValue<usize>,
    is_saving: StoredValue<bool>,
    back: StoredValue<Back>,
}

/// The decision between two versions, where one is open.
pub(super) fn review(frame: Frame, back: Box<dyn Fn(RecordKey)>) -> AnyView {
    let shown = Memo::new(move || {
        frame.news.track();
        let record = frame
            .review
            .with(|r| r.as_ref().map(|r| r.record.clone()))?;
        let all = frame.client().conflicts();
        let of = all.len();
        let mut all = all.into_iter().enumerate();
        let (at, conflict) = all.find(|(_, c)| c.record == record)?;
        Some(Shown { at, of, conflict })
    });
    let decision = Decision {
        frame,
        shown,
        wrong: RwSignal::new(None),
        node: Held::new(),
        chosen: RwSignal::new(Vec::new()),
        place: StoredValue::new(0),
        is_saving: StoredValue::new(false),
        back: StoredValue::new(Rc::from(back)),
    };
    let is_open = Memo::new(move || shown.with(Option::is_some));
    effect(move |before: Option<Option<Shown>>| {
        let now = shown.get();
        decision.follow(before.flatten().as_ref(), now.as_ref());
        now
    });
    live(move || is_open.get().then(|| fields::dialog(decision)))
}

impl Decision {
    /// What is on screen was drawn anew, or is gone.
    fn follow(self, before: Option<&Shown>, now: Option<&Shown>) {
        if before == now && now.is_some() {
            return;
        }
        let is_gone = now.is_none();
        let is_first = before.is_none();
        let is_same = before.zip(now).is_some_and(|(before, now)| {
            before.conflict.record == now.conflict.record
                && before.conflict.fields == now.conflict.fields
        });
        // Drawn by an effect too, which may run after this one.
        self.frame.spawn(async move {
            if !self.frame.is_alive() {
                return;
            }
            if is_gone {
                let is_asked = self.frame.review.with_untracked(Option::is_some);
                if is_asked && !self.is_saving.get_value() {
                    self.leave();
                    self.say_later(SyncWord::Gone);
                }
            } else if is_same {
                self.focus(self.place.get_value());
            } else if !is_first {
                self.begin();
            }
        });
    }

    fn conflict(self) -> Option<ConflictView> {
        self.shown
            .with(|shown| Some(shown.as_ref()?.conflict.clone()))
    }

    /// What was chosen for a field, watched.
    pub(super) fn choice(self, record: &RecordKey, field: &ConflictFieldView) -> Option<Choice> {
        self.chosen.with(|chosen| {
            let mut chosen = chosen.iter();
            let made = chosen.find(|(r, f, _)| r == record && f == field);
            made.map(|(_, _, choice)| *choice)
        })
    }

    fn undecided(self, conflict: &ConflictView) -> Vec<usize> {
        let fields = conflict.fields.iter().enumerate();
        let open = fields.filter(|(_, f)| self.choice(&conflict.record, f).is_none());
        open.map(|(at, _)| at).collect()
    }

    /// Goes to the first field that is not decided and says what this is about.
    pub(super) fn begin(self) {
        let Some(conflict) = self.conflict() else {
            return;
        };
        self.wrong.set(None);
        let at = self.undecided(&conflict).first().copied().unwrap_or(0);
        self.focus(at);
        let title = self.frame.title_of(conflict.title.as_ref());
        let title = title.as_str();
        let two = self
            .frame
            .say_now(&Message::Sync(SyncMessage::Two { title }));
        self.say_field(&conflict, at, two);
    }

    fn focus(self, at: usize) {
        self.place.set_value(at);
        let Some(node) = self.node.get() else { return };
        let of = |state: &str| {
            let row = format!("[data-at=\"{at}\"] input{state}");
            let found = node.query_selector(&row).ok().flatten()?;
            found.dyn_into::<HtmlElement>().ok()
        };
        if let Some(input) = of(":checked").or_else(|| of("")) {
            dom::focus(&input);
        }
    }

    fn say_field(self, conflict: &ConflictView, at: usize, mut said: String) {
        let Some(field) = conflict.fields.get(at) else {
            return;
        };
        let value = |view| words::value(self.frame, field.field, &field.path, view);
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(
            &self.frame.say_now(&Message::Sync(SyncMessage::SpokenField {
                at: at + 1,
                of: conflict.fields.len(),
                name: &words::named(self.frame, field),
                mine: &value(&field.mine),
                theirs: &value(&field.theirs),
                is_known: conflict.by.is_some(),
            })),
        );
        self.frame.live.say(said);
    }

    /// Says something once the dialog is gone, which keeps all else silent.
    fn say_later(self, word: SyncWord) {
        let frame = self.frame;
        frame.spawn(async move {
            if frame.is_alive() {
                frame.live.say(frame.sync_word(word));
            }
        });
    }

    /// A radio was chosen.
    pub(super) fn chose(self, event: &Event) {
        let Some(input) = dom::target(event).and_then(|el| el.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let choice = match input.value().as_str() {
            "mine" => Choice::Mine,
            _ => Choice::Theirs,
        };
        let Some((conflict, at)) = self.conflict().zip(place_of(&input)) else {
            return;
        };
        let Some(field) = conflict.fields.get(at) else {
            return;
        };
        self.chosen.update(|chosen| {
            chosen.retain(|(r, f, _)| !(*r == conflict.record && f.path == field.path));
            chosen.push((conflict.record.clone(), field.clone(), choice));
        });
        self.wrong.set(None);
        if self.undecided(&conflict).is_empty() {
            let outcome = self.outcome(&conflict);
            self.frame.live.say(outcome);
        }
    }

    /// The field that the focus came to.
    pub(super) fn came(self, event: &Event) {
        if let Some(at) = dom::target(event).and_then(|el| place_of(&el)) {
            self.place.set_value(at);
        }
    }

    /// What the decision would send, in a sentence; what is left to decide, where anything is.
    pub(super) fn outcome(self, conflict: &ConflictView) -> String {
        let frame = self.frame;
        let open = self.undecided(conflict);
        if !open.is_empty() {
            let names = open.iter().filter_map(|at| conflict.fields.get(*at));
            let names: Vec<String> = names.map(|f| words::named(frame, f)).collect();
            return frame.say(&Message::Sync(SyncMessage::Undecided { names: &names }));
        }
        let mut what = Vec::new();
        let mut keeps_theirs = false;
        for field in &conflict.fields {
            if self.choice(&conflict.record, field) == Some(Choice::Mine) {
                let value = words::value(frame, field.field, &field.path, &field.mine);
                what.push((words::named(frame, field), value));
            } else {
                keeps_theirs = true;
            }
        }
        for merged in conflict.merged.iter().filter(|m| !m.mine.is_empty()) {
            let values = merged.mine.iter();
            let values = values.map(|v| words::value(frame, Some(merged.field), "", v));
            let name = frame.say(&Message::Field(merged.field));
            what.push((name, values.collect::<Vec<_>>().join(", ")));
        }
        if what.is_empty() {
            return frame.sync_word(SyncWord::OutcomeNothing);
        }
        frame.say(&Message::Sync(SyncMessage::Sent {
            what: &what,
            by: conflict.by.as_ref().map(|by| by.0.as_str()),
            keeps_theirs,
        }))
    }

    /// The keys of the design: fields up and down, mine and theirs to the sides.
    pub(super) fn on_key(self, event: &KeyboardEvent) {
        let key = event.key();
        if key == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            self.save();
            return;
        }
        let Some(conflict) = self.conflict() else {
            return;
        };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = conflict.fields.len().saturating_sub(1);
        let place = self.place.get_value();
        let to = match key.as_str() {
            "ArrowUp" => place.saturating_sub(1),
            "ArrowDown" => (place + 1).min(last),
            "Home" => 0,
            "End" => last,
            "ArrowLeft" | "ArrowRight" => {
                event.prevent_default();
                self.take(place, key == "ArrowLeft");
                return;
            }
            "PageUp" | "PageDown" => {
                event.prevent_default();
                self.turn(if key == "PageUp" { -1 } else { 1 });
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.focus(to);
        self.say_field(&conflict, to, String::new());
    }

    fn take(self, at: usize, is_mine: bool) {
        let value = if is_mine { "mine" } else { "theirs" };
        let row = format!("[data-at=\"{at}\"] input[value={value}]");
        let found = self
            .node
            .get()
            .and_then(|node| node.query_selector(&row).ok().flatten());
        if let Some(input) = found.and_then(|el| el.dyn_into::<HtmlElement>().ok()) {
            dom::focus(&input);
            input.click();
        }
    }

    /// Goes to the conflict before or after; nothing is lost of what was chosen.
    pub(super) fn turn(self, by: isize) {
        let at = self.shown.with(|shown| Some(shown.as_ref()?.at));
        let Some(to) = at.and_then(|at| at.checked_add_signed(by)) else {
            return;
        };
        let next = self.frame.client().conflicts().into_iter().nth(to);
        if let Some(next) = next {
            self.show(next.record);
        }
    }

    fn show(self, record: RecordKey) {
        self.frame.review.update(|review| {
            if let Some(review) = review {
                review.record = record;
            }
        });
    }

    /// Gives the decision to the client, once each field has one.
    pub(super) fn save(self) {
        let Some(conflict) = self.conflict() else {
            return;
        };
        if let Some(first) = self.undecided(&conflict).first() {
            self.wrong.set(Some(self.outcome(&conflict)));
            self.focus(*first);
            return;
        }
        if self.is_saving.get_value() {
            return;
        }
        self.is_saving.set_value(true);
        let record = conflict.record.clone();
        let choices = conflict.fields.into_iter();
        let choices = choices.filter_map(|f| Some((f.path.clone(), self.choice(&record, &f)?)));
        let settling = self.frame.client().settle(&record, choices.collect());
        self.frame.spawn(async move {
            let answer = settling.await;
            if !self.frame.is_alive() {
                return;
            }
            self.is_saving.set_value(false);
            match answer {
                Ok(_) => {
                    self.chosen
                        .update(|all| all.retain(|(r, _, _)| *r != record));
                    self.go_on();
                }
                Err(refusal) => {
                    let why = self.frame.locale.get_untracked().refusal(&refusal);
                    self.wrong.set(Some(why));
                }
            }
        });
    }

    /// After a decision: the next one that waits, where the chip led here.
    fn go_on(self) {
        let review = self.frame.review.get_untracked();
        let is_from_chip = review.is_some_and(|r| r.is_from_chip);
        let waiting = self.frame.client().conflicts().into_iter();
        let mut waiting = waiting.filter(|c| !c.is_aside);
        match waiting.next().filter(|_| is_from_chip) {
            Some(next) => self.show(next.record),
            None => self.leave(),
        }
        self.say_later(SyncWord::Saved);
    }

    /// The dialog was closed by Escape or by its button: the decision is left for later.
    pub(super) fn closed(self) {
        let Some(review) = self.frame.review.get_untracked() else {
            return;
        };
        self.leave();
        self.frame.client().set_aside(&review.record);
        self.say_later(SyncWord::AsideMeaning);
    }

    /// Takes the dialog out of the page and gives the focus back.
    fn leave(self) {
        let Some(Review {
            record,
            is_from_chip,
        }) = self.frame.review.get_untracked()
        else {
            return;
        };
        self.frame.review.set(None);
        self.wrong.set(None);
        if let Some(node) = self.node.get() {
            close_around(&node);
        }
        if is_from_chip {
            if let Some(chip) = self.frame.chip.get_as::<HtmlElement>() {
                dom::focus(&chip);
            }
        } else {
            let back = self.back.get_value();
            (*back)(record);
        }
    }
}

/// The place of the field that an element belongs to.
fn place_of(element: &web_sys::Element) -> Option<usize> {
    let row = element.closest("[data-at]").ok().flatten()?;
    row.get_attribute("data-at")?.parse().ok()
}
