//! What persons decide about a record beside its content: a rule set aside, a class.

use coordo_core::change::{Change, ChangeKind, Field};
use coordo_core::command::TagList;
use coordo_core::{RecordKey, Refusal};
use coordo_fhir::{EditError, choice, write};

use crate::compose::author;
use crate::decide::may_write;
use crate::draw::Scene;

/// Sets a rule aside for a record, with the reason.
pub(crate) fn set_aside(
    scene: &Scene<'_>,
    key: &RecordKey,
    rule: &str,
    reason: &str,
) -> Result<Change, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::WithoutReason);
    }
    let signed = author(scene, &key.source);
    written(scene, key, &|text| {
        choice::with_waiver(text, rule, reason, signed.as_deref(), scene.now)
    })
}

/// Classes a task.
pub(crate) fn class(
    scene: &Scene<'_>,
    key: &RecordKey,
    list: TagList,
    shown: Option<&str>,
    to: Option<&str>,
) -> Result<Change, Refusal> {
    let task = scene.state.graph.task(key).ok_or(Refusal::NotFound)?;
    let now = task.more.as_ref().and_then(|more| more.tag(list.name()));
    if now == to {
        return Err(Refusal::NothingToChange);
    }
    // What was shown may come from a rule; what a person chose meanwhile may not be lost unseen.
    let field = Field::Resource;
    if now.is_some() && now != shown {
        return Err(Refusal::FieldOutdated { field });
    }
    let signed = author(scene, &key.source);
    written(scene, key, &|text| {
        choice::with_choice(text, list.name(), shown, to, signed.as_deref(), scene.now)
    })
}

pub(crate) fn written(
    scene: &Scene<'_>,
    key: &RecordKey,
    edit: &dyn Fn(&str) -> Result<String, EditError>,
) -> Result<Change, Refusal> {
    may_write(scene.state, key)?;
    let held = scene.state.graph.get(key).ok_or(Refusal::NotFound)?;
    let after = edit(&held.body).map_err(|_| Refusal::NotFound)?;
    Ok(Change {
        record: key.clone(),
        kind: ChangeKind::Edited,
        fields: vec![write::resource(&held.body, &after)],
        at: scene.now,
        unusual: false,
    })
}
