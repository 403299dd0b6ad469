//! The element contract as bindings/elements.toml holds it.

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

#[derive(Debug)]
pub(crate) struct Contract {
    pub(crate) elements: Vec<Element>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) errors: Vec<Entry>,
}

#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) tag: String,
    pub(crate) class: String,
    pub(crate) status: String,
    pub(crate) since: String,
    pub(crate) summary: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) properties: Vec<Property>,
    pub(crate) events: Vec<Event>,
    pub(crate) slots: Vec<Entry>,
    pub(crate) parts: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) property: String,
    pub(crate) kind: String,
    pub(crate) default: String,
    pub(crate) summary: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) summary: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) is_cancelable: bool,
    pub(crate) detail: String,
    pub(crate) summary: String,
}

/// A slot, a part (by name) or an error (by code).
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) summary: String,
}

#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) name: String,
    pub(crate) light: String,
    pub(crate) dark: String,
    pub(crate) summary: String,
}

const STATUSES: [&str; 4] = ["experimental", "beta", "stable", "deprecated"];

impl Contract {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let table: Table = text.parse().context("not TOML")?;
        known_keys(&table, &["common", "element", "token", "error"])?;
        let common = match table.get("common") {
            None => Members::default(),
            Some(common) => {
                let common = common.as_table().context("`common` must be a table")?;
                known_keys(common, &Members::KEYS)?;
                Members::read(common).context("common")?
            }
        };
        Ok(Self {
            elements: each(&table, "element", |element| Element::read(element, &common))?,
            tokens: each(&table, "token", Token::read)?,
            errors: each(&table, "error", |entry| Entry::read(entry, "code"))?,
        })
    }

    /// Every public name of the contract: tags, events, parts, slots and tokens.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for element in &self.elements {
            names.push(&element.tag);
            names.extend(element.events.iter().map(|event| event.name.as_str()));
        }
        names.extend(self.tokens.iter().map(|token| token.name.as_str()));
        names
    }
}

/// What an element has, or what all of them have.
#[derive(Debug, Default)]
struct Members {
    attributes: Vec<Attribute>,
    properties: Vec<Property>,
    events: Vec<Event>,
    slots: Vec<Entry>,
    parts: Vec<Entry>,
}

impl Members {
    const KEYS: [&str; 5] = ["attribute", "property", "event", "slot", "part"];

    fn read(table: &Table) -> Result<Self> {
        Ok(Self {
            attributes: each(table, "attribute", Attribute::read)?,
            properties: each(table, "property", Property::read)?,
            events: each(table, "event", Event::read)?,
            slots: each(table, "slot", |entry| Entry::read(entry, "name"))?,
            parts: each(table, "part", |entry| Entry::read(entry, "name"))?,
        })
    }
}

impl Element {
    fn read(table: &Table, common: &Members) -> Result<Self> {
        let mut keys = vec!["tag", "class", "status", "since", "summary"];
        keys.extend(Members::KEYS);
        known_keys(table, &keys)?;
        let tag = word(table, "tag")?;
        let own = Members::read(table)?;
        let element = Self {
            class: word(table, "class")?,
            status: word(table, "status")?,
            since: word(table, "since")?,
            summary: word(table, "summary")?,
            attributes: joined(&tag, &common.attributes, own.attributes, |a| &a.name)?,
            properties: joined(&tag, &common.properties, own.properties, |p| &p.name)?,
            events: joined(&tag, &common.events, own.events, |e| &e.name)?,
            slots: joined(&tag, &common.slots, own.slots, |s| &s.name)?,
            parts: joined(&tag, &common.parts, own.parts, |p| &p.name)?,
            tag,
        };
        if !STATUSES.contains(&element.status.as_str()) {
            bail!(
                "{}: status `{}` is none of {}",
                element.tag,
                element.status,
                STATUSES.join(", ")
            );
        }
        Ok(element)
    }
}

/// What all elements have, then what this one has; nothing may be there twice.
fn joined<T: Clone>(
    tag: &str,
    common: &[T],
    own: Vec<T>,
    name: impl Fn(&T) -> &String,
) -> Result<Vec<T>> {
    let mut all = common.to_vec();
    all.extend(own);
    for (n, one) in all.iter().enumerate() {
        if all.iter().skip(n + 1).any(|other| name(other) == name(one)) {
            bail!("{tag}: `{}` is there twice", name(one));
        }
    }
    Ok(all)
}

impl Attribute {
    fn read(table: &Table) -> Result<Self> {
        known_keys(table, &["name", "property", "type", "default", "summary"])?;
        Ok(Self {
            name: word(table, "name")?,
            property: word(table, "property")?,
            kind: word(table, "type")?,
            default: shown(table, "default"),
            summary: word(table, "summary")?,
        })
    }
}

impl Property {
    fn read(table: &Table) -> Result<Self> {
        known_keys(table, &["name", "type", "summary"])?;
        Ok(Self {
            name: word(table, "name")?,
            kind: word(table, "type")?,
            summary: word(table, "summary")?,
        })
    }
}

impl Event {
    fn read(table: &Table) -> Result<Self> {
        known_keys(table, &["name", "cancelable", "detail", "summary"])?;
        Ok(Self {
            name: word(table, "name")?,
            is_cancelable: table
                .get("cancelable")
                .and_then(Value::as_bool)
                .context("`cancelable` must be true or false")?,
            detail: word(table, "detail")?,
            summary: word(table, "summary")?,
        })
    }
}

impl Entry {
    fn read(table: &Table, key: &str) -> Result<Self> {
        known_keys(table, &[key, "summary"])?;
        Ok(Self {
            name: shown(table, key),
            summary: word(table, "summary")?,
        })
    }
}

impl Token {
    fn read(table: &Table) -> Result<Self> {
        known_keys(table, &["name", "light", "dark", "summary"])?;
        Ok(Self {
            name: word(table, "name")?,
            light: word(table, "light")?,
            dark: word(table, "dark")?,
            summary: word(table, "summary")?,
        })
    }
}

fn each<T>(table: &Table, key: &str, read: impl Fn(&Table) -> Result<T>) -> Result<Vec<T>> {
    let Some(value) = table.get(key) else {
        return Ok(Vec::new());
    };
    let entries = value
        .as_array()
        .with_context(|| format!("`{key}` must be written [[{key}]]"))?;
    entries
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            let entry = entry
                .as_table()
                .with_context(|| format!("`{key}` must be written [[{key}]]"))?;
            read(entry).with_context(|| format!("{key} {}", index + 1))
        })
        .collect()
}

fn word(table: &Table, key: &str) -> Result<String> {
    let value = table.get(key).and_then(Value::as_str);
    match value.map(str::trim) {
        Some(word) if !word.is_empty() => Ok(word.to_owned()),
        _ => bail!("`{key}` is missing or empty"),
    }
}

/// A value that may be a word, a number or absent, as text.
fn shown(table: &Table, key: &str) -> String {
    match table.get(key) {
        None => String::new(),
        Some(Value::String(word)) => word.clone(),
        Some(other) => other.to_string(),
    }
}

fn known_keys(table: &Table, known: &[&str]) -> Result<()> {
    for key in table.keys() {
        if !known.contains(&key.as_str()) {
            bail!("unknown key `{key}`; known: {}", known.join(", "));
        }
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::contract) const SAMPLE: &str = r#"
[[element]]
tag = "coordo-board"
class = "CoordoBoardElement"
status = "beta"
since = "0.1.0"
summary = "Tasks in columns | by status."
[[element.attribute]]
name = "heading-level"
property = "headingLevel"
type = "number"
default = 2
summary = "Level of the first heading."
[[element.property]]
name = "client"
type = "Client | null"
summary = "Whose records are shown."
[[element.event]]
name = "coordo-task-move"
cancelable = true
detail = "{ source: string; resource: string }"
summary = "Before a task moves."
[[element.part]]
name = "card"
summary = "One card."
[[token]]
name = "--coordo-ink"
light = "black"
dark = "white"
summary = "Text."
[[error]]
code = "no-source"
summary = "The client was given no source."
"#;

    #[test]
    fn a_contract_is_read_whole() {
        let contract = Contract::parse(SAMPLE).unwrap();
        let element = &contract.elements[0];
        assert_eq!(element.attributes[0].default, "2");
        assert!(element.events[0].is_cancelable);
        assert_eq!(
            contract.names(),
            ["coordo-board", "coordo-task-move", "--coordo-ink"]
        );
        assert_eq!(contract.errors[0].name, "no-source");
    }

    #[test]
    fn a_key_that_nobody_reads_is_refused_with_its_place() {
        let error =
            Contract::parse(&SAMPLE.replace("property = \"headingLevel\"", "propriety = \"x\""))
                .unwrap_err();
        let said = format!("{error:#}");
        assert!(
            said.contains("attribute 1") && said.contains("propriety"),
            "{said}"
        );
    }

    #[test]
    fn what_is_common_is_had_by_each_element_and_by_none_twice() {
        let common = "[[common.part]]\nname = \"title\"\nsummary = \"The heading.\"\n";
        let contract = Contract::parse(&format!("{common}{SAMPLE}")).unwrap();
        let parts: Vec<&str> = contract.elements[0]
            .parts
            .iter()
            .map(|p| p.name.as_str())
            .collect();
        assert_eq!(parts, ["title", "card"]);
        let twice = common.replace("title", "card");
        let error = Contract::parse(&format!("{twice}{SAMPLE}")).unwrap_err();
        assert!(format!("{error:#}").contains("`card` is there twice"));
    }

    #[test]
    fn an_unknown_status_is_refused() {
        let error = Contract::parse(&SAMPLE.replace("\"beta\"", "\"soon\"")).unwrap_err();
        assert!(format!("{error:#}").contains("`soon`"));
    }
}
