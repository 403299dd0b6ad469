//! The index answers as a scan of all entries would.

use coordo_core::fold::{Words, begins, fold};
use coordo_directory::{Entry, Facet, Field, Found, Index, Query, Slot, asked, marks, number};
use proptest::prelude::*;

/// An entry as a test holds it.
#[derive(Clone, Debug)]
struct Told {
    name: String,
    role: String,
    place: String,
    alias: String,
    number: String,
    profession: String,
    town: String,
}

impl Told {
    fn entry(&self) -> Entry<'_> {
        Entry {
            name: &self.name,
            texts: vec![
                (Field::Name, &self.name),
                (Field::Role, &self.role),
                (Field::Place, &self.place),
                (Field::Other, &self.alias),
            ],
            numbers: vec![&self.number],
            values: vec![
                (Facet::Profession, &self.profession),
                (Facet::Town, &self.town),
            ],
        }
    }

    /// What a word that was asked for is worth here, the least being the best.
    fn worth(&self, asked: &str) -> Option<u32> {
        let number = number(&self.number);
        let fields = [
            fold(&self.name),
            fold(&self.role),
            fold(&self.place),
            format!("{} {number}", fold(&self.alias)),
        ];
        let worths = fields.iter().zip(0..).flat_map(|(folded, rank)| {
            let words = folded.split(' ').filter(|w| !w.is_empty());
            words.filter(|word| begins(word, asked)).map(move |word| {
                let is_saint = matches!((word, asked), ("st", "saint") | ("saint", "st"));
                let is_sainte = matches!((word, asked), ("ste", "sainte") | ("sainte", "ste"));
                let is_exact = word == asked || is_saint || is_sainte;
                rank + if is_exact { 0 } else { 4 }
            })
        });
        worths.min()
    }

    fn has(&self, facet: Facet, value: &str) -> bool {
        let own = if facet == Facet::Town {
            &self.town
        } else {
            &self.profession
        };
        !fold(own).is_empty() && fold(own) == fold(value)
    }

    fn answers(&self, chosen: &[(Facet, &str)], of: Facet) -> bool {
        let mut values = chosen.iter().filter(|(f, _)| *f == of).peekable();
        values.peek().is_none() || values.any(|(f, value)| self.has(*f, value))
    }
}

/// The same answer by looking at every entry.
fn scan(told: &[Option<Told>], query: &Query<'_>) -> (Vec<Slot>, Vec<(Facet, String, usize)>) {
    let mut found = Vec::new();
    let mut counts: Vec<(Facet, String, usize)> = Vec::new();
    for (slot, told) in (0..).zip(told) {
        let Some(told) = told else { continue };
        let worths: Option<Vec<u32>> = query.words.iter().map(|w| told.worth(w)).collect();
        let is_in = query.circle.contains(&slot);
        let Some(worths) = worths.filter(|_| is_in || !query.circle_only) else {
            continue;
        };
        let by_profession = told.answers(query.chosen, Facet::Profession);
        let by_town = told.answers(query.chosen, Facet::Town);
        let mut count = |facet: Facet, value: &str| {
            let value = fold(value);
            if value.is_empty() {
                return;
            }
            match counts
                .iter_mut()
                .find(|(f, v, _)| *f == facet && *v == value)
            {
                Some(known) => known.2 += 1,
                None => counts.push((facet, value, 1)),
            }
        };
        if by_town {
            count(Facet::Profession, &told.profession);
        }
        if by_profession {
            count(Facet::Town, &told.town);
        }
        if by_profession && by_town {
            let worth: u32 = worths.iter().sum();
            found.push((!is_in, worth, fold(&told.name), slot));
        }
    }
    found.sort();
    counts.sort();
    (found.into_iter().map(|f| f.3).collect(), counts)
}

fn counts(found: &Found) -> Vec<(Facet, String, usize)> {
    let all = found.facets.iter().flat_map(|f| {
        let counted = f.values.iter().filter(|v| v.n > 0);
        counted.map(|v| (f.facet, fold(&v.value), v.n))
    });
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "Saint",
        "ST",
        "Ste",
        "SAINTE",
        "Élodie",
        "elodie",
        "Élo",
        "Cœur",
        "coe",
        "Castres",
        "cas",
        "L'Hôpital",
        "S.S.I.A.D.",
        "ssi",
        "a",
        "infirmière",
        "INF",
        "Nguyễn",
        "81100",
    ])
    .prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 0..4).prop_map(|words| words.join("-"))
}

prop_compose! {
    fn told()(
        name in text(), role in text(), place in text(), alias in text(),
        number in prop::sample::select(vec!["", "05 36 49 02 03", "0536490203", "2A0000123", "81 1"]),
        profession in prop::sample::select(vec!["", "Infirmier", "Médecin", "MEDECIN"]),
        town in prop::sample::select(vec!["Castres", "CASTRES", "Mazamet", ""]),
    ) -> Told {
        Told { name, role, place, alias, number: number.into(), profession: profession.into(), town: town.into() }
    }
}

fn typed() -> impl Strategy<Value = String> {
    let number = prop::sample::select(vec!["05 36", "0536", "81", "2a", "0536490203", "811"]);
    let part = prop_oneof![word(), number.prop_map(str::to_owned)];
    prop::collection::vec((part, 0_usize..12), 0..3).prop_map(|parts| {
        let cut = |(part, n): (String, usize)| part.chars().take(n.max(1)).collect::<String>();
        parts.into_iter().map(cut).collect::<Vec<_>>().join(" ")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_search_finds_and_orders_what_a_scan_does(
        told in prop::collection::vec(told(), 0..40),
        removed in prop::collection::vec(0_usize..40, 0..6),
        slice in 1_usize..12,
        typed in typed(),
        chosen in prop::collection::vec(prop::sample::select(vec![
            (Facet::Profession, "medecin"), (Facet::Profession, "Infirmier"),
            (Facet::Town, "Castres"), (Facet::Town, "Nowhere"),
        ]), 0..3),
        circle in prop::collection::vec(0_u32..40, 0..5),
        circle_only in any::<bool>(),
        limit in 0_usize..50,
    ) {
        let mut index = Index::default();
        let mut held: Vec<Option<Told>> = Vec::new();
        for slice in told.chunks(slice) {
            for told in slice {
                index.add(&told.entry());
                held.push(Some(told.clone()));
            }
            index.seal();
        }
        // A change is a removal and an addition, each of which may come alone.
        for (n, at) in removed.into_iter().enumerate() {
            if let Some(told) = held.get_mut(at).and_then(Option::take) {
                index.remove(u32::try_from(at).unwrap());
                if n % 2 == 0 {
                    index.add(&told.entry());
                    held.push(Some(told));
                    index.seal();
                }
            }
        }
        let words = asked(&typed);
        let query = Query { words: &words, roles: &[], chosen: &chosen, circle: &circle, circle_only, limit };
        let found = index.search(&query);
        let (expected, expected_counts) = scan(&held, &query);
        prop_assert_eq!(found.n_found, expected.len());
        prop_assert_eq!(&found.slots[..], &expected[..limit.min(expected.len())]);
        prop_assert_eq!(counts(&found), expected_counts);
        prop_assert_eq!(index.len(), held.iter().flatten().count());
        for slot in &found.slots {
            let own = &held[*slot as usize].as_ref().unwrap().name;
            let same = held.iter().flatten().filter(|t| fold(&t.name) == fold(own)).count();
            prop_assert_eq!(index.is_homonym(*slot), same > 1 && !fold(own).is_empty());
        }
    }

    #[test]
    fn no_text_makes_the_index_panic_and_all_its_marks_are_what_was_asked(
        text in any::<String>(),
        typed in any::<String>(),
        own in 0_usize..8,
    ) {
        // Typed at random, and as a beginning of the text itself.
        let start: String = text.chars().take(own).collect();
        for typed in [typed.as_str(), start.as_str()] {
            let mut index = Index::default();
            index.add(&Entry { name: &text, texts: vec![(Field::Name, &text)], numbers: vec![&text], values: vec![(Facet::Town, &text)] });
            index.seal();
            let words = asked(typed);
            let query = Query { words: &words, roles: &[], chosen: &[(Facet::Town, typed)], circle: &[], circle_only: false, limit: 5 };
            index.search(&query);
            coordo_directory::marks_in_number(&text, &words);
            check_marks(&text, &words)?;
        }
    }

    #[test]
    fn every_word_that_answers_is_marked_once(text in text(), typed in typed()) {
        check_marks(&text, &asked(&typed))?;
    }
}

fn check_marks(text: &str, words: &Words) -> Result<(), TestCaseError> {
    let found = marks(text, words);
    let folded = fold(text);
    let answering = folded
        .split(' ')
        .filter(|w| !w.is_empty() && words.iter().any(|a| begins(w, a)));
    prop_assert_eq!(found.len(), answering.clone().count());
    let mut before = 0;
    for ((start, end), word) in found.iter().zip(answering) {
        prop_assert!(before <= *start && start < end);
        before = *end;
        // On character boundaries, or this would panic.
        let marked = fold(&text[*start..*end]);
        prop_assert!(
            word.starts_with(&marked),
            "{word} does not begin with its mark {marked}"
        );
        let is_asked = words
            .iter()
            .any(|a| marked.starts_with(a) || begins(word, a) && marked == word);
        prop_assert!(is_asked, "{marked} was not asked for");
    }
    Ok(())
}

#[test]
fn ten_values_a_facet_the_most_frequent_first_and_the_chosen_always() {
    let mut index = Index::default();
    for town in 0..15 {
        let name = format!("V{town:02}");
        for _ in 0..=town {
            let values = vec![(Facet::Town, name.as_str())];
            index.add(&Entry {
                name: "x",
                values,
                ..Entry::default()
            });
        }
    }
    index.seal();
    let chosen = [(Facet::Town, "v00"), (Facet::Town, "Absent")];
    let words = Words::default();
    let query = Query {
        words: &words,
        roles: &[],
        chosen: &chosen,
        circle: &[],
        circle_only: false,
        limit: 3,
    };
    let found = index.search(&query);
    let towns = &found.facets[2];
    let shown: Vec<_> = towns
        .values
        .iter()
        .map(|v| (v.value.as_str(), v.n, v.is_chosen))
        .collect();
    assert_eq!(shown[0], ("V14", 15, false));
    assert_eq!(shown[9], ("V05", 6, false));
    assert_eq!(shown[10..], [("V00", 1, true), ("Absent", 0, true)]);
    assert_eq!(found.n_found, 1);
}

#[test]
fn what_was_added_is_found_once_it_is_sealed() {
    let mut index = Index::default();
    let words = asked("cast");
    let query = Query {
        words: &words,
        roles: &[],
        chosen: &[],
        circle: &[],
        circle_only: false,
        limit: 3,
    };
    index.add(&Entry {
        name: "Castres",
        texts: vec![(Field::Name, "Castres")],
        ..Entry::default()
    });
    assert_eq!(index.search(&query).n_found, 0);
    index.seal();
    assert_eq!(index.search(&query).slots, [0]);
}

#[test]
fn who_is_something_to_the_person_answers_to_that_too_beside_their_name() {
    let mut index = Index::default();
    for name in ["Hélène VASSORT", "Paul RICHOMME"] {
        index.add(&Entry {
            name,
            texts: vec![(Field::Name, name)],
            ..Entry::default()
        });
    }
    index.seal();
    let found = |typed: &str| {
        let words = asked(typed);
        let query = Query {
            words: &words,
            roles: &[(0, "Cardiologue référente")],
            chosen: &[],
            circle: &[],
            circle_only: false,
            limit: 3,
        };
        index.search(&query).slots
    };
    assert_eq!(found("cardio"), [0]);
    assert_eq!(found("vassort REFERENTE"), [0]);
    assert!(found("richomme cardiologue").is_empty());
}

#[test]
fn what_is_misspelled_leads_to_the_nearest_word_that_is_there() {
    let mut index = Index::default();
    for name in [
        "Sofia BENHALIMA",
        "Paul LEMOINE",
        "Ines LEMOINE",
        "Jean LEMAINE",
        "Odette Roy",
        "Мила",
    ] {
        index.add(&Entry {
            name,
            texts: vec![(Field::Name, name)],
            ..Entry::default()
        });
    }
    index.seal();
    let nearest = |typed: &str| index.nearest(&asked(typed));
    for (typed, meant) in [
        ("Benalima", Some("benhalima")),
        ("benalima sofia", Some("benhalima sofia")),
        // Not typed to its end.
        ("benalim", Some("benhalima")),
        ("Benahlimma", Some("benhalima")),
        // Two are as near: more people have the one.
        ("lemeine", Some("lemoine")),
        ("Pual", Some("paul")),
        // It is there.
        ("lemoine", None),
        // Too short, a number, nothing near.
        ("rpy", None),
        ("0536490", None),
        ("vassort", None),
        ("benalima vassort", None),
        // Four letters of two bytes each are four letters.
        ("Иван", None),
        ("", None),
    ] {
        assert_eq!(nearest(typed).as_deref(), meant, "{typed}");
    }
}

#[test]
fn who_is_gone_is_not_what_was_meant() {
    let mut index = Index::default();
    let add = |index: &mut Index, name: &str| {
        let slot = index.add(&Entry {
            name,
            texts: vec![(Field::Name, name)],
            ..Entry::default()
        });
        index.seal();
        slot
    };
    let gone = add(&mut index, "LEMOINE");
    add(&mut index, "LEMAINE");
    index.remove(gone);
    assert_eq!(index.nearest(&asked("lemeine")).as_deref(), Some("lemaine"));
    // Nor does it hide who is near.
    assert_eq!(index.nearest(&asked("lemoine")).as_deref(), Some("lemaine"));
}
