//! The person's care circle: who takes part now, and who left.

use coordo_core::actor::CareTeam;
use coordo_core::order::Order as _;
use coordo_core::task::Period;
use coordo_core::{Private, RecordKey, Reference};

use super::named;
use super::register::{Number, Register};
use crate::draw::Moment;
use crate::graph::Graph;
use crate::state::State;

/// How an entry belongs to the circle.
pub(crate) struct Membership {
    /// The entry.
    pub(crate) home: Number,
    /// Whether it left: every period of it is over.
    pub(crate) has_left: bool,
    /// Whether a team says so, or an open task alone does.
    is_of_team: bool,
    /// Role in a team, where told.
    pub(crate) role: Option<Private<String>>,
}

/// Members of the teams of the person, and those of no team who answer for an open task: what is
/// only offered to somebody makes them no part of it.
pub(crate) struct Circle {
    /// Revision of the records, and minute.
    pub(super) stamp: (u64, i64),
    /// One an entry, in the order of their numbers.
    members: Vec<Membership>,
}

impl Circle {
    pub(super) fn find(
        state: &State,
        register: &Register,
        moment: Moment,
        stamp: (u64, i64),
    ) -> Self {
        let graph = &state.graph;
        let mut members = Vec::new();
        for (key, held) in graph.iter() {
            if let Some(team) = held.projection.care_team() {
                if is_of_subject(state, key, &team.subject) {
                    take_team(graph, register, key, team, moment, &mut members);
                }
            } else if let Some(task) = held.projection.task()
                && !task.status.is_ended()
                && !task.status.is_offer()
                && is_of_subject(state, key, &task.subject)
            {
                let home = home(graph, register, key, &task.owner, named::owner);
                members.extend(home.map(|home| Membership {
                    home,
                    has_left: false,
                    is_of_team: false,
                    role: None,
                }));
            }
        }
        // What a team says counts, of several memberships the current one, and of these one with
        // a role.
        members.order_by(|a, b| {
            let rank = |m: &Membership| (m.home, !m.is_of_team, m.has_left, m.role.is_none());
            rank(a).cmp(&rank(b))
        });
        members.dedup_by_key(|m| m.home);
        Self { stamp, members }
    }

    /// How an entry belongs, where it does or did.
    pub(crate) fn of(&self, home: Number) -> Option<&Membership> {
        let at = self.members.binary_search_by_key(&home, |m| m.home).ok()?;
        self.members.get(at)
    }

    /// What entries are to the person, as teams say.
    pub(crate) fn roles(&self) -> impl Iterator<Item = (Number, &str)> {
        let members = self.members.iter();
        members.filter_map(|m| Some((m.home, m.role.as_ref()?.as_str())))
    }

    /// Entries that belong to it now.
    pub(crate) fn now(&self) -> impl Iterator<Item = Number> {
        let now = self.members.iter().filter(|m| !m.has_left);
        now.map(|m| m.home)
    }
}

fn take_team(
    graph: &Graph,
    register: &Register,
    key: &RecordKey,
    team: &CareTeam,
    moment: Moment,
    members: &mut Vec<Membership>,
) {
    let status = team.status.as_deref();
    if matches!(status, Some("entered-in-error" | "proposed")) || is_to_come(&team.period, moment) {
        return;
    }
    let is_over = is_team_over(team, moment);
    for (n, participant) in team.participants.iter().enumerate() {
        if is_to_come(&participant.period, moment) {
            continue;
        }
        let name = |team: &RecordKey| named::participant(team, n);
        let home = home(graph, register, key, &participant.member, name);
        members.extend(home.map(|home| Membership {
            home,
            has_left: is_over || moment.is_past(&participant.period),
            is_of_team: true,
            role: participant.role.clone(),
        }));
    }
}

/// Whether a team has ended.
pub(crate) fn is_team_over(team: &CareTeam, moment: Moment) -> bool {
    team.status.as_deref() == Some("inactive") || moment.is_past(&team.period)
}

fn is_to_come(period: &Period, moment: Moment) -> bool {
    let start = period.start.and_then(|s| s.earliest(moment.offset_minutes));
    start.is_some_and(|start| start > moment.now)
}

/// The entry to which a reference leads, or of the one who is only named there.
pub(crate) fn home(
    graph: &Graph,
    register: &Register,
    from: &RecordKey,
    to: &Reference,
    name: impl FnOnce(&RecordKey) -> RecordKey,
) -> Option<Number> {
    let key = named::target(graph, from, to).unwrap_or_else(|| name(from));
    register.home_of(&key)
}

/// Whether a reference leads to the person of the client; where the client has no one person,
/// or the record names none, it does.
pub(crate) fn is_of_subject(state: &State, from: &RecordKey, to: &Reference) -> bool {
    let Some((source, reference)) = &state.options.subject else {
        return true;
    };
    let (Some((kind, id)), false) = (coordo_core::id::literal(reference), to.is_empty()) else {
        return true;
    };
    let subject = RecordKey::new(source.clone(), kind, id);
    match state.graph.resolve(from, to) {
        Some(found) => {
            super::canonical(&state.graph, &found) == super::canonical(&state.graph, &subject)
        }
        None => from.source == *source && to.literal() == Some((kind, id)),
    }
}
