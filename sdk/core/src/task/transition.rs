//! Which status may follow which.
//!
//! FHIR R4 gives the codes and a typical state machine, "encouraged, not
//! enforced" (<https://hl7.org/fhir/R4/task.html#statemachine>). Strict mode holds
//! to that table; lenient mode lets an open task go anywhere and warns. Neither
//! lets a task leave an ended status: reopening is a new Task that points to the
//! old one.

use super::TaskStatus;
use TaskStatus::{
    Accepted, Cancelled, Completed, Draft, EnteredInError, Failed, InProgress, OnHold, Ready,
    Received, Rejected, Requested,
};

/// How strictly the table is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Only the transitions of the table.
    #[default]
    Strict,
    /// Any transition of an open task; those outside the table carry a warning.
    Lenient,
}

/// The answer to "may this status follow that one?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// In the table.
    Allowed,
    /// Outside the table, let through by lenient mode.
    Unusual,
    /// Outside the table.
    Forbidden,
    /// The task is over.
    Ended,
    /// It has that status already.
    Same,
    /// The target is not a status of R4.
    NotAStatus,
}

/// The statuses that may follow `from` in the strict table.
pub fn successors(from: &TaskStatus) -> &'static [TaskStatus] {
    match from {
        Draft => &[Requested, Ready, Cancelled, EnteredInError],
        Requested => &[
            Received,
            Accepted,
            Rejected,
            Ready,
            InProgress,
            Cancelled,
            EnteredInError,
        ],
        Received => &[Accepted, Rejected, Cancelled, EnteredInError],
        Accepted => &[Ready, InProgress, OnHold, Cancelled, EnteredInError],
        Ready => &[InProgress, OnHold, Cancelled, EnteredInError],
        InProgress => &[OnHold, Completed, Failed, Cancelled, EnteredInError],
        OnHold => &[InProgress, Ready, Cancelled, Failed, EnteredInError],
        // "Any → entered-in-error" holds for ended tasks too, and for a status that
        // nobody understands it is the one certain way out.
        Rejected | Cancelled | Failed | Completed => &[EnteredInError],
        TaskStatus::Other(_) | TaskStatus::Missing => &[EnteredInError],
        EnteredInError => &[],
    }
}

/// Whether `to` may follow `from`.
pub fn judge(from: &TaskStatus, to: &TaskStatus, mode: Mode) -> Verdict {
    if !to.is_known() {
        Verdict::NotAStatus
    } else if from == to {
        Verdict::Same
    } else if successors(from).contains(to) {
        Verdict::Allowed
    } else if from.is_ended() {
        Verdict::Ended
    } else if mode == Mode::Lenient {
        Verdict::Unusual
    } else {
        Verdict::Forbidden
    }
}

/// Whether a change to this status must say why.
///
/// `Task.statusReason` is expected for rejected, cancelled, on-hold and failed
/// (Gravity SDOH Clinical Care, <http://hl7.org/fhir/us/sdoh-clinicalcare>), and an
/// entry made in error is one whose reason the next reader needs.
pub fn needs_reason(to: &TaskStatus) -> bool {
    matches!(to, Rejected | Cancelled | OnHold | Failed | EnteredInError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strict_table_is_the_one_of_r4() {
        // One row a status: what may follow it.
        let table = [
            ("draft", "requested cancelled ready entered-in-error"),
            (
                "requested",
                "received accepted rejected ready cancelled in-progress entered-in-error",
            ),
            ("received", "accepted rejected cancelled entered-in-error"),
            (
                "accepted",
                "ready cancelled in-progress on-hold entered-in-error",
            ),
            ("rejected", "entered-in-error"),
            ("ready", "cancelled in-progress on-hold entered-in-error"),
            ("cancelled", "entered-in-error"),
            (
                "in-progress",
                "cancelled on-hold failed completed entered-in-error",
            ),
            (
                "on-hold",
                "ready cancelled in-progress failed entered-in-error",
            ),
            ("failed", "entered-in-error"),
            ("completed", "entered-in-error"),
            ("entered-in-error", ""),
        ];
        for (from, expected) in table {
            let from = TaskStatus::from_code(from);
            for to in &TaskStatus::ALL {
                let listed = expected.split(' ').any(|code| code == to.code());
                let allowed = judge(&from, to, Mode::Strict) == Verdict::Allowed;
                assert_eq!(allowed, listed, "{} → {}", from.code(), to.code());
            }
        }
    }

    #[test]
    fn lenient_mode_lets_an_open_task_go_anywhere_and_says_it_is_unusual() {
        assert_eq!(judge(&Draft, &Completed, Mode::Lenient), Verdict::Unusual);
        assert_eq!(judge(&Draft, &Completed, Mode::Strict), Verdict::Forbidden);
    }

    #[test]
    fn an_ended_task_stays_ended_in_both_modes() {
        for mode in [Mode::Strict, Mode::Lenient] {
            assert_eq!(judge(&Completed, &InProgress, mode), Verdict::Ended);
        }
    }

    #[test]
    fn an_unknown_status_can_be_left_in_lenient_mode_only() {
        let odd = TaskStatus::from_code("en attente");
        assert_eq!(judge(&odd, &InProgress, Mode::Strict), Verdict::Forbidden);
        assert_eq!(judge(&odd, &InProgress, Mode::Lenient), Verdict::Unusual);
        assert_eq!(judge(&InProgress, &odd, Mode::Lenient), Verdict::NotAStatus);
    }
}
