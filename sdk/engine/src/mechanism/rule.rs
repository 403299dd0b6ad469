//! Rules of a team: proposed by anybody, adopted by recorded agreement, revised, never enforced
//! (row 24).

use coordo_core::{Instant, Private, RecordKey};

use super::reason::{Trail, Warning};

/// Somebody's agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Who.
    pub member: RecordKey,
    /// When.
    pub at: Instant,
}

/// One wording of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleVersion {
    /// What it says.
    pub text: Private<String>,
    /// Who proposed it.
    pub proposed_by: RecordKey,
    /// When.
    pub proposed_at: Instant,
    /// Who agreed, each once.
    pub agreements: Vec<Agreement>,
}

impl RuleVersion {
    /// Whether all of these have agreed; a team of nobody adopts nothing.
    pub fn is_adopted_by(&self, members: &[RecordKey]) -> bool {
        let agrees = |member: &RecordKey| self.agreements.iter().any(|a| a.member == *member);
        !members.is_empty() && members.iter().all(agrees)
    }
}

/// A rule with all its versions, oldest first: a rule both collective and legitimate, neither
/// imposed nor merely voluntary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRule {
    id: String,
    versions: Vec<RuleVersion>,
}

impl TeamRule {
    /// Proposes a rule. The proposer agrees by it.
    pub fn propose(id: &str, text: &str, by: RecordKey, at: Instant) -> Self {
        let mut rule = Self {
            id: id.to_owned(),
            versions: Vec::new(),
        };
        rule.revise(text, by, at);
        rule
    }

    /// Proposes another wording; the one in force stays until this one is adopted.
    pub fn revise(&mut self, text: &str, by: RecordKey, at: Instant) {
        self.versions.push(RuleVersion {
            text: Private::from(text),
            proposed_by: by.clone(),
            proposed_at: at,
            agreements: vec![Agreement { member: by, at }],
        });
    }

    /// Records an agreement to the latest wording. Agreeing twice is agreeing once.
    pub fn agree(&mut self, member: RecordKey, at: Instant) {
        if let Some(latest) = self.versions.last_mut()
            && latest.agreements.iter().all(|a| a.member != member)
        {
            latest.agreements.push(Agreement { member, at });
        }
    }

    /// The rule's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// All wordings, oldest first.
    pub fn versions(&self) -> &[RuleVersion] {
        &self.versions
    }

    /// The wording in force: the latest that all members agreed to.
    pub fn in_force(&self, members: &[RecordKey]) -> Option<&RuleVersion> {
        let mut latest = self.versions.iter().rev();
        latest.find(|version| version.is_adopted_by(members))
    }

    /// What it says to something that goes against it: a warning, once; nothing where it is not
    /// in force, or was set aside for this with a reason.
    pub fn warn(
        &self,
        members: &[RecordKey],
        subject: &RecordKey,
        trail: &Trail,
    ) -> Option<Warning> {
        self.in_force(members)?;
        let warning = Warning {
            rule: self.id.clone(),
            subject: subject.clone(),
        };
        (!trail.has(&warning)).then_some(warning)
    }
}
