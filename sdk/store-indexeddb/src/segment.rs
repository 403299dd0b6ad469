//! A segment: what one batch did to the records of a patient file, or several batches merged.
//!
//! A file's records are its segments read from the first to the last. Merging any run of
//! segments into the place of its last one gives the same records.

use std::ops::Range;

use coordo_core::{RecordKey, RecordMap, SourceId};
use coordo_store::Record;

use crate::form::{Read, Reader, Unreadable, Writer};

const FORM: u8 = 1;
const PUT: u8 = 1;
const REMOVE: u8 = 2;

/// Below this many segments nothing is merged.
const FEW: usize = 8;

/// What becomes of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Put(Record),
    Remove(RecordKey),
}

impl Operation {
    fn key(&self) -> &RecordKey {
        match self {
            Self::Put(record) => &record.key,
            Self::Remove(key) => key,
        }
    }
}

/// The bytes of a segment.
pub(crate) fn write<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Vec<u8> {
    let mut writer = Writer::new(FORM);
    for operation in operations {
        let (tag, key) = match operation {
            Operation::Put(record) => (PUT, &record.key),
            Operation::Remove(key) => (REMOVE, key),
        };
        writer.byte(tag);
        write_key(&mut writer, key);
        if let Operation::Put(record) = operation {
            writer.maybe(record.version.as_deref());
            writer.text(&record.body);
            writer.maybe(record.base.as_deref());
        }
    }
    writer.0
}

/// The operations of a segment, in order.
pub(crate) fn read(bytes: &[u8]) -> Read<Vec<Operation>> {
    let mut reader = Reader::new(bytes, FORM)?;
    let mut operations = Vec::new();
    while !reader.is_at_end() {
        let tag = reader.byte()?;
        let key = read_key(&mut reader)?;
        operations.push(match tag {
            PUT => Operation::Put(Record {
                key,
                version: reader.maybe()?.map(str::to_owned),
                body: reader.text()?.into(),
                base: reader.maybe()?.map(Into::into),
            }),
            REMOVE => Operation::Remove(key),
            _ => return Err(Unreadable::Damaged),
        });
    }
    Ok(operations)
}

pub(crate) fn write_key(writer: &mut Writer, key: &RecordKey) {
    writer.text(&key.source.0);
    writer.text(&key.kind);
    writer.text(&key.id);
}

pub(crate) fn read_key(reader: &mut Reader<'_>) -> Read<RecordKey> {
    let source = SourceId(reader.owned()?);
    let kind = reader.owned()?;
    Ok(RecordKey::new(source, kind, reader.owned()?))
}

/// The records after a segment's operations.
pub(crate) fn play(records: &mut RecordMap<Record>, operations: Vec<Operation>) {
    for operation in operations {
        match operation {
            Operation::Put(record) => {
                records.insert(record.key.clone(), record);
            }
            Operation::Remove(key) => {
                records.remove(&key);
            }
        }
    }
}

/// A run of segments as one: of each record the last word. Removals are only kept where
/// something before the run may still hold the record.
pub(crate) fn merge(run: Vec<Vec<Operation>>, is_from_the_start: bool) -> Vec<Operation> {
    let mut last: RecordMap<Operation> = RecordMap::default();
    for operation in run.into_iter().flatten() {
        last.insert(operation.key().clone(), operation);
    }
    let matters =
        |operation: &&Operation| matches!(operation, Operation::Put(_)) || !is_from_the_start;
    last.values().filter(matters).cloned().collect()
}

/// Which run of segments is worth merging, by their sizes: the longest at the end in which no
/// segment is much larger than all that follow it. So each byte is written again a number of
/// times that grows with the logarithm of the file only.
pub(crate) fn run_to_merge(sizes: &[usize]) -> Option<Range<usize>> {
    if sizes.len() <= FEW {
        return None;
    }
    let mut start = sizes.len();
    let mut sum = 0_usize;
    for (place, size) in sizes.iter().enumerate().rev() {
        let is_small = *size <= sum.saturating_mul(2);
        if !is_small && sizes.len() - place > FEW {
            break;
        }
        sum = sum.saturating_add(*size);
        start = place;
    }
    Some(start..sizes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn operations() -> impl Strategy<Value = Vec<Operation>> {
        let key = "[ab]{1,2}".prop_map(|id| RecordKey::new(SourceId("s".into()), "Task", id));
        let text = proptest::option::of("\\PC{0,5}");
        let operation = (key, any::<bool>(), text.clone(), "\\PC{0,9}", text).prop_map(
            |(key, is_put, version, body, base)| {
                if !is_put {
                    return Operation::Remove(key);
                }
                Operation::Put(Record {
                    key,
                    version,
                    body: body.into(),
                    base: base.map(Into::into),
                })
            },
        );
        proptest::collection::vec(operation, 0..6)
    }

    fn played(segments: &[Vec<Operation>]) -> Vec<Record> {
        let mut records = RecordMap::default();
        for segment in segments {
            play(&mut records, segment.clone());
        }
        records.values().cloned().collect()
    }

    proptest! {
        #[test]
        fn a_segment_comes_back_as_it_was(operations in operations()) {
            prop_assert!(read(&write(&operations)) == Ok(operations));
        }

        #[test]
        fn any_bytes_are_a_segment_or_refused(mut bytes: Vec<u8>, is_segment: bool) {
            if is_segment {
                bytes.insert(0, FORM);
            }
            let _ = read(&bytes).is_ok();
        }

        #[test]
        fn a_segment_with_one_byte_changed_never_panics(operations in operations(), at: prop::sample::Index, byte: u8) {
            let mut bytes = write(&operations);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = read(&bytes).is_ok();
        }

        #[test]
        fn a_segment_cut_short_is_no_other_one(operations in operations(), at: prop::sample::Index) {
            let bytes = write(&operations);
            let cut = &bytes[..at.index(bytes.len())];
            if let Ok(some) = read(cut) {
                prop_assert!(some.len() < operations.len() || operations.is_empty());
            }
        }

        #[test]
        fn merging_any_run_changes_no_record(
            segments in proptest::collection::vec(operations(), 1..7),
            from: prop::sample::Index,
            to: prop::sample::Index,
        ) {
            let (from, to) = (from.index(segments.len()), to.index(segments.len()));
            let (from, to) = (from.min(to), from.max(to));
            let mut merged = segments.clone();
            let run = merged.splice(from..=to, [Vec::new()]).collect();
            merged[from] = merge(run, from == 0);
            prop_assert!(played(&merged) == played(&segments));
        }

        #[test]
        fn a_run_is_at_the_end_and_leaves_fewer_segments(sizes in proptest::collection::vec(0_usize..1_000_000, 0..40)) {
            match run_to_merge(&sizes) {
                None => prop_assert!(sizes.len() <= FEW),
                Some(run) => prop_assert!(run.end == sizes.len() && run.len() > FEW.min(run.end - 1)),
            }
        }
    }

    #[test]
    fn a_large_old_segment_is_left_alone() {
        let mut sizes = vec![10_000_000];
        sizes.extend([1_000; 12]);
        assert_eq!(run_to_merge(&sizes), Some(1..13));
        assert_eq!(run_to_merge(&[1_000; 13]), Some(0..13));
        assert_eq!(run_to_merge(&[1_000; 8]), None);
    }
}
