//! `Schedule`.

use coordo_core::schedule::Schedule;

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
