//! Names of rows: hashes and numbers in hexadecimal, so that none tells anything.

use std::ops::RangeInclusive;

/// Digits of the name of a patient file.
const FILE: usize = 32;

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// The first half of a SHA-256 in hexadecimal.
pub(crate) fn name(hash: &[u8]) -> String {
    hex(hash.get(..FILE / 2).unwrap_or(hash))
}

/// The row of a file's numbered thing. Rows sort by file, then by number.
pub(crate) fn row(file: &str, number: u64) -> String {
    format!("{file}{}", hex(&number.to_be_bytes()))
}

/// The row of a file's lease, beside that of its head.
pub(crate) fn lease(file: &str) -> String {
    let mut row = file.to_owned();
    row.push_str("/lease");
    row
}

/// All rows of a file.
pub(crate) fn rows(file: &str) -> RangeInclusive<String> {
    row(file, 0)..=row(file, u64::MAX)
}

/// The rows of a file after a number.
pub(crate) fn rows_after(file: &str, number: u64) -> RangeInclusive<String> {
    row(file, number.saturating_add(1))..=row(file, u64::MAX)
}

/// The number of a row.
pub(crate) fn number(row: &str) -> Option<u64> {
    u64::from_str_radix(row.get(FILE..)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_sort_by_number_and_stay_with_their_file() {
        let file = name(&[0xab; 32]);
        assert_eq!(file, "ab".repeat(16));
        let numbers = [0, 1, 15, 16, 255, 256, u64::MAX];
        let places: Vec<String> = numbers.iter().map(|n| row(&file, *n)).collect();
        assert!(places.is_sorted());
        assert!(places.iter().all(|place| rows(&file).contains(place)));
        assert!(!rows(&name(&[0xac; 32])).contains(&places[0]));
        let back: Vec<_> = places.iter().filter_map(|place| number(place)).collect();
        assert_eq!(back, numbers);
    }

    #[test]
    fn what_is_no_row_has_no_number() {
        assert_eq!(number("short"), None);
        assert_eq!(number(&format!("{}zz", "a".repeat(32))), None);
    }
}
