//! What people do: commands, undo, decisions.

use coordo_core::change::{Change, ChangeKind, Field, FieldChange};
use coordo_core::task::transition::{needs_reason, successors};
use coordo_core::{RecordKey, SourceId, TaskStatus};
use coordo_fhir::fields::{Fields, quote};
use coordo_fhir::{edit, write};
use coordo_store::{Body, OutboxRow, RowState};
use coordo_sync::Event;

use super::trace::told;
use super::{Simulation, Violation};

const CREATED: [&str; 2] = ["Task", "CarePlan"];

impl Simulation {
    /// Somebody changes something on a device.
    pub(super) fn command(&mut self, d: usize) {
        let text = self.mark(d);
        let Some(device) = self.devices.get(d) else {
            return;
        };
        let at = device.now(self.now);
        if self.chance.one_in(8) {
            return self.make(d, &text);
        }
        let records: Vec<RecordKey> = device.disk.copies.keys().cloned().collect();
        let Some(record) = self.chance.pick(&records).cloned() else {
            return;
        };
        let Some(shown) = device.shown(&record) else {
            return;
        };
        if device.waits_for_person(&record) {
            return;
        }
        let fields = match record.kind.as_str() {
            "Task" => self.task_fields(&shown, &text, at),
            _ => self.resource_fields(&shown, &text),
        };
        if !fields.is_empty() {
            let is_status = fields.iter().any(|f| f.field == Field::Status);
            let kind = if is_status {
                ChangeKind::Status
            } else {
                ChangeKind::Edited
            };
            self.keep(d, record, kind, fields);
        }
    }

    fn task_fields(
        &mut self,
        shown: &str,
        text: &str,
        at: coordo_core::Instant,
    ) -> Vec<FieldChange> {
        let set = |field, value: String| write::field(shown, field, Some(value));
        let reference = |n: usize| format!("{{\"reference\":\"Practitioner/{n}\"}}");
        match self.chance.below(8) {
            0 | 1 => {
                let code = Fields::parse(shown).ok().and_then(|f| f.string("status"));
                let from = TaskStatus::from_code(&code.unwrap_or_default());
                let Some(to) = self.chance.pick(successors(&from)).cloned() else {
                    return Vec::new();
                };
                let reason = needs_reason(&to).then(|| format!("{{\"text\":{}}}", quote(text)));
                vec![
                    set(Field::Status, quote(to.code())),
                    write::field(shown, Field::StatusReason, reason),
                ]
            }
            2 => vec![set(Field::Title, quote(text))],
            // Values that nobody else gives tell whose change arrived.
            3 => {
                let display = quote(text);
                let n = self.chance.below(3);
                let owner = format!("{{\"reference\":\"Practitioner/{n}\",\"display\":{display}}}");
                vec![set(Field::Owner, owner)]
            }
            4 => {
                let field = match self.chance.below(2) {
                    0 => Field::Window,
                    _ => Field::Planned,
                };
                let (day, month) = (self.n_marks % 28 + 1, self.n_marks / 28 + 1);
                vec![set(
                    field,
                    format!("{{\"end\":\"2027-{month:02}-{day:02}\"}}"),
                )]
            }
            5 => vec![
                set(Field::Title, quote(text)),
                write::note(&format!("note {text}"), Some(&reference(0)), at),
            ],
            _ => vec![write::note(
                &format!("note {text}"),
                Some(&reference(1)),
                at,
            )],
        }
    }

    /// A change of a resource that has no commands: its words, or a note.
    fn resource_fields(&mut self, shown: &str, text: &str) -> Vec<FieldChange> {
        let note = format!(
            "{{\"authorString\":\"a\",\"time\":{},\"text\":{}}}",
            quote(text),
            quote(&format!("note {text}"))
        );
        let after = if self.chance.one_in(2) {
            edit::set(shown, &["description", "text"], &quote(text))
        } else {
            let before = Fields::parse(shown).ok().and_then(|f| f.get("note"));
            let list = match before.and_then(|b| b.strip_suffix(']')) {
                Some(list) => format!("{list},{note}]"),
                None => format!("[{note}]"),
            };
            edit::set(shown, &["note"], &list)
        };
        after.map_or_else(|_| Vec::new(), |after| vec![write::resource(shown, &after)])
    }

    /// New records, some of which refer to others that are as new, some in a circle.
    fn make(&mut self, d: usize, text: &str) {
        let source = SourceId(format!("s{}", self.chance.below(self.servers.len())));
        let key =
            |kind: &str, tail: &str| RecordKey::new(source.clone(), kind, format!("{text}{tail}"));
        let to = |key: &RecordKey| format!("{{\"reference\":{}}}", quote(&key.reference()));
        let set = |field, value: String| write::field("{}", field, Some(value));
        let kind = CREATED
            .get(usize::from(self.chance.one_in(3)))
            .copied()
            .unwrap_or("Task");
        let first = key(kind, "");
        let mut fields = vec![
            set(Field::Title, quote(text)),
            set(Field::Status, quote("draft")),
        ];
        let second = key("Task", "b");
        let is_circle = self.chance.one_in(3);
        if is_circle {
            fields.push(set(Field::Parent, format!("[{}]", to(&second))));
        }
        self.keep(d, first.clone(), ChangeKind::Created, fields);
        if is_circle || self.chance.one_in(2) {
            let words = format!("{text}b");
            let fields = vec![
                set(Field::Title, quote(&words)),
                set(Field::Status, quote("draft")),
                set(Field::Plan, format!("[{}]", to(&first))),
            ];
            self.keep(d, second, ChangeKind::Created, fields);
        }
    }

    /// The change is durable; then the machine learns of it.
    fn keep(&mut self, d: usize, record: RecordKey, kind: ChangeKind, fields: Vec<FieldChange>) {
        let now = self.now;
        let Some(device) = self.devices.get_mut(d) else {
            return;
        };
        let held = device.machine.base(&record);
        let held = held.map(|(v, t)| (v.map(str::to_owned), t.clone()));
        let copy = device.disk.copies.get(&record);
        let (version, base): (Option<String>, Body) = held
            .or_else(|| copy.map(|c| (c.version.clone(), c.body.clone())))
            .unwrap_or_else(|| (None, write::unborn(&record).into()));
        device.disk.n_rows += 1;
        let at = device.now(now);
        let row = OutboxRow {
            n: device.disk.n_rows,
            change: Change {
                record,
                kind,
                fields,
                at,
                unusual: false,
            },
            base_version: version,
            made_at: at,
            state: RowState::Unsent,
        };
        device.disk.rows.insert(row.n, row.clone());
        self.model.made(&row);
        self.values.made(d, &row);
        self.trace.push(|| format!("{d}: made {}", told(&row)));
        device.tell(Event::Added { row, base }, now);
    }

    /// Somebody takes back what has not left.
    pub(super) fn undo(&mut self, d: usize) {
        let Some(device) = self.devices.get_mut(d) else {
            return;
        };
        let n = device
            .disk
            .rows
            .keys()
            .next_back()
            .copied()
            .unwrap_or_default();
        if !device.machine.is_unsent(n) {
            return;
        }
        if let Some(row) = device.disk.rows.remove(&n) {
            device.machine.take_out(row.record(), Some(n));
            self.model.discarded(&row);
            self.values.undone(d, &row);
        }
    }

    /// Somebody decides one of the changes that wait for a person.
    pub(super) fn decide(&mut self, d: usize) -> Result<(), Violation> {
        let Some(device) = self.devices.get_mut(d) else {
            return Ok(());
        };
        let waiting: Vec<RecordKey> = device
            .machine
            .rows()
            .filter(|r| r.state.waits_for_person())
            .map(|r| r.record().clone())
            .collect();
        let Some(record) = self.chance.pick(&waiting).cloned() else {
            return Ok(());
        };
        let rows: Vec<OutboxRow> = device.machine.rows_of(&record).cloned().collect();
        let refused = rows.iter().find_map(|r| match r.state {
            RowState::Refused { status, .. } => Some(status),
            RowState::Unsent | RowState::Sending | RowState::Conflict => None,
        });
        let is_gone = matches!(refused, Some(404 | 410));
        if is_gone || refused.is_some() && self.chance.one_in(2) || self.chance.one_in(6) {
            for n in device.machine.take_out(&record, None) {
                device.disk.rows.remove(&n);
            }
            for row in &rows {
                self.model.discarded(row);
                self.values.given_up(d, row);
            }
            if is_gone {
                device.disk.copies.remove(&record);
            }
            return Ok(());
        }
        let (kind, fields) = if refused.is_some() {
            let borrowed: Vec<&OutboxRow> = rows.iter().collect();
            let is_unborn = device.machine.is_unborn(&record);
            let kind = if is_unborn {
                ChangeKind::Created
            } else {
                ChangeKind::Edited
            };
            (kind, coordo_sync::fold(&borrowed))
        } else {
            let mine = self.chance.next();
            let is_mine = |c: &coordo_fhir::merge::Clash| (mine >> (c.path.len() % 60)) & 1 == 0;
            let asked = device.machine.conflict(&record);
            let Some(fields) = device.machine.decided(&record, is_mine) else {
                // What it is with is not known yet.
                return Ok(());
            };
            let clashes = asked.map_or(Vec::new(), |asked| asked.merge.clashes);
            let given_way = clashes.iter().filter(|clash| !is_mine(clash));
            let given_way: Vec<String> = given_way.map(|clash| clash.path.clone()).collect();
            let borrowed: Vec<&OutboxRow> = rows.iter().collect();
            let wanted = coordo_sync::fold(&borrowed);
            self.values.decided(&record, &wanted, &fields, &given_way)?;
            (ChangeKind::Edited, fields)
        };
        self.values.said_again(&record, &fields);
        for n in rows.iter().map(|r| r.n) {
            device.disk.rows.remove(&n);
        }
        let Some((version, base)) = device.machine.base(&record) else {
            return Err(format!("device {d}: rows of a record without its copy"));
        };
        let copy = super::device::Copy {
            version: version.map(str::to_owned),
            body: base.clone(),
        };
        device.machine.take_out(&record, None);
        if copy.version.is_some() {
            device.disk.copies.insert(record.clone(), copy);
        }
        if !fields.is_empty() {
            self.keep(d, record, kind, fields);
        }
        Ok(())
    }
}
