//! Two people gave one task another status without knowing of each other: which of them holds.
//!
//! A step that may only follow the other one holds by itself: who started what a colleague
//! had made ready comes after them. Everything else is asked.

use crate::TaskStatus;
use crate::task::transition::{Mode, Verdict, judge};

/// Whose value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What was wanted here.
    Mine,
    /// What the source holds.
    Theirs,
    /// A person decides.
    Ask,
}

/// The status of one task, as three copies of it tell.
#[derive(Clone, Copy, Debug)]
pub struct Statuses<'s> {
    /// What both began with.
    pub base: &'s TaskStatus,
    /// What was wanted here.
    pub mine: &'s TaskStatus,
    /// What the source holds.
    pub theirs: &'s TaskStatus,
    /// Whether the source's owner is another than the one that was seen here.
    pub is_theirs_elsewhere: bool,
    /// Whether the source says anything else that was not seen here, notes included.
    pub has_theirs_more: bool,
}

/// Whether a task is stopped by it: never by rule alone against somebody else's change.
fn is_stop(status: &TaskStatus) -> bool {
    status.is_called_off() && *status != TaskStatus::Rejected
}

/// Whose status holds. `statusReason` goes with it.
pub fn status(of: &Statuses<'_>) -> Side {
    if of.mine == of.theirs || of.mine == of.base {
        return Side::Theirs;
    }
    let is_theirs_new = of.theirs != of.base;
    if is_stop(of.mine) && (is_theirs_new || of.has_theirs_more) || of.is_theirs_elsewhere {
        return Side::Ask;
    }
    if !is_theirs_new {
        return Side::Mine;
    }
    let follows = |from, to| judge(from, to, Mode::Strict) == Verdict::Allowed;
    match (follows(of.theirs, of.mine), follows(of.mine, of.theirs)) {
        (true, false) => Side::Mine,
        (false, true) if !is_stop(of.theirs) => Side::Theirs,
        (true | false, true | false) => Side::Ask,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(base: &str, mine: &str, theirs: &str) -> Side {
        let [base, mine, theirs] = [base, mine, theirs].map(TaskStatus::from_code);
        status(&Statuses {
            base: &base,
            mine: &mine,
            theirs: &theirs,
            is_theirs_elsewhere: false,
            has_theirs_more: theirs != base,
        })
    }

    #[test]
    fn of_two_steps_the_one_that_can_only_follow_the_other_holds() {
        for (base, mine, theirs, expected) in [
            ("accepted", "in-progress", "ready", Side::Mine),
            ("accepted", "ready", "in-progress", Side::Theirs),
            ("requested", "accepted", "received", Side::Mine),
            ("accepted", "accepted", "in-progress", Side::Theirs),
            ("accepted", "in-progress", "accepted", Side::Mine),
            ("accepted", "ready", "ready", Side::Theirs),
            ("in-progress", "completed", "in-progress", Side::Mine),
        ] {
            assert_eq!(side(base, mine, theirs), expected, "{base} {mine} {theirs}");
        }
    }

    #[test]
    fn steps_that_lead_apart_or_both_ways_and_every_stop_are_asked() {
        for (base, mine, theirs) in [
            ("in-progress", "completed", "on-hold"),
            ("ready", "in-progress", "on-hold"),
            ("requested", "accepted", "rejected"),
            ("in-progress", "completed", "cancelled"),
            ("in-progress", "cancelled", "on-hold"),
            ("in-progress", "on-hold", "cancelled"),
            ("ready", "entered-in-error", "in-progress"),
            ("in-progress", "failed", "completed"),
        ] {
            assert_eq!(
                side(base, mine, theirs),
                Side::Ask,
                "{base} {mine} {theirs}"
            );
        }
    }

    #[test]
    fn a_stop_is_asked_against_any_change_and_a_step_against_another_owner() {
        let [base, stop, step] = ["ready", "cancelled", "in-progress"].map(TaskStatus::from_code);
        let mut of = Statuses {
            base: &base,
            mine: &stop,
            theirs: &base,
            is_theirs_elsewhere: false,
            has_theirs_more: true,
        };
        assert_eq!(status(&of), Side::Ask);
        of.has_theirs_more = false;
        assert_eq!(status(&of), Side::Mine);
        of.mine = &step;
        of.has_theirs_more = true;
        assert_eq!(status(&of), Side::Mine);
        of.is_theirs_elsewhere = true;
        assert_eq!(status(&of), Side::Ask);
    }
}
