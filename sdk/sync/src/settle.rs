//! What an answer means for the changes that were sent.

use coordo_core::{Instant, Private, RecordKey, SourceId};
use coordo_fhir::fields::{Fields, elements};
use coordo_fhir::http::{HttpResponse, version_of_etag};
use coordo_fhir::merge::says_the_same;
use coordo_fhir::{outcome, read, write};
use coordo_store::{Body, RowState};

use crate::event::{Action, Token};
use crate::machine::{Flight, Held, Machine};
use crate::wait::retry_after;

/// How often a version that is there may be called outdated before a person is told.
const DISOWNED: u8 = 3;

impl Machine {
    pub(crate) fn answered(
        &mut self,
        token: Token,
        response: &HttpResponse,
        now: Instant,
        actions: &mut Vec<Action>,
    ) {
        let Some((source, flight)) = self.landed(token) else {
            return;
        };
        match response.status {
            401 | 403 => return self.denied(&source, &flight, response, actions),
            // Overloaded: the server says so of all that it is asked.
            429 | 503 => {
                let after = retry_after(response, now);
                self.waits.lost(&source, now, after);
                // A proxy may say so of what a server did.
                return self.back(&flight, response.status != 429, actions);
            }
            // An answer that is not the server's (a login page, a cut body) is none.
            200..=299 if is_foreign(response) => {
                self.waits.lost(&source, now, None);
                return self.back(&flight, true, actions);
            }
            // It failed on these; others may do well.
            300..=399 | 408 | 425 | 500.. => {
                self.heard_from(&source);
                return self.back_later(&flight, now, actions);
            }
            _ => self.heard_from(&source),
        }
        match flight {
            Flight::Check { record } => self.check_answered(&record, response, now, actions),
            Flight::Changes { rows } if response.is_success() => {
                self.taken(&rows, response, now, actions);
            }
            Flight::Changes { rows } => {
                let is_outdated = matches!(response.status, 409 | 412);
                for (n, record, _) in rows {
                    if is_outdated {
                        if let Some(entry) = self.entry_mut(&record) {
                            entry.n_disowned += 1;
                            let words = outcome::words(&response.body).map(Private);
                            entry.disowned = (response.status, words);
                        }
                        self.check(&record, actions);
                    } else {
                        self.refuse_if_there(n, &record, response, actions);
                    }
                }
            }
        }
    }

    pub(crate) fn no_answer(&mut self, token: Token, now: Instant, actions: &mut Vec<Action>) {
        if let Some((source, flight)) = self.landed(token) {
            self.waits.lost(&source, now, None);
            self.back(&flight, true, actions);
        }
    }

    /// A request never left, since what was to be noted before could not be: its changes wait as
    /// they did. They leave with the next event.
    pub fn not_sent(&mut self, token: Token) {
        if let Some((_, flight)) = self.landed(token) {
            // The store never learned that they were on their way.
            self.back(&flight, false, &mut Vec::new());
        }
    }

    /// Another page sends from now on. Its rows tell how far they are.
    pub(crate) fn leave_to_others(&mut self) {
        for (_, _, flight) in std::mem::take(&mut self.flights) {
            self.back(&flight, true, &mut Vec::new());
        }
    }

    /// Nothing is known of what became of a request: its changes wait again.
    fn back(&mut self, flight: &Flight, may_have_arrived: bool, actions: &mut Vec<Action>) {
        for (n, record) in changes_of(flight) {
            if let Some(entry) = self.entry_mut(&record) {
                entry.is_unsure |= may_have_arrived && n.is_some();
                entry.is_checked = false;
            }
            let sending = |n: &u64| {
                self.rows
                    .get(n)
                    .is_some_and(|r| r.state == RowState::Sending)
            };
            let n = n.or_else(|| self.rows_of(&record).next().map(|r| r.n));
            if let Some(n) = n.filter(sending) {
                self.set_state(n, &RowState::Unsent, actions);
            }
        }
    }

    /// The same, for a failure that others need not share.
    fn back_later(&mut self, flight: &Flight, now: Instant, actions: &mut Vec<Action>) {
        let chance = self.waits.chance(now);
        for (_, record) in changes_of(flight) {
            if let Some(entry) = self.entry_mut(&record) {
                entry.wait.longer(now, None, chance);
            }
        }
        self.back(flight, true, actions);
    }

    /// Who asks is not known, or not admitted. That is the session's matter first, and the
    /// change's where it is denied again with what others do well with: 403 at once, 401 where the
    /// source was read in between.
    fn denied(
        &mut self,
        source: &SourceId,
        flight: &Flight,
        response: &HttpResponse,
        actions: &mut Vec<Action>,
    ) {
        let status = response.status;
        self.waits.forget(source);
        self.back(flight, false, actions);
        let mut is_for_good = true;
        for (_, record) in changes_of(flight) {
            if let Some(entry) = self.entry_mut(&record) {
                let was_admitted = std::mem::take(&mut entry.was_admitted);
                let counts = status == 403 || entry.n_denied == 0 || was_admitted;
                entry.n_denied = entry.n_denied.saturating_add(u8::from(counts));
                is_for_good &= entry.n_denied > 1;
            }
        }
        if is_for_good {
            for (n, record) in changes_of(flight) {
                let n = n.or_else(|| self.rows_of(&record).next().map(|r| r.n));
                self.refuse_if_there(n.unwrap_or_default(), &record, response, actions);
            }
            return;
        }
        if !self.barred.contains(source) {
            self.barred.push(source.clone());
            actions.push(Action::NeedsCredentials {
                source: source.clone(),
                status,
            });
        }
    }

    fn refuse_if_there(
        &mut self,
        n: u64,
        record: &RecordKey,
        response: &HttpResponse,
        actions: &mut Vec<Action>,
    ) {
        if self.rows.get(&n).is_some() {
            let words = outcome::words(&response.body).map(Private);
            let status = response.status;
            self.stop_at(record, &RowState::Refused { status, words }, actions);
        }
    }

    /// What is there is called outdated again and again: a person has to look.
    fn refuse_disowned(&mut self, record: &RecordKey, actions: &mut Vec<Action>) {
        let said = self.entry_mut(record).map(|entry| entry.disowned.clone());
        let (status, words) = said.unwrap_or((412, None));
        let state = RowState::Refused { status, words };
        self.stop_at(record, &state, actions);
    }

    /// The record's changes wait for a person: those behind the first rest on it.
    pub(crate) fn stop_at(
        &mut self,
        record: &RecordKey,
        state: &RowState,
        actions: &mut Vec<Action>,
    ) {
        let rows: Vec<u64> = self.rows_of(record).map(|r| r.n).collect();
        for n in rows {
            self.set_state(n, state, actions);
        }
    }

    /// The source took what was sent.
    fn taken(
        &mut self,
        rows: &[(u64, RecordKey, Body)],
        response: &HttpResponse,
        now: Instant,
        actions: &mut Vec<Action>,
    ) {
        let told = told(response, rows.len());
        for (at, (n, record, sent)) in rows.iter().enumerate() {
            let copy = match rows.len() {
                1 => copy_of(response, record),
                _ => None,
            };
            let is_copy = copy.is_some();
            let held = match (copy, told.get(at)) {
                (Some(held), _) => held,
                (None, Some(version)) => Held {
                    version: version.clone(),
                    text: sent.clone(),
                },
                // It speaks of something else: what it holds is asked.
                (None, None) => {
                    let flight = Flight::Changes {
                        rows: vec![(*n, record.clone(), sent.clone())],
                    };
                    self.back_later(&flight, now, actions);
                    continue;
                }
            };
            self.acknowledge(*n, record, held, is_copy, actions);
        }
    }

    fn check_answered(
        &mut self,
        record: &RecordKey,
        response: &HttpResponse,
        now: Instant,
        actions: &mut Vec<Action>,
    ) {
        if let Some(held) = copy_of(response, record) {
            return self.theirs(record, held.version, held.text, now, actions);
        }
        let is_gone = matches!(response.status, 404 | 410);
        let n = self.rows_of(record).next().map(|r| r.n);
        if is_gone && self.is_unborn(record) {
            // It did not arrive. One that is called there already and is not found was denied.
            let chance = self.waits.chance(now);
            let n_disowned = self.entry_mut(record).map_or(0, |entry| {
                entry.is_unsure = false;
                if entry.n_disowned > 0 {
                    entry.wait.longer(now, None, chance);
                }
                entry.n_disowned
            });
            if n_disowned > DISOWNED {
                return self.refuse_disowned(record, actions);
            }
            self.wait_again(record, actions);
        } else if response.is_success() {
            let flight = Flight::Check {
                record: record.clone(),
            };
            self.back_later(&flight, now, actions);
        } else if let Some(n) = n {
            self.refuse_if_there(n, record, response, actions);
        }
    }

    /// Learns what the source holds of a record that has unsent changes.
    ///
    /// Where that already is what the first change wants, its acknowledgement was lost on the
    /// way, not the change. Otherwise both are merged, or wait for a person.
    pub(crate) fn theirs(
        &mut self,
        record: &RecordKey,
        version: Option<String>,
        body: Body,
        now: Instant,
        actions: &mut Vec<Action>,
    ) {
        let held = Held {
            version,
            text: body,
        };
        let is_unborn = self.is_unborn(record);
        let Some(mut base) = self.entry(record).map(|e| e.base.clone()) else {
            return;
        };
        let first = self.rows_of(record).next();
        let arrived = first.filter(|row| write::holds(&held.text, &row.change));
        let is_new = is_unborn && arrived.is_none();
        if let Some(row) = arrived {
            let n = row.n;
            if let Ok(rests_on) = write::apply(&base.text, &row.change) {
                base.text = rests_on.into();
            }
            self.acknowledge(n, record, held.clone(), true, actions);
        }
        let chance = self.waits.chance(now);
        let Some(entry) = self.entry_mut(record) else {
            return;
        };
        entry.is_unsure = false;
        if is_new || !says_the_same(&base.text, &held.text) {
            entry.base = base;
            return self.merge_with(record, held, now, actions);
        }
        let is_disowned = entry.n_disowned > DISOWNED && base.version == held.version;
        if entry.n_disowned > DISOWNED {
            // It calls itself otherwise each time that it is asked.
            entry.wait.longer(now, None, chance);
        }
        entry.is_checked = true;
        entry.theirs = None;
        entry.base = held;
        if is_disowned {
            return self.refuse_disowned(record, actions);
        }
        self.wait_again(record, actions);
    }

    /// The rows of a record go on waiting to be sent.
    pub(crate) fn wait_again(&mut self, record: &RecordKey, actions: &mut Vec<Action>) {
        self.stop_at(record, &RowState::Unsent, actions);
    }

    /// The source has a change. What it made of it is known only where it gave its copy: otherwise
    /// none of its versions is told to be held, so that the next reading brings it.
    fn acknowledge(
        &mut self,
        n: u64,
        record: &RecordKey,
        held: Held,
        is_copy: bool,
        actions: &mut Vec<Action>,
    ) {
        let Some(row) = self.rows.remove(&n) else {
            return;
        };
        if let Some(entry) = self.entry_mut(record) {
            *entry = crate::machine::Entry::on(held.clone());
        }
        self.forget_if_idle(record);
        actions.push(Action::Acknowledged {
            row,
            version: held.version.filter(|_| is_copy),
            body: held.text,
        });
    }
}

/// The changes of a request, or the record that it asks about.
fn changes_of(flight: &Flight) -> Vec<(Option<u64>, RecordKey)> {
    match flight {
        Flight::Check { record } => vec![(None, record.clone())],
        Flight::Changes { rows } => rows
            .iter()
            .map(|(n, record, _)| (Some(*n), record.clone()))
            .collect(),
    }
}

/// Whether a 2xx answer carries something that is no FHIR JSON (a login page, a proxy's words).
/// Whether an answer is not the server's own: a page to sign in, or a part of one.
pub fn is_foreign(response: &HttpResponse) -> bool {
    let kind = Fields::parse(&response.body)
        .ok()
        .and_then(|f| f.string("resourceType"));
    !response.body.trim().is_empty() && kind.is_none()
}

/// The versions that an answer without the records tells; empty where it speaks of something else.
fn told(response: &HttpResponse, n: usize) -> Vec<Option<String>> {
    let version = || response.version().map(str::to_owned);
    if n == 1 && response.body.trim().is_empty() {
        return vec![version()];
    }
    let Ok(fields) = Fields::parse(&response.body) else {
        return Vec::new();
    };
    let entries = || fields.get("entry").and_then(elements);
    match fields.string("resourceType").as_deref() {
        Some("OperationOutcome") if n == 1 && !outcome::is_error(&response.body) => vec![version()],
        Some("Bundle") if n > 1 => {
            let entries = entries().unwrap_or_default();
            let etag = |entry: &str| {
                let response = Fields::parse(entry).ok()?.object("response")?;
                let status = response.string("status")?;
                let etag = response.string("etag");
                let version = etag.map(|e| version_of_etag(&e).to_owned());
                status.starts_with('2').then_some(version)
            };
            let told: Vec<_> = entries.into_iter().filter_map(etag).collect();
            if told.len() == n { told } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// The source's copy in an answer, if it is of that record.
///
/// The version is read in the body first: browsers often hide the `ETag` header.
fn copy_of(response: &HttpResponse, record: &RecordKey) -> Option<Held> {
    if !response.is_success() {
        return None;
    }
    let (found, _) = read::identify(&record.source, &response.body, "")?;
    let version = found
        .version
        .or_else(|| response.version().map(str::to_owned));
    (found.key == *record).then(|| Held {
        version,
        text: response.body.as_str().into(),
    })
}
