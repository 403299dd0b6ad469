//! The bytes of what is stored: numbers and texts, one after the other, each with its length.
//!
//! Whatever bytes lie on a disk are read without a panic: they are of a form that is known,
//! of a later one, or damaged.

use coordo_store::StoreError;

/// Why bytes could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// They are not what was written.
    Damaged,
    /// A later version of the software wrote them.
    Newer,
}

impl Unreadable {
    /// What a later version wrote in a form of its own is no damage.
    pub(crate) fn newer() -> StoreError {
        StoreError::TooNew { found: 2, known: 1 }
    }

    /// The error to tell; `damaged` where it is that.
    pub(crate) fn or(self, damaged: StoreError) -> StoreError {
        match self {
            Self::Newer => Self::newer(),
            Self::Damaged => damaged,
        }
    }
}

pub(crate) type Read<T> = Result<T, Unreadable>;

/// Writes the parts of a stored form.
#[derive(Debug)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    /// Every form begins with its number.
    pub(crate) fn new(form: u8) -> Self {
        Self(vec![form])
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Seven bits a byte, the lowest first.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push((number & 0x7f) as u8);
    }

    pub(crate) fn signed(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(crate) fn maybe(&mut self, text: Option<&str>) {
        self.byte(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }
}

/// Reads them back.
#[derive(Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Bytes of at most that form.
    pub(crate) fn new(bytes: &'a [u8], newest: u8) -> Read<Self> {
        match bytes.split_first() {
            Some((form, rest)) if (1..=newest).contains(form) => Ok(Self(rest)),
            Some((form, _)) if *form > newest => Err(Unreadable::Newer),
            _ => Err(Unreadable::Damaged),
        }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn end(&self) -> Read<()> {
        if self.is_at_end() {
            Ok(())
        } else {
            Err(Unreadable::Damaged)
        }
    }

    pub(crate) fn take(&mut self, length: usize) -> Read<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Unreadable::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| Unreadable::Damaged)
    }

    pub(crate) fn byte(&mut self) -> Read<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn flag(&mut self) -> Read<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Unreadable::Damaged),
        }
    }

    pub(crate) fn number(&mut self) -> Read<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            let shifted = bits << shift;
            if shifted >> shift != bits {
                return Err(Unreadable::Damaged);
            }
            number |= shifted;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Unreadable::Damaged)
    }

    pub(crate) fn signed(&mut self) -> Read<i64> {
        self.array().map(i64::from_le_bytes)
    }

    pub(crate) fn bytes(&mut self) -> Read<&'a [u8]> {
        let length = usize::try_from(self.number()?).map_err(|_| Unreadable::Damaged)?;
        self.take(length)
    }

    pub(crate) fn text(&mut self) -> Read<&'a str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Unreadable::Damaged)
    }

    pub(crate) fn owned(&mut self) -> Read<String> {
        self.text().map(str::to_owned)
    }

    pub(crate) fn maybe(&mut self) -> Read<Option<&'a str>> {
        Ok(if self.flag()? {
            Some(self.text()?)
        } else {
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_later_form_is_told_apart_from_damage() {
        assert_eq!(Reader::new(&[2, 0], 1).unwrap_err(), Unreadable::Newer);
        assert_eq!(Reader::new(&[0], 1).unwrap_err(), Unreadable::Damaged);
        assert_eq!(Reader::new(&[], 1).unwrap_err(), Unreadable::Damaged);
    }

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(n: u64, signed: i64, text: String, maybe: Option<String>) {
            let mut writer = Writer::new(1);
            writer.number(n);
            writer.signed(signed);
            writer.text(&text);
            writer.maybe(maybe.as_deref());
            let mut reader = Reader::new(&writer.0, 1).unwrap();
            prop_assert_eq!(reader.number(), Ok(n));
            prop_assert_eq!(reader.signed(), Ok(signed));
            prop_assert_eq!(reader.text(), Ok(text.as_str()));
            prop_assert_eq!(reader.maybe(), Ok(maybe.as_deref()));
            prop_assert_eq!(reader.end(), Ok(()));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            if let Ok(mut reader) = Reader::new(&bytes, 1) {
                let _ = (reader.number(), reader.text().is_ok(), reader.maybe().is_ok());
            }
        }
    }
}
