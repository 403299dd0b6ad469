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
    /// Whom a remedy that lacks somebody offers: as an owner, everyone but who has it now and who
    /// acts here; as who is in charge, the members of the team.
    pub fn owners_for(&self, remedy: &RemedyView) -> impl Iterator<Item = &CandidateView> {
        let owners = self.owners.iter();
        owners.filter(|owner| {
            if let Gesture::Referent { members, .. } = &remedy.gesture {
                return members.contains(&owner.key);
            }
            let Gesture::Owner { shown, .. } = &remedy.gesture else {
                return false;
            };
            Some(&owner.key) != shown.as_ref() && !owner.is_me
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
    /// Whom it leads to, or which of several it is about.
    pub who: Option<Private<String>>,
    /// Whose a task is that it makes: who acts here.
    pub me: Option<RecordKey>,
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
    /// What is to be done.
    Title,
}

impl RemedyView {
    /// What is still to be said; nothing for a command, or for one that leads somewhere.
    pub fn lack(&self) -> Option<Lack> {
        match &self.gesture {
            _ if self.command.is_some() => None,
            Gesture::Owner { .. } | Gesture::Referent { .. } => Some(Lack::Owner),
            Gesture::Planned { .. } | Gesture::Review { .. } => Some(Lack::Date),
            Gesture::Make { .. } => Some(Lack::Title),
            Gesture::Reason { .. } | Gesture::Waive(_) => Some(Lack::Reason),
            Gesture::Ready(_) | Gesture::Reach(_) | Gesture::Open(_) => None,
        }
    }

    /// Where it leads, where it is no command.
    pub fn leads_to(&self) -> Option<&RecordKey> {
        if let Gesture::Reach(key) | Gesture::Open(key) = &self.gesture {
            return Some(key);
        }
        None
    }

    /// The command, once a person has given a reason.
    pub fn with_reason(&self, rule: Code, reason: Private<String>) -> Option<Command> {
        let waiver = self.gesture.with_waiver(rule, reason.clone());
        waiver.or_else(|| self.gesture.with_reason(reason))
    }

    /// The command, once a person has said what is to be done: they take it on.
    pub fn with_title(&self, title: Private<String>) -> Option<Command> {
        self.gesture.with_title(title, self.me.clone()?)
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

impl Badge {
    /// The few words of a finding.
    pub(crate) fn of(finding: &Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity,
        }
    }
}
