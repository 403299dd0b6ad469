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
    /// Who may be chosen where a remedy lacks an owner; [`FindingsView::owners_for`] tells whom
    /// of them a remedy offers.
    pub owners: Vec<CandidateView>,
    /// How many are urgent, to look at, and good to know.
    pub n: [usize; 3],
    /// When was looked; absent before the first load is whole and was looked at: then an empty
    /// list says nothing.
    pub at: Option<Instant>,
}

impl FindingsView {
    /// Whom a remedy that lacks an owner offers: everyone but who has it now and who acts here.
    pub fn owners_for(&self, remedy: &RemedyView) -> impl Iterator<Item = &CandidateView> {
        let shown = match &remedy.gesture {
            Gesture::Owner { shown, .. } => Some(shown.as_ref()),
            Gesture::Ready(_)
            | Gesture::Planned { .. }
            | Gesture::Reason { .. }
            | Gesture::Reach(_)
            | Gesture::Open(_)
            | Gesture::Waive(_) => None,
        };
        shown.into_iter().flat_map(|shown| {
            let owners = self.owners.iter();
            owners.filter(move |o| Some(&o.key) != shown && !o.is_me)
        })
    }
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
}

/// What a person has still to say before a remedy is a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Who.
    Owner,
    /// When.
    Date,
    /// Why.
    Reason,
}

impl RemedyView {
    /// What is still to be said; nothing for a command, or for one that leads somewhere.
    pub fn lack(&self) -> Option<Lack> {
        match &self.gesture {
            _ if self.command.is_some() => None,
            Gesture::Owner { .. } => Some(Lack::Owner),
            Gesture::Planned { .. } => Some(Lack::Date),
            Gesture::Reason { .. } | Gesture::Waive(_) => Some(Lack::Reason),
            Gesture::Ready(_) | Gesture::Reach(_) | Gesture::Open(_) => None,
        }
    }

    /// Where it leads, where it is no command.
    pub fn leads_to(&self) -> Option<&RecordKey> {
        match &self.gesture {
            Gesture::Reach(key) | Gesture::Open(key) => Some(key),
            Gesture::Ready(_)
            | Gesture::Owner { .. }
            | Gesture::Planned { .. }
            | Gesture::Reason { .. }
            | Gesture::Waive(_) => None,
        }
    }

    /// The command, once a person has given a reason.
    pub fn with_reason(&self, rule: Code, reason: Private<String>) -> Option<Command> {
        let waiver = self.gesture.with_waiver(rule, reason.clone());
        waiver.or_else(|| self.gesture.with_reason(reason))
    }
}

/// A few words on a card: what is found about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    /// Which rule.
    pub code: Code,
    /// How soon somebody should look.
    pub severity: Severity,
}
