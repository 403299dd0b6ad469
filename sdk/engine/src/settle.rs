//! One cause, one line; a line keeps its beginning; and the order in which lines are shown.

use std::rc::Rc;

use coordo_core::RecordMap;
use coordo_core::order::Order as _;

use crate::code::Code;
use crate::finding::Finding;

/// What is shown of all that was found.
pub(crate) fn settle(found: Vec<Rc<Finding>>) -> Vec<Rc<Finding>> {
    let causes = Causes::of(&found);
    let mut shown = found;
    shown.retain(|finding| !causes.absorb(finding));
    shown.order_by(|a, b| {
        let by = |f: &Finding| (std::cmp::Reverse(f.severity), f.since, f.code);
        let (by_a, by_b) = (by(a), by(b));
        by_a.cmp(&by_b).then_with(|| a.subjects.cmp(&b.subjects))
    });
    // Two groups may say the same of one pair.
    shown.dedup_by(|later, first| later.is_same_line(first));
    shown
}

/// Findings that say the cause of others.
#[derive(Default)]
struct Causes {
    /// Tasks that follow a discharge and did not begin.
    unvisited: RecordMap<()>,
    /// Tasks whose owner has left.
    left: RecordMap<()>,
    /// Tasks of a ring, and which ring.
    rings: RecordMap<usize>,
}

impl Causes {
    fn of(found: &[Rc<Finding>]) -> Self {
        let mut causes = Self::default();
        for (n, finding) in found.iter().enumerate() {
            let first = finding.subjects.first();
            if finding.code == Code::NoVisitAfterDischarge {
                for task in finding.subjects.iter().skip(1) {
                    causes.unvisited.insert(task.clone(), ());
                }
            } else if let Some(task) = first.filter(|_| finding.code == Code::OwnerLeft) {
                causes.left.insert(task.clone(), ());
            } else if finding.code == Code::WaitingLoop {
                for task in &finding.subjects {
                    causes.rings.insert(task.clone(), n);
                }
            }
        }
        causes
    }

    fn absorb(&self, finding: &Finding) -> bool {
        let first = finding.subjects.first();
        let is_in = |map: &RecordMap<()>| first.is_some_and(|task| map.contains_key(task));
        let is = |codes: &[Code]| codes.contains(&finding.code);
        if is(&[Code::OfferUnanswered, Code::NoOwner]) {
            is_in(&self.unvisited)
        } else if is(&[Code::OwnerAbsent]) {
            is_in(&self.left)
        } else if is(&[Code::OrderBroken, Code::UndatedPrerequisite]) {
            let mut rings = finding.subjects.iter().map(|task| self.rings.get(task));
            let (a, b) = (rings.next().flatten(), rings.next().flatten());
            a.is_some() && a == b
        } else {
            false
        }
    }
}

/// What was found before, by first subject.
#[derive(Default)]
pub(crate) struct Memory(RecordMap<Vec<Rc<Finding>>>);

impl Memory {
    pub(crate) fn of(found: Vec<Rc<Finding>>) -> Self {
        let mut memory = Self::default();
        for finding in found {
            memory.remember(finding);
        }
        memory
    }

    pub(crate) fn remember(&mut self, finding: Rc<Finding>) {
        let first = finding.subjects.first().cloned();
        if let Some(list) = first.and_then(|first| self.0.or_default(&first)) {
            list.push(finding);
        }
    }

    /// The finding with the beginning that its line had, wherever it was found.
    pub(crate) fn begun(&self, mut finding: Finding) -> Rc<Finding> {
        let lines = finding.subjects.first().and_then(|first| self.0.get(first));
        let same = lines
            .into_iter()
            .flatten()
            .filter(|b| b.is_same_line(&finding));
        if let Some(since) = same.map(|b| b.since).min() {
            finding.since = since;
        }
        Rc::new(finding)
    }
}
