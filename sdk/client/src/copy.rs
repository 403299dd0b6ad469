//! The outbox as bytes, for the copy that a host keeps outside this instance's memory.

use coordo_core::{Change, Instant, Private, RecordKey, SourceId, TaskStatus};
use coordo_fhir::fields::{Fields, elements, quote};
use coordo_store::{OutboxRow, RowState};

use crate::state::State;

/// The rows that no source has acknowledged, as a JSON array; empty where there are none.
pub(crate) fn write(state: &State) -> Vec<u8> {
    let rows: Vec<String> = state
        .machine
        .rows()
        .chain(&state.restored)
        .filter_map(row_text)
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    format!("[{}]", rows.join(",")).into_bytes()
}

/// The rows of a copy. What was on its way counts as unsent: its answer is lost.
pub(crate) fn read(bytes: &[u8]) -> Vec<OutboxRow> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Vec::new();
    };
    let rows = elements(text).unwrap_or_default();
    rows.into_iter().filter_map(row).collect()
}

fn row_text(row: &OutboxRow) -> Option<String> {
    let Change::TaskStatusChanged {
        task,
        from,
        from_reason,
        to,
        reason,
        at,
        unusual,
    } = &row.change
    else {
        return None;
    };
    let optional = |name: &str, value: Option<&str>| match value {
        Some(value) => format!(",\"{name}\":{}", quote(value)),
        None => String::new(),
    };
    let (state, status) = match &row.state {
        RowState::Unsent | RowState::Sending => ("unsent", None),
        RowState::Refused { status, .. } => ("refused", Some(*status)),
        RowState::Conflict => ("conflict", None),
    };
    Some(format!(
        "{{\"n\":{},\"source\":{},\"kind\":{},\"id\":{},\"from\":{},\"to\":{},\"at\":{},\"unusual\":{unusual},\"madeAt\":{},\"state\":\"{state}\",\"status\":{}{}{}{}}}",
        row.n,
        quote(&task.source.0),
        quote(&task.kind),
        quote(&task.id),
        quote(from.code()),
        quote(to.code()),
        at.0,
        row.made_at.0,
        status.unwrap_or(0),
        optional("fromReason", from_reason.as_ref().map(|r| r.as_str())),
        optional("reason", reason.as_ref().map(|r| r.as_str())),
        optional("baseVersion", row.base_version.as_deref()),
    ))
}

fn row(text: &str) -> Option<OutboxRow> {
    let fields = Fields::parse(text).ok()?;
    let number = |name: &str| fields.get(name)?.parse::<i64>().ok();
    let task = RecordKey::new(
        SourceId(fields.string("source")?),
        fields.string("kind")?,
        fields.string("id")?,
    );
    let state = match fields.string("state")?.as_str() {
        "refused" => RowState::Refused {
            status: u16::try_from(number("status")?).ok()?,
            words: None,
        },
        "conflict" => RowState::Conflict,
        _ => RowState::Unsent,
    };
    Some(OutboxRow {
        n: u64::try_from(number("n")?).ok()?,
        change: Change::TaskStatusChanged {
            task,
            from: TaskStatus::from_code(&fields.string("from")?),
            from_reason: fields.string("fromReason").map(Private),
            to: TaskStatus::from_code(&fields.string("to")?),
            reason: fields.string("reason").map(Private),
            at: Instant(number("at")?),
            unusual: fields.get("unusual") == Some("true"),
        },
        base_version: fields.string("baseVersion"),
        made_at: Instant(number("madeAt")?),
        state,
    })
}
