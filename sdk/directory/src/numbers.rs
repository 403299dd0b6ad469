//! Numbers, which people type with and without spaces.

use coordo_core::fold::{Words, fold};

/// Longest group of digits that is taken as a part of a number: a postcode has five.
const GROUP: usize = 3;
/// Fewest digits that make a number of several groups.
const TOGETHER: usize = 4;

/// A number as it is searched: letters and digits only, French telephone numbers with their `0`.
///
/// Letters stay: a FINESS number of Corsica begins with `2A` or `2B`.
pub fn number(written: &str) -> String {
    let digits = fold(written).replace(' ', "");
    let is_abroad = written.trim_start().starts_with('+');
    let national = match digits.strip_prefix("0033") {
        Some(rest) => Some(rest),
        None if is_abroad => digits.strip_prefix("33"),
        None => None,
    };
    match national {
        // Some write +33 (0)5.
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => digits,
    }
}

/// Reads what was typed: words, where short groups of digits that follow each other are one number.
///
/// `inf 05 36` asks for `inf` and `0536`; `12 81100` for `12` and `81100`.
pub fn asked(typed: &str) -> Words {
    let mut out = String::with_capacity(typed.len());
    let mut groups: Vec<&str> = Vec::new();
    for chunk in typed.split_whitespace() {
        if !is_number(chunk) {
            close(&mut out, &mut groups);
            out.push_str(chunk);
            out.push(' ');
            continue;
        }
        for group in chunk.split(['.', '-', '/', '(', ')']) {
            let is_abroad = groups.first().is_some_and(|first| is_prefix(first));
            if group.len() > GROUP && !is_prefix(group) && !is_abroad {
                close(&mut out, &mut groups);
                out.push_str(&number(group));
                out.push(' ');
            } else if !group.is_empty() {
                groups.push(group);
            }
        }
    }
    close(&mut out, &mut groups);
    Words::parse(&out)
}

/// What stands before a French number that is called from abroad.
fn is_prefix(group: &str) -> bool {
    group == "+33" || group == "0033"
}

/// Digits, with what stands between them in numbers.
fn is_number(chunk: &str) -> bool {
    let fits = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'/' | b'(' | b')' | b'+');
    chunk.bytes().all(fits) && chunk.bytes().any(|b| b.is_ascii_digit())
}

/// Writes the groups so far, as one number where they make one.
fn close(out: &mut String, groups: &mut Vec<&str>) {
    let n_digits: usize = groups.iter().map(|g| g.len()).sum();
    if groups.len() > 1 && n_digits >= TOGETHER {
        out.push_str(&number(&groups.concat()));
        out.push(' ');
    } else {
        for group in groups.iter() {
            out.push_str(group);
            out.push(' ');
        }
    }
    groups.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for written in [
            "05 36 49 02 03",
            "05.36.49.02.03",
            "+33 5 36 49 02 03",
            "+33 (0)5 36 49 02 03",
            "0033536490203",
        ] {
            assert_eq!(number(written), "0536490203", "{written}");
        }
        assert_eq!(number("2A 000 012 3"), "2a0000123");
        assert_eq!(number("33010000123"), "33010000123");
    }

    #[test]
    fn short_groups_of_digits_are_one_number_and_the_rest_are_words() {
        for (typed, expected) in [
            ("inf 05 36", "inf 0536"),
            ("05.36.49.02 castres", "05364902 castres"),
            ("12 81100 castres", "12 81100 castres"),
            ("10 00 00 00 012", "10000000012"),
            ("+33 5 36 49", "053649"),
            ("+33536490203", "0536490203"),
            ("0033 536490203", "0536490203"),
            ("12 rue de la Paix", "12 rue de la paix"),
            ("S.S.I.A.D. 81", "ssiad 81"),
            ("4 5", "4 5"),
            ("", ""),
            ("( - ) ++", ""),
        ] {
            let words: Vec<String> = asked(typed).iter().map(str::to_owned).collect();
            assert_eq!(words.join(" "), expected, "{typed}");
        }
    }
}
