//! Measures of one kind as a curve: values as numbers, and what a goal wants of them.

use coordo_core::Private;
use coordo_core::coded::Word;

use super::finder::Records;
use super::index::Entry;
use super::piece::Piece;
use crate::graph::Graph;
use crate::view::timeline::CurveView;

/// What goals want of measures: code, and the text of the target.
pub(super) type Wanted<'g> = Vec<(&'g Word, &'g Private<String>)>;

/// What all goals want.
pub(super) fn wanted<'g>(records: &Records<'g>) -> Wanted<'g> {
    let goals = records
        .iter()
        .filter_map(|(_, held)| held.projection.goal());
    let targets = goals.flat_map(|goal| &goal.targets);
    targets
        .filter(|target| !target.code.is_empty())
        .filter_map(|target| Some((&target.code, target.detail.as_ref()?)))
        .collect()
}

/// The curve of a row: where at least two of its values are numbers of one unit.
pub(super) fn curve<'g>(
    graph: &'g Graph,
    records: &Records<'g>,
    wanted: &Wanted<'g>,
    entries: &[&Entry],
) -> Option<CurveView> {
    let events = entries
        .iter()
        .map(|entry| match entry.piece(graph, records) {
            Some(Piece::Event(event)) => Some(event),
            Some(Piece::Task(_) | Piece::Detail(..) | Piece::Plan(_) | Piece::Goal(_)) | None => {
                None
            }
        });
    let events: Vec<_> = events.collect();
    let mut unit: Option<&str> = None;
    let mut values = Vec::with_capacity(events.len());
    for event in &events {
        let text = event.and_then(|event| event.value.as_ref());
        let value = text.and_then(|text| number(&text.0));
        if let Some((_, of)) = value
            && *unit.get_or_insert(of) != of
        {
            return None;
        }
        values.push(value.map(|(value, _)| value));
    }
    let unit = unit?;
    // One value is a point, and no curve.
    values.iter().flatten().nth(1)?;
    let code = events.iter().flatten().map(|event| &event.measure).next()?;
    let target = wanted.iter().find(|(of, _)| *of == code);
    let target = target.map(|(_, text)| *text);
    let limits = target.map_or_else(Vec::new, |text| {
        let parts = text.0.split(" \u{2013} ").map(|part| {
            let part = part.trim_start_matches(['\u{2264}', '\u{2265}', '\u{a0}']);
            number(part).filter(|(_, of)| *of == unit)
        });
        parts.flatten().map(|(value, _)| value).collect()
    });
    let all = || values.iter().flatten().chain(&limits);
    Some(CurveView {
        unit: unit.to_owned(),
        low: *all().min()?,
        high: *all().max()?,
        target: target.filter(|_| !limits.is_empty()).cloned(),
        limits,
        values,
    })
}

/// A quantity in thousandths, and its unit.
fn number(text: &str) -> Option<(i64, &str)> {
    let (number, unit) = text.split_once('\u{a0}').unwrap_or((text, ""));
    let (sign, digits) = match number.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, number),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let digits = decimals.bytes().chain(*b"000").take(3);
    let rest = digits.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let value = whole.checked_mul(1000)?.checked_add(rest)?;
    Some((sign * value, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_in_thousandths_with_their_unit() {
        assert_eq!(number("68.0\u{a0}kg"), Some((68_000, "kg")));
        assert_eq!(number("-1.25\u{a0}mmol/l"), Some((-1_250, "mmol/l")));
        assert_eq!(number("7"), Some((7_000, "")));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "<\u{a0}5\u{a0}mg",
            "1e3\u{a0}kg",
            "12.05.2026",
            "99999999999999999999",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
