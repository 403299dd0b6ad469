//! The stored forms around ciphertext: what is sealed, wrapped keys, the lock of a partition,
//! the head of a patient file, the lease of who may send its changes.

use coordo_core::Instant;
use coordo_store::Lease;

use crate::form::{Read, Reader, Unreadable, Writer};

/// AES-GCM's.
pub(crate) const NONCE: usize = 12;
const TAG: usize = 16;
/// Of a secret given as bytes.
pub(crate) const SALT: usize = 16;
/// Bytes that nobody guesses.
pub(crate) const LEAST_SECRET: usize = 16;

const FORM: u8 = 1;
const OPEN: u8 = 1;
const SEALED: u8 = 2;

/// How many of its last batches a file remembers, to know one that is replayed.
const REMEMBERED: usize = 8;

/// What a ciphertext is for. It is sealed together with it, so that none passes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Segment,
    Change,
    FileKey,
    IndexKey,
}

impl Purpose {
    /// The context of a ciphertext: its purpose and the place where it lies.
    pub(crate) fn at(self, place: &str) -> Vec<u8> {
        let name = match self {
            Self::Segment => "coordo segment ",
            Self::Change => "coordo change ",
            Self::FileKey => "coordo file key ",
            Self::IndexKey => "coordo index key ",
        };
        [name.as_bytes(), place.as_bytes()].concat()
    }
}

/// Bytes as they lie on the disk.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Sealed<'a> {
    /// Of a partition without a lock.
    Open(&'a [u8]),
    /// Nonce and ciphertext.
    Locked([u8; NONCE], &'a [u8]),
}

/// What goes before the bytes of a partition without a lock.
pub(crate) fn write_open(plain: &[u8]) -> Vec<u8> {
    [&[FORM, OPEN], plain].concat()
}

/// What goes before a ciphertext.
pub(crate) fn write_locked(nonce: &[u8; NONCE], ciphertext: &[u8]) -> Vec<u8> {
    [&[FORM, SEALED], nonce.as_slice(), ciphertext].concat()
}

pub(crate) fn read_sealed(bytes: &[u8]) -> Read<Sealed<'_>> {
    let mut reader = Reader::new(bytes, FORM)?;
    let kind = reader.byte()?;
    let rest = bytes.get(2..).unwrap_or_default();
    match kind {
        OPEN => Ok(Sealed::Open(rest)),
        SEALED if rest.len() >= NONCE + TAG => {
            let nonce = reader.array()?;
            Ok(Sealed::Locked(nonce, rest.get(NONCE..).unwrap_or_default()))
        }
        _ => Err(Unreadable::Damaged),
    }
}

/// The lock of a partition: the key that names are hashed with, under the host's secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lock {
    /// Of a secret given as bytes.
    pub(crate) salt: [u8; SALT],
    pub(crate) key: WrappedKey,
}

impl Lock {
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = Writer::new(FORM);
        writer.byte(SEALED);
        writer.0.extend_from_slice(&self.salt);
        writer.0.extend_from_slice(&self.key.write());
        writer.0
    }

    /// The lock of those bytes; none where the partition has none.
    pub(crate) fn read(bytes: &[u8]) -> Read<Option<Self>> {
        let mut reader = Reader::new(bytes, FORM)?;
        if reader.byte()? == OPEN {
            return reader.end().map(|()| None);
        }
        let salt = reader.array()?;
        let key = bytes.get(2 + SALT..).unwrap_or_default();
        let key = WrappedKey::read(key)?;
        Ok(Some(Self { salt, key }))
    }
}

/// What lies in the place of a lock where there is none.
pub(crate) fn no_lock() -> Vec<u8> {
    vec![FORM, OPEN]
}

/// A key under another one; empty where a partition has no lock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WrappedKey {
    pub(crate) nonce: [u8; NONCE],
    pub(crate) wrapped: Vec<u8>,
}

impl WrappedKey {
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = Writer::new(FORM);
        writer.0.extend_from_slice(&self.nonce);
        writer.bytes(&self.wrapped);
        writer.0
    }

    pub(crate) fn read(bytes: &[u8]) -> Read<Self> {
        let mut reader = Reader::new(bytes, FORM)?;
        let key = Self {
            nonce: reader.array()?,
            wrapped: reader.bytes()?.to_vec(),
        };
        reader.end()?;
        Ok(key)
    }
}

/// Where a patient file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Drawn when its key was: a handle of an erased file does not write into the next one.
    pub(crate) birth: [u8; 8],
    /// The number of its last segment.
    pub(crate) last: u64,
    /// Marks of the last batches.
    pub(crate) batches: Vec<[u8; 8]>,
}

impl Head {
    pub(crate) fn new(birth: [u8; 8]) -> Self {
        Self {
            birth,
            last: 0,
            batches: Vec::new(),
        }
    }

    pub(crate) fn has(&self, batch: [u8; 8]) -> bool {
        self.batches.contains(&batch)
    }

    pub(crate) fn remember(&mut self, batch: [u8; 8]) {
        self.batches.insert(0, batch);
        self.batches.truncate(REMEMBERED);
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = Writer::new(FORM);
        writer.0.extend_from_slice(&self.birth);
        writer.number(self.last);
        for batch in &self.batches {
            writer.0.extend_from_slice(batch);
        }
        writer.0
    }

    pub(crate) fn read(bytes: &[u8]) -> Read<Self> {
        let mut reader = Reader::new(bytes, FORM)?;
        let mut head = Self::new(reader.array()?);
        head.last = reader.number()?;
        while !reader.is_at_end() {
            head.batches.push(reader.array()?);
        }
        Ok(head)
    }
}

/// A lease lies open: it holds a number and a time, and is read inside a transaction, which no
/// decryption may hold up.
pub(crate) fn write_lease(lease: Lease) -> Vec<u8> {
    let mut writer = Writer::new(FORM);
    writer.number(lease.fence);
    writer.signed(lease.until.0);
    writer.0
}

pub(crate) fn read_lease(bytes: &[u8]) -> Read<Lease> {
    let mut reader = Reader::new(bytes, FORM)?;
    let lease = Lease {
        fence: reader.number()?,
        until: Instant(reader.signed()?),
    };
    reader.end()?;
    Ok(lease)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_comes_back(
            salt: [u8; SALT],
            nonce: [u8; NONCE],
            bytes in proptest::collection::vec(any::<u8>(), TAG..90),
            batches in proptest::collection::vec(any::<[u8; 8]>(), 0..20),
            last: u64,
        ) {
            let key = WrappedKey { nonce, wrapped: bytes.clone() };
            prop_assert_eq!(WrappedKey::read(&key.write()), Ok(key.clone()));
            let lock = Lock { salt, key };
            prop_assert_eq!(Lock::read(&lock.write()), Ok(Some(lock)));
            let mut head = Head::new([7; 8]);
            head.last = last;
            for batch in &batches {
                head.remember(*batch);
            }
            prop_assert!(batches.last().is_none_or(|batch| head.has(*batch)));
            prop_assert_eq!(Head::read(&head.write()), Ok(head));
            let lease = Lease { fence: last, until: Instant(!(last as i64)) };
            prop_assert_eq!(read_lease(&write_lease(lease)), Ok(lease));
            let locked = write_locked(&nonce, &bytes);
            prop_assert_eq!(read_sealed(&locked), Ok(Sealed::Locked(nonce, bytes.as_slice())));
            let open = write_open(&bytes);
            prop_assert_eq!(read_sealed(&open), Ok(Sealed::Open(bytes.as_slice())));
        }

        #[test]
        fn any_bytes_are_read_or_refused(mut bytes: Vec<u8>, is_known: bool) {
            if is_known {
                bytes.insert(0, FORM);
            }
            let _ = read_lease(&bytes).is_ok();
            let _ = (Lock::read(&bytes).is_ok(), WrappedKey::read(&bytes).is_ok());
            let _ = (Head::read(&bytes).is_ok(), read_sealed(&bytes).is_ok());
        }
    }

    #[test]
    fn a_partition_without_a_lock_says_so() {
        assert_eq!(Lock::read(&no_lock()), Ok(None));
    }

    #[test]
    fn a_file_remembers_a_few_batches_only() {
        let mut head = Head::new([0; 8]);
        for n in 0..20 {
            head.remember([n; 8]);
        }
        assert!(head.has([19; 8]) && head.has([12; 8]) && !head.has([11; 8]));
    }

    #[test]
    fn what_is_sealed_for_one_place_has_another_context_elsewhere() {
        assert_ne!(Purpose::Segment.at("a"), Purpose::Change.at("a"));
        assert_ne!(Purpose::Segment.at("a"), Purpose::Segment.at("b"));
    }
}
