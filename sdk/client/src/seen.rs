//! What the person who acts here has seen, and the marks on what others changed since (row 36).
//!
//! Marks are a person's own: without an actor there are none. Who looks for the first time sees
//! all of it for the first time, and nothing is marked. Where the device keeps records, what was
//! seen lies among them, sealed as they are: a number a facet, nothing of what it says.

use coordo_core::{Instant, RecordKey, RecordMap};
use coordo_engine::diff::{Changed, Facet, LastLook, Trace, facets, trace};
use coordo_fhir::{Projection, read};
use coordo_store::{Batch, Record};

use crate::client::Client;
use crate::draw::{Moment, me};
use crate::findings::rule_record;
use crate::graph::Watcher;
use crate::state::State;
use crate::view::cache::Keeping;
use crate::view::news::{ChangesView, Unread};

/// The kind of a record that says what somebody has seen. No FHIR type is called so.
const SEEN: &str = "$seen";
/// Records looked at between two turns of the page.
const LOOKED_AT: usize = 250;
/// Records kept in one writing.
const KEPT: usize = 500;

/// What was seen, and what is unread.
#[derive(Default)]
pub(crate) struct Seen {
    /// Whether somebody has asked, and whether a task looks.
    is_wanted: bool,
    is_tended: bool,
    is_watching: bool,
    look: Option<LastLook<u64>>,
    /// Records still to be looked at.
    queue: Vec<RecordKey>,
    unread: RecordMap<Unread>,
    /// What the device is still to keep.
    rows: Vec<Record>,
}

enum Step {
    More,
    Same,
    Changed,
}

impl Seen {
    /// The mark of a record.
    pub(crate) fn unread(&self, record: &RecordKey) -> Option<&Unread> {
        self.unread.get(record)
    }

    pub(crate) fn all_unread(&self) -> impl Iterator<Item = (&RecordKey, &Unread)> {
        self.unread.iter()
    }

    pub(crate) fn since(&self) -> Option<Instant> {
        self.look.as_ref().and_then(LastLook::at)
    }
}

/// The trace of what widgets show and others change. Actors are looked up, not followed.
fn trace_of(projection: &Projection) -> Option<Trace> {
    let is_followed = projection.actor().is_none() && projection.protocol().is_none();
    let record = rule_record(projection).filter(|_| is_followed)?;
    Some(trace(&facets(record)))
}

/// What the device keeps of a record that was seen: codes of facets and their sums.
fn row(user: &RecordKey, key: &RecordKey, seen: &Trace) -> Record {
    let mut body = String::new();
    for (facet, sum) in seen {
        body.push_str(facet.code());
        body.push(' ');
        body.push_str(&sum.to_string());
        body.push(' ');
    }
    let mut id = user.reference();
    id.push(' ');
    id.push_str(&key.reference());
    Record {
        key: RecordKey::new(key.source.clone(), SEEN, id),
        version: None,
        body: body.into(),
        base: None,
    }
}

/// That somebody has looked at all of it.
fn row_of_all(user: &RecordKey, at: Instant) -> Record {
    Record {
        key: RecordKey::new(user.source.clone(), SEEN, user.reference()),
        version: None,
        body: at.0.to_string().into(),
        base: None,
    }
}

fn read_row(body: &str) -> Trace {
    let mut words = body.split(' ');
    let mut seen = Trace::new();
    while let (Some(facet), Some(sum)) = (words.next(), words.next()) {
        let facet = Facet::ALL.into_iter().find(|f| f.code() == facet);
        seen.extend(facet.zip(sum.parse().ok()));
    }
    seen
}

impl State {
    fn look(&mut self) -> Option<&mut LastLook<u64>> {
        let user = me(self)?;
        Some(self.seen.look.get_or_insert_with(|| LastLook::new(user)))
    }

    /// Whether what was seen lasts longer than this page.
    fn keeps_seen(&self) -> bool {
        self.cache.keeping == Keeping::Device
    }

    /// Takes in what somebody has seen, where a kept record says that; of another person it is
    /// only passed over.
    pub(crate) fn take_seen(&mut self, kept: &Record) -> bool {
        if kept.key.kind != SEEN {
            return false;
        }
        let source = kept.key.source.clone();
        let (user, of) = match kept.key.id.split_once(' ') {
            Some((user, of)) => (user, Some(of)),
            None => (kept.key.id.as_str(), None),
        };
        let Some(look) = self.look().filter(|look| look.user().reference() == user) else {
            return true;
        };
        let Some(of) = of else {
            if let Ok(at) = kept.body.parse() {
                look.looked_at(Instant(at));
            }
            return true;
        };
        if let Some((kind, id)) = of.split_once('/') {
            let key = RecordKey::new(source, kind, id);
            look.look_at(&key, Some(&read_row(&kept.body)));
            self.seen.queue.push(key);
        }
        true
    }

    /// Takes a text of a record as seen, since this person wrote it; what the device is to keep
    /// of that.
    pub(crate) fn see_text(&mut self, key: &RecordKey, text: &str) -> Option<Record> {
        let seen = trace_of(&read::read(key, text).projection)?;
        self.see(key, &seen)
    }

    /// The same of what is held.
    pub(crate) fn see_held(&mut self, key: &RecordKey) -> Option<Record> {
        let seen = trace_of(&self.graph.get(key)?.projection)?;
        self.see(key, &seen)
    }

    fn see(&mut self, key: &RecordKey, seen: &Trace) -> Option<Record> {
        let keeps = self.keeps_seen();
        let look = self.look().filter(|look| look.at().is_some())?;
        look.look_at(key, Some(seen));
        let row = row(look.user(), key, seen);
        self.seen.queue.push(key.clone());
        keeps.then_some(row)
    }

    /// Whether what is held of a record is what was seen of it.
    pub(crate) fn is_seen(&self, key: &RecordKey) -> bool {
        let held = self.graph.get(key);
        let now = held.and_then(|held| trace_of(&held.projection));
        let look = self.seen.look.as_ref();
        look.is_some_and(|look| !look.is_unread(key, now.as_ref()))
    }

    fn may_look(&self) -> bool {
        let is_whole = self.is_complete() && self.load == crate::view::LoadView::Ready;
        self.seen.is_wanted && !self.is_closed && is_whole && self.options.actor.is_some()
    }

    /// One step towards what is unread now.
    fn advance_seen(&mut self, now: Instant) -> Step {
        if !self.may_look() {
            return Step::Same;
        }
        if !self.seen.is_watching {
            self.seen.is_watching = true;
            self.graph.watch(Watcher::Seen);
            self.seen.queue = self.graph.iter().map(|(key, _)| key.clone()).collect();
        } else {
            let touched = self.graph.take_touched(Watcher::Seen);
            self.seen.queue.extend(touched);
        }
        let from = self.seen.queue.len().saturating_sub(LOOKED_AT);
        let slice = self.seen.queue.split_off(from);
        let keeps = self.keeps_seen();
        let mut is_changed = false;
        for key in slice {
            // A document comes with the page: what it says may not be known from before.
            if !self.is_from_server(&key.source) {
                continue;
            }
            let held = self.graph.get(&key);
            let trace = held.and_then(|held| trace_of(&held.projection));
            let Some(look) = self.look() else { continue };
            if look.at().is_none() {
                look.look_at(&key, trace.as_ref());
                let row = trace.map(|trace| row(look.user(), &key, &trace));
                self.seen.rows.extend(row.filter(|_| keeps));
                continue;
            }
            let unread = match look.change(&key, trace.as_ref()) {
                Some(Changed::Came) => Some(Unread::Came),
                Some(Changed::Differs(deltas)) => {
                    let facets = deltas.iter().map(|delta| delta.facet);
                    Some(Unread::Differs(facets.collect()))
                }
                Some(Changed::Went) | None => None,
            };
            is_changed |= self.seen.unread.get(&key) != unread.as_ref();
            match unread {
                Some(unread) => self.seen.unread.insert(key, unread),
                None => self.seen.unread.remove(&key),
            };
        }
        if !self.seen.queue.is_empty() {
            return Step::More;
        }
        if let Some(look) = self.look().filter(|look| look.at().is_none()) {
            look.looked_at(now);
            let row = row_of_all(look.user(), now);
            self.seen.rows.extend(keeps.then_some(row));
            is_changed = true;
        }
        if is_changed {
            Step::Changed
        } else {
            Step::Same
        }
    }
}

impl Client {
    /// What others changed since the person who acts here last looked. Empty without an actor,
    /// before the first load is whole, and at their first look ever.
    pub fn changes(&self) -> ChangesView {
        self.inner.state.borrow_mut().seen.is_wanted = true;
        self.tend_seen();
        let moment = Moment::of(&self.inner.ports);
        crate::draw::changes(&self.inner.state.borrow(), moment)
    }

    /// Takes records as seen, because the person said so; all that are unread where none is named.
    pub fn mark_seen(&self, records: &[RecordKey]) {
        let now = self.inner.ports.clock.now();
        {
            let mut state = self.inner.state.borrow_mut();
            let mut keys = records.to_vec();
            if keys.is_empty() {
                keys = state
                    .seen
                    .unread
                    .iter()
                    .map(|(key, _)| key.clone())
                    .collect();
                if let Some(look) = state.look().filter(|look| look.at().is_some()) {
                    look.looked_at(now);
                    let row = row_of_all(look.user(), now);
                    let keeps = state.keeps_seen();
                    state.seen.rows.extend(keeps.then_some(row));
                }
            }
            for key in keys {
                let row = state.see_held(&key);
                state.seen.rows.extend(row);
                state.seen.unread.remove(&key);
            }
        }
        self.changed();
        self.keep_seen();
    }

    /// Sees to it that what changed is compared, in the background.
    pub(crate) fn tend_seen(&self) {
        {
            let mut state = self.inner.state.borrow_mut();
            if !state.may_look() || state.seen.is_tended {
                return;
            }
            state.seen.is_tended = true;
        }
        let client = self.clone();
        self.spawn(async move {
            let now = client.inner.ports.clock.now();
            let is_changed = loop {
                let step = client.inner.state.borrow_mut().advance_seen(now);
                match step {
                    Step::More => client.inner.ports.timer.pause().await,
                    Step::Same => break false,
                    Step::Changed => break true,
                }
            };
            client.inner.state.borrow_mut().seen.is_tended = false;
            client.keep_seen();
            if is_changed {
                client.changed();
            }
        });
    }

    /// Writes what was seen, a little at a time.
    fn keep_seen(&self) {
        if self.inner.state.borrow().seen.rows.is_empty() {
            return;
        }
        let client = self.clone();
        self.spawn(async move {
            loop {
                let puts: Vec<Record> = {
                    let rows = &mut client.inner.state.borrow_mut().seen.rows;
                    let n = rows.len().min(KEPT);
                    rows.drain(..n).collect()
                };
                if puts.is_empty() {
                    return;
                }
                client
                    .store(Batch {
                        puts,
                        ..Batch::default()
                    })
                    .await;
            }
        });
    }
}
