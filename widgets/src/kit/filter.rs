//! The filter that all widgets of a client share: a row of fields under the bar, and a
//! line that says how much is left out and lets go of it.

use super::signal::{Memo, RwSignal, StoredValue};
use coordo_client::view::form::CandidateView;
use coordo_client::view::{Filter, OwnerFilter};
use coordo_core::{Private, RecordKey};
use coordo_i18n::{BoardMessage, Message};
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use super::bar::tool;
use super::dom::{self, Held};
use super::el::{El, button, el, live};
use super::frame::Frame;
use super::icon::{Icon, icon};

/// The filter as one widget shows it.
#[derive(Clone, Copy)]
pub(crate) struct Filtering {
    frame: Frame,
    is_open: RwSignal<bool>,
    filter: RwSignal<Filter>,
    n_left_out: RwSignal<usize>,
    field: Held,
    button: Held,
    /// Counts changes that were not made in the fields of this widget.
    others: RwSignal<u32>,
    wants_focus: StoredValue<bool>,
    /// What had the focus before the fields.
    came_from: StoredValue<Option<Element>>,
}

/// The words of a choice, and the record that it stands for.
type Choice = (RecordKey, Private<String>);

impl Filtering {
    pub(crate) fn new(frame: Frame) -> Self {
        Self {
            frame,
            is_open: RwSignal::new(false),
            filter: RwSignal::new(Filter::default()),
            n_left_out: RwSignal::new(0),
            field: Held::new(),
            button: Held::new(),
            others: RwSignal::new(0),
            wants_focus: StoredValue::new(false),
            came_from: StoredValue::new(None),
        }
    }

    /// Takes the client's filter, which another widget may have set.
    pub(crate) fn take(self, n_left_out: usize) {
        let now = self.frame.client().filter();
        if self.filter.with_untracked(|old| *old != now) {
            self.filter.set(now);
            self.others.update(|n| *n = n.wrapping_add(1));
        }
        if self.n_left_out.get_untracked() != n_left_out {
            self.n_left_out.set(n_left_out);
        }
    }

    /// Opens the row and moves the focus to its first field.
    pub(crate) fn open(self) {
        let before = self.button.get();
        let before = before.and_then(|button| dom::focused_in_tree_of(&button));
        self.came_from.set_value(before);
        if self.is_open.get_untracked() {
            self.focus_field();
        } else {
            self.wants_focus.set_value(true);
            self.is_open.set(true);
        }
    }

    fn focus_field(self) {
        if let Some(field) = self.field.get_as::<HtmlElement>() {
            dom::focus(&field);
        }
    }

    fn close(self) {
        self.is_open.set(false);
        // What is left out by now has no place to go back to.
        let before = self.came_from.get_value().filter(|el| el.is_connected());
        let back = before.or_else(|| self.button.get());
        if let Some(back) = back.and_then(|back| back.dyn_into::<HtmlElement>().ok()) {
            dom::focus(&back);
        }
    }

    fn change(self, change: impl FnOnce(&mut Filter)) {
        let mut filter = self.filter.get_untracked();
        change(&mut filter);
        self.filter.set(filter.clone());
        self.frame.client().set_filter(filter);
    }

    fn say(self, message: BoardMessage<'_>) -> String {
        self.frame.say(&Message::Board(message))
    }

    /// The button in the bar.
    pub(crate) fn tool(self) -> AnyView {
        live(move || {
            self.frame.has_content.get().then(|| {
                tool("co-btn co-btn--quiet")
                    .live_attr("aria-expanded", move || {
                        if self.is_open.get() { "true" } else { "false" }
                    })
                    .on("click", move |_| {
                        if self.is_open.get_untracked() {
                            self.is_open.set(false);
                        } else {
                            self.open();
                        }
                    })
                    .built(self.button.keep())
                    .child((
                        icon(Icon::Filter),
                        el("span")
                            .class("co-tool-word")
                            .live_text(move || self.say(BoardMessage::Filter)),
                    ))
                    .live_attr("aria-label", move || self.say(BoardMessage::Filter))
            })
        })
    }

    /// The row of fields, and the line that says what is left out.
    pub(crate) fn rows(self) -> Vec<AnyView> {
        let is_filtering = Memo::new(move || self.filter.with(|filter| !filter.is_empty()));
        vec![
            live(move || {
                self.others.track();
                self.is_open.get().then(|| self.fields())
            }),
            live(move || is_filtering.get().then(|| self.left_out())),
        ]
    }

    fn left_out(self) -> El {
        el("div")
            .class("co-note")
            .attr("part", "filter-note")
            .child((
                icon(Icon::Filter),
                el("p")
                    // Of several widgets with one filter, the one where it was set says so.
                    .live_attr(
                        "role",
                        move || {
                            if self.is_open.get() { "status" } else { "note" }
                        },
                    )
                    .live_text(move || self.say(BoardMessage::LeftOut(self.n_left_out.get()))),
                button("co-btn co-btn--s")
                    .on("click", move |_| {
                        self.change(|filter| *filter = Filter::default());
                        self.others.update(|n| *n = n.wrapping_add(1));
                        if let Some(button) = self.button.get_as::<HtmlElement>() {
                            dom::focus(&button);
                        }
                    })
                    .live_text(move || self.say(BoardMessage::ShowAll)),
            ))
    }

    fn fields(self) -> El {
        let field = self.field;
        if self.wants_focus.get_value() {
            self.wants_focus.set_value(false);
            // Once this drawing is in the page.
            self.frame.spawn(async move { self.focus_field() });
        }
        let Filter {
            text, only_open, ..
        } = self.filter.get_untracked();
        let search = el("input")
            .attr("type", "search")
            .attr("part", "field")
            .attr("autocomplete", "off")
            .live_attr("placeholder", move || self.say(BoardMessage::FilterHint))
            .on("input", move |event| {
                if let Some(field) = as_field::<HtmlInputElement>(&event) {
                    let text = field.value();
                    self.change(|filter| filter.text = text);
                }
            })
            .built(move |element| {
                field.keep()(element);
                // An attribute would not change what was typed.
                if let Some(input) = element.dyn_ref::<HtmlInputElement>()
                    && input.value() != text
                {
                    input.set_value(&text);
                }
            });
        let only_open = el("input")
            .attr("type", "checkbox")
            .built(move |element| {
                if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                    input.set_checked(only_open);
                }
            })
            .on("change", move |event| {
                if let Some(field) = as_field::<HtmlInputElement>(&event) {
                    let is_checked = field.checked();
                    self.change(|filter| filter.only_open = is_checked);
                }
            });
        el("div")
            .class("co-filter")
            .attr("role", "search")
            .live_attr("aria-label", move || self.say(BoardMessage::Filter))
            .on_as::<KeyboardEvent>("keydown", move |event| {
                if event.key() == "Escape" {
                    event.prevent_default();
                    event.stop_propagation();
                    self.close();
                }
            })
            .child((
                self.labelled(BoardMessage::FilterText, search),
                self.labelled(BoardMessage::FilterOwner, self.owners()),
                self.labelled(BoardMessage::FilterGoal, self.goals()),
                el("label")
                    .class("co-check")
                    .child(only_open)
                    .live_text(move || self.say(BoardMessage::OnlyOpen)),
            ))
    }

    fn labelled(self, label: BoardMessage<'static>, field: El) -> El {
        el("label")
            .class("co-label")
            .child(el("span").live_text(move || self.say(label)))
            .child(field)
    }

    fn owners(self) -> El {
        let choices = owners(self.frame);
        let (first, chosen) = (self.filter.get_untracked().owner, choices.clone());
        let at = match &first {
            OwnerFilter::All => 0,
            OwnerFilter::Mine => 1,
            OwnerFilter::Nobody => 2,
            OwnerFilter::Of(key) => place_of(&choices, key) + 3,
        };
        let words = [
            BoardMessage::FilterAll,
            BoardMessage::FilterMine,
            BoardMessage::Nobody,
        ];
        let words = words.into_iter().map(|word| self.say(word)).collect();
        select(words, choices, at).on("change", move |event| {
            let Some(at) = chosen_at(&event) else { return };
            let owner = match at {
                0 => OwnerFilter::All,
                1 => OwnerFilter::Mine,
                2 => OwnerFilter::Nobody,
                at => match chosen.get(at - 3) {
                    Some((key, _)) => OwnerFilter::Of(key.clone()),
                    None => OwnerFilter::All,
                },
            };
            self.change(|filter| filter.owner = owner);
        })
    }

    fn goals(self) -> El {
        let choices = goals(self.frame);
        let now = self.filter.get_untracked().goal;
        let at = now.map_or(0, |key| place_of(&choices, &key) + 1);
        let chosen = choices.clone();
        let words = vec![self.say(BoardMessage::FilterAllGoals)];
        select(words, choices, at).on("change", move |event| {
            let goal = chosen_at(&event)
                .and_then(|at| at.checked_sub(1))
                .and_then(|at| chosen.get(at))
                .map(|(key, _)| key.clone());
            self.change(|filter| filter.goal = goal);
        })
    }
}

fn place_of(choices: &[Choice], key: &RecordKey) -> usize {
    choices.iter().position(|(k, _)| k == key).unwrap_or(0)
}

/// A list to choose one of: words of ours first, then what the data have.
pub(crate) fn select(words: Vec<String>, choices: Vec<Choice>, chosen: usize) -> El {
    let names = choices.into_iter().map(|(_, name)| name.0);
    let options = words.into_iter().chain(names).enumerate();
    let options = options.map(|(at, word)| {
        let option = el("option").attr("value", at.to_string());
        option
            .attr("selected", (at == chosen).then_some(""))
            .child(word)
    });
    let options: Vec<El> = options.collect();
    el("select").attr("part", "field").child(options)
}

/// Which option of a list was chosen.
pub(crate) fn chosen_at(event: &Event) -> Option<usize> {
    as_field::<HtmlSelectElement>(event)?.value().parse().ok()
}

fn as_field<E: JsCast>(event: &Event) -> Option<E> {
    dom::target(event)?.dyn_into().ok()
}

/// Who may answer for something, by name.
fn owners(frame: Frame) -> Vec<Choice> {
    let form = frame.client().task_form(None);
    named(form.map(|form| form.owners).unwrap_or_default())
}

fn goals(frame: Frame) -> Vec<Choice> {
    let form = frame.client().task_form(None);
    named(form.map(|form| form.goals).unwrap_or_default())
}

fn named(candidates: Vec<CandidateView>) -> Vec<Choice> {
    let candidates = candidates.into_iter();
    candidates
        .filter_map(|candidate| Some((candidate.key, candidate.name?)))
        .collect()
}
