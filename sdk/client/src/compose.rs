//! From what a person asks for to the fields of one record.

use coordo_core::change::{Change, ChangeKind, Field, FieldChange};
use coordo_core::command::{Command, TaskDraft, TaskEdit, TaskValue};
use coordo_core::decide::{assigned_status, change_task_status, check_edit, check_value};
use coordo_core::{Instant, Private, RecordKey, Reference, Refusal, SourceId, Task, TaskStatus};
use coordo_fhir::fields::quote;
use coordo_fhir::{read, write};

use crate::answer;
use crate::choose;
use crate::decide::{may_write, may_write_to};
use crate::draw::{Scene, name_of, person};
use crate::options::SourceKind;

/// Decides a command; `id` is for a record that it makes.
pub(crate) fn change_of(scene: &Scene<'_>, command: Command, id: &str) -> Result<Change, Refusal> {
    match command {
        Command::ChangeTaskStatus {
            task,
            from,
            to,
            reason,
        } => status_changed(
            scene,
            &task,
            &from,
            &to,
            reason.as_ref().map(|r| r.as_str()),
        ),
        Command::CreateTask(draft) => created(scene, &draft, id),
        Command::EditTask { task, edits, note } => {
            edited(scene, &task, &edits, note.as_ref().map(|n| n.as_str()))
        }
        Command::AssignTask {
            task,
            from,
            shown,
            owner,
            is_offered,
        } => assigned(scene, &task, &from, shown, owner, is_offered),
        Command::SetAside {
            record,
            rule,
            reason,
        } => choose::set_aside(scene, &record, &rule, &reason),
        Command::ClassTask {
            task,
            list,
            shown,
            to,
        } => choose::class(scene, &task, list, shown.as_deref(), to.as_deref()),
        Command::Acknowledge { message } => answer::acknowledge(scene, &message),
        Command::AppointReferent {
            team,
            shown,
            referent,
        } => answer::appoint(scene, &team, &shown, &referent),
        Command::ReviewPlan { plan, shown, next } => answer::review(scene, &plan, shown, next),
        Command::EndPlan { plan, from, to } => answer::end(scene, &plan, &from, to),
        // Several at once are decided one by one before they come here.
        Command::CreateTasks(_) | _ => Err(Refusal::NotFound),
    }
}

fn change(record: &RecordKey, kind: ChangeKind, fields: Vec<FieldChange>, at: Instant) -> Change {
    Change {
        record: record.clone(),
        kind,
        fields,
        at,
        unusual: false,
    }
}

/// A task that may be changed here, with its text.
fn open<'s>(scene: &Scene<'s>, key: &RecordKey) -> Result<(&'s Task, &'s str), Refusal> {
    may_write(scene.state, key)?;
    let held = scene.state.graph.get(key).ok_or(Refusal::NotFound)?;
    let task = held.projection.task().ok_or(Refusal::OfThePlan)?;
    Ok((task, &held.body))
}

fn status_changed(
    scene: &Scene<'_>,
    key: &RecordKey,
    from: &TaskStatus,
    to: &TaskStatus,
    reason: Option<&str>,
) -> Result<Change, Refusal> {
    let (task, text) = open(scene, key)?;
    let decision = change_task_status(task, from, to, reason, scene.state.options.mode)?;
    Ok(Change {
        unusual: decision.unusual,
        ..change(
            key,
            ChangeKind::Status,
            write::status(text, &decision).into(),
            scene.now,
        )
    })
}

fn edited(
    scene: &Scene<'_>,
    key: &RecordKey,
    edits: &[TaskEdit],
    note: Option<&str>,
) -> Result<Change, Refusal> {
    let (task, text) = open(scene, key)?;
    let mut fields = Vec::new();
    for edit in edits {
        if check_edit(&value_of(scene, task, edit.to.field()), edit)? {
            fields.push(field(scene, &key.source, text, &edit.to)?);
        }
    }
    if !fields.is_empty() && task.status.is_ended() {
        let from = task.status.clone();
        return Err(Refusal::Ended { from });
    }
    fields.extend(noted(scene, &key.source, note));
    if fields.is_empty() {
        return Err(Refusal::NothingToChange);
    }
    Ok(change(key, ChangeKind::Edited, fields, scene.now))
}

fn assigned(
    scene: &Scene<'_>,
    key: &RecordKey,
    from: &TaskStatus,
    shown: Option<RecordKey>,
    owner: RecordKey,
    is_offered: bool,
) -> Result<Change, Refusal> {
    let (task, text) = open(scene, key)?;
    if task.status != *from {
        let now = task.status.clone();
        return Err(Refusal::Outdated { now });
    }
    let status = assigned_status(from, is_offered, scene.state.options.mode)?;
    let edit = TaskEdit {
        shown: TaskValue::Owner(shown),
        to: TaskValue::Owner(Some(owner)),
    };
    let mut fields = Vec::new();
    if check_edit(&value_of(scene, task, Field::Owner), &edit)? {
        fields.push(field(scene, &key.source, text, &edit.to)?);
    }
    if let Some(decision) = &status {
        fields.extend(write::status(text, decision));
    }
    if fields.is_empty() {
        return Err(Refusal::NothingToChange);
    }
    let kind = if is_offered {
        ChangeKind::Offered
    } else {
        ChangeKind::Edited
    };
    Ok(Change {
        unusual: status.is_some_and(|s| s.unusual),
        ..change(key, kind, fields, scene.now)
    })
}

fn created(scene: &Scene<'_>, draft: &TaskDraft, id: &str) -> Result<Change, Refusal> {
    let values = [
        TaskValue::Title(Some(Private(draft.title.trim().to_owned()))),
        TaskValue::Owner(draft.owner.clone()),
        TaskValue::Planned(draft.planned),
        TaskValue::Window(draft.window),
        TaskValue::Priority(draft.priority),
        TaskValue::Goal(draft.goal.clone()),
    ];
    if id.is_empty() {
        return Err(Refusal::NotFound);
    }
    let source = home_of(scene, draft)?;
    may_write_to(scene.state, &source)?;
    let key = RecordKey::new(source.clone(), "Task", id);
    let text = write::unborn(&key);
    let mut fields = Vec::new();
    let mut put = |f: Field, value: Option<String>| {
        if value.is_some() {
            fields.push(write::field(&text, f, value));
        }
    };
    let list = |value: String| format!("[{value}]");
    let near =
        |f: Field, key: Option<&RecordKey>| key.map(|k| near(scene, &source, k, f)).transpose();
    put(
        Field::Plan,
        near(Field::Plan, draft.plan.as_ref())?.map(list),
    );
    put(
        Field::Parent,
        near(Field::Parent, draft.parent.as_ref())?.map(list),
    );
    let replaced = near(Field::Replaces, draft.replaces.as_ref())?;
    put(Field::Replaces, replaced.map(|r| write::replaces(&r)));
    put(Field::Protocol, draft.protocol.as_deref().map(quote));
    let before = draft.after.iter();
    let before: Result<Vec<String>, Refusal> = before
        .map(|key| near(Field::After, Some(key)).map(Option::unwrap_or_default))
        .collect();
    put(Field::After, write::after(&before?));
    put(Field::Status, Some(quote(draft.status().code())));
    put(Field::Intent, Some(quote("order")));
    put(Field::Subject, subject(scene, &source, draft));
    let requester = draft.requester.as_ref();
    let requester = requester.map(|key| pointer(scene, &source, key));
    put(
        Field::Requester,
        requester.or_else(|| author(scene, &source)),
    );
    for value in &values {
        check_value(value)?;
        put(
            value.field(),
            field(scene, &source, &text, value)?.after.map(|v| v.0),
        );
    }
    fields.extend(noted(
        scene,
        &source,
        draft.note.as_ref().map(|n| n.as_str()),
    ));
    Ok(change(&key, ChangeKind::Created, fields, scene.now))
}

/// The source that a new task goes to: its plan's, its parent's, that of the task whose
/// place it takes, otherwise the first that takes changes.
fn home_of(scene: &Scene<'_>, draft: &TaskDraft) -> Result<SourceId, Refusal> {
    if scene.state.options.read_only {
        return Err(Refusal::ReadOnlyClient);
    }
    let given = [&draft.plan, &draft.parent, &draft.replaces];
    if let Some(key) = given.into_iter().flatten().next() {
        return Ok(key.source.clone());
    }
    let mut sources = scene.state.options.sources.iter();
    let first = sources.find(|s| match &s.kind {
        SourceKind::Endpoint { transport } => !transport.is_read_only(),
        SourceKind::Bundle { .. } => false,
    });
    first.map(|s| s.id.clone()).ok_or(Refusal::ReadOnlySource)
}

/// What a task says now in a field of the form.
pub(crate) fn value_of(scene: &Scene<'_>, task: &Task, field: Field) -> TaskValue {
    let at = |reference: &Reference| scene.state.graph.resolve(&task.key, reference);
    match field {
        Field::Owner => TaskValue::Owner(at(&task.owner)),
        Field::Planned => TaskValue::Planned(task.execution),
        Field::Window => TaskValue::Window(task.window),
        Field::Priority => TaskValue::Priority(task.priority),
        Field::Goal => TaskValue::Goal(at(&task.reason)),
        Field::Title
        | Field::Note
        | Field::Status
        | Field::StatusReason
        | Field::Plan
        | Field::Parent
        | Field::Replaces
        | Field::Subject
        | Field::Requester
        | Field::Intent
        | Field::Protocol
        | Field::After
        | Field::Resource => TaskValue::Title(task.title.clone()),
    }
}

/// A value as its field is written.
fn field(
    scene: &Scene<'_>,
    source: &SourceId,
    text: &str,
    value: &TaskValue,
) -> Result<FieldChange, Refusal> {
    let after = match value {
        TaskValue::Title(title) => title.as_ref().map(|t| quote(t.trim())),
        TaskValue::Owner(owner) => owner.as_ref().map(|o| pointer(scene, source, o)),
        TaskValue::Planned(period) | TaskValue::Window(period) => write::period(*period),
        TaskValue::Priority(priority) => Some(quote(priority.code())),
        TaskValue::Goal(goal) => goal
            .as_ref()
            .map(|g| near(scene, source, g, Field::Goal))
            .transpose()?,
    };
    Ok(write::field(text, value.field(), after))
}

fn noted(scene: &Scene<'_>, source: &SourceId, note: Option<&str>) -> Option<FieldChange> {
    let words = note.map(str::trim).filter(|w| !w.is_empty())?;
    let author = author(scene, source);
    Some(write::note(words, author.as_deref(), scene.now))
}

/// Who acts here, as a reference.
pub(crate) fn author(scene: &Scene<'_>, source: &SourceId) -> Option<String> {
    scene.me.as_ref().map(|me| pointer(scene, source, me))
}

/// Whose plan it is: as the plan, the parent or the task before says, otherwise the client's.
fn subject(scene: &Scene<'_>, source: &SourceId, draft: &TaskDraft) -> Option<String> {
    let graph = &scene.state.graph;
    let plan = draft
        .plan
        .as_ref()
        .and_then(|p| graph.projection(p)?.care_plan());
    let before = [&draft.parent, &draft.replaces].into_iter().flatten();
    let tasks = before.filter_map(|key| graph.task(key).map(|t| &t.subject));
    let said = plan.map(|p| &p.subject).into_iter().chain(tasks);
    if let Some(reference) = said.into_iter().find(|r| r.target().is_some()) {
        return Some(write::reference(reference, None));
    }
    let (home, reference) = scene.state.options.subject.as_ref()?;
    let (kind, id) = coordo_core::id::literal(reference)?;
    Some(pointer(
        scene,
        source,
        &RecordKey::new(home.clone(), kind, id),
    ))
}

/// A reference to a record that must be in the same source: a server cannot follow others.
fn near(
    scene: &Scene<'_>,
    source: &SourceId,
    to: &RecordKey,
    field: Field,
) -> Result<String, Refusal> {
    if to.source != *source {
        return Err(Refusal::OtherSource { field });
    }
    if scene.state.graph.get(to).is_none() {
        return Err(Refusal::NotFound);
    }
    Ok(pointer(scene, source, to))
}

/// A reference to somebody or something: literal where the source has a record of them or of
/// the person behind a role, otherwise by business identifier and name.
fn pointer(scene: &Scene<'_>, source: &SourceId, to: &RecordKey) -> String {
    let graph = &scene.state.graph;
    let mut named = Reference {
        display: name_of(scene, to),
        ..Reference::default()
    };
    let person = person(graph, to);
    for key in [to, &person] {
        let same = graph.same_as(key).into_iter();
        let mut known = std::iter::once(key.clone()).chain(same);
        if let Some(here) = known.find(|k| k.source == *source) {
            named.target = Some(Private(here.reference()));
            return write::reference(&named, None);
        }
    }
    let identified = [to, &person].into_iter().find_map(|key| {
        let held = graph.get(key)?;
        let identifier = read::identifier(&key.kind, &held.body)?;
        Some((key.kind.clone(), identifier))
    });
    let (kind, identifier) = identified.unzip();
    named.kind = kind.or_else(|| Some(to.kind.clone()));
    write::reference(&named, identifier.as_deref())
}
