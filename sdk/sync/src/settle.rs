//! What an answer means for the change that was sent.

use coordo_core::{Instant, Private, RecordKey};
use coordo_fhir::fields::Fields;
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_fhir::write::holds;
use coordo_fhir::{outcome, read};
use coordo_store::{Body, RowState};

use crate::machine::{Action, Base, Flight, Machine, Token};

impl Machine {
    pub(crate) fn answered(
        &mut self,
        token: Token,
        response: &HttpResponse,
        now: Instant,
        actions: &mut Vec<Action>,
    ) {
        // Overloaded, or an answer that is not the server's (a login page): try again later.
        let is_passing = matches!(response.status, 408 | 429 | 500..);
        if is_passing || is_foreign(response) {
            let retry_after = response
                .header("retry-after")
                .and_then(|s| s.parse::<i64>().ok())
                .map(|s| s.saturating_mul(1000));
            return self.no_answer(token, retry_after, now, actions);
        }
        match self.landed(token) {
            None => {}
            Some(Flight::Change { n, sent }) => self.change_answered(n, &sent, response, actions),
            Some(Flight::Theirs { record }) => self.theirs_answered(&record, response, actions),
        }
    }

    pub(crate) fn no_answer(
        &mut self,
        token: Token,
        retry_after_ms: Option<i64>,
        now: Instant,
        actions: &mut Vec<Action>,
    ) {
        match self.landed(token) {
            Some(Flight::Change { n, .. }) => {
                if let Some(row) = self.rows.get(&n) {
                    let source = row.record().source.clone();
                    self.lost(&source, now, retry_after_ms);
                }
                self.set_state(n, RowState::Unsent, actions);
            }
            // The conflict stands; what the source holds is asked again at the next pull.
            Some(Flight::Theirs { record }) => {
                self.lost(&record.source, now, retry_after_ms);
            }
            None => {}
        }
    }

    fn change_answered(
        &mut self,
        n: u64,
        sent: &Body,
        response: &HttpResponse,
        actions: &mut Vec<Action>,
    ) {
        let Some(row) = self.rows.get(&n) else {
            return;
        };
        let record = row.record().clone();
        self.heard_from(&record.source);
        match response.status {
            200..=299 => {
                let (version, body) = copy_of(response, &record)
                    .unwrap_or_else(|| (response.version().map(str::to_owned), sent.clone()));
                self.acknowledge(n, &record, version, body, actions);
            }
            409 | 412 => {
                self.stop_at(&record, &RowState::Conflict, actions);
                let token = self.token();
                let flight = Flight::Theirs {
                    record: record.clone(),
                };
                self.fly(token, flight);
                actions.push(Action::Send {
                    token,
                    source: record.source.clone(),
                    request: HttpRequest::get(record.reference()),
                });
            }
            status => {
                let words = outcome::words(&response.body).map(Private);
                let state = RowState::Refused { status, words };
                self.stop_at(&record, &state, actions);
            }
        }
    }

    /// The record's changes wait for a person: those behind the first rest on it.
    fn stop_at(&mut self, record: &RecordKey, state: &RowState, actions: &mut Vec<Action>) {
        let rows: Vec<u64> = self.rows_of(record).map(|r| r.n).collect();
        for n in rows {
            self.set_state(n, state.clone(), actions);
        }
    }

    fn theirs_answered(
        &mut self,
        record: &RecordKey,
        response: &HttpResponse,
        actions: &mut Vec<Action>,
    ) {
        if let Some((version, body)) = copy_of(response, record) {
            self.theirs(record, version, body, actions);
        } else if matches!(response.status, 404 | 410) {
            let state = RowState::Refused {
                status: response.status,
                words: None,
            };
            self.stop_at(record, &state, actions);
        }
    }

    /// Learns what the source holds of a record whose changes are in conflict.
    ///
    /// Where that already is what the first change wants, its acknowledgement was
    /// lost on the way, not the change.
    pub fn theirs(
        &mut self,
        record: &RecordKey,
        version: Option<String>,
        body: Body,
        actions: &mut Vec<Action>,
    ) {
        let first = self.rows_of(record).next();
        let arrived = first
            .filter(|row| holds(&body, &row.change))
            .map(|row| row.n);
        if let Some(n) = arrived {
            let rest: Vec<u64> = self
                .rows_of(record)
                .map(|r| r.n)
                .filter(|r| *r != n)
                .collect();
            for n in rest {
                self.set_state(n, RowState::Unsent, actions);
            }
            return self.acknowledge(n, record, version, body, actions);
        }
        let base = Base {
            version: version.clone(),
            text: body.clone(),
        };
        self.set_base(record, base);
        actions.push(Action::Theirs {
            record: record.clone(),
            version,
            body,
        });
    }

    fn acknowledge(
        &mut self,
        n: u64,
        record: &RecordKey,
        version: Option<String>,
        body: Body,
        actions: &mut Vec<Action>,
    ) {
        self.rows.remove(&n);
        let base = Base {
            version: version.clone(),
            text: body.clone(),
        };
        self.set_base(record, base);
        self.forget_base_if_idle(record);
        actions.push(Action::Acknowledged {
            n,
            record: record.clone(),
            version,
            body,
        });
    }
}

/// Whether a 2xx answer carries something that is no FHIR JSON (a login page, a proxy's words).
fn is_foreign(response: &HttpResponse) -> bool {
    response.is_success()
        && !response.body.trim().is_empty()
        && Fields::parse(&response.body)
            .ok()
            .and_then(|f| f.string("resourceType"))
            .is_none()
}

/// The source's copy in an answer, if it is of that record.
///
/// The version is read in the body first: browsers often hide the `ETag` header.
fn copy_of(response: &HttpResponse, record: &RecordKey) -> Option<(Option<String>, Body)> {
    if !response.is_success() {
        return None;
    }
    let (found, _) = read::identify(&record.source, &response.body, "")?;
    let version = found
        .version
        .or_else(|| response.version().map(str::to_owned));
    (found.key == *record).then(|| (version, response.body.as_str().into()))
}
