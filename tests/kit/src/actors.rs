//! Directories of any size: the establishments of FINESS where they lie in `COORDO_DATA`, and
//! people and structures from a seed.

use std::fmt::Write as _;
use std::io::Read as _;

use crate::folders;
use crate::generate::Numbers;

/// One structure or person, as a directory tells of it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Name.
    pub name: String,
    /// Category or profession.
    pub role: String,
    /// Street.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub town: String,
    /// Telephone.
    pub phone: String,
    /// FINESS or RPPS.
    pub number: String,
    /// SIRET.
    pub siret: String,
}

const FAMILIES: [&str; 40] = [
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Richard",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
    "Simon",
    "Michel",
    "Lefèvre",
    "Leroy",
    "Roux",
    "David",
    "Bertrand",
    "Morel",
    "Fournier",
    "Girard",
    "Bonnet",
    "Dupont",
    "Lambert",
    "Fontaine",
    "Rousseau",
    "Vincent",
    "Müller",
    "Lefebvre",
    "Faure",
    "André",
    "Mercier",
    "Blanc",
    "Guérin",
    "Boyer",
    "Garnier",
    "Chevalier",
    "François",
    "Legrand",
    "Gauthier",
    "Nguyễn",
];
const GIVEN: [&str; 30] = [
    "Marie", "Jean", "Élodie", "Pierre", "Nadia", "Jérôme", "Solène", "Claire", "Marc", "Odette",
    "Yann", "Chloé", "Zoé", "André", "Inès", "Loïc", "Maël", "Noémie", "Anaïs", "Hugo", "Léa",
    "Lucas", "Manon", "Théo", "Camille", "Sarah", "Karim", "Fatima", "Paul", "Jeanne",
];
const ROLES: [&str; 12] = [
    "Infirmier",
    "Médecin généraliste",
    "Masseur-kinésithérapeute",
    "Pharmacien",
    "Orthophoniste",
    "Ergothérapeute",
    "Sage-femme",
    "Chirurgien-dentiste",
    "Assistant de service social",
    "Psychologue",
    "Pédicure-podologue",
    "Diététicien",
];
const KINDS: [&str; 10] = [
    "Pharmacie d'officine",
    "EHPAD",
    "Centre hospitalier",
    "SSIAD",
    "Laboratoire de biologie médicale",
    "Centre de santé",
    "Maison de santé",
    "Foyer de vie",
    "Centre médico-psychologique",
    "Service d'aide à domicile",
];
const TOWNS: [&str; 25] = [
    "Castres",
    "Mazamet",
    "Labruguière",
    "Albi",
    "Saint-Étienne",
    "Évry",
    "L'Haÿ-les-Roses",
    "Toulouse",
    "Sainte-Foy",
    "Lyon",
    "Nantes",
    "Orléans",
    "Besançon",
    "Nîmes",
    "Sète",
    "Béziers",
    "Mâcon",
    "Cholet",
    "Angoulême",
    "Pointe-à-Pitre",
    "Saint-Denis",
    "Bastia",
    "Le Mans",
    "Gaillac",
    "Graulhet",
];

fn of<'a>(list: &[&'a str], numbers: &mut Numbers) -> &'a str {
    let n = u64::try_from(list.len()).unwrap_or(1);
    let at = usize::try_from(numbers.below(n)).unwrap_or(0);
    list.get(at).copied().unwrap_or_default()
}

/// As many people and structures, half and half: the same seed, the same directory.
pub fn seeded(seed: u64, n: usize) -> Vec<Told> {
    let mut numbers = Numbers::new(seed);
    let one = |at: usize| {
        let is_person = at.is_multiple_of(2);
        let town = of(&TOWNS, &mut numbers).to_owned();
        let (name, role) = if is_person {
            let name = format!(
                "{} {}",
                of(&GIVEN, &mut numbers),
                of(&FAMILIES, &mut numbers)
            );
            (name, of(&ROLES, &mut numbers))
        } else {
            let role = of(&KINDS, &mut numbers);
            (
                format!("{role} {} de {town}", of(&FAMILIES, &mut numbers)),
                role,
            )
        };
        Told {
            name,
            role: role.to_owned(),
            street: format!(
                "{} rue {}",
                1 + numbers.below(200),
                of(&GIVEN, &mut numbers)
            ),
            postcode: format!("{:05}", 1_000 + numbers.below(94_000)),
            town,
            phone: format!("05{:08}", numbers.below(100_000_000)),
            number: format!("{:09}", numbers.below(1_000_000_000)),
            siret: format!("{:014}", numbers.below(100_000_000_000_000)),
        }
    };
    (0..n).map(one).collect()
}

/// The 57,042 establishments of FINESS, where `COORDO_DATA` has `finess-directory` below it.
pub fn finess() -> Option<Vec<Told>> {
    let folders = folders::folders().into_iter();
    let nested = folders.flat_map(|f| [f.join("finess-directory"), f]);
    let folder = nested
        .into_iter()
        .find(|f| f.join("etablissements.csv.gz").is_file())?;
    let labels = std::fs::read_to_string(folder.join("labels.csv")).ok()?;
    let label = |code: &str| {
        let lines = labels.lines();
        let fields = lines.map(|l| l.splitn(3, ';').collect::<Vec<_>>());
        let mut known =
            fields.filter(|f| f.first() == Some(&"CAT_ETAB") && f.get(1) == Some(&code));
        known.next().and_then(|f| f.get(2).map(|l| (*l).to_owned()))
    };
    let mut labelled: Vec<(String, String)> = Vec::new();
    let packed = std::fs::read(folder.join("etablissements.csv.gz")).ok()?;
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(packed.as_slice());
    reader.read_to_string(&mut text).ok()?;
    let told = text.lines().skip(1).map(|line| {
        let fields = fields(line);
        let field = |at: usize| fields.get(at).cloned().unwrap_or_default();
        let code = field(4);
        let known = labelled.iter().find(|(c, _)| *c == code);
        let role = known.map(|(_, l)| l.clone()).unwrap_or_else(|| {
            let found = label(&code).unwrap_or_else(|| code.clone());
            labelled.push((code.clone(), found.clone()));
            found
        });
        Told {
            name: field(3),
            role,
            street: field(8),
            postcode: field(9),
            town: field(10),
            phone: field(11),
            number: field(1),
            siret: field(2),
        }
    });
    Some(told.collect())
}

/// The fields of a line; a field in quotation marks may hold commas.
fn fields(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut is_quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => {
                if let Some(last) = out.last_mut() {
                    last.push('"');
                }
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => out.push(String::new()),
            c => {
                if let Some(last) = out.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    out
}

/// A collection Bundle of Organizations that tells the same.
pub fn bundle(told: &[Told]) -> String {
    let mut out = String::from(r#"{"resourceType":"Bundle","type":"collection","entry":["#);
    for (n, t) in told.iter().enumerate() {
        let text = |s: &str| s.replace('\\', "\\\\").replace('"', "\\\"");
        let comma = if n == 0 { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            r#"{comma}{{"resource":{{"resourceType":"Organization","id":"o{n}","active":true,"name":"{}","type":[{{"coding":[{{"display":"{}"}}]}}],"identifier":[{{"type":{{"coding":[{{"code":"FINEG"}}]}},"system":"https://finess.esante.gouv.fr","value":"{}"}},{{"system":"https://sirene.fr","value":"{}"}}],"telecom":[{{"system":"phone","value":"{}"}}],"address":[{{"line":["{}"],"postalCode":"{}","city":"{}"}}]}}}}"#,
            text(&t.name),
            text(&t.role),
            t.number,
            t.siret,
            t.phone,
            text(&t.street),
            t.postcode,
            text(&t.town),
        );
    }
    out.push_str("]}");
    out
}
