//! What is missing, as it is shown: facts by name, and what can be done here.

use std::rc::Rc;

use coordo_core::{Command, Instant, Private, RecordKey};
use coordo_engine::{Code, Finding, Gesture, RemedyCode, Severity};

use super::ItemKey;
use super::form::CandidateView;

/// All that the rules find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingsView {
    /// Most urgent first, then in the order of their beginning.
    pub findings: Vec<FindingView>,
    /// How many are urgent, to look at, and good to know.
    pub n: [usize; 3],
    /// When was looked; absent before the first load is whole and was looked at: then an empty
    /// list says nothing.
    pub at: Option<Instant>,
}

/// One finding with the names of whom and what it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingView {
    /// Code, severity, since when, facts, and the arguments of its sentence.
    pub finding: Rc<Finding>,
    /// Names of the records that it speaks of, where the data have them.
    pub names: Vec<(RecordKey, Private<String>)>,
    /// Those of its subjects that widgets show.
    pub items: Vec<ItemKey>,
    /// What can be done here, best first.
    pub remedies: Vec<RemedyView>,
}

impl FindingView {
    /// How a record is called.
    pub fn name(&self, key: &RecordKey) -> Option<&Private<String>> {
        let found = self.names.iter().find(|(known, _)| known == key);
        found.map(|(_, name)| name)
    }
}

/// One way to deal with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemedyView {
    /// What it is called.
    pub code: RemedyCode,
    /// What it does.
    pub gesture: Gesture,
    /// The command, where nothing is left to be said.
    pub command: Option<Command>,
    /// Whom it leads to.
    pub who: Option<Private<String>>,
    /// Who may be chosen, where it lacks an owner.
    pub owners: Vec<CandidateView>,
}

/// A few words on a card: what is found about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    /// Which rule.
    pub code: Code,
    /// How soon somebody should look.
    pub severity: Severity,
}
