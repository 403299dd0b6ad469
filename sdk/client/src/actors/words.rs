//! Addresses and identifiers in the words that people use.

use coordo_core::actor::Address;
use coordo_core::coded::Identifier;
use coordo_core::fold::fold;

/// The town of an address, without the code before it and the `CEDEX` after it.
pub(crate) fn town(address: &Address) -> Option<&str> {
    let city = address.city.as_ref()?.trim();
    let city = city.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let cedex = city.char_indices().find(|(at, c)| {
        *c == ' ' && fold(city.get(*at..).unwrap_or_default()).starts_with("cedex")
    });
    let town = cedex.map_or(city, |(at, _)| city.get(..at).unwrap_or(city));
    (!town.is_empty()).then_some(town)
}

/// An address on one line: street, code and town.
pub(crate) fn address_of(address: &Address) -> Option<String> {
    let mut line = String::new();
    let mut add = |text: &str, separator: &str| {
        let text = text.trim();
        if !text.is_empty() {
            if !line.is_empty() {
                line.push_str(separator);
            }
            line.push_str(text);
        }
    };
    for street in &address.lines {
        add(street, ", ");
    }
    let code = address.postal_code.as_ref().map_or("", |c| c.as_str());
    let city = address.city.as_ref().map_or("", |c| c.as_str());
    // French directories write the code into the town as well.
    let has_code = !code.is_empty() && !city.trim_start().starts_with(code);
    if has_code {
        add(code, ", ");
    }
    add(city, if has_code { " " } else { ", " });
    if line.is_empty() {
        line.push_str(address.text.as_ref()?.trim());
    }
    (!line.is_empty()).then_some(line)
}

/// National identity of a person: NIR, NIA, and their test and demonstration forms.
const NATIONAL: &str = "urn:oid:1.2.250.1.213.1.4.";

/// Whether an identifier is someone's national identity (INS, NIR).
pub(crate) fn is_national_identity(identifier: &Identifier) -> bool {
    let kind = identifier.kind.as_ref();
    identifier.system.starts_with(NATIONAL) || kind.starts_with("INS") || kind == "NH"
}

/// The short name of an identifier: what people call it, else its type's code, else the last
/// part of its system.
pub(crate) fn identifier_name(identifier: &Identifier) -> Option<String> {
    let (system, kind) = (identifier.system.as_ref(), identifier.kind.as_ref());
    let known = match kind {
        "FINEG" | "FINEJ" => Some("FINESS"),
        "IDNPS" | "IDNST" => Some("IDN"),
        "RPPSRG" => Some("RPPS-rang"),
        "NH" => Some("NIR"),
        _ => KNOWN.iter().find(|(s, _)| system == *s).map(|(_, n)| *n),
    };
    if let Some(known) = known {
        return Some(known.to_owned());
    }
    if is_national_identity(identifier) {
        return Some("INS".to_owned());
    }
    if !kind.is_empty() {
        return Some(kind.to_owned());
    }
    let last = system.trim_end_matches('/').rsplit(['/', ':']).next()?;
    (!last.is_empty()).then(|| last.to_owned())
}

/// Systems of the French directories, and those of older data.
const KNOWN: [(&str, &str); 10] = [
    ("https://rpps.esante.gouv.fr", "RPPS"),
    ("http://rpps.fr", "RPPS"),
    ("https://rppsrang.esante.gouv.fr", "RPPS-rang"),
    ("https://finess.esante.gouv.fr", "FINESS"),
    ("http://finess.sante.gouv.fr", "FINESS"),
    ("https://sirene.fr", "SIRET"),
    ("http://sirene.fr", "SIRET"),
    ("https://adeli.esante.gouv.fr", "ADELI"),
    ("https://adelirang.esante.gouv.fr", "ADELI-rang"),
    ("urn:oid:1.2.250.1.71.4.2.1", "IDN"),
];
