//! What the results can be narrowed by: groups of boxes with their counts.
//!
//! Tab visits them as any boxes; arrows do too, and fold the groups.

use coordo_client::view::directory::{DirectoryQuery, Facet, FacetView};
use coordo_core::Private;
use coordo_i18n::InDirectory;
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::state::Directory;
use super::words;
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};

fn name_of(facet: Facet) -> &'static str {
    match facet {
        Facet::Profession => "profession",
        Facet::Structure => "structure",
        Facet::Town => "town",
        Facet::Reach => "reach",
    }
}

pub(super) fn facets(directory: Directory) -> AnyView {
    let groups = live(move || {
        let groups: Vec<El> = directory.facets.with(|facets| {
            facets
                .iter()
                .filter(|facet| !facet.values.is_empty())
                .map(|facet| group(directory, facet))
                .collect()
        });
        el("div").class("di-groups").child(groups)
    });
    let clear = move || {
        let n = directory.n_chosen.get();
        (n > 0).then(|| {
            button("co-btn co-btn--link")
                .on("click", move |_| {
                    directory.clear_filters();
                    directory.focus("[part=search]");
                })
                .child(directory.say(&InDirectory::ClearFilters(n)))
        })
    };
    el("div")
        .attr("id", "di-facets")
        .live_attr("class", move || {
            if directory.is_filtering.get() {
                "di-f-all is-shown"
            } else {
                "di-f-all"
            }
        })
        .attr("role", "group")
        .live_attr("aria-label", move || {
            directory.say(&InDirectory::Filters(0))
        })
        .on_as("keydown", move |event| on_key(directory, &event))
        .child(groups)
        .live(clear)
        .into_any()
}

fn group(directory: Directory, facet: &FacetView) -> El {
    let kind = facet.facet;
    let name = name_of(kind);
    let is_folded = directory.folded.with(|folded| folded.contains(&kind));
    let title = directory.say(&words::facet(kind));
    let values = (!is_folded).then(|| {
        let values = facet.values.iter().enumerate();
        let values: Vec<El> = values
            .map(|(at, value)| {
                let locale = directory.frame.locale.get();
                let text = words::facet_value(locale, kind, &value.value);
                let is_chosen = value.is_chosen;
                el("li").child(
                    el("label").child((
                        el("input")
                            .attr("type", "checkbox")
                            .attr("part", "facet")
                            .attr("data-facet", name)
                            .attr("data-value", at.to_string())
                            // The property, not the attribute: a press has changed it by then.
                            .built(move |element| {
                                if let Some(field) = element.dyn_ref::<web_sys::HtmlInputElement>()
                                {
                                    field.set_checked(is_chosen);
                                }
                            })
                            .on("change", move |_| directory.toggle(kind, at)),
                        el("span").child(text),
                        el("span")
                            .class("co-count")
                            .child(directory.number(value.n)),
                    )),
                )
            })
            .collect();
        el("ul").attr("id", format!("di-{name}")).child(values)
    });
    el("div")
        .class("di-f")
        .attr("role", "group")
        .attr("aria-label", title.clone())
        .child((
            el("button")
                .attr("type", "button")
                .class(if is_folded {
                    "di-fold is-folded"
                } else {
                    "di-fold"
                })
                .attr("data-facet", name)
                .attr("aria-expanded", if is_folded { "false" } else { "true" })
                .on("click", move |_| directory.fold(kind, !is_folded))
                .child(title),
            values,
        ))
}

/// ← folds the group that has the focus, → unfolds it; ↑ and ↓ go from box to box.
fn on_key(directory: Directory, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(focused) = dom::target(event) else {
        return;
    };
    let name = focused.get_attribute("data-facet");
    let facet = Facet::ALL
        .into_iter()
        .find(|facet| name.as_deref() == Some(name_of(*facet)));
    match (event.key().as_str(), facet) {
        ("ArrowLeft", Some(facet)) => {
            directory.focus(&format!("button[data-facet={}]", name_of(facet)));
            directory.fold(facet, true);
        }
        ("ArrowRight", Some(facet)) => directory.fold(facet, false),
        ("ArrowUp", Some(_)) => beside(directory, &focused, -1),
        ("ArrowDown", Some(_)) => beside(directory, &focused, 1),
        ("Escape", _) => directory.focus("[part=search]"),
        _ => return,
    }
    event.prevent_default();
}

fn beside(directory: Directory, focused: &web_sys::Element, by: isize) {
    let Some(groups) = directory.find("#di-facets") else {
        return;
    };
    let all = dom::all_within(&groups, "[data-facet]");
    let at = all.iter().position(|one| **one == *focused);
    if let Some(next) = at
        .and_then(|at| at.checked_add_signed(by))
        .and_then(|at| all.get(at))
    {
        dom::focus(next);
    }
}

impl Directory {
    fn fold(self, facet: Facet, fold: bool) {
        self.folded.update(|folded| {
            folded.retain(|f| *f != facet);
            if fold {
                folded.push(facet);
            }
        });
    }

    /// Chooses a value of a facet, or lets go of it.
    fn toggle(self, facet: Facet, at: usize) {
        let value: Option<Private<String>> = self.facets.with_untracked(|facets| {
            let group = facets.iter().find(|f| f.facet == facet)?;
            Some(group.values.get(at)?.value.clone())
        });
        let Some(value) = value else { return };
        let chosen = (facet, value);
        self.ask(|query| {
            let n = query.chosen.len();
            query.chosen.retain(|c| *c != chosen);
            if query.chosen.len() == n {
                query.chosen.push(chosen);
            }
            query.limit = DirectoryQuery::FIRST;
        });
        self.count_chosen();
    }

    /// Lets go of all values of all facets.
    pub(super) fn clear_filters(self) {
        self.ask(|query| query.chosen.clear());
        self.count_chosen();
    }

    fn count_chosen(self) {
        let n = self
            .outside
            .with_value(|outside| outside.query.chosen.len());
        self.n_chosen.set(n);
    }
}
