//! The directory that a client holds: built in slices when someone first looks at it, and kept
//! up with what changes.

mod build;
mod circle;
mod digest;
mod named;
mod register;
mod shape;
mod words;

use coordo_core::RecordKey;
use coordo_core::order::Order as _;

use crate::client::Client;
use crate::graph::{Graph, Watcher};
use crate::state::State;
use build::{Build, Built};

pub(crate) use circle::{Circle, home, is_of_subject, is_team_over};
pub(crate) use named::{is_named_only, owner as named_owner, participant as named_participant};
pub(crate) use register::{Number, Register};
pub(crate) use shape::{Shape, Situation, Telecom, more};
pub(crate) use words::{address_of, identifier_name, is_national_identity, town};

/// Steps of a build that a drawing takes itself: a plan of usual size is whole at once.
const AT_ONCE: usize = 7;
/// Records changed beyond which all is built anew.
const FEW: usize = 200;

/// The record that stands for a person or a structure of which several sources tell.
fn canonical(graph: &Graph, key: &RecordKey) -> RecordKey {
    graph.one_of(key.clone())
}

/// What is held of the directory.
#[derive(Default)]
pub(crate) struct Directory {
    built: Option<Built>,
    /// The first build, or the next one while the last still answers.
    build: Option<Build>,
    /// Whether a task brings the build forward.
    is_tended: bool,
    circle: Option<Circle>,
}

impl Directory {
    /// What answers now.
    pub(crate) fn shown(&self) -> Option<&Built> {
        self.built.as_ref().or_else(|| {
            let build = self.build.as_ref().filter(|b| b.has_entries());
            build.map(|b| &b.built)
        })
    }

    /// Whether results may be missing.
    pub(crate) fn is_building(&self) -> bool {
        self.build.is_some()
    }

    /// The person's circle, as it was when it was last asked for.
    pub(crate) fn circle(&self) -> Option<&Circle> {
        self.circle.as_ref()
    }

    /// One step towards being whole; true once it is.
    fn advance(&mut self, graph: &mut Graph) -> bool {
        // Entries are of persons, not of records: who is the same is known first, in steps too.
        if !graph.advance_identity() {
            return false;
        }
        if self.build.is_none() {
            let touched = graph.take_touched(Watcher::Directory);
            let is_new = self.built.is_none();
            if !is_new && self.keep_up(graph, &touched) {
                return true;
            }
            graph.watch(Watcher::Directory);
            self.build = Some(Build::new());
        }
        let Some(build) = &mut self.build else {
            return true;
        };
        if build.advance(graph) {
            self.built = self.build.take().map(|b| b.built);
            self.circle = None;
        }
        // What changed meanwhile is the next step's.
        false
    }

    /// Takes in records that changed where no other entry rests on what changed; false where
    /// all has to be built anew.
    fn keep_up(&mut self, graph: &Graph, touched: &[RecordKey]) -> bool {
        let Some(built) = &mut self.built else {
            return false;
        };
        if touched.len() > FEW || built.index.n_slots() > 2 * built.register.len() + FEW {
            return touched.is_empty();
        }
        if !touched.iter().all(|key| built.holds_as_is(graph, key)) {
            return false;
        }
        let mut homes: Vec<Number> = touched
            .iter()
            .filter_map(|key| built.register.home_of(key))
            .collect();
        homes.order();
        homes.dedup();
        for home in homes {
            build::enter(graph, &mut built.register, &mut built.index, home);
        }
        built.index.seal();
        true
    }
}

impl Built {
    /// Whether a record that changed makes the same entries, and what others rest on is the same.
    fn holds_as_is(&self, graph: &Graph, key: &RecordKey) -> bool {
        let known = |key: &RecordKey, digest: (u64, u64)| {
            let number = self.register.number(key);
            number.is_some_and(|n| {
                let before = self.register.digest(n);
                let is_seen = self.register.is_rested_on(n);
                before.is_some_and(|b| b.0 == digest.0 && (b.1 == digest.1 || !is_seen))
            })
        };
        let Some(held) = graph.get(key) else {
            // What is gone and had no entry is nobody's loss.
            return self.register.number(key).is_none() && !self.register.holds_within(key);
        };
        let projection = &held.projection;
        let is_actor = projection.actor().is_some() || projection.care_team().is_some();
        let own = !is_actor || known(key, build::digest(projection));
        let inner = held.contained().iter().all(|(inner, projection)| {
            let is_known = self.register.number(inner).is_some();
            let has_entry = build::has_entry(graph, inner, projection);
            is_known == has_entry && (!is_known || known(inner, build::digest(projection)))
        });
        let named = named::of(graph, key, projection);
        let is_named = !named.is_empty();
        let names = named.iter().all(|(named, display)| {
            let group = build::group_of_name(named, display);
            known(named, (digest::Digest::of(&group), 0))
        });
        // An owner who was only named and is a record now.
        let was_named = self.register.number(&named::owner(key)).is_some();
        own && inner && names && (is_named || !was_named)
    }
}

impl Client {
    /// Brings the directory forward before it is drawn, and sees to the rest in the background.
    pub(crate) fn tend_directory(&self, moment: crate::draw::Moment) {
        let is_more = {
            let mut state = self.inner.state.borrow_mut();
            if state.is_closed || !state.has_something() {
                return;
            }
            let is_tended = state.directory.is_tended;
            let is_whole = is_tended || (0..AT_ONCE).any(|_| state.advance_directory());
            state.directory.is_tended = !is_whole || is_tended;
            state.find_circle(moment);
            !is_whole
        };
        if is_more {
            let client = self.clone();
            self.spawn(async move { client.build_directory().await });
        }
    }

    /// Builds to the end, a step at a turn of the page; tells subscribers when it is whole.
    async fn build_directory(&self) {
        loop {
            self.inner.ports.timer.pause().await;
            let mut state = self.inner.state.borrow_mut();
            if state.is_closed || !state.directory.is_tended {
                return;
            }
            if state.advance_directory() {
                state.directory.is_tended = false;
                break;
            }
        }
        self.changed();
    }
}

impl State {
    /// Whether a source has been read to its end, or none is being read.
    fn has_something(&self) -> bool {
        !self.is_pulling || self.sources.values().any(|s| s.is_whole)
    }

    fn advance_directory(&mut self) -> bool {
        self.directory.advance(&mut self.graph)
    }

    fn find_circle(&mut self, moment: crate::draw::Moment) {
        let Some(built) = self.directory.shown() else {
            return;
        };
        let stamp = (self.graph.revision(), moment.minute());
        if self
            .directory
            .circle
            .as_ref()
            .is_some_and(|c| c.stamp == stamp)
        {
            return;
        }
        let circle = Circle::find(self, &built.register, moment, stamp);
        self.directory.circle = Some(circle);
    }
}
