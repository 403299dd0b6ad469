//! `Schedule` and `PlanDefinition`.

use coordo_core::schedule::{Protocol, Schedule};

use super::lenient::Reader;
use crate::fields::Fields;

pub(super) fn schedule(r: &mut Reader<'_>, of: &Fields<'_>) -> Schedule {
    Schedule {
        key: r.key(),
        title: r
            .text(of, "comment", "comment")
            .or_else(|| r.concepts(of, "serviceType", "serviceType")),
        active: of.get("active").map(|text| text == "true"),
        actors: r.references(of, "actor", "actor"),
        horizon: r.period(of, "planningHorizon", "planningHorizon"),
    }
}

pub(super) fn protocol(r: &mut Reader<'_>, of: &Fields<'_>) -> Protocol {
    let mut roles = Vec::new();
    for action in r.list(of, "action", "action") {
        for participant in r.list(&action, "participant", "action.participant") {
            roles.extend(r.codings(&participant, "role", "action.participant.role"));
        }
    }
    Protocol {
        key: r.key(),
        url: r.string(of, "url", "url"),
        version: r.string(of, "version", "version"),
        title: r
            .text(of, "title", "title")
            .or_else(|| r.text(of, "name", "name")),
        status: r.string(of, "status", "status"),
        effective: r.period(of, "effectivePeriod", "effectivePeriod"),
        jurisdictions: r.codings(of, "jurisdiction", "jurisdiction"),
        roles,
    }
}
