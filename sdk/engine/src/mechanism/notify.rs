//! Implicit coordination: what goes as agreed needs no word (row 7).

use coordo_core::RecordKey;

use crate::protocol::{DeviationKind, Standing};

/// What happened to a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepEvent {
    /// It went as the protocol has it: made, begun, done in time.
    AsAgreed,
    /// It went otherwise.
    Deviated(DeviationKind),
}

/// One event of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathEvent {
    /// The task.
    pub task: RecordKey,
    /// What the protocol that it came from is to the team; `None` where it came from none.
    pub protocol: Option<Standing>,
    /// What happened.
    pub event: StepEvent,
}

/// The events that somebody is told of: all of a task without an accepted protocol; of one with
/// it, each deviation once.
pub fn notified(events: &[PathEvent]) -> Vec<&PathEvent> {
    let mut told: Vec<&PathEvent> = Vec::new();
    for event in events {
        let is_accepted = matches!(event.protocol, Some(Standing::Written | Standing::Informal));
        let is_known = event.event == StepEvent::AsAgreed || told.contains(&event);
        if !(is_accepted && is_known) {
            told.push(event);
        }
    }
    told
}
