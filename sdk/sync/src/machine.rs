//! Changes on their way to their sources.

use std::fmt;

use coordo_core::{ChangeKind, Instant, ListMap, RecordKey, SourceId};
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_fhir::write;
use coordo_store::{Body, OutboxRow, RowState};

/// First wait after a request without answer, in milliseconds; it doubles up to [`LONGEST_WAIT`].
const FIRST_WAIT: i64 = 2_000;
const LONGEST_WAIT: i64 = 300_000;

/// Names one request that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token(u64);

/// What happened.
#[derive(Clone)]
#[allow(
    clippy::large_enum_variant,
    reason = "an event is handed over once and never kept"
)]
pub enum Event {
    /// A person changed a record; `base` is the source's copy of it.
    Added {
        /// The change.
        row: OutboxRow,
        /// The source's copy.
        base: Body,
    },
    /// A request was answered.
    Answered {
        /// Which request.
        token: Token,
        /// The answer.
        response: HttpResponse,
    },
    /// A request got no answer.
    NoAnswer {
        /// Which request.
        token: Token,
    },
    /// Time has passed.
    Tick,
    /// Send what waits, without further delay.
    SendNow,
}

/// Names the event and nothing of the record.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Added { .. } => "Added",
            Self::Answered { .. } => "Answered",
            Self::NoAnswer { .. } => "NoAnswer",
            Self::Tick => "Tick",
            Self::SendNow => "SendNow",
        })
    }
}

/// What to do.
#[derive(Clone)]
pub enum Action {
    /// Send a request to a source and tell the answer.
    Send {
        /// To be told with the answer.
        token: Token,
        /// The source.
        source: SourceId,
        /// The request.
        request: HttpRequest,
    },
    /// A row has another state now: store it.
    RowChanged(OutboxRow),
    /// The source has the change: remove the row, keep its copy of the record.
    Acknowledged {
        /// The row.
        n: u64,
        /// The record.
        record: RecordKey,
        /// Its version there.
        version: Option<String>,
        /// The source's copy.
        body: Body,
    },
    /// The source holds something else than the person saw: show it, and let a person decide.
    Theirs {
        /// The record.
        record: RecordKey,
        /// Its version there.
        version: Option<String>,
        /// The source's copy.
        body: Body,
    },
    /// Nothing more to do before this instant: come back with [`Event::Tick`].
    WakeAt(Instant),
}

/// Names the action and nothing of the record.
impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Send { .. } => "Send",
            Self::RowChanged(_) => "RowChanged",
            Self::Acknowledged { .. } => "Acknowledged",
            Self::Theirs { .. } => "Theirs",
            Self::WakeAt(_) => "WakeAt",
        })
    }
}

#[derive(Clone)]
pub(crate) enum Flight {
    Change { n: u64, sent: Body },
    Theirs { record: RecordKey },
}

#[derive(Clone)]
pub(crate) struct Base {
    pub(crate) version: Option<String>,
    pub(crate) text: Body,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Wait {
    tries: u32,
    until: Option<Instant>,
    since: Option<Instant>,
}

/// The machine.
#[derive(Default)]
pub struct Machine {
    pub(crate) rows: ListMap<u64, OutboxRow>,
    /// Copies of the records that have unsent changes: a few, so a list.
    bases: Vec<(RecordKey, Base)>,
    flights: Vec<(Token, Flight)>,
    waits: Vec<(SourceId, Wait)>,
    n_tokens: u64,
    hold_ms: i64,
    send_now_up_to: u64,
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

    /// Takes an event in; says what to do.
    pub fn handle(&mut self, event: Event, now: Instant) -> Vec<Action> {
        let mut actions = Vec::new();
        match event {
            Event::Added { row, base } => {
                if self.base_of(row.record()).is_none() {
                    let base = Base {
                        version: row.base_version.clone(),
                        text: base,
                    };
                    self.bases.push((row.record().clone(), base));
                }
                self.rows.insert(row.n, row);
            }
            Event::Answered { token, response } => {
                self.answered(token, &response, now, &mut actions);
            }
            Event::NoAnswer { token } => self.no_answer(token, None, now, &mut actions),
            Event::Tick => {}
            Event::SendNow => {
                self.send_now_up_to = self.rows.keys().next_back().copied().unwrap_or(0);
                for (_, wait) in &mut self.waits {
                    wait.until = None;
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
        let base = self.base_of(record)?;
        let mut text = base.text.to_string();
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
        let has_no_copy = self.base_of(record).is_some_and(|b| b.version.is_none());
        has_no_copy && rows.next().is_some_and(is_made_here)
    }

    /// Since when a source does not answer.
    pub fn silent_since(&self, source: &SourceId) -> Option<Instant> {
        self.wait_of(source).and_then(|w| w.since)
    }

    /// When a source is asked again.
    pub fn next_try(&self, source: &SourceId) -> Option<Instant> {
        self.wait_of(source).and_then(|w| w.until)
    }

    /// Whether a request with a change is on its way.
    pub fn is_sending(&self) -> bool {
        !self.flights.is_empty()
    }

    /// A source answered a request that is not the machine's (a pull).
    pub fn heard_from(&mut self, source: &SourceId) {
        self.waits.retain(|(s, _)| s != source);
    }

    /// A source did not answer a request that is not the machine's (a pull).
    pub fn lost(
        &mut self,
        source: &SourceId,
        now: Instant,
        retry_after_ms: Option<i64>,
    ) -> Instant {
        let mut wait = self.wait_of(source).copied().unwrap_or_default();
        let delay = FIRST_WAIT
            .saturating_mul(1 << wait.tries.min(16))
            .min(LONGEST_WAIT)
            .max(retry_after_ms.unwrap_or(0));
        wait.tries += 1;
        wait.since.get_or_insert(now);
        let until = Instant(now.0.saturating_add(delay));
        wait.until = Some(until);
        self.heard_from(source);
        self.waits.push((source.clone(), wait));
        until
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
        self.forget_base_if_idle(record);
        gone
    }

    /// Whether a change may still be taken out without a new change.
    pub fn is_unsent(&self, n: u64) -> bool {
        self.rows.get(&n).is_some_and(|row| {
            row.state == RowState::Unsent && self.rows_of(row.record()).all(|r| r.n <= n)
        })
    }

    /// The source's copy of a record that has unsent changes.
    pub fn base(&self, record: &RecordKey) -> Option<(Option<&str>, &Body)> {
        let base = self.base_of(record)?;
        Some((base.version.as_deref(), &base.text))
    }

    pub(crate) fn forget_base_if_idle(&mut self, record: &RecordKey) {
        if self.rows_of(record).next().is_none() {
            self.bases.retain(|(r, _)| r != record);
        }
    }

    fn base_of(&self, record: &RecordKey) -> Option<&Base> {
        let mut bases = self.bases.iter();
        bases.find(|(r, _)| r == record).map(|(_, base)| base)
    }

    pub(crate) fn set_base(&mut self, record: &RecordKey, base: Base) {
        self.bases.retain(|(r, _)| r != record);
        self.bases.push((record.clone(), base));
    }

    fn wait_of(&self, source: &SourceId) -> Option<&Wait> {
        let mut waits = self.waits.iter();
        waits.find(|(s, _)| s == source).map(|(_, wait)| wait)
    }

    pub(crate) fn fly(&mut self, token: Token, flight: Flight) {
        self.flights.push((token, flight));
    }

    pub(crate) fn landed(&mut self, token: Token) -> Option<Flight> {
        let at = self.flights.iter().position(|(t, _)| *t == token)?;
        Some(self.flights.swap_remove(at).1)
    }

    pub(crate) fn token(&mut self) -> Token {
        self.n_tokens += 1;
        Token(self.n_tokens)
    }

    fn send_what_may_leave(&mut self, now: Instant, actions: &mut Vec<Action>) {
        let mut wake: Option<Instant> = None;
        let mut later = |at: Instant| wake = Some(wake.map_or(at, |w: Instant| w.min(at)));
        let mut ready = Vec::new();
        let mut seen: Vec<&RecordKey> = Vec::new();
        for row in self.rows.values() {
            // One record's changes leave in order, so only its oldest one is looked at.
            if seen.contains(&row.record()) {
                continue;
            }
            seen.push(row.record());
            if row.state != RowState::Unsent {
                continue;
            }
            let hold = if row.n <= self.send_now_up_to {
                row.made_at
            } else {
                Instant(row.made_at.0 + self.hold_ms)
            };
            let source = self.wait_of(&row.record().source);
            let due = source.and_then(|w| w.until).map_or(hold, |u| u.max(hold));
            if due > now {
                later(due);
            } else {
                ready.push(row.n);
            }
        }
        for n in ready {
            self.send(n, actions);
        }
        if let Some(at) = wake {
            actions.push(Action::WakeAt(at));
        }
    }

    fn send(&mut self, n: u64, actions: &mut Vec<Action>) {
        let Some(row) = self.rows.get(&n) else {
            return;
        };
        let record = row.record().clone();
        let Some(base) = self.base_of(&record).cloned() else {
            return;
        };
        let Ok(text) = write::apply(&base.text, &row.change) else {
            return;
        };
        let (path, body) = (record.reference(), text.clone());
        let request = if self.is_unborn(&record) {
            HttpRequest::put_new(path, body)
        } else {
            HttpRequest::put_if_match(path, base.version.as_deref(), body)
        };
        let token = self.token();
        let flight = Flight::Change {
            n,
            sent: text.into(),
        };
        self.fly(token, flight);
        self.set_state(n, RowState::Sending, actions);
        actions.push(Action::Send {
            token,
            source: record.source,
            request,
        });
    }

    pub(crate) fn set_state(&mut self, n: u64, state: RowState, actions: &mut Vec<Action>) {
        if let Some(row) = self.rows.get_mut(&n) {
            row.state = state;
            actions.push(Action::RowChanged(row.clone()));
        }
    }
}
