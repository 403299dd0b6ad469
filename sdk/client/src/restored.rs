//! Changes that an earlier instance left: each is handed on once its record is here.

use coordo_core::{ChangeKind, Instant};
use coordo_fhir::write;
use coordo_store::{OutboxRow, RowState};
use coordo_sync::{Action, Event};

use crate::state::State;

impl State {
    /// Takes the rows of an earlier instance whose records are here: those of a source that does
    /// not answer hold up nobody else's.
    pub(crate) fn restored_of_whole_sources(&mut self) -> Vec<OutboxRow> {
        let is_here = |row: &OutboxRow| {
            let source = self.sources.get(&row.record().source);
            source.is_some_and(|source| source.is_whole)
        };
        let restored = std::mem::take(&mut self.restored);
        let (here, others) = restored.into_iter().partition(is_here);
        self.restored = others;
        here
    }

    /// Hands the rows of an earlier instance to the machine.
    pub(crate) fn give_restored_rows(
        &mut self,
        restored: Vec<OutboxRow>,
        now: Instant,
    ) -> Vec<Action> {
        let mut actions = Vec::new();
        for mut row in restored {
            let record = row.record().clone();
            let is_made_here = row.change.kind == ChangeKind::Created;
            let Some(held) = self.graph.get(&record) else {
                let (version, copy) = if is_made_here {
                    // Its source does not have it yet.
                    (None, write::unborn(&record).into())
                } else {
                    // Its record is gone: kept, and said, never dropped.
                    row.state = RowState::Refused {
                        status: 404,
                        words: None,
                    };
                    (row.base_version.clone(), "{}".into())
                };
                let restored = Event::Restored { row, version, copy };
                actions.extend(self.machine.handle(restored, now));
                if let Some(shown) = self.machine.shown(&record).filter(|_| is_made_here) {
                    self.put_shown(&record, None, shown);
                }
                continue;
            };
            if write::holds(&held.body, &row.change) {
                // It arrived, only its answer did not.
                continue;
            }
            let (version, copy) = (held.version.clone(), held.body.clone());
            let restored = Event::Restored {
                row,
                version: version.clone(),
                copy,
            };
            actions.extend(self.machine.handle(restored, now));
            if let Some(shown) = self.machine.shown(&record) {
                self.put_shown(&record, version, shown);
            }
        }
        actions
    }
}
