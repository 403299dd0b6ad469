//! State to the directory.

mod card;
mod open;
mod reach;
mod result;

pub(crate) use card::card_of_actor;

use coordo_core::fold::Words;
use coordo_core::{Private, RecordKey};
use coordo_directory::{Query, Slot, asked};

use super::{Moment, frame};
use crate::actors::{Register, Shape};
use crate::state::State;
use crate::view::directory::{DirectoryQuery, DirectoryView, FacetValueView, FacetView};

/// What a drawing of the directory looks into.
pub(super) struct Scene<'s> {
    pub(super) state: &'s State,
    pub(super) register: &'s Register,
    pub(super) moment: Moment,
    /// Whether the client has several sources, so that each is told.
    pub(super) tells_sources: bool,
}

impl<'s> Scene<'s> {
    fn of(state: &'s State, moment: Moment) -> Option<Self> {
        Some(Self {
            state,
            register: &state.directory.shown()?.register,
            moment,
            tells_sources: state.options.sources.len() > 1,
        })
    }

    fn shape(&self, key: &RecordKey) -> Option<Shape<'s>> {
        let home = self.register.home_of(key)?;
        Shape::of(&self.state.graph, self.register, home)
    }
}

pub(crate) fn directory(state: &State, query: &DirectoryQuery, moment: Moment) -> DirectoryView {
    let mut view = DirectoryView {
        frame: frame(state, moment),
        n_entries: 0,
        n_found: 0,
        results: Vec::new(),
        meant: None,
        facets: Vec::new(),
        n_circle: 0,
        is_building: state.directory.is_building() || state.directory.shown().is_none(),
    };
    let (Some(built), Some(scene)) = (state.directory.shown(), Scene::of(state, moment)) else {
        return view;
    };
    let words = asked(&query.text);
    let circle = state.directory.circle();
    let circle: Vec<Slot> = circle
        .into_iter()
        .flat_map(|circle| circle.now())
        .filter_map(|home| built.register.slot(home))
        .collect();
    let roles = state.directory.circle();
    let roles: Vec<(Slot, &str)> = roles
        .into_iter()
        .flat_map(|circle| circle.roles())
        .filter_map(|(home, role)| Some((built.register.slot(home)?, role)))
        .collect();
    let chosen: Vec<_> = query.chosen.iter().map(|(f, v)| (*f, v.as_str())).collect();
    let search = |words: &Words| {
        built.index.search(&Query {
            words,
            roles: &roles,
            chosen: &chosen,
            circle: &circle,
            circle_only: query.circle_only,
            limit: query.limit,
        })
    };
    let found = search(&words);
    if found.n_found == 0 {
        let meant = built.index.nearest(&words);
        let answers = |text: &String| search(&asked(text)).n_found > 0;
        view.meant = meant.filter(answers).map(Private);
    }
    view.n_entries = built.index.len();
    view.n_found = found.n_found;
    view.n_circle = circle.len();
    view.results = found
        .slots
        .iter()
        .filter_map(|slot| result::result(&scene, &built.index, *slot, &words))
        .collect();
    view.facets = found
        .facets
        .into_iter()
        .map(|counts| FacetView {
            facet: counts.facet,
            values: counts
                .values
                .into_iter()
                .map(|v| FacetValueView {
                    value: v.value,
                    n: v.n,
                    is_chosen: v.is_chosen,
                })
                .collect(),
        })
        .collect();
    view
}
