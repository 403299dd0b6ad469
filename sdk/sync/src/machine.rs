//! Changes on their way to their sources.

use std::fmt;

use coordo_core::{ChangeKind, Instant, ListMap, Private, RecordKey, SourceId};
use coordo_fhir::merge::says_the_same;
use coordo_fhir::write;
use coordo_store::{Body, OutboxRow, RowState};

use crate::event::{Action, Event, Token};
use crate::wait::Waits;

/// A source's copy of a record.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) version: Option<String>,
    pub(crate) text: Body,
}

/// A record that has unsent changes.
pub(crate) struct Entry {
    /// What its rows rest on.
    pub(crate) base: Held,
    /// What its source holds now, while a person decides.
    pub(crate) theirs: Option<Held>,
    /// An answer was lost: the source is asked what it holds before anything is sent again.
    pub(crate) is_unsure: bool,
    /// The source was just asked, and holds what the rows rest on.
    pub(crate) is_checked: bool,
    /// A person left the decision for later.
    pub(crate) is_aside: bool,
    /// How often it was told 403 with credentials that others do well with.
    pub(crate) n_denied: u8,
    /// Whether its source was read since it was denied.
    pub(crate) was_admitted: bool,
    /// How often 409 or 412 was said of the very version that is there.
    pub(crate) n_disowned: u8,
    /// What was said the last time.
    pub(crate) disowned: (u16, Option<Private<String>>),
    pub(crate) wait: crate::wait::Wait,
}

impl Entry {
    pub(crate) fn on(base: Held) -> Self {
        Self {
            base,
            theirs: None,
            is_unsure: false,
            is_checked: false,
            is_aside: false,
            n_denied: 0,
            was_admitted: false,
            n_disowned: 0,
            disowned: (412, None),
            wait: crate::wait::Wait::default(),
        }
    }

    /// The source's latest copy.
    pub(crate) fn latest(&self) -> &Held {
        self.theirs.as_ref().unwrap_or(&self.base)
    }
}

/// What a request on its way is for.
#[derive(Clone)]
pub(crate) enum Flight {
    /// Changes that leave together, each with the text that was sent.
    Changes { rows: Vec<(u64, RecordKey, Body)> },
    /// What the source holds is asked.
    Check { record: RecordKey },
}

/// The machine.
#[derive(Default)]
pub struct Machine {
    pub(crate) rows: ListMap<u64, OutboxRow>,
    /// Records that have unsent changes: a few, so a list.
    pub(crate) entries: Vec<(RecordKey, Entry)>,
    pub(crate) flights: Vec<(Token, SourceId, Flight)>,
    pub(crate) waits: Waits,
    /// Sources that want credentials first.
    pub(crate) barred: Vec<SourceId>,
    /// Sources that do not check versions: they are asked before each writing.
    pub(crate) careless: Vec<SourceId>,
    /// Sources that gave one version to two contents: they are asked too.
    pub(crate) twice: Vec<SourceId>,
    pub(crate) is_following: bool,
    n_tokens: u64,
    pub(crate) hold_ms: i64,
    pub(crate) send_now_up_to: u64,
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Machine({} rows)", self.rows.len())
    }
}

impl Machine {
    /// A machine that keeps a change for `hold_ms` before it leaves, so that undo is a removal.
    pub fn new(hold_ms: u32) -> Self {
        Self {
            hold_ms: i64::from(hold_ms),
            ..Self::default()
        }
    }

    /// Gives the chance by which waits differ from device to device; without it, the instant of
    /// the first silence does.
    pub fn seed(&mut self, chance: u64) {
        self.waits.seed(chance);
    }

    /// Says whether a source refuses what rests on an outdated version
    /// (`CapabilityStatement.rest.resource.versioning`); without a word it is taken to.
    pub fn checks_versions(&mut self, source: &SourceId, is_so: bool) {
        self.careless.retain(|s| s != source);
        if !is_so {
            self.careless.push(source.clone());
        }
    }

    /// A source gave one version to two contents, as servers do that came back from a backup: it
    /// is asked what it holds before each writing, since `If-Match` does not tell.
    pub fn numbers_twice(&mut self, source: &SourceId) {
        if !self.twice.contains(source) {
            self.twice.push(source.clone());
        }
    }

    fn is_numbered_twice(&self, record: &RecordKey, version: Option<&str>, text: &str) -> bool {
        self.entry(record).map(Entry::latest).is_some_and(|held| {
            let is_same = version.is_some() && held.version.as_deref() == version;
            is_same && !says_the_same(&held.text, text)
        })
    }

    /// Takes an event in; says what to do.
    pub fn handle(&mut self, event: Event, now: Instant) -> Vec<Action> {
        let mut actions = Vec::new();
        match event {
            Event::Added { row, base } => {
                if self.entry(row.record()).is_none() {
                    let version = row.base_version.clone();
                    let entry = Entry::on(Held {
                        version,
                        text: base,
                    });
                    self.entries.push((row.record().clone(), entry));
                }
                self.rows.insert(row.n, row);
            }
            Event::Restored { row, version, copy } => self.restored(row, version, copy),
            Event::Answered { token, response } => {
                self.answered(token, &response, now, &mut actions);
            }
            Event::NoAnswer { token } => self.no_answer(token, now, &mut actions),
            Event::Read {
                record,
                version,
                body,
            } => {
                // What is on its way is told by its own answer, and what waits to leave by
                // If-Match: a conflict is looked at anew, and what If-Match cannot tell.
                let is_twice = self.is_numbered_twice(&record, version.as_deref(), &body);
                if is_twice {
                    self.numbers_twice(&record.source);
                }
                let is_asked = self.entry(&record).is_some_and(|e| e.theirs.is_some());
                if (is_asked || is_twice) && !self.is_flying(&record) {
                    self.theirs(&record, version, body, now, &mut actions);
                }
            }
            Event::CredentialsGiven { source } => {
                self.barred.retain(|s| *s != source);
                let of_source = self.entries.iter_mut();
                for (_, entry) in of_source.filter(|(key, _)| key.source == source) {
                    entry.was_admitted = entry.n_denied > 0;
                }
            }
            Event::Leading(is_leading) => {
                self.is_following = !is_leading;
                if !is_leading {
                    self.leave_to_others();
                }
            }
            Event::Tick => {}
            Event::SendNow => {
                self.send_now_up_to = self.rows.keys().next_back().copied().unwrap_or(0);
                self.waits.end();
                self.barred.clear();
                for (_, entry) in &mut self.entries {
                    entry.wait.end();
                }
            }
        }
        self.send_what_may_leave(now, &mut actions);
        actions
    }

    /// Rows of the outbox, oldest first.
    pub fn rows(&self) -> impl Iterator<Item = &OutboxRow> {
        self.rows.values()
    }

    /// Rows of one record, oldest first.
    pub fn rows_of<'m>(&'m self, record: &'m RecordKey) -> impl Iterator<Item = &'m OutboxRow> {
        self.rows.values().filter(move |r| r.record() == record)
    }

    /// The record as people see it here: the source's copy with what is on its way,
    /// without what waits for a decision. `None` where nothing is unsent.
    ///
    /// What its source does not have at all is shown as it was made here, since there is
    /// nothing else to show.
    pub fn shown(&self, record: &RecordKey) -> Option<Body> {
        let mut text = self.entry(record)?.latest().text.to_string();
        let is_unborn = self.is_unborn(record);
        for row in self.rows_of(record) {
            if is_unborn || !row.state.waits_for_person() {
                text = write::apply(&text, &row.change).unwrap_or(text);
            }
        }
        Some(text.into())
    }

    /// Whether a record was made here and its source does not have it, as far as is known.
    pub fn is_unborn(&self, record: &RecordKey) -> bool {
        let is_made_here = |row: &OutboxRow| row.change.kind == ChangeKind::Created;
        let mut rows = self.rows_of(record);
        let has_no_copy = self
            .entry(record)
            .is_some_and(|e| e.latest().version.is_none());
        has_no_copy && rows.next().is_some_and(is_made_here)
    }

    /// Since when a source does not answer.
    pub fn silent_since(&self, source: &SourceId) -> Option<Instant> {
        self.waits.of(source)?.since
    }

    /// Until when a source is not asked by itself: it does not answer, each time for longer, or
    /// asked to be left alone (`Retry-After`).
    pub fn left_alone_until(&self, source: &SourceId) -> Option<Instant> {
        let wait = self.waits.of(source)?;
        wait.until.max(wait.asked)
    }

    /// Whether a source wants credentials before anything leaves for it.
    pub fn needs_credentials(&self, source: &SourceId) -> bool {
        self.barred.contains(source)
    }

    /// Whether a request with a change is on its way.
    pub fn is_sending(&self) -> bool {
        !self.flights.is_empty()
    }

    /// A source answered a request that is not the machine's (a pull).
    pub fn heard_from(&mut self, source: &SourceId) {
        self.waits.forget(source);
        self.barred.retain(|s| s != source);
    }

    /// A source answered, and not what it was asked: it is there.
    pub fn is_there(&mut self, source: &SourceId) {
        self.waits.forget(source);
    }

    /// A source did not answer a request that is not the machine's (a pull).
    pub fn lost(
        &mut self,
        source: &SourceId,
        now: Instant,
        retry_after_ms: Option<i64>,
    ) -> Instant {
        self.waits.lost(source, now, retry_after_ms)
    }

    /// Takes rows of a record out, because a person said so or they were never sent.
    pub fn take_out(&mut self, record: &RecordKey, only: Option<u64>) -> Vec<u64> {
        let gone: Vec<u64> = self
            .rows_of(record)
            .map(|r| r.n)
            .filter(|n| only.is_none_or(|o| o == *n))
            .collect();
        for n in &gone {
            self.rows.remove(n);
        }
        self.forget_if_idle(record);
        gone
    }

    /// Whether a change may still be taken out without a new change.
    pub fn is_unsent(&self, n: u64) -> bool {
        self.rows.get(&n).is_some_and(|row| {
            let record = row.record();
            // What may have arrived is not taken back by forgetting it.
            let is_unsure = self.entry(record).is_some_and(|e| e.is_unsure);
            row.state == RowState::Unsent && !is_unsure && self.rows_of(record).all(|r| r.n <= n)
        })
    }

    /// The source's latest copy of a record that has unsent changes.
    pub fn base(&self, record: &RecordKey) -> Option<(Option<&str>, &Body)> {
        let held = self.entry(record)?.latest();
        Some((held.version.as_deref(), &held.text))
    }

    pub(crate) fn entry(&self, record: &RecordKey) -> Option<&Entry> {
        let mut entries = self.entries.iter();
        entries.find(|(r, _)| r == record).map(|(_, entry)| entry)
    }

    pub(crate) fn entry_mut(&mut self, record: &RecordKey) -> Option<&mut Entry> {
        let mut entries = self.entries.iter_mut();
        entries.find(|(r, _)| r == record).map(|(_, entry)| entry)
    }

    pub(crate) fn forget_if_idle(&mut self, record: &RecordKey) {
        if self.rows_of(record).next().is_none() {
            self.entries.retain(|(r, _)| r != record);
        }
    }

    pub(crate) fn fly(&mut self, source: &SourceId, flight: Flight) -> Token {
        self.n_tokens += 1;
        let token = Token(self.n_tokens);
        self.flights.push((token, source.clone(), flight));
        token
    }

    pub(crate) fn landed(&mut self, token: Token) -> Option<(SourceId, Flight)> {
        let at = self.flights.iter().position(|(t, _, _)| *t == token)?;
        let (_, source, flight) = self.flights.swap_remove(at);
        Some((source, flight))
    }

    /// Gives a row a state, and tells it where it is another one.
    pub(crate) fn set_state(&mut self, n: u64, state: &RowState, actions: &mut Vec<Action>) {
        if let Some(row) = self.rows.get_mut(&n)
            && row.state != *state
        {
            row.state = state.clone();
            actions.push(Action::RowChanged(row.clone()));
        }
    }
}
