//! From the projection of the core to fact sheets.

use coordo_core::actor::{Actor, CareTeam, REFERENT};
use coordo_core::calendar::department_of;
use coordo_core::coded::Coded;
use coordo_core::event::{Event, EventKind};
use coordo_core::order::Order as _;
use coordo_core::plan::{CarePlan, Goal};
use coordo_core::schedule::Protocol;
use coordo_core::task::{Parameter, TaskMore};
use coordo_core::waiver::Waiver;
use coordo_core::{RecordKey, Reference, SourceId, Task};

use crate::nomeko::Choice;

use super::{
    ActorFact, EventFact, Fact, GoalFact, Link, MemberFact, Plan, PlanFact, ProtocolFact, Record,
    Relation, Resolve, Seen, Slot, TaskFact, TeamFact, Who,
};

/// The treating doctor in TRE_R259.
const TREATING_DOCTOR: &str = "PCP";
const CORRECTION: &str = "correction-prescription";

pub(super) fn key_of<'r>(record: Record<'r>) -> &'r RecordKey {
    match record {
        Record::Task(r) => &r.key,
        Record::Plan(r) => &r.key,
        Record::Team(r) => &r.key,
        Record::Goal(r) => &r.key,
        Record::Actor(r) => &r.key,
        Record::Protocol(r) => &r.key,
        Record::Event(r) => &r.key,
    }
}

pub(super) fn fact(
    plan: &mut Plan,
    record: Record<'_>,
    resolve: Resolve<'_>,
    links: &mut Vec<(Link, Slot)>,
) -> Fact {
    let mut at = Leads {
        plan,
        from: key_of(record),
        resolve,
        links,
    };
    match record {
        Record::Task(r) => Fact::Task(Box::new(task(&mut at, r))),
        Record::Plan(r) => Fact::Plan(Box::new(care_plan(&mut at, r))),
        Record::Team(r) => Fact::Team(Box::new(team(&mut at, r))),
        Record::Goal(r) => Fact::Goal(Box::new(goal(&mut at, r))),
        Record::Actor(r) => Fact::Actor(Box::new(actor(&mut at, r))),
        Record::Protocol(r) => Fact::Protocol(Box::new(protocol(&mut at, r))),
        Record::Event(r) => Fact::Event(Box::new(event(&mut at, r))),
    }
}

/// Leads references to places and notes why.
struct Leads<'p, 'r> {
    plan: &'p mut Plan,
    from: &'r RecordKey,
    resolve: Resolve<'r>,
    links: &'p mut Vec<(Link, Slot)>,
}

impl Leads<'_, '_> {
    fn to(&mut self, link: Link, reference: &Reference) -> Option<Slot> {
        let key = (self.resolve)(self.from, reference)?;
        let slot = self.plan.slot(&key);
        self.links.push((link, slot));
        Some(slot)
    }

    fn all(&mut self, link: Link, references: &[Reference]) -> Vec<Slot> {
        let found = references.iter().filter_map(|r| self.to(link, r));
        found.collect()
    }

    fn who(&mut self, link: Link, reference: &Reference) -> Who {
        let slot = self.to(link, reference);
        // A reference that leads nowhere still names somebody, if only by its address.
        let text = match slot {
            Some(_) => None,
            None => reference.display.clone().or_else(|| {
                let identifier = reference.identifier.as_ref().map(|i| i.value.clone());
                reference.target.clone().or(identifier)
            }),
        };
        Who { slot, text }
    }

    /// The place of something that is no record: a code, the name of a protocol.
    fn notion(&mut self, link: Link, system: &str, name: &str) -> Slot {
        let key = RecordKey::new(SourceId(system.to_owned()), "", name);
        let slot = self.plan.slot(&key);
        self.links.push((link, slot));
        slot
    }
}

fn task(at: &mut Leads<'_, '_>, r: &Task) -> TaskFact {
    let none = TaskMore::default();
    let more = r.more.as_deref().unwrap_or(&none);
    let of = |code: &str| {
        let inputs = more.inputs.iter().filter(|i| i.code == code);
        inputs
            .map(|i| i.reference.clone())
            .filter(|r| !r.is_empty())
            .collect::<Vec<_>>()
    };
    let has = |code: &str| more.inputs.iter().any(|i| i.code == code);
    let return_to = more.inputs.iter().find(|i| i.code == "retour-attendu");
    let (uses, needs) = (of("ressource"), of("document"));
    let mut performers = |function: &str| {
        let those = more.performers.iter().filter(|p| p.function == function);
        those
            .map(|p| at.who(Link::Other, &p.actor))
            .collect::<Vec<_>>()
    };
    let (contributes, informed, validates) = (
        performers("contribue"),
        performers("informe"),
        performers("valide"),
    );
    let is_said = |o: &Parameter| !o.reference.is_empty() || o.text.is_some();
    let code = more.code.as_ref().filter(|c| !c.code.is_empty());
    TaskFact {
        status: r.status.clone(),
        priority: r.priority,
        owner: at.who(Link::Owner, &r.owner),
        requester: at.who(Link::Other, &r.requester),
        subject: at.to(Link::Subject, &r.subject),
        focus: at.to(Link::Focus, &r.focus),
        based_on: at.all(Link::BasedOn, &r.based_on),
        part_of: at.all(Link::PartOf, &r.part_of),
        after: at.all(Link::After, &more.after),
        uses: at.all(Link::Uses, &uses),
        needs: at.all(Link::Needs, &needs),
        goals: at.all(Link::Goal, &r.goals),
        encounter: at.to(Link::Encounter, &more.encounter),
        location: at.to(Link::Other, &more.location),
        execution: r.execution,
        window: r.window,
        authored: r.authored_on,
        modified: r.last_modified,
        seen: Seen::default(),
        earlier: Vec::new(),
        answer_by: more.answer_by,
        act: code.map(|c| at.notion(Link::Act, &c.system, &c.code)),
        asks_profession: more.performer_type.is_some(),
        is_correction: code.is_some_and(|c| c.code == CORRECTION),
        protocol: more
            .protocol
            .as_deref()
            .map(|name| at.notion(Link::Canonical, "canonical", name)),
        is_means: has("titre") && !r.part_of.is_empty(),
        expects_result: has("resultat-attendu"),
        return_to: return_to.map(|i| at.who(Link::Other, &i.reference)),
        has_output: more.outputs.iter().any(is_said),
        contributes,
        informed,
        validates,
        chosen: Choice::of(r),
        waived: waived(&more.waivers),
    }
}

fn waived(waivers: &[Waiver]) -> Vec<String> {
    // Without a reason a rule is not set aside (row 25).
    let with_reason = waivers
        .iter()
        .filter(|w| w.reason.as_ref().is_some_and(|r| !r.trim().is_empty()));
    with_reason.map(|w| w.rule.clone()).collect()
}

fn care_plan(at: &mut Leads<'_, '_>, r: &CarePlan) -> PlanFact {
    let references: Vec<Reference> = r.activities.iter().map(|a| a.reference.clone()).collect();
    let details = r.activities.iter().filter_map(|a| a.detail.as_ref());
    let open = details.filter(|d| !d.status.is_ended()).count();
    PlanFact {
        status: r.status.clone(),
        subject: at.to(Link::PlanOf, &r.subject),
        period: r.period,
        teams: at.all(Link::Team, &r.teams),
        activities: at.all(Link::Activity, &references),
        open_details: u32::try_from(open).unwrap_or(u32::MAX),
        entries: u32::try_from(r.activities.len()).unwrap_or(u32::MAX),
        holder: at.who(Link::Other, &r.holder),
        review: r.review_date,
        reviewed: r.last_review,
        thresholds: r.thresholds.clone(),
        waived: waived(&r.waivers),
    }
}

fn team(at: &mut Leads<'_, '_>, r: &CareTeam) -> TeamFact {
    let members = r.participants.iter().map(|p| {
        let is = |code: &str| p.roles.iter().any(|c| c.code == code);
        MemberFact {
            who: at.who(Link::Member, &p.member),
            period: p.period,
            is_referent: is(REFERENT),
            is_treating_doctor: is(TREATING_DOCTOR),
            engagement: p.engagement.clone(),
            until: p.until.clone(),
        }
    });
    let members = members.collect();
    TeamFact {
        status: r.status.clone(),
        subject: at.to(Link::TeamOf, &r.subject),
        period: r.period,
        members,
        waived: waived(&r.waivers),
    }
}

fn goal(at: &mut Leads<'_, '_>, r: &Goal) -> GoalFact {
    let codes = r.targets.iter().map(|t| t.code.clone());
    GoalFact {
        subject: at.to(Link::Other, &r.subject),
        measures: codes.filter(|c| !c.is_empty()).collect(),
        waived: waived(&r.waivers),
    }
}

/// Codes by which two records can be compared: words are for reading.
fn codes(all: &[Coded]) -> Vec<Coded> {
    let coded = all.iter().filter(|c| !c.code.is_empty());
    let bare = coded.map(|c| Coded {
        system: c.system.clone(),
        code: c.code.clone(),
        display: None,
    });
    bare.collect()
}

fn actor(at: &mut Leads<'_, '_>, r: &Actor) -> ActorFact {
    let more = r.more.as_deref();
    let homes = r.addresses.iter().filter(|a| a.usage == "home");
    let addresses = homes.chain(&r.addresses);
    let mut departments = addresses.filter_map(|a| department_of(a.postal_code.as_ref()?));
    let link = if r.person.is_empty() {
        Link::Other
    } else {
        Link::Role
    };
    ActorFact {
        person: at.to(link, &r.person),
        organization: at.to(Link::Other, &r.organization),
        professions: codes(&r.codes),
        absences: more.map_or_else(Vec::new, |m| m.absences.iter().map(|a| a.period).collect()),
        department: departments.next().map(str::to_owned),
        is_deceased: more.is_some_and(|m| m.is_deceased),
        is_vehicle: more.is_some_and(|m| m.is_vehicle),
        waived: more.map_or_else(Vec::new, |m| waived(&m.waivers)),
    }
}

fn protocol(at: &mut Leads<'_, '_>, r: &Protocol) -> ProtocolFact {
    if let Some(url) = &r.url {
        at.notion(Link::Canonical, "canonical", url);
        if let Some(version) = &r.version {
            let name = [url.as_str(), version.as_str()].join("|");
            at.notion(Link::Canonical, "canonical", &name);
        }
    }
    ProtocolFact {
        effective: r.effective,
        jurisdictions: codes(&r.jurisdictions),
        roles: codes(&r.roles),
        waived: waived(&r.waivers),
    }
}

fn event(at: &mut Leads<'_, '_>, r: &Event) -> EventFact {
    let more = r.more.as_deref();
    let subject = if r.kind == EventKind::Consent {
        Link::ConsentOf
    } else if r.kind == EventKind::Observation {
        Link::MeasureOf
    } else {
        Link::Subject
    };
    let participants = more.map_or(&[][..], |m| &m.participants);
    let people = if participants.is_empty() {
        &r.performers
    } else {
        participants
    };
    let none = Reference::default();
    EventFact {
        kind: r.kind,
        status: r.status.clone(),
        code: r.code.clone(),
        period: r.period,
        subject: at.to(subject, &r.subject),
        based_on: at.all(Link::BasedOn, &r.based_on),
        people: people
            .iter()
            .map(|p| at.who(Link::Participant, p))
            .collect(),
        requester: at.who(Link::Other, more.map_or(&none, |m| &m.requester)),
        related: at.all(Link::About, more.map_or(&[][..], |m| &m.related)),
        categories: more.map_or_else(Vec::new, |m| m.categories.clone()),
        written: more.and_then(|m| m.written),
        received: more.and_then(|m| m.received),
        answer_by: more.and_then(|m| m.answer_by),
        rhythm: more.and_then(|m| m.rhythm.clone()),
        measure: r.measure.clone(),
        is_on_paper: more.is_some_and(|m| m.is_on_paper),
        moved: None,
        thresholds: more.map_or_else(Vec::new, |m| m.thresholds.clone()),
        relations: relations(at, r),
        waived: more.map_or_else(Vec::new, |m| waived(&m.waivers)),
    }
}

/// The relations of a group's actions, the later one first.
fn relations(at: &mut Leads<'_, '_>, r: &Event) -> Vec<(Slot, Relation, Slot)> {
    let mut found = Vec::new();
    let Some(more) = r.more.as_deref().filter(|m| !m.actions.is_empty()) else {
        return found;
    };
    let mut places: Vec<(&str, Slot)> = Vec::new();
    for action in &more.actions {
        if let Some(slot) = at.to(Link::Action, &action.resource) {
            places.push((&action.id, slot));
        }
    }
    places.order();
    let place_of = |id: &str| {
        let n = places.partition_point(|(other, _)| *other < id);
        let found = places.get(n).filter(|(other, _)| *other == id);
        found.map(|(_, slot)| *slot)
    };
    for action in &more.actions {
        let Some(this) = place_of(&action.id) else {
            continue;
        };
        for (id, relationship) in &action.related {
            let Some(other) = place_of(id).filter(|other| *other != this) else {
                continue;
            };
            found.extend(match relationship.as_ref() {
                "after" | "after-end" => Some((this, Relation::AfterEnd, other)),
                "after-start" => Some((this, Relation::AfterStart, other)),
                "before" | "before-start" => Some((other, Relation::AfterEnd, this)),
                "concurrent" | "concurrent-with-start" | "concurrent-with-end" => {
                    Some((this.max(other), Relation::Together, this.min(other)))
                }
                _ => None,
            });
        }
    }
    found.order();
    found.dedup();
    found
}
