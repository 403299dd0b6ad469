//! A person's decisions on what two people changed to two values.

use coordo_core::change::{Change, ChangeKind, Field};
use coordo_core::{Instant, RecordKey, Refusal};
use coordo_fhir::{Projection, read, write};
use coordo_store::LocalFuture;

use crate::client::{Client, Receipt};
use crate::decide::decided;
use crate::state::State;
use crate::take_back::{is_allowed, with_reason};
use crate::view::conflict::{Choice, ConflictView};
use crate::view::outbox::OutboxView;

impl Client {
    /// What waits for a person because a colleague changed the same.
    pub fn conflicts(&self) -> Vec<ConflictView> {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        crate::draw::conflicts(&self.inner.state.borrow(), moment)
    }

    /// What no source has acknowledged.
    pub fn outbox(&self) -> OutboxView {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        crate::draw::outbox(&self.inner.state.borrow(), moment)
    }

    /// Decides a conflict: each path of its fields with what shall hold. It is sent at once by
    /// itself where anything is left to be sent.
    ///
    /// # Errors
    ///
    /// A [`Refusal`]: nothing is asked of the record, a field is not decided, or its source has
    /// gone on to where the wanted status cannot follow. Nothing is changed then.
    pub fn settle(
        &self,
        record: &RecordKey,
        choices: Vec<(String, Choice)>,
    ) -> LocalFuture<'static, Result<Receipt, Refusal>> {
        let (client, record) = (self.clone(), record.clone());
        Box::pin(async move {
            let choice = move |path: &str| {
                let mut made = choices.iter();
                made.find(|(p, _)| p == path).map(|(_, choice)| *choice)
            };
            client.decide_fields(&record, &choice).await
        })
    }

    /// Leaves a decision for later. It stays asked, and comes back to the fore when its source
    /// says something new.
    pub fn set_aside(&self, record: &RecordKey) {
        self.inner.state.borrow_mut().machine.set_aside(record);
        self.changed();
    }

    /// Gives each field what was chosen for it.
    pub(crate) async fn decide_fields(
        &self,
        record: &RecordKey,
        choice: &dyn Fn(&str) -> Option<Choice>,
    ) -> Result<Receipt, Refusal> {
        let now = self.inner.ports.clock.now();
        let (n, decided) = {
            let mut state = self.inner.state.borrow_mut();
            let first = state.machine.rows_of(record).next();
            let n = first.map(|r| r.n).ok_or(Refusal::NotFound)?;
            match settled(&state, record, choice, now)? {
                None => (n, None),
                Some(change) => {
                    let removes = state.machine.rows_of(record).map(|r| r.n).collect();
                    (n, Some(decided(&mut state, change, removes)?))
                }
            }
        };
        let record = record.clone();
        match decided {
            Some(decided) => self.keep(decided).await,
            // The source says so already.
            None => {
                self.decide_theirs(record.clone()).await;
                Ok(Receipt {
                    n,
                    record,
                    others: Vec::new(),
                })
            }
        }
    }
}

/// The change that a decision makes on what the source holds; `None` where it says so already.
fn settled(
    state: &State,
    record: &RecordKey,
    choice: &dyn Fn(&str) -> Option<Choice>,
    now: Instant,
) -> Result<Option<Change>, Refusal> {
    let conflict = state.machine.conflict(record).ok_or(Refusal::NotFound)?;
    let mut clashes = conflict.merge.clashes.iter();
    if clashes.any(|c| choice(&c.path).is_none()) {
        return Err(Refusal::WaitsForDecision);
    }
    let is_mine = |clash: &coordo_fhir::merge::Clash| choice(&clash.path) == Some(Choice::Mine);
    let fields = state.machine.decided(record, is_mine);
    let fields = fields.ok_or(Refusal::NotFound)?;
    let last = state.machine.rows_of(record).last();
    let kind = last.map_or(ChangeKind::Edited, |r| r.change.kind);
    if fields.is_empty() {
        return Ok(None);
    }
    let mut change = Change {
        record: record.clone(),
        kind: match kind {
            ChangeKind::Created => ChangeKind::Edited,
            ChangeKind::Status | ChangeKind::Edited | ChangeKind::Offered => kind,
        },
        fields,
        at: now,
        unusual: false,
    };
    let Projection::Task(theirs) = read::read(record, &conflict.theirs).projection else {
        return Ok(Some(change));
    };
    if let Some(to) = change.status() {
        let said = write::current(&conflict.theirs, Field::StatusReason);
        change.unusual = is_allowed(&theirs.status, &to, with_reason(&change, said), state)?;
    }
    Ok(Some(change))
}
