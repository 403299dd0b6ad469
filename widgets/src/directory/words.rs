//! An entry's facts in words and glyphs.

use coordo_client::view::directory::{EntryKind, Facet, MarkedText, ReachKind, ResultView};
use coordo_core::{FhirDate, Private};
use coordo_i18n::{DateFormat, EntryWord, FacetWord, InDirectory, Locale, Message, ReachWord};

use crate::kit::icon::Icon;

pub(super) fn entry(kind: EntryKind) -> InDirectory<'static> {
    InDirectory::Entry(match kind {
        EntryKind::Professional => EntryWord::Professional,
        EntryKind::Person => EntryWord::Person,
        EntryKind::Relative => EntryWord::Relative,
        EntryKind::Team => EntryWord::Team,
        EntryKind::Structure => EntryWord::Structure,
    })
}

pub(super) fn facet(facet: Facet) -> InDirectory<'static> {
    InDirectory::Facet(match facet {
        Facet::Profession => FacetWord::Profession,
        Facet::Structure => FacetWord::Structure,
        Facet::Town => FacetWord::Town,
        Facet::Reach => FacetWord::Reach,
    })
}

pub(super) fn reach(kind: ReachKind) -> ReachWord {
    match kind {
        ReachKind::MsSante => ReachWord::MsSante,
        ReachKind::Phone => ReachWord::Phone,
        ReachKind::Mobile => ReachWord::Mobile,
        ReachKind::Email => ReachWord::Email,
        ReachKind::Fax => ReachWord::Fax,
        ReachKind::Web => ReachWord::Web,
        ReachKind::Other => ReachWord::Other,
    }
}

pub(super) fn reach_icon(kind: ReachKind) -> Icon {
    match kind {
        ReachKind::MsSante => Icon::Secure,
        ReachKind::Phone | ReachKind::Mobile | ReachKind::Fax => Icon::Phone,
        ReachKind::Email => Icon::Mail,
        ReachKind::Web | ReachKind::Other => Icon::Info,
    }
}

/// A facet's value as shown: those of the ways to reach someone are codes.
pub(super) fn facet_value(locale: Locale, facet: Facet, value: &Private<String>) -> String {
    let word = match (facet, value.0.as_str()) {
        (Facet::Reach, "mssante") => ReachWord::MsSante,
        (Facet::Reach, "phone") => ReachWord::Phone,
        (Facet::Reach, "email") => ReachWord::Email,
        _ => return value.0.clone(),
    };
    say(locale, &InDirectory::Reach(word))
}

fn say(locale: Locale, message: &InDirectory<'_>) -> String {
    locale.say(&Message::Directory(*message))
}

/// A period in words; nothing where the data say nothing of it.
pub(super) fn period(
    locale: Locale,
    dates: &dyn DateFormat,
    start: Option<FhirDate>,
    end: Option<FhirDate>,
    is_over: bool,
) -> Option<String> {
    let day = |date| dates.day(locale, date);
    Some(match (start, end) {
        (Some(start), Some(end)) => {
            let span = dates.span(locale, start, end);
            if is_over {
                say(locale, &InDirectory::OverSince(&span))
            } else {
                span
            }
        }
        (Some(start), None) if !is_over => say(locale, &InDirectory::Since(&day(start))),
        (None, Some(end)) if !is_over => locale.say(&Message::Until { date: &day(end) }),
        (None, Some(end)) => say(locale, &InDirectory::OverSince(&day(end))),
        (_, None) if is_over => say(locale, &InDirectory::Over),
        (Some(_) | None, None) => return None,
    })
}

/// A result in one breath, for those who hear the count.
pub(super) fn spoken(locale: Locale, result: &ResultView) -> String {
    let mut spoken = match &result.name {
        Some(name) => name.text.0.clone(),
        None => say(locale, &InDirectory::NoName),
    };
    let mut add = |text: &str| {
        spoken.push_str(", ");
        spoken.push_str(text);
    };
    for text in [&result.role, &result.place].into_iter().flatten() {
        add(&text.text.0);
    }
    if result.is_inactive {
        add(&say(locale, &InDirectory::Inactive));
    }
    spoken
}

/// A text cut where what answers begins and ends: each piece, and whether it answers.
///
/// A mark that does not fit its text is left out, and the text is whole all the same.
pub(super) fn pieces(text: &MarkedText) -> Vec<(&str, bool)> {
    let whole = text.text.0.as_str();
    let mut pieces = Vec::with_capacity(text.marks.len() * 2 + 1);
    let mut done = 0;
    for &(start, end) in &text.marks {
        if start < done {
            continue;
        }
        if let (Some(before), Some(mark)) = (whole.get(done..start), whole.get(start..end)) {
            pieces.push((before, false));
            pieces.push((mark, true));
            done = end;
        }
    }
    pieces.push((whole.get(done..).unwrap_or_default(), false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, marks: &[(usize, usize)]) -> MarkedText {
        MarkedText {
            text: Private(text.to_owned()),
            marks: marks.to_vec(),
        }
    }

    #[test]
    fn a_text_is_cut_where_its_marks_begin_and_end() {
        let text = marked("Cabinet du Plô, Castres", &[(0, 3), (17, 20)]);
        assert_eq!(
            pieces(&text),
            [
                ("Cab", true),
                ("inet du Plô, ", false),
                ("Cas", true),
                ("tres", false)
            ]
        );
        assert_eq!(pieces(&marked("", &[])), []);
    }

    #[test]
    fn a_mark_that_does_not_fit_leaves_the_text_whole() {
        for odd in [(2, 3), (4, 9), (3, 1)] {
            let text = marked("Plô", &[odd]);
            let whole: String = pieces(&text).into_iter().map(|(piece, _)| piece).collect();
            assert_eq!(whole, "Plô");
        }
        let overlapping = marked("abcdef", &[(0, 3), (2, 4)]);
        assert_eq!(pieces(&overlapping), [("abc", true), ("def", false)]);
    }
}
