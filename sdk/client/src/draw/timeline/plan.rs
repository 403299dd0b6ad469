//! The plan that the timeline is about.

use coordo_core::Private;

use super::finder::Records;
use crate::draw::owner;
use crate::graph::Graph;
use crate::view::board::OwnerView;
use crate::view::timeline::{LaneKey, PlanLineView};

/// What a lane stands for, its name, and what stands beside it.
pub(super) type Heading = (LaneKey, Option<Private<String>>, Option<Private<String>>);

pub(super) fn line(graph: &Graph, records: &Records<'_>, place: usize) -> Option<PlanLineView> {
    let (_, held) = records.get(place)?;
    let plan = held.projection.care_plan()?;
    let reference = if plan.holder.is_empty() {
        &plan.author
    } else {
        &plan.holder
    };
    let mut holder = OwnerView::default();
    if let Some(key) = graph.resolve(&plan.key, reference) {
        owner::describe(graph, &key, &mut holder);
    }
    Some(PlanLineView {
        title: plan.title.clone(),
        holder: holder.name.or_else(|| reference.display.clone()),
        start: plan.period.start,
        end: plan.period.end,
        review: plan.review_date,
    })
}
