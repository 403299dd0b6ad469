//! Every way to reach an entry, and where sources contradict each other.

use coordo_core::actor::ContactSystem;
use coordo_core::fold::fold;
use coordo_core::order::Order as _;
use coordo_directory::number;

use super::Scene;
use crate::actors::{Shape, Telecom};
use crate::view::directory::{ReachKind, ReachView};

pub(super) fn reach(scene: &Scene<'_>, shape: &Shape<'_>) -> Vec<ReachView> {
    let moment = scene.moment;
    let mut telecoms = shape.telecoms();
    telecoms.retain(|t| {
        let over = t.point.until.and_then(|u| u.over_at(moment.offset_minutes));
        over.is_none_or(|over| over > moment.now)
    });
    let mut views: Vec<ReachView> = Vec::new();
    for telecom in &telecoms {
        let view = ReachView {
            kind: kind(telecom),
            value: telecom.point.value.clone(),
            usage: (!telecom.point.usage.is_empty()).then(|| telecom.point.usage.to_string()),
            of: telecom.of.cloned(),
            source: scene.tells_sources.then(|| telecom.key.source.clone()),
            is_contested: is_contested(telecom, &telecoms),
        };
        // Two sources that say the same are told once.
        let is_known =
            |v: &ReachView| v.kind == view.kind && same(&v.value, &view.value) && v.of == view.of;
        if !views.iter().any(is_known) {
            views.push(view);
        }
    }
    views.order_by_key(|v| v.kind);
    views
}

fn kind(telecom: &Telecom<'_>) -> ReachKind {
    match telecom.point.system {
        ContactSystem::Email if telecom.point.is_mssante => ReachKind::MsSante,
        ContactSystem::Email => ReachKind::Email,
        ContactSystem::Phone | ContactSystem::Sms if telecom.point.usage == "mobile" => {
            ReachKind::Mobile
        }
        ContactSystem::Sms => ReachKind::Mobile,
        ContactSystem::Phone => ReachKind::Phone,
        ContactSystem::Fax => ReachKind::Fax,
        ContactSystem::Url => ReachKind::Web,
        ContactSystem::Pager | ContactSystem::Other => ReachKind::Other,
    }
}

/// Whether two values lead to the same end: a number whatever its spaces.
fn same(a: &str, b: &str) -> bool {
    a == b || (number(a) == number(b) && !fold(a).is_empty() && !a.contains('@'))
}

/// Whether another source says otherwise of the same kind and use, and does not know this one.
fn is_contested(telecom: &Telecom<'_>, all: &[Telecom<'_>]) -> bool {
    let likes = || {
        all.iter().filter(|other| {
            other.key.source != telecom.key.source
                && kind(other) == kind(telecom)
                && other.point.usage == telecom.point.usage
                && other.of.map(|o| fold(o)) == telecom.of.map(|o| fold(o))
        })
    };
    likes().next().is_some() && !likes().any(|o| same(&o.point.value, &telecom.point.value))
}
