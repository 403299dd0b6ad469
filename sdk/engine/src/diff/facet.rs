//! What of a record is worth a mark when it changes.

use coordo_core::activity::ActivityStatus;
use coordo_core::event::EventKind;
use coordo_core::order::Order as _;
use coordo_core::plan::CarePlan;
use coordo_core::task::Period;
use coordo_core::{FhirDate, Private, Reference};

use crate::graph::Record;

/// A part of a record that people read. What is not here changes unmarked: versions, tags,
/// extensions that nobody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// What it is called.
    Title,
    /// Its status.
    Status,
    /// Why it has it.
    Reason,
    /// Who answers for it.
    Owner,
    /// Who else takes part.
    Members,
    /// As what they take part, and until when.
    Terms,
    /// When it is planned, or was.
    Planned,
    /// In which window it is due.
    Window,
    /// How urgent it is.
    Priority,
    /// What it serves.
    Goals,
    /// What it is made of.
    Activities,
    /// How that stands.
    Progress,
    /// What it came to.
    Result,
    /// When it was taken note of.
    Received,
    /// When it is looked at again.
    Review,
    /// Where it takes place.
    Place,
}

impl Facet {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 16] = [
        Self::Title,
        Self::Status,
        Self::Reason,
        Self::Owner,
        Self::Members,
        Self::Terms,
        Self::Planned,
        Self::Window,
        Self::Priority,
        Self::Goals,
        Self::Activities,
        Self::Progress,
        Self::Result,
        Self::Received,
        Self::Review,
        Self::Place,
    ];

    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Status => "status",
            Self::Reason => "reason",
            Self::Owner => "owner",
            Self::Members => "members",
            Self::Terms => "terms",
            Self::Planned => "planned",
            Self::Window => "window",
            Self::Priority => "priority",
            Self::Goals => "goals",
            Self::Activities => "activities",
            Self::Progress => "progress",
            Self::Result => "result",
            Self::Received => "received",
            Self::Review => "review",
            Self::Place => "place",
        }
    }
}

/// What a facet says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacetValue {
    /// A code of FHIR.
    Code(String),
    /// Text of the data.
    Text(Private<String>),
    /// A date, with the precision that was written.
    Date(FhirDate),
    /// From when to when.
    Period(Period),
    /// Somebody or something, each as it is referred to.
    References(Vec<Reference>),
}

/// What a record says, facet by facet, in their order. What says nothing is left out.
pub type Facets = Vec<(Facet, FacetValue)>;

/// The facets of a record.
pub fn facets(record: Record<'_>) -> Facets {
    let mut found = Found(Vec::new());
    match record {
        Record::Task(task) => {
            found.text(Facet::Title, task.title.as_ref());
            found.code(Facet::Status, task.status.code());
            found.text(Facet::Reason, task.status_reason.as_ref());
            found.references(Facet::Owner, std::slice::from_ref(&task.owner));
            found.period(Facet::Planned, task.execution);
            found.period(Facet::Window, task.window);
            found.code(Facet::Priority, task.priority.code());
            found.references(Facet::Goals, &task.goals);
            if let Some(more) = &task.more {
                let others: Vec<Reference> =
                    more.performers.iter().map(|p| p.actor.clone()).collect();
                found.references(Facet::Members, &others);
                let results = more.outputs.iter();
                let named: Vec<Reference> = results.clone().map(|o| o.reference.clone()).collect();
                found.references(Facet::Result, &named);
                let said = results.filter_map(|o| o.text.as_ref()).next();
                if named.iter().all(Reference::is_empty) {
                    found.text(Facet::Result, said);
                }
                found.references(Facet::Place, std::slice::from_ref(&more.location));
            }
        }
        Record::Plan(plan) => {
            found.text(Facet::Title, plan.title.as_ref());
            found.code(Facet::Status, plan.status.as_deref().unwrap_or_default());
            found.references(Facet::Owner, std::slice::from_ref(&plan.holder));
            found.period(Facet::Planned, plan.period);
            found.references(Facet::Goals, &plan.goals);
            found.date(Facet::Review, plan.review_date);
            activities(&mut found, plan);
        }
        Record::Goal(goal) => {
            found.text(Facet::Title, goal.title.as_ref());
            found.code(Facet::Status, goal.status.as_deref().unwrap_or_default());
            found.code(
                Facet::Result,
                goal.achievement.as_deref().unwrap_or_default(),
            );
            let due = goal.targets.iter().find_map(|target| target.due);
            found.date(Facet::Window, due);
        }
        Record::Team(team) => {
            found.text(Facet::Title, team.name.as_ref());
            found.code(Facet::Status, team.status.as_deref().unwrap_or_default());
            let members: Vec<Reference> =
                team.participants.iter().map(|p| p.member.clone()).collect();
            found.references(Facet::Members, &members);
            // A member who leaves or changes their engagement is news of the team.
            let mut terms = String::new();
            for participant in &team.participants {
                terms.push_str(&participant.engagement);
                if let Some(end) = participant.period.end {
                    terms.push_str(&end.to_fhir());
                }
                terms.push(';');
            }
            found.code(Facet::Terms, terms.trim_matches(';'));
        }
        Record::Event(event) => {
            found.text(Facet::Title, event.title.as_ref());
            if event.status != ActivityStatus::Unknown || !event.code.is_empty() {
                found.code(Facet::Status, &event.code);
            }
            if event.kind == EventKind::Communication {
                let sender = event.doer().map(std::slice::from_ref);
                found.references(Facet::Owner, sender.unwrap_or_default());
                found.references(Facet::Members, &event.performers);
            } else {
                found.references(Facet::Owner, &event.performers);
            }
            found.period(Facet::Planned, event.period);
            found.text(Facet::Result, event.value.as_ref());
            if let Some(more) = &event.more {
                found.text(Facet::Reason, more.status_reason.as_ref());
                found.date(Facet::Received, more.received);
                found.references(Facet::Place, std::slice::from_ref(&more.location));
            }
        }
        Record::Protocol(protocol) => {
            found.text(Facet::Title, protocol.title.as_ref());
            found.code(
                Facet::Status,
                protocol.status.as_deref().unwrap_or_default(),
            );
            found.period(Facet::Planned, protocol.effective);
            found.date(Facet::Review, protocol.review_date);
        }
        Record::Actor(actor) => {
            found.text(Facet::Title, actor.name.as_ref());
            found.text(Facet::Status, actor.role.as_ref());
        }
    }
    let mut facets = found.0;
    facets.order_by(|a, b| a.0.cmp(&b.0));
    facets
}

/// What a plan's activities lead to, or are called where they stand in the plan itself.
fn activities(found: &mut Found, plan: &CarePlan) {
    let mut named = Vec::new();
    let mut progress = String::new();
    for activity in &plan.activities {
        match &activity.detail {
            Some(detail) => {
                named.push(Reference {
                    display: detail.title.clone(),
                    ..Reference::default()
                });
                progress.push_str(detail.status.code());
                progress.push(';');
            }
            None => named.push(activity.reference.clone()),
        }
    }
    found.references(Facet::Activities, &named);
    found.code(Facet::Progress, progress.trim_end_matches(';'));
}

struct Found(Facets);

impl Found {
    fn put(&mut self, facet: Facet, value: FacetValue) {
        self.0.push((facet, value));
    }

    fn text(&mut self, facet: Facet, text: Option<&Private<String>>) {
        if let Some(text) = text {
            self.put(facet, FacetValue::Text(text.clone()));
        }
    }

    fn code(&mut self, facet: Facet, code: &str) {
        if !code.is_empty() {
            self.put(facet, FacetValue::Code(code.to_owned()));
        }
    }

    fn date(&mut self, facet: Facet, date: Option<FhirDate>) {
        if let Some(date) = date {
            self.put(facet, FacetValue::Date(date));
        }
    }

    fn period(&mut self, facet: Facet, period: Period) {
        if !period.is_empty() {
            self.put(facet, FacetValue::Period(period));
        }
    }

    /// Without those that say nothing; in the order of the record.
    fn references(&mut self, facet: Facet, references: &[Reference]) {
        let named = references.iter().filter(|r| !r.is_empty()).cloned();
        let named: Vec<Reference> = named.collect();
        if !named.is_empty() {
            self.put(facet, FacetValue::References(named));
        }
    }
}
