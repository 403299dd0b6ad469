//! What may leave now, in which order, and as which request.

use coordo_core::id::literal;
use coordo_core::{Instant, RecordKey, SourceId};
use coordo_fhir::bundle::{self, Entry as BundleEntry};
use coordo_fhir::http::HttpRequest;
use coordo_fhir::write;
use coordo_store::{Body, OutboxRow, RowState};

use crate::event::Action;
use crate::machine::{Flight, Machine};
use crate::references::references;

/// Changes on their way to one source together.
const AT_ONCE: usize = 6;

impl Machine {
    pub(crate) fn send_what_may_leave(&mut self, now: Instant, actions: &mut Vec<Action>) {
        let mut wake: Option<Instant> = None;
        let mut ready = Vec::new();
        if !self.is_following {
            let mut seen: Vec<&RecordKey> = Vec::new();
            for row in self.rows.values() {
                // One record's changes leave in order, so only its oldest one is looked at.
                if seen.contains(&row.record()) {
                    continue;
                }
                seen.push(row.record());
                match self.due(row) {
                    Some(due) if due > now => wake = Some(wake.map_or(due, |w| w.min(due))),
                    Some(_) => ready.push(row.record().clone()),
                    None => {}
                }
            }
        }
        for record in ready {
            self.send(&record, actions);
        }
        if let Some(at) = wake {
            actions.push(Action::WakeAt(at));
        }
    }

    /// When the oldest change of a record may leave; `None` where that is not a matter of time.
    fn due(&self, row: &OutboxRow) -> Option<Instant> {
        let record = row.record();
        let entry = self.entry(record)?;
        // A conflict of which it is not known what it is with is asked about.
        let is_unknown = row.state == RowState::Conflict && entry.theirs.is_none();
        let may = row.state == RowState::Unsent || is_unknown;
        if !may || self.barred.contains(&record.source) || self.is_flying(record) {
            return None;
        }
        let hold = if row.n <= self.send_now_up_to || entry.is_unsure {
            row.made_at
        } else {
            Instant(row.made_at.0.saturating_add(self.hold_ms))
        };
        let source = self.waits.of(&record.source).and_then(|w| w.until);
        let waits = [source, entry.wait.until].into_iter().flatten();
        Some(waits.fold(hold, Ord::max))
    }

    pub(crate) fn is_flying(&self, record: &RecordKey) -> bool {
        self.flights.iter().any(|(_, _, flight)| match flight {
            Flight::Changes { rows } => rows.iter().any(|(_, r, _)| r == record),
            Flight::Check { record: r } => r == record,
        })
    }

    /// Sends the oldest change of a record, or asks first where something is not sure.
    fn send(&mut self, record: &RecordKey, actions: &mut Vec<Action>) {
        let of_source = self.flights.iter().filter(|(_, s, _)| *s == record.source);
        // In a transaction it may have left meanwhile.
        if of_source.count() >= AT_ONCE || self.is_flying(record) {
            return;
        }
        let Some(entry) = self.entry(record) else {
            return;
        };
        let is_unborn = self.is_unborn(record);
        let of_source = |sources: &[SourceId]| sources.contains(&record.source);
        let is_careless =
            entry.base.version.is_none() || of_source(&self.careless) || of_source(&self.twice);
        let is_unknown = self
            .rows_of(record)
            .next()
            .is_some_and(|r| r.state == RowState::Conflict);
        if entry.is_unsure || is_unknown || is_careless && !is_unborn && !entry.is_checked {
            return self.check(record, actions);
        }
        let Some(together) = self.together(record) else {
            return;
        };
        let mut rows: Vec<(u64, RecordKey, Body)> = Vec::new();
        for key in together {
            let Some(row) = self.rows_of(&key).next() else {
                return;
            };
            let Some(entry) = self.entry(&key) else {
                return;
            };
            let Ok(text) = write::apply(&entry.base.text, &row.change) else {
                return;
            };
            rows.push((row.n, key, text.into()));
        }
        let request = match rows.as_slice() {
            [(_, key, text)] if is_unborn => {
                HttpRequest::put_new(key.reference(), text.to_string())
            }
            [(_, key, text)] => {
                let version = self.entry(key).and_then(|e| e.base.version.as_deref());
                HttpRequest::put_if_match(key.reference(), version, text.to_string())
            }
            several => transaction(several),
        };
        for (n, key, _) in &rows {
            self.set_state(*n, &RowState::Sending, actions);
            if let Some(entry) = self.entry_mut(key) {
                entry.is_checked = false;
            }
        }
        let flight = Flight::Changes { rows };
        actions.push(Action::Send {
            token: self.fly(&record.source, flight),
            source: record.source.clone(),
            request,
        });
    }

    /// Asks what the source holds of a record.
    pub(crate) fn check(&mut self, record: &RecordKey, actions: &mut Vec<Action>) {
        let first = self.rows_of(record).next().map(|r| (r.n, r.state.clone()));
        if let Some((n, RowState::Unsent)) = first {
            self.set_state(n, &RowState::Sending, actions);
        }
        let flight = Flight::Check {
            record: record.clone(),
        };
        actions.push(Action::Send {
            token: self.fly(&record.source, flight),
            source: record.source.clone(),
            request: HttpRequest::get(record.reference()),
        });
    }

    /// What has to leave with a record: itself, and all in a circle of records that refer to each
    /// other and of which the source has none. `None` while something that it refers to has to
    /// leave before.
    fn together(&self, record: &RecordKey) -> Option<Vec<RecordKey>> {
        let reached = self.reached(record);
        let is_in_circle = |r: &RecordKey| self.reached(r).contains(record);
        let circle: Vec<RecordKey> = reached
            .iter()
            .filter(|r| is_in_circle(r))
            .cloned()
            .collect();
        if circle.is_empty() {
            return reached.is_empty().then(|| vec![record.clone()]);
        }
        let is_ready = |r: &RecordKey| {
            let first = self.rows_of(r).next();
            let is_sure = self.entry(r).is_some_and(|e| !e.is_unsure);
            is_sure && !self.is_flying(r) && first.is_some_and(|f| f.state == RowState::Unsent)
        };
        let is_closed = reached.iter().all(|r| circle.contains(r));
        (is_closed && circle.iter().all(is_ready)).then_some(circle)
    }

    /// Records that the source does not have yet and that a record refers to, itself or through
    /// others.
    fn reached(&self, record: &RecordKey) -> Vec<RecordKey> {
        let mut reached: Vec<RecordKey> = Vec::new();
        let mut open = vec![record.clone()];
        while let Some(next) = open.pop() {
            let Some(text) = self.first_of(&next) else {
                continue;
            };
            for target in references(&text) {
                let Some((kind, id)) = literal(&target) else {
                    continue;
                };
                let key = RecordKey::new(record.source.clone(), kind, id);
                if key != next && !reached.contains(&key) && self.is_unborn(&key) {
                    reached.push(key.clone());
                    open.push(key);
                }
            }
        }
        reached
    }

    /// A record with its oldest change.
    fn first_of(&self, record: &RecordKey) -> Option<String> {
        let entry = self.entry(record)?;
        let row = self.rows_of(record).next()?;
        write::apply(&entry.base.text, &row.change).ok()
    }
}

/// All or nothing, each under the id that was chosen here, none over what is there already: an
/// earlier request may have arrived after it was asked about, and a colleague have gone on from it.
fn transaction(rows: &[(u64, RecordKey, Body)]) -> HttpRequest {
    let entries = rows.iter().map(|(_, key, text)| BundleEntry {
        resource: Some(text),
        request: Some(("PUT".to_owned(), key.reference())),
        is_new: true,
        ..BundleEntry::default()
    });
    HttpRequest::post_bundle(bundle::write("transaction", None, &[], entries))
}
