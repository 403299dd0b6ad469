//! The stored form of one change of the outbox.
//!
//! It carries its own number of form: a change that an older version of the software wrote must
//! be read by every later one.

use coordo_core::{Change, ChangeKind, Field, FieldChange, Instant, Private};
use coordo_store::{OutboxRow, RowState};

use crate::form::{Read, Reader, Unreadable, Writer};
use crate::segment::{read_key, write_key};

const FORM: u8 = 1;

const KINDS: [(ChangeKind, u8); 4] = [
    (ChangeKind::Status, 1),
    (ChangeKind::Created, 2),
    (ChangeKind::Edited, 3),
    (ChangeKind::Offered, 4),
];

const UNSENT: u8 = 1;
const SENDING: u8 = 2;
const REFUSED: u8 = 3;
const CONFLICT: u8 = 4;

/// The bytes of a row.
pub(crate) fn write(row: &OutboxRow) -> Vec<u8> {
    let change = &row.change;
    let mut writer = Writer::new(FORM);
    writer.number(row.n);
    write_key(&mut writer, &change.record);
    let kind = KINDS.iter().find(|(kind, _)| *kind == change.kind);
    writer.byte(kind.map_or(0, |(_, code)| *code));
    writer.number(change.fields.len() as u64);
    for field in &change.fields {
        writer.text(field.field.name());
        writer.maybe(text(&field.before));
        writer.maybe(text(&field.after));
    }
    writer.signed(change.at.0);
    writer.byte(u8::from(change.unusual));
    writer.maybe(row.base_version.as_deref());
    writer.signed(row.made_at.0);
    match &row.state {
        RowState::Unsent => writer.byte(UNSENT),
        RowState::Sending => writer.byte(SENDING),
        RowState::Conflict => writer.byte(CONFLICT),
        RowState::Refused { status, words } => {
            writer.byte(REFUSED);
            writer.number(u64::from(*status));
            writer.maybe(text(words));
        }
    }
    writer.0
}

/// The row of those bytes.
pub(crate) fn read(bytes: &[u8]) -> Read<OutboxRow> {
    let mut reader = Reader::new(bytes, FORM)?;
    let n = reader.number()?;
    let record = read_key(&mut reader)?;
    let code = reader.byte()?;
    let kind = KINDS.iter().find(|(_, known)| *known == code);
    let (kind, _) = *kind.ok_or(Unreadable::Damaged)?;
    let mut fields = Vec::new();
    for _ in 0..reader.number()? {
        fields.push(FieldChange {
            field: Field::from_name(reader.text()?).ok_or(Unreadable::Damaged)?,
            before: private(reader.maybe()?),
            after: private(reader.maybe()?),
        });
    }
    let change = Change {
        record,
        kind,
        fields,
        at: Instant(reader.signed()?),
        unusual: reader.flag()?,
    };
    let base_version = reader.maybe()?.map(str::to_owned);
    let made_at = Instant(reader.signed()?);
    let state = match reader.byte()? {
        UNSENT => RowState::Unsent,
        SENDING => RowState::Sending,
        CONFLICT => RowState::Conflict,
        REFUSED => RowState::Refused {
            status: u16::try_from(reader.number()?).map_err(|_| Unreadable::Damaged)?,
            words: private(reader.maybe()?),
        },
        _ => return Err(Unreadable::Damaged),
    };
    reader.end()?;
    Ok(OutboxRow {
        n,
        change,
        base_version,
        made_at,
        state,
    })
}

fn text(value: &Option<Private<String>>) -> Option<&str> {
    value.as_ref().map(|text| text.as_str())
}

fn private(value: Option<&str>) -> Option<Private<String>> {
    value.map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;
    use coordo_store::contract;
    use proptest::prelude::*;

    fn rows() -> impl Strategy<Value = OutboxRow> {
        let text = || proptest::option::of("\\PC{0,9}");
        let field =
            (0..Field::ALL.len(), text(), text()).prop_map(|(at, before, after)| FieldChange {
                field: Field::ALL[at],
                before: before.map(Private),
                after: after.map(Private),
            });
        let state = prop_oneof![
            Just(RowState::Unsent),
            Just(RowState::Sending),
            Just(RowState::Conflict),
            (any::<u16>(), text()).prop_map(|(status, words)| RowState::Refused {
                status,
                words: words.map(Private)
            }),
        ];
        let fields = proptest::collection::vec(field, 0..4);
        (
            any::<u64>(),
            fields,
            state,
            text(),
            any::<i64>(),
            any::<bool>(),
            0..4_usize,
        )
            .prop_map(|(n, fields, state, base_version, at, unusual, kind)| {
                let mut row = contract::row(n);
                row.change.fields = fields;
                row.change.kind = KINDS[kind].0;
                row.change.at = Instant(at);
                row.change.unusual = unusual;
                row.made_at = Instant(!at);
                OutboxRow {
                    state,
                    base_version,
                    ..row
                }
            })
    }

    proptest! {
        #[test]
        fn a_row_comes_back_as_it_was(row in rows()) {
            prop_assert!(read(&write(&row)) == Ok(row));
        }

        #[test]
        fn a_row_cut_short_is_damaged(row in rows(), at: prop::sample::Index) {
            let bytes = write(&row);
            prop_assert!(read(&bytes[..at.index(bytes.len())]).is_err());
        }

        #[test]
        fn any_bytes_are_a_row_or_refused(mut bytes: Vec<u8>, is_row: bool) {
            if is_row {
                bytes.insert(0, FORM);
            }
            let _ = read(&bytes).is_ok();
        }
    }

    #[test]
    fn the_first_form_of_a_row_stays_readable() {
        let hex = "01070161045461736b0131010106737461747573010722647261667422010722726561647922\
            005e56eea101000000010133015e56eea101000001";
        let bytes: Vec<u8> = hex
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        assert!(read(&bytes) == Ok(contract::row(7)));
        assert_eq!(
            write(&contract::row(7)),
            bytes,
            "a new form needs a new number"
        );
    }
}
