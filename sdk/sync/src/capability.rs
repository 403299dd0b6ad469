//! What a source says that it offers (`GET [base]/metadata`).

use coordo_fhir::fields::{Fields, elements, unquote};

/// A type as its server offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    kind: String,
    can_search: bool,
    /// Names of search parameters; empty where none is told.
    parameters: Vec<String>,
    /// What of it can be sent along (`searchInclude`).
    includes: Vec<String>,
    /// `versioning`.
    versioning: Option<String>,
}

/// A CapabilityStatement, as far as reading and writing depend on it. What it does not tell is
/// taken to be offered: many say less than they do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capability {
    offers: Vec<Offer>,
    /// Parameters of all types.
    parameters: Vec<String>,
    /// Where it says unasked that something has changed.
    channel: Option<String>,
    /// What it can say that of, by its own topics.
    topics: Vec<String>,
    gives_binding_token: bool,
}

const CHANNEL: &str = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket";
const TOPIC: &str = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical";

impl Capability {
    /// Reads one; `None` where the text is something else.
    pub fn read(text: &str) -> Option<Self> {
        let fields = Fields::parse(text).ok()?;
        (fields.string("resourceType")? == "CapabilityStatement").then_some(())?;
        let mut found = Self::default();
        for rest in objects(&fields, "rest") {
            if rest.string("mode").as_deref() == Some("client") {
                continue;
            }
            found.parameters.extend(names(&rest, "searchParam", "name"));
            let channel = extensions(&rest, CHANNEL, "valueUri").into_iter().next();
            found.channel = found.channel.or(channel);
            for resource in objects(&rest, "resource") {
                let Some(kind) = resource.string("type") else {
                    continue;
                };
                if kind == "Subscription" {
                    found.topics = extensions(&resource, TOPIC, "valueCanonical");
                    let operations = names(&resource, "operation", "name");
                    let is_token = |name: &String| name.ends_with("get-ws-binding-token");
                    found.gives_binding_token = operations.iter().any(is_token);
                }
                let interactions = names(&resource, "interaction", "code");
                found.offers.push(Offer {
                    kind,
                    can_search: interactions.is_empty()
                        || interactions.iter().any(|i| i == "search-type"),
                    parameters: names(&resource, "searchParam", "name"),
                    includes: strings(&resource, "searchInclude"),
                    versioning: resource.string("versioning"),
                });
            }
        }
        Some(found)
    }

    /// Whether a search of a type is offered: the type, and each parameter in `path` where the
    /// server names its parameters.
    pub fn offers(&self, kind: &str, path: &str) -> bool {
        let Some(offer) = self.offers.iter().find(|o| o.kind == kind) else {
            return self.offers.is_empty();
        };
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let mut asked = query.split('&').filter_map(|pair| pair.split('=').next());
        offer.can_search && asked.all(|name| self.names(offer, name))
    }

    fn names(&self, offer: &Offer, name: &str) -> bool {
        // These are answered or left alone, never refused, and rarely named.
        let is_of_all = matches!(name, "" | "_id" | "_count" | "_elements" | "_lastUpdated");
        let is_told = !offer.parameters.is_empty();
        is_of_all
            || !is_told
            || offer
                .parameters
                .iter()
                .chain(&self.parameters)
                .any(|p| p == name)
    }

    /// Whether what a reference parameter leads to can be sent along, as `_include=Task:owner`.
    pub(crate) fn includes(&self, kind: &str, include: &str) -> bool {
        let offer = self.offers.iter().find(|o| o.kind == kind);
        offer.is_some_and(|o| o.includes.iter().any(|i| i == include || i == "*"))
    }

    /// Whether it can be asked what has changed since. Where no parameter is told at all, asking
    /// tells.
    pub fn offers_since(&self) -> bool {
        let of_types = self.offers.iter().flat_map(|o| &o.parameters);
        let mut all = of_types.chain(&self.parameters).peekable();
        all.peek().is_none() || all.any(|p| p == "_lastUpdated")
    }

    /// Whether it says by itself that something has changed.
    pub fn offers_subscriptions(&self) -> bool {
        self.channel.is_some() || self.gives_binding_token
    }

    pub(crate) fn channel(&self) -> Option<&str> {
        self.channel.as_deref()
    }

    pub(crate) fn topics(&self) -> &[String] {
        &self.topics
    }

    pub(crate) fn gives_binding_token(&self) -> bool {
        self.gives_binding_token
    }

    /// Whether outdated changes of a type are refused by it.
    pub fn checks_versions(&self, kind: &str) -> bool {
        let offer = self.offers.iter().find(|o| o.kind == kind);
        let versioning = offer.and_then(|o| o.versioning.as_deref());
        versioning.is_none_or(|v| v == "versioned-update")
    }
}

fn objects<'a>(fields: &Fields<'a>, name: &str) -> Vec<Fields<'a>> {
    let parts = fields.get(name).and_then(elements).unwrap_or_default();
    let parts = parts.into_iter();
    parts.filter_map(|p| Fields::parse(p).ok()).collect()
}

fn extensions(fields: &Fields<'_>, url: &str, value: &str) -> Vec<String> {
    let all = objects(fields, "extension");
    let named = all
        .iter()
        .filter(|e| e.string("url").as_deref() == Some(url));
    named.filter_map(|e| e.string(value)).collect()
}

fn names(fields: &Fields<'_>, list: &str, name: &str) -> Vec<String> {
    let all = objects(fields, list);
    all.iter().filter_map(|o| o.string(name)).collect()
}

fn strings(fields: &Fields<'_>, name: &str) -> Vec<String> {
    let parts = fields.get(name).and_then(elements).unwrap_or_default();
    parts.into_iter().filter_map(unquote).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATEMENT: &str = r#"{"resourceType":"CapabilityStatement","rest":[{"mode":"server","resource":[
        {"type":"Task","versioning":"versioned","interaction":[{"code":"read"},{"code":"search-type"}],"searchParam":[{"name":"patient"}]},
        {"type":"Goal","interaction":[{"code":"read"}]},
        {"type":"Flag","searchInclude":["Flag:author"]}]}]}"#;

    #[test]
    fn what_is_not_offered_is_known_and_what_is_not_told_is_asked() {
        let some = Capability::read(STATEMENT).unwrap();
        assert!(some.offers("Task", "Task?patient=Patient/1&_count=100"));
        assert!(!some.offers("Task", "Task?owner=1"));
        assert!(!some.offers("Goal", "Goal?subject=1"));
        assert!(some.offers("Flag", "Flag?patient=1"));
        assert!(!some.offers("Slot", "Slot?_count=1"));
        assert!(some.includes("Flag", "Flag:author"));
        assert!(!some.includes("Flag", "Flag:patient") && !some.includes("Task", "Task:owner"));
        assert!(!some.offers_since());
        assert!(!some.checks_versions("Task") && some.checks_versions("Flag"));
        let silent = Capability::read(r#"{"resourceType":"CapabilityStatement"}"#).unwrap();
        assert!(silent.offers("Slot", "Slot?_count=1") && silent.offers_since());
        assert_eq!(Capability::read("<html>"), None);
    }
}
