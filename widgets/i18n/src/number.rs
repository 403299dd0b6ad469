//! Numbers as they are written in a language.

use crate::Locale;

impl Locale {
    /// A value as FHIR writes it (« 68.0 kg »), with the decimal sign of the language. What is no
    /// decimal number (a date, a version, a code) stays as it is.
    pub fn value(self, text: &str) -> String {
        match self {
            Self::En => text.to_owned(),
            Self::Fr => {
                let parts = text.split_inclusive(char::is_whitespace);
                parts.map(with_comma).collect()
            }
        }
    }
}

fn with_comma(part: &str) -> String {
    let word = part.trim_end();
    let number = word.trim_start_matches(['<', '>', '=', '-', '+']);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, decimals)) if is_digits(whole) && is_digits(decimals) => {
            part.replacen('.', ",", 1)
        }
        _ => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_a_comma_in_french_and_a_point_in_english() {
        assert_eq!(Locale::Fr.value("68.0\u{a0}kg"), "68,0\u{a0}kg");
        assert_eq!(Locale::En.value("68.0\u{a0}kg"), "68.0\u{a0}kg");
        assert_eq!(Locale::Fr.value("60.5 kg – 68.0 kg"), "60,5 kg – 68,0 kg");
        assert_eq!(Locale::Fr.value("<=\u{a0}-1.5"), "<=\u{a0}-1,5");
    }

    #[test]
    fn what_is_no_decimal_stays_as_it_is() {
        for text in ["12.05.2026", "v1.2", "1.2.250", "3.", "fin.", ""] {
            assert_eq!(Locale::Fr.value(text), text);
        }
    }
}
