//! Open activities that an entry answers for.

use coordo_core::order::Order as _;
use coordo_core::{FhirDate, RecordKey};
use coordo_fhir::Projection;

use super::Scene;
use crate::actors::{Shape, home, is_of_subject, named_owner};
use crate::view::ItemKey;
use crate::view::directory::{CardOfActorView, OpenItemView};

/// How many there are, and the first of them by date.
pub(super) fn open(scene: &Scene<'_>, shape: &Shape<'_>) -> (usize, Vec<OpenItemView>) {
    let graph = &scene.state.graph;
    let own = scene.register.home_of(shape.key);
    let answers = |from: &RecordKey, owner| {
        let home = home(graph, scene.register, from, owner, named_owner);
        home.is_some() && home == own
    };
    let mut found: Vec<OpenItemView> = Vec::new();
    for (key, held) in graph.iter() {
        if let Projection::Task(task) = &held.projection
            && !task.status.is_ended()
            && answers(key, &task.owner)
            && is_of_subject(scene.state, key, &task.subject)
        {
            found.push(OpenItemView {
                key: ItemKey {
                    record: key.clone(),
                    activity: None,
                },
                title: task.title.clone(),
                due: task.window.end.or(task.window.start),
                is_offered: task.status.is_offer(),
            });
        }
    }
    let at = |due: Option<FhirDate>| due.and_then(|d| d.earliest(scene.moment.offset_minutes));
    found.order_by(|a, b| {
        let date = |i: &OpenItemView| (at(i.due).is_none(), at(i.due));
        let records = a.key.record.cmp(&b.key.record);
        date(a).cmp(&date(b)).then(records)
    });
    let n = found.len();
    found.truncate(CardOfActorView::OPEN);
    (n, found)
}
