//! The rules over what is held: told record by record, looked at in slices, looked at again
//! after each change and when the minute moves.
//!
//! Nothing is found before the first load is whole, and nothing is computed before somebody
//! asks for the first time.

use std::rc::Rc;

use coordo_core::{Instant, RecordKey, RecordMap, Reference};
use coordo_engine::{Conflict, Engine, Finding, Plan, Record, same_source};
use coordo_fhir::Projection;

use crate::client::Client;
use crate::draw::Moment;
use crate::graph::{Graph, Held, Watcher};
use crate::ports::ClientEvent;
use crate::state::State;
use crate::view::finding::{Badge, FindingView, FindingsView};
use crate::view::who::{WhoQuery, WhoView};
use crate::view::{ItemKey, LoadView};

/// Records told, and records looked at, between two turns of the page.
const TOLD: usize = 150;
const LOOKED_AT: usize = 250;
/// Records up to which the page need not have its turn between two slices.
const FEW: usize = 150;
const MINUTE_MS: i64 = 60_000;
/// Types without which most of what is found would be wrong.
const OF_PLANS: [&str; 4] = ["CarePlan", "CareTeam", "Task", "Appointment"];

/// What the rules found, and how far they are.
#[derive(Default)]
pub(crate) struct Findings {
    /// Whether somebody has asked.
    is_wanted: bool,
    /// Whether a task looks, and whether another waits for the next minute.
    is_tended: bool,
    is_ticking: bool,
    engine: Option<Engine>,
    /// Which references led where when the engine was told.
    leads: u64,
    /// Where the telling of all records is, until the engine knows each.
    telling: Option<Telling>,
    /// Records that changed and that the engine has yet to be told.
    queue: Vec<RecordKey>,
    /// Records of which the engine knows that two changes wait for a person.
    conflicts: Vec<RecordKey>,
    /// What the last whole look found, and when it was.
    shown: Rc<Vec<Rc<Finding>>>,
    at: Option<Instant>,
    /// By record, what is found about it.
    badges: RecordMap<Vec<Badge>>,
    /// How many the host was told of.
    told: Option<usize>,
    /// Whether somebody looks at who does what, and whether that may be different by now.
    is_grid_wanted: bool,
    is_grid_old: bool,
}

/// All records are being told, in the order of their keys: this was the last one, if any was.
#[derive(Default)]
struct Telling(Option<RecordKey>);

/// How far one step came.
enum Step {
    /// There is more to do.
    More,
    /// Nothing can be found yet, or nothing is different.
    Same,
    /// Something else is found than before.
    Changed,
}

impl Findings {
    /// What the last whole look found.
    pub(crate) fn shown(&self) -> &[Rc<Finding>] {
        &self.shown
    }

    /// When the last whole look was; none before the first.
    pub(crate) fn at(&self) -> Option<Instant> {
        self.at
    }

    /// The records as the rules know them, once they were looked at.
    pub(crate) fn plan(&self) -> Option<&Plan> {
        self.engine
            .as_ref()
            .filter(|_| self.at.is_some())
            .map(Engine::plan)
    }

    /// What is found about a record, most urgent first; what rests on a hidden source is in it too.
    pub(crate) fn badges(&self, record: &RecordKey) -> &[Badge] {
        self.badges.get(record).map_or(&[], Vec::as_slice)
    }

    fn take(&mut self, found: Vec<Rc<Finding>>, at: Instant) -> bool {
        let is_first = self.at.replace(at).is_none();
        if *self.shown == found {
            return is_first;
        }
        self.badges = RecordMap::default();
        for finding in &found {
            let badge = Badge::of(finding);
            for subject in &finding.subjects {
                if let Some(of) = self.badges.or_default(subject)
                    && !of.contains(&badge)
                {
                    of.push(badge);
                }
            }
        }
        self.shown = Rc::new(found);
        true
    }
}

/// The record that a projection is, where the rules know its type.
pub fn rule_record(projection: &Projection) -> Option<Record<'_>> {
    let found = projection.task().map(Record::Task);
    found
        .or_else(|| projection.care_plan().map(Record::Plan))
        .or_else(|| projection.care_team().map(Record::Team))
        .or_else(|| projection.goal().map(Record::Goal))
        .or_else(|| projection.actor().map(Record::Actor))
        .or_else(|| projection.protocol().map(Record::Protocol))
        .or_else(|| projection.event().map(Record::Event))
}

/// Where a reference leads: one record for all that are the same person or structure. What is
/// not held is still known by its address.
fn lead(graph: &Graph, from: &RecordKey, reference: &Reference) -> Option<RecordKey> {
    let held = graph.resolve(from, reference);
    Some(graph.one_of(held.or_else(|| same_source(from, reference))?))
}

fn tell(engine: &mut Engine, graph: &Graph, held: &Held) {
    let contained = held.contained().iter().map(|(_, projection)| projection);
    for projection in contained.chain([&held.projection]) {
        if let Some(record) = rule_record(projection) {
            engine.put(record, held.updated, &|from, reference| {
                lead(graph, from, reference)
            });
        }
    }
}

impl State {
    /// Whether anything may be found: before the first load is whole, nothing is missing; nor
    /// where a source keeps to itself what a plan is made of.
    fn may_find(&self) -> bool {
        let is_whole = self.is_complete() && self.load == LoadView::Ready;
        let knows_plan = || !self.graph.not_given().any(|kind| OF_PLANS.contains(&kind));
        !self.is_closed && is_whole && knows_plan()
    }

    /// One step towards what is found at an instant.
    fn advance_findings(&mut self, now: Instant) -> Step {
        if !self.may_find() {
            return Step::Same;
        }
        if !self.graph.advance_identity() {
            return Step::More;
        }
        let Self {
            graph,
            findings,
            machine,
            options,
            ..
        } = self;
        let leads = graph.leads();
        let told_before = findings.engine.take().filter(|_| findings.leads == leads);
        let is_new = told_before.is_none();
        let engine = findings.engine.insert(told_before.unwrap_or_else(|| {
            Engine::new(
                Plan::default(),
                options.calendar.clone(),
                options.thresholds,
            )
        }));
        if is_new {
            findings.leads = leads;
            engine.remember(findings.shown.to_vec());
            findings.conflicts.clear();
            graph.watch(Watcher::Findings);
            findings.queue.clear();
            findings.telling = Some(Telling::default());
        }
        if let Some(Telling(last)) = findings.telling.take() {
            findings.is_grid_old |= findings.is_grid_wanted;
            let mut told = 0;
            let mut at = None;
            for (key, held) in graph.after(last.as_ref()).take(TOLD) {
                tell(engine, graph, held);
                told += 1;
                at = Some(key);
            }
            if told == TOLD {
                findings.telling = Some(Telling(at.cloned()));
                return Step::More;
            }
        }
        findings.queue.extend(graph.take_touched(Watcher::Findings));
        findings.is_grid_old |= findings.is_grid_wanted && !findings.queue.is_empty();
        let from = findings.queue.len().saturating_sub(TOLD);
        for key in findings.queue.split_off(from) {
            match graph.get(&key) {
                Some(held) => tell(engine, graph, held),
                None => engine.remove(&key),
            }
        }
        if !findings.queue.is_empty() {
            return Step::More;
        }
        let conflicts: Vec<RecordKey> = machine.conflicts().cloned().collect();
        if conflicts != findings.conflicts {
            for key in &findings.conflicts {
                engine.set_conflict(key, None);
            }
            for key in &conflicts {
                let merge = machine.conflict(key).map(|c| c.merge.clashes);
                let paths = merge.into_iter().flatten().map(|clash| clash.path);
                let conflict = Conflict {
                    since: None,
                    paths: paths.collect(),
                };
                engine.set_conflict(key, Some(conflict));
            }
            findings.conflicts = conflicts;
        }
        engine.set_now(now);
        if !engine.advance(LOOKED_AT) {
            return Step::More;
        }
        let found = engine.findings().to_vec();
        let is_grid_old = std::mem::take(&mut findings.is_grid_old);
        match findings.take(found, now) || is_grid_old {
            true => Step::Changed,
            false => Step::Same,
        }
    }
}

impl Client {
    /// What the rules find missing, most urgent first. Empty until the first load is whole and
    /// was looked at, which [`FindingsView::at`] tells; subscribers are told of every change.
    pub fn findings(&self) -> FindingsView {
        self.want_findings();
        let moment = Moment::of(&self.inner.ports);
        crate::draw::findings(&self.inner.state.borrow(), moment)
    }

    /// What is found about an item or an actor, most urgent first.
    pub fn findings_of(&self, key: &ItemKey) -> Vec<FindingView> {
        self.want_findings();
        let moment = Moment::of(&self.inner.ports);
        crate::draw::findings_of(&self.inner.state.borrow(), &key.record, moment)
    }

    /// Who does what: a line an open activity that the shared filter keeps, a column a person.
    /// Empty until the first load is whole and was looked at, which [`WhoView::is_known`] tells.
    pub fn who_does_what(&self, query: WhoQuery) -> WhoView {
        self.inner.state.borrow_mut().findings.is_grid_wanted = true;
        self.want_findings();
        let moment = Moment::of(&self.inner.ports);
        crate::draw::who(&self.inner.state.borrow(), query, moment)
    }

    fn want_findings(&self) {
        self.inner.state.borrow_mut().findings.is_wanted = true;
        self.tend_findings();
    }

    /// Sees to it that what changed is looked at, in the background.
    pub(crate) fn tend_findings(&self) {
        {
            let mut state = self.inner.state.borrow_mut();
            if !state.may_find() || !state.findings.is_wanted || state.findings.is_tended {
                return;
            }
            state.findings.is_tended = true;
        }
        let client = self.clone();
        self.spawn(async move { client.look().await });
    }

    async fn look(&self) {
        let now = self.inner.ports.clock.now().0;
        // By whole minutes, so that changes of one minute are looked at and nothing else is.
        let now = Instant(now - now.rem_euclid(MINUTE_MS));
        let (is_changed, is_small) = loop {
            let (step, is_small) = {
                let mut state = self.inner.state.borrow_mut();
                (state.advance_findings(now), state.graph.len() <= FEW)
            };
            match step {
                Step::More if is_small => {}
                Step::More => self.inner.ports.timer.pause().await,
                Step::Same => break (false, is_small),
                Step::Changed => break (true, is_small),
            }
        };
        let told = {
            let mut state = self.inner.state.borrow_mut();
            state.findings.is_tended = false;
            let n = state.findings.shown.len();
            let is_news = is_changed && state.findings.told != Some(n);
            if is_news {
                state.findings.told = Some(n);
            }
            is_news.then(|| crate::draw::counts(&state))
        };
        self.tick();
        if is_changed {
            if !is_small {
                // Drawing what was found has a turn of the page of its own.
                self.inner.ports.timer.pause().await;
            }
            self.changed();
        }
        if let Some(n) = told {
            self.event(ClientEvent::Findings { n });
        }
    }

    /// Looks again when the minute moves, while somebody follows.
    fn tick(&self) {
        {
            let mut state = self.inner.state.borrow_mut();
            if state.findings.is_ticking || state.subscribers.is_empty() {
                return;
            }
            state.findings.is_ticking = true;
        }
        let now = self.inner.ports.clock.now().0;
        let rest = u32::try_from(MINUTE_MS - now.rem_euclid(MINUTE_MS)).unwrap_or(60_000);
        let minute = self.inner.ports.timer.wait(rest);
        let inner = Rc::downgrade(&self.inner);
        self.spawn(async move {
            minute.await;
            if let Some(inner) = inner.upgrade() {
                let client = Self { inner };
                client.inner.state.borrow_mut().findings.is_ticking = false;
                client.tend_findings();
            }
        });
    }
}
