//! The team check: who is in charge, who comes for a time, who has left (rows 17, 26, 30, 135).

use coordo_core::calendar::WorkingCalendar;
use coordo_core::order::Order as _;
use coordo_core::task::Period;
use coordo_core::{FhirDate, Instant, Private, RecordKey};

use crate::calendar::Days;
use crate::graph::{Fact, MemberFact, Plan, TeamFact};
use crate::who::Actor;

/// Whether one person is in charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Exactly one captant.
    Ok,
    /// None.
    Orphan,
    /// Two or more.
    Conflict,
}

impl Verdict {
    /// The word that hosts see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Orphan => "orphan",
            Self::Conflict => "conflict",
        }
    }
}

/// A member who takes part for a time, and what ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ponctuel {
    /// Who.
    pub member: Actor,
    /// The end of the period.
    pub end: Option<FhirDate>,
    /// What ends it, in words.
    pub until: Option<Private<String>>,
}

/// A team at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamCheck {
    /// The team.
    pub team: RecordKey,
    /// Whether one person is in charge.
    pub verdict: Verdict,
    /// Present members who want to steer the whole.
    pub captants: Vec<Actor>,
    /// Present members whose role is the référent's.
    pub referents: Vec<Actor>,
    /// The one who is in charge.
    pub coordinator: Option<Actor>,
    /// The treating doctor, by default, where nobody is in charge.
    pub by_default: Option<Actor>,
    /// Present members for a time.
    pub ponctuels: Vec<Ponctuel>,
    /// Those of them without an end.
    pub without_end: Vec<Actor>,
    /// Members who have left and are in no other period.
    pub not_current: Vec<Actor>,
}

/// Someone who was in charge, and when (row 30).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Who.
    pub actor: Actor,
    /// When.
    pub period: Period,
}

impl Plan {
    fn team(&self, key: &RecordKey) -> Option<&TeamFact> {
        match self.fact(self.find(key)?) {
            Some(Fact::Team(team)) => Some(team),
            _ => None,
        }
    }

    /// Looks at a team.
    pub fn team_check(
        &self,
        key: &RecordKey,
        now: Instant,
        calendar: &WorkingCalendar,
    ) -> Option<TeamCheck> {
        let team = self.team(key)?;
        let days = Days(calendar);
        let is_present = |m: &&MemberFact| {
            let begun = m.period.start.and_then(|s| days.start(s));
            let over = m.period.end.and_then(|e| days.over(e));
            begun.is_none_or(|begun| begun <= now) && over.is_none_or(|over| over > now)
        };
        let has_begun = |m: &&MemberFact| {
            let begun = m.period.start.and_then(|s| days.start(s));
            begun.is_none_or(|begun| begun <= now)
        };
        let present: Vec<&MemberFact> = team.members.iter().filter(is_present).collect();
        let those = |is: &dyn Fn(&MemberFact) -> bool| {
            let mut found: Vec<Actor> = Vec::new();
            for member in present.iter().filter(|m| is(m)) {
                let actor = self.person(&member.who);
                found.extend(actor.filter(|actor| !found.contains(actor)));
            }
            found
        };
        let captants = those(&|m| m.engagement == "captant");
        let referents = those(&|m| m.is_referent);
        // Where nobody declares an engagement, the role tells.
        let leads = if captants.is_empty() {
            &referents
        } else {
            &captants
        };
        let verdict = match leads.len() {
            0 => Verdict::Orphan,
            1 => Verdict::Ok,
            _ => Verdict::Conflict,
        };
        let coordinator = leads.first().filter(|_| verdict == Verdict::Ok).cloned();
        let by_default = if verdict == Verdict::Orphan {
            those(&|m| m.is_treating_doctor).into_iter().next()
        } else {
            None
        };
        let ponctuels = present.iter().filter(|m| m.engagement == "ponctuel");
        let ponctuels: Vec<Ponctuel> = ponctuels
            .filter_map(|m| {
                Some(Ponctuel {
                    member: self.person(&m.who)?,
                    end: m.period.end,
                    until: m.until.clone(),
                })
            })
            .collect();
        let endless = ponctuels
            .iter()
            .filter(|p| p.end.is_none() && p.until.is_none());
        let without_end = endless.map(|p| p.member.clone()).collect();
        let mut not_current: Vec<Actor> = Vec::new();
        for member in team.members.iter().filter(has_begun) {
            let is_here = present.iter().any(|m| m.who == member.who);
            let actor = self.person(&member.who).filter(|_| !is_here);
            not_current.extend(actor.filter(|actor| !not_current.contains(actor)));
        }
        Some(TeamCheck {
            team: key.clone(),
            verdict,
            captants,
            referents,
            coordinator,
            by_default,
            ponctuels,
            without_end,
            not_current,
        })
    }

    /// Who was in charge, in the order of their beginning: a history, never a score.
    pub fn leads(&self, key: &RecordKey) -> Vec<Lead> {
        let members = self.team(key).map_or(&[][..], |team| &team.members);
        let is_lead = |m: &&MemberFact| m.is_referent || m.engagement == "captant";
        let mut leads: Vec<Lead> = members
            .iter()
            .filter(is_lead)
            .filter_map(|m| {
                Some(Lead {
                    actor: self.person(&m.who)?,
                    period: m.period,
                })
            })
            .collect();
        leads.order_by_key(|lead| lead.period.start.and_then(|s| s.earliest(0)));
        leads
    }
}
