//! Hearing of news at once where a source offers it: FHIR Subscriptions over a WebSocket.
//!
//! Two ways, as the CapabilityStatement tells: that of R4, `bind {id}` on the address of the
//! extension `capabilitystatement-websocket`; that of the R5 backport, `bind-with-token {token}` on
//! the address that `$get-ws-binding-token` gives. Nothing of a record travels on the channel: a
//! word on it only says that it is time to ask. Whatever goes wrong ends the watch, and asking now
//! and then goes on as it did all along.
//!
//! No I/O: take steps, carry them out, tell what came of them.

use coordo_core::Instant;
use coordo_fhir::fields::{Fields, elements, quote};
use coordo_fhir::http::{HttpRequest, HttpResponse, Method};

use crate::capability::Capability;
use crate::pull::Scope;

/// What a plan changes in.
const KINDS: [(&str, &str); 7] = [
    ("Task", "patient"),
    ("CarePlan", "subject"),
    ("CareTeam", "subject"),
    ("Goal", "subject"),
    ("ServiceRequest", "subject"),
    ("Appointment", "patient"),
    ("Communication", "subject"),
];
/// Topics of one source that are subscribed to.
const TOPICS: usize = 4;
/// A subscription whose page went away without a word ends by itself, in milliseconds.
const LASTS: i64 = 86_400_000;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send this and tell the answer.
    Ask(HttpRequest),
    /// Open the channel at this address, and tell when it is open.
    Open(String),
    /// Say this on the channel.
    Say(String),
    /// Ask the source for what has changed.
    Poll,
    /// The watch is over.
    GiveUp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Subscribing(usize),
    Token,
    Opening,
    Listening,
    Over,
}

/// One source that is watched.
pub struct Watch {
    stage: Stage,
    /// Where the channel is, as far as it is known.
    address: Option<String>,
    has_token: bool,
    token: Option<String>,
    /// Id and text of each subscription.
    subscriptions: Vec<(String, String)>,
    /// How many of them the source has.
    n_there: usize,
}

/// Neither ids nor whose plan it is.
impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Watch({:?})", self.stage)
    }
}

impl Watch {
    /// A watch over a scope, under a name that nobody else has; `None` where the source offers
    /// none, or where its name for the person is not known.
    pub fn new(capability: &Capability, scope: &Scope, name: &str, now: Instant) -> Option<Self> {
        capability.offers_subscriptions().then_some(())?;
        let subject = match scope {
            Scope::All => None,
            Scope::Subject(reference) => Some(reference.as_str()),
            Scope::Named(_) => return None,
        };
        let topics = capability.topics();
        let criteria: Vec<String> = if topics.is_empty() {
            let criterion = |(kind, parameter): (&str, &str)| {
                let mut criterion = String::from(kind);
                criterion.push('?');
                if let Some(subject) = subject {
                    criterion.push_str(parameter);
                    criterion.push('=');
                    criterion.push_str(subject);
                }
                criterion
            };
            let offered = KINDS.into_iter();
            let offered = offered.filter(|(kind, _)| capability.offers(kind, kind));
            offered.map(criterion).collect()
        } else {
            topics.iter().take(TOPICS).cloned().collect()
        };
        let end = Instant(now.0.saturating_add(LASTS)).to_fhir();
        let numbered = criteria.iter().enumerate();
        let subscriptions = numbered.map(|(n, criterion)| {
            let mut id = String::from(name);
            id.push('-');
            id.push_str(&n.to_string());
            let text = subscription(&id, criterion, &end);
            (id, text)
        });
        Some(Self {
            stage: Stage::Subscribing(0),
            address: capability.channel().map(str::to_owned),
            has_token: capability.gives_binding_token(),
            token: None,
            subscriptions: subscriptions.collect(),
            n_there: 0,
        })
    }

    /// The first step.
    pub fn begin(&mut self) -> Vec<Step> {
        self.subscribe(0)
    }

    fn subscribe(&mut self, n: usize) -> Vec<Step> {
        if let Some((id, text)) = self.subscriptions.get(n) {
            self.stage = Stage::Subscribing(n);
            let mut path = String::from("Subscription/");
            path.push_str(id);
            return vec![Step::Ask(HttpRequest::put_if_match(
                path,
                None,
                text.clone(),
            ))];
        }
        if !self.has_token {
            return self.open();
        }
        self.stage = Stage::Token;
        let ids = self.subscriptions.iter().map(|(id, _)| id.as_str());
        let ids: Vec<&str> = ids.collect();
        let mut path = String::from("Subscription/$get-ws-binding-token?id=");
        path.push_str(&ids.join("&id="));
        vec![Step::Ask(HttpRequest::get(path))]
    }

    fn open(&mut self) -> Vec<Step> {
        match &self.address {
            Some(address) => {
                self.stage = Stage::Opening;
                vec![Step::Open(address.clone())]
            }
            None => self.give_up(),
        }
    }

    fn give_up(&mut self) -> Vec<Step> {
        self.stage = Stage::Over;
        vec![Step::GiveUp]
    }

    /// The source answered; `None` where it did not.
    pub fn answered(&mut self, response: Option<&HttpResponse>) -> Vec<Step> {
        let Some(response) = response.filter(|r| r.is_success()) else {
            return self.give_up();
        };
        match self.stage {
            Stage::Subscribing(n) => {
                self.n_there = n + 1;
                self.subscribe(n + 1)
            }
            Stage::Token => {
                let told = |name| parameter(&response.body, name);
                self.token = told("token");
                self.address = told("websocket-url").or(self.address.take());
                match self.token {
                    Some(_) => self.open(),
                    None => self.give_up(),
                }
            }
            Stage::Opening | Stage::Listening | Stage::Over => Vec::new(),
        }
    }

    /// The channel is open.
    pub fn opened(&mut self) -> Vec<Step> {
        self.stage = Stage::Listening;
        if let Some(token) = &self.token {
            return vec![Step::Say(word("bind-with-token ", token)), Step::Poll];
        }
        let ids = self.subscriptions.iter();
        let mut steps: Vec<Step> = ids.map(|(id, _)| Step::Say(word("bind ", id))).collect();
        // What changed while the channel was being opened nobody told.
        steps.push(Step::Poll);
        steps
    }

    /// The channel said something; `None` when it closed.
    pub fn heard(&mut self, text: Option<&str>) -> Vec<Step> {
        let Some(text) = text else {
            return self.give_up();
        };
        let mut words = text.split_whitespace();
        match words.next() {
            Some("ping") => vec![Step::Poll],
            Some("bound") | None => Vec::new(),
            _ => match Fields::parse(text) {
                Ok(fields) if is_notification(&fields) => vec![Step::Poll],
                // A handshake, or a sign of life.
                Ok(_) => Vec::new(),
                Err(_) => self.give_up(),
            },
        }
    }

    /// What to send when the watch is over, so that the source forgets it; answers do not matter.
    pub fn farewell(&self) -> Vec<HttpRequest> {
        let there = self.subscriptions.iter().take(self.n_there);
        let forget = there.map(|(id, _)| HttpRequest {
            method: Method::Delete,
            ..HttpRequest::get(word("Subscription/", id))
        });
        forget.collect()
    }
}

fn word(first: &str, then: &str) -> String {
    let mut word = String::from(first);
    word.push_str(then);
    word
}

/// Nothing of a record is asked to travel: an empty payload, in the words of R4 and of the backport.
fn subscription(id: &str, criterion: &str, end: &str) -> String {
    let mut text = String::from(r#"{"resourceType":"Subscription","id":"#);
    text.push_str(&quote(id));
    text.push_str(r#","status":"requested","end":"#);
    text.push_str(&quote(end));
    text.push_str(r#","reason":"A plan that is shown","criteria":"#);
    text.push_str(&quote(criterion));
    text.push_str(
        r#","channel":{"type":"websocket","_payload":{"extension":[{"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content","valueCode":"empty"}]}}}"#,
    );
    text
}

/// Whether a Bundle of the backport tells an event. Where it does not say what it is, it may.
fn is_notification(bundle: &Fields<'_>) -> bool {
    let entries = bundle.get("entry").and_then(elements).unwrap_or_default();
    let first = entries.first().and_then(|e| Fields::parse(e).ok());
    let Some(status) = first.and_then(|e| e.object("resource")) else {
        return true;
    };
    let kind = match status.get("parameter").and_then(elements) {
        Some(parameters) => named(&parameters, "type", "valueCode"),
        None => status.string("type"),
    };
    !matches!(kind.as_deref(), Some("handshake" | "heartbeat"))
}

/// A parameter of a Parameters resource, of any of the types that texts have there.
fn parameter(body: &str, name: &str) -> Option<String> {
    let fields = Fields::parse(body).ok()?;
    let parameters = fields.get("parameter").and_then(elements)?;
    let types = ["valueString", "valueUrl", "valueUri"];
    types
        .into_iter()
        .find_map(|kind| named(&parameters, name, kind))
}

fn named(parameters: &[&str], name: &str, kind: &str) -> Option<String> {
    let mut all = parameters.iter().filter_map(|p| Fields::parse(p).ok());
    all.find(|p| p.string("name").as_deref() == Some(name))?
        .string(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const R4: &str = r#"{"resourceType":"CapabilityStatement","rest":[{"mode":"server","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket","valueUri":"wss://a.example/ws"}],"resource":[{"type":"Task"},{"type":"Goal"},{"type":"Subscription"}]}]}"#;
    const BACKPORT: &str = r#"{"resourceType":"CapabilityStatement","rest":[{"mode":"server","resource":[{"type":"Subscription","extension":[{"url":"http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical","valueCanonical":"http://a.example/topic/plan"}],"operation":[{"name":"get-ws-binding-token"}]}]}]}"#;

    fn watch(statement: &str) -> Watch {
        let capability = Capability::read(statement).unwrap();
        let scope = Scope::Subject("Patient/42".to_owned().into());
        Watch::new(&capability, &scope, "w", Instant(0)).unwrap()
    }

    fn ok(body: &str) -> HttpResponse {
        HttpResponse {
            status: 200,
            headers: Vec::new(),
            body: body.to_owned(),
        }
    }

    fn asked(steps: &[Step]) -> &HttpRequest {
        let [Step::Ask(request)] = steps else {
            panic!("{steps:?}");
        };
        request
    }

    #[test]
    fn in_r4_each_type_is_subscribed_to_and_bound_and_a_ping_asks_for_news() {
        let mut watch = watch(R4);
        let mut steps = watch.begin();
        for (id, criterion) in [
            ("w-0", "\"Task?patient=Patient/42\""),
            ("w-1", "\"Goal?subject=Patient/42\""),
        ] {
            let request = asked(&steps);
            assert_eq!(request.path, format!("Subscription/{id}"));
            let body = request.body.as_deref().unwrap();
            assert!(
                body.contains(criterion) && Fields::parse(body).is_ok(),
                "{body}"
            );
            steps = watch.answered(Some(&ok("{}")));
        }
        assert_eq!(steps, [Step::Open("wss://a.example/ws".to_owned())]);
        let bind = |id: &str| Step::Say(format!("bind {id}"));
        assert_eq!(watch.opened(), [bind("w-0"), bind("w-1"), Step::Poll]);
        assert!(watch.heard(Some("bound w-0")).is_empty());
        assert_eq!(watch.heard(Some("ping w-1")), [Step::Poll]);
        assert_eq!(watch.heard(None), [Step::GiveUp]);
        assert_eq!(watch.farewell().len(), 2);
    }

    #[test]
    fn in_the_backport_a_token_binds_and_signs_of_life_ask_for_nothing() {
        let mut watch = watch(BACKPORT);
        let steps = watch.begin();
        let body = asked(&steps).body.as_deref().unwrap();
        assert!(body.contains("http://a.example/topic/plan"), "{body}");
        let steps = watch.answered(Some(&ok("{}")));
        assert_eq!(
            asked(&steps).path,
            "Subscription/$get-ws-binding-token?id=w-0"
        );
        let token = r#"{"resourceType":"Parameters","parameter":[{"name":"token","valueString":"t"},{"name":"websocket-url","valueUrl":"wss://b.example"}]}"#;
        assert_eq!(
            watch.answered(Some(&ok(token))),
            [Step::Open("wss://b.example".to_owned())]
        );
        assert_eq!(watch.opened()[0], Step::Say("bind-with-token t".to_owned()));
        let told = |kind: &str| {
            format!(
                r#"{{"resourceType":"Bundle","type":"history","entry":[{{"resource":{{"resourceType":"Parameters","parameter":[{{"name":"type","valueCode":"{kind}"}}]}}}}]}}"#
            )
        };
        assert!(watch.heard(Some(&told("handshake"))).is_empty());
        assert!(watch.heard(Some(&told("heartbeat"))).is_empty());
        let event = told("event-notification");
        assert_eq!(watch.heard(Some(&event)), [Step::Poll]);
    }

    #[test]
    fn whatever_goes_wrong_ends_the_watch() {
        let mut refused = watch(R4);
        refused.begin();
        let no = HttpResponse {
            status: 403,
            ..ok("")
        };
        assert_eq!(refused.answered(Some(&no)), [Step::GiveUp]);
        assert!(refused.farewell().is_empty());
        let mut silent = watch(BACKPORT);
        silent.begin();
        silent.answered(Some(&ok("{}")));
        assert_eq!(silent.answered(Some(&ok("{}"))), [Step::GiveUp], "no token");
        let mut rude = watch(R4);
        assert_eq!(rude.heard(Some("<html>")), [Step::GiveUp]);
        let none = Capability::read(r#"{"resourceType":"CapabilityStatement"}"#).unwrap();
        assert!(Watch::new(&none, &Scope::All, "w", Instant(0)).is_none());
    }
}
