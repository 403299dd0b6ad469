//! The outbox as bytes, for the copy that a host keeps outside this instance's memory.

use coordo_core::change::{Change, ChangeKind, Field, FieldChange};
use coordo_core::{Instant, Private, RecordKey, SourceId};
use coordo_fhir::fields::{Fields, elements, quote, unquote};
use coordo_store::{OutboxRow, RowState};

use crate::state::State;

/// What each kind of change is called in the copy.
const KINDS: [(ChangeKind, &str); 4] = [
    (ChangeKind::Status, "status"),
    (ChangeKind::Created, "created"),
    (ChangeKind::Edited, "edited"),
    (ChangeKind::Offered, "offered"),
];

/// The rows that no source has acknowledged, as a JSON array; empty where there are none.
pub(crate) fn write(state: &State) -> Vec<u8> {
    let rows = state.machine.rows().chain(&state.restored);
    let rows: Vec<String> = rows.map(row_text).collect();
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

fn row_text(row: &OutboxRow) -> String {
    let change = &row.change;
    let text = |value: Option<&str>| value.map_or_else(|| "null".to_owned(), quote);
    let (state, status) = match &row.state {
        RowState::Unsent | RowState::Sending => ("unsent", 0),
        RowState::Refused { status, .. } => ("refused", *status),
        RowState::Conflict => ("conflict", 0),
    };
    let kind = KINDS.iter().find(|(k, _)| *k == change.kind);
    let fields: Vec<String> = change
        .fields
        .iter()
        .map(|f| {
            let value = |v: &Option<Private<String>>| text(v.as_ref().map(|v| v.as_str()));
            let (before, after) = (value(&f.before), value(&f.after));
            format!("[\"{}\",{before},{after}]", f.field.name())
        })
        .collect();
    format!(
        "{{\"n\":{},\"source\":{},\"kind\":{},\"id\":{},\"change\":\"{}\",\"fields\":[{}],\"at\":{},\"unusual\":{},\"madeAt\":{},\"state\":\"{state}\",\"status\":{status},\"baseVersion\":{}}}",
        row.n,
        quote(&change.record.source.0),
        quote(&change.record.kind),
        quote(&change.record.id),
        kind.map_or("", |(_, name)| name),
        fields.join(","),
        change.at.0,
        change.unusual,
        row.made_at.0,
        text(row.base_version.as_deref()),
    )
}

fn row(text: &str) -> Option<OutboxRow> {
    let fields = Fields::parse(text).ok()?;
    let number = |name: &str| fields.get(name)?.parse::<i64>().ok();
    let record = RecordKey::new(
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
    let kind = fields.string("change")?;
    let changed = elements(fields.get("fields")?)?;
    Some(OutboxRow {
        n: u64::try_from(number("n")?).ok()?,
        change: Change {
            record,
            kind: KINDS.iter().find(|(_, name)| *name == kind)?.0,
            fields: changed.into_iter().map(field).collect::<Option<_>>()?,
            at: Instant(number("at")?),
            unusual: fields.get("unusual") == Some("true"),
        },
        base_version: fields.string("baseVersion"),
        made_at: Instant(number("madeAt")?),
        state,
    })
}

/// `["status", "\"draft\"", "\"ready\""]`: name, value before, value after.
fn field(text: &str) -> Option<FieldChange> {
    let parts = elements(text)?;
    let string = |n: usize| unquote(parts.get(n)?);
    Some(FieldChange {
        field: Field::from_name(&string(0)?)?,
        before: string(1).map(Private),
        after: string(2).map(Private),
    })
}
