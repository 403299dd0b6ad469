//! What happened, for whoever looks for a violation.

use coordo_core::RecordKey;
use coordo_store::OutboxRow;
use coordo_sync::Action;

/// Lines, where somebody wants them.
#[derive(Default)]
pub(super) struct Trace(Option<Vec<String>>);

impl Trace {
    pub(super) fn begin() -> Self {
        Self(Some(Vec::new()))
    }

    pub(super) fn push(&mut self, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.0 {
            lines.push(line());
        }
    }

    pub(super) fn last(&self, n: usize) -> String {
        let lines = self.0.as_deref().unwrap_or_default();
        let from = lines.len().saturating_sub(n);
        lines.get(from..).unwrap_or_default().join("\n")
    }
}

fn at(record: &RecordKey) -> String {
    format!("{} {}", record.source, record.reference())
}

pub(super) fn told(row: &OutboxRow) -> String {
    let text = |v: &Option<coordo_core::Private<String>>| v.as_ref().map(|v| v.0.clone());
    let fields: Vec<String> = row
        .change
        .fields
        .iter()
        .map(|f| format!("{:?} {:?} → {:?}", f.field, text(&f.before), text(&f.after)))
        .collect();
    let (n, state, base) = (row.n, &row.state, &row.base_version);
    format!(
        "{n} {} {state:?} on {base:?}: {}",
        at(row.record()),
        fields.join("; ")
    )
}

pub(super) fn action_told(action: &Action) -> String {
    let more = match action {
        Action::Send {
            token,
            source,
            request,
        } => {
            let (method, path) = (request.method.as_str(), &request.path);
            let version = request.header("if-match").unwrap_or("");
            format!("{token:?} {method} {source} {path} {version}")
        }
        Action::RowChanged(row) => told(row),
        Action::Acknowledged { row, version, .. } => {
            format!("{} {} {version:?}", row.n, at(row.record()))
        }
        Action::Merged {
            record,
            gone,
            version,
            ..
        } => format!("{} {gone:?} {version:?}", at(record)),
        Action::Theirs {
            record, version, ..
        } => format!("{} {version:?}", at(record)),
        Action::NeedsCredentials { source, status } => format!("{source} {status}"),
        Action::WakeAt(at) => format!("{}", at.0),
    };
    format!("{action:?} {more}")
}
