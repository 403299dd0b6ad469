//! One follow-up by two in turn (row 29).
//!
//! The rule: **the next turn is for the one who did not hold the last one.** Who skips a turn has
//! the next, and all turns to come move on by one; who stood in for the other is followed by the
//! other. So the person is never seen twice in a row by one of both for want of the other.

use coordo_core::order::Order as _;
use coordo_core::{Command, RecordKey, TaskDraft, TaskStatus};

use crate::graph::{Fact, Link, Plan};

/// Two who take turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternation {
    first: RecordKey,
    second: RecordKey,
}

/// One turn, as its task tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Its task.
    pub task: RecordKey,
    /// The task's status.
    pub status: TaskStatus,
    /// Whose it is, where a record is named.
    pub owner: Option<RecordKey>,
}

impl Turn {
    /// Whether it took place, or is taking place.
    pub fn is_held(&self) -> bool {
        matches!(
            self.status,
            TaskStatus::InProgress | TaskStatus::OnHold | TaskStatus::Completed
        )
    }

    /// Whether it will not take place.
    pub fn is_skipped(&self) -> bool {
        self.status.is_called_off()
    }
}

impl Alternation {
    /// Two who take turns, who begins first; `None` where they are one.
    pub fn between(first: RecordKey, second: RecordKey) -> Option<Self> {
        (first != second).then_some(Self { first, second })
    }

    /// Whose turn it is after somebody held one; the first one's where nobody has, or a third.
    fn next(&self, held: Option<&RecordKey>) -> &RecordKey {
        if held == Some(&self.first) {
            &self.second
        } else {
            &self.first
        }
    }

    /// Who each turn is for, in the order of the turns: of those held, who held them; of those to
    /// come, who has them by the rule; `None` for those skipped.
    pub fn performers(&self, turns: &[Turn]) -> Vec<Option<RecordKey>> {
        let mut last: Option<RecordKey> = None;
        let each = turns.iter().map(|turn| {
            if turn.is_skipped() {
                return None;
            }
            let by_rule = Some(self.next(last.as_ref()).clone());
            let is_known = turn.is_held() && turn.owner.is_some();
            let performer = if is_known {
                turn.owner.clone()
            } else {
                by_rule
            };
            // Whoever else stood in once changes nothing between both.
            if performer.as_ref().is_some_and(|who| self.has(who)) {
                last.clone_from(&performer);
            }
            performer
        });
        each.collect()
    }

    fn has(&self, who: &RecordKey) -> bool {
        *who == self.first || *who == self.second
    }

    /// The commands that give the turns to come to whom the rule says: offered to the person who
    /// plans, never run by themselves; who gets a turn is asked.
    pub fn shifts(&self, turns: &[Turn]) -> Vec<Command> {
        let each = turns.iter().zip(self.performers(turns));
        let shifts = each.filter_map(|(turn, performer)| {
            let owner = performer.filter(|who| !turn.is_held() && turn.owner.as_ref() != Some(who));
            Some(Command::AssignTask {
                task: turn.task.clone(),
                from: turn.status.clone(),
                shown: turn.owner.clone(),
                owner: owner?,
                is_offered: true,
            })
        });
        shifts.collect()
    }

    /// Drafts of the occurrences of a recurrence, each for the one whose turn it is.
    pub fn drafts(&self, occurrences: Vec<TaskDraft>) -> Vec<TaskDraft> {
        let mut last = None;
        let each = occurrences.into_iter().map(|mut draft| {
            let owner = self.next(last.as_ref()).clone();
            last = Some(owner.clone());
            draft.owner = Some(owner);
            draft
        });
        each.collect()
    }
}

impl Plan {
    /// The turns of a follow-up: the tasks based on a request, in the order in which they are
    /// planned. What has no date comes last, what is an error is none.
    pub fn turns(&self, request: &RecordKey) -> Vec<Turn> {
        let Some(slot) = self.find(request) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for slot in self.links_to(slot, Link::BasedOn) {
            let (Some(Fact::Task(task)), Some(key)) = (self.fact(slot), self.key(slot)) else {
                continue;
            };
            if task.status == TaskStatus::EnteredInError {
                continue;
            }
            let planned = task.execution.start.or(task.execution.end);
            let booked = task.focus.and_then(|focus| match self.fact(focus) {
                Some(Fact::Event(event)) => event.period.start,
                _ => None,
            });
            let at = planned.or(booked).and_then(|date| date.earliest(0));
            let turn = Turn {
                task: key.clone(),
                status: task.status.clone(),
                owner: task.owner.slot.and_then(|owner| self.key(owner)).cloned(),
            };
            found.push(((at.is_none(), at, key.clone()), turn));
        }
        found.order_by(|a, b| a.0.cmp(&b.0));
        found.into_iter().map(|(_, turn)| turn).collect()
    }
}
