//! What client and widgets tell, as names and details for JavaScript.

use coordo_client::core::change::ChangeKind;
use coordo_client::ports::ClientEvent;
use coordo_client::view::ItemKey;
use coordo_widgets::HostEvent;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::hooks::to_js;

/// One shape for all details: what an event does not have is absent.
#[derive(Serialize, Default)]
struct Detail<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activity: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sending: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pending: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cards: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<usize>,
}

impl<'a> Detail<'a> {
    fn of(source: &'a str, resource: &str) -> Self {
        Self {
            source: Some(source),
            resource: Some(resource.to_owned()),
            ..Self::default()
        }
    }
}

/// What is counted once a widget is drawn for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    Cards,
    Items,
    Entries,
}

/// `{ source, resource, activity? }`, or `null`.
pub(crate) fn item(key: Option<&ItemKey>) -> JsValue {
    let Some(key) = key else {
        return JsValue::NULL;
    };
    to_js(&Detail {
        activity: key.activity,
        ..Detail::of(&key.record.source.0, &key.record.reference())
    })
}

/// A client's event: its name and its detail.
pub(crate) fn of_client(event: &ClientEvent) -> (&'static str, JsValue) {
    let (name, detail) = match event {
        ClientEvent::Pending { pending } => (
            "pending",
            Detail {
                pending: Some(*pending),
                ..Detail::default()
            },
        ),
        ClientEvent::Synced { source, resource } => ("synced", Detail::of(source, resource)),
        ClientEvent::Conflict { source, resource } => ("conflict", Detail::of(source, resource)),
        ClientEvent::Refused {
            source,
            resource,
            status,
        } => (
            "refused",
            Detail {
                status: Some(*status),
                ..Detail::of(source, resource)
            },
        ),
        ClientEvent::Loaded { resources } => (
            "loaded",
            Detail {
                resources: Some(*resources),
                ..Detail::default()
            },
        ),
        ClientEvent::Notices { n } => (
            "notices",
            Detail {
                count: Some(*n),
                ..Detail::default()
            },
        ),
        ClientEvent::Audit {
            source,
            resource,
            kind,
            fields,
            at,
        } => (
            "audit",
            Detail {
                what: Some(word(*kind)),
                fields: Some(fields.iter().map(|f| f.path().join(".")).collect()),
                #[allow(clippy::cast_precision_loss, reason = "exact up to the year 287,000")]
                at: Some(at.0 as f64),
                ..Detail::of(source, resource)
            },
        ),
        ClientEvent::Findings { n } => (
            "findings",
            Detail {
                count: Some(n.iter().sum()),
                ..Detail::default()
            },
        ),
        ClientEvent::CredentialsNeeded { source, status } => (
            "credentials-needed",
            Detail {
                source: Some(source),
                status: Some(*status),
                ..Detail::default()
            },
        ),
        ClientEvent::Trouble {
            source,
            cause,
            is_sending,
        } => (
            "error",
            Detail {
                source: Some(source),
                code: Some(cause.code()),
                status: cause.status(),
                sending: is_sending.then_some(true),
                ..Detail::default()
            },
        ),
        ClientEvent::Selected { item: None } => return ("select", JsValue::NULL),
        ClientEvent::Selected {
            item: Some((source, resource, activity)),
        } => (
            "select",
            Detail {
                activity: *activity,
                ..Detail::of(source, resource)
            },
        ),
    };
    (name, to_js(&detail))
}

fn word(kind: Option<ChangeKind>) -> &'static str {
    match kind {
        Some(ChangeKind::Status) => "status",
        Some(ChangeKind::Created) => "created",
        Some(ChangeKind::Edited) => "edited",
        Some(ChangeKind::Offered) => "offered",
        None => "taken-back",
    }
}

/// A widget's event: its name, its detail, and whether a host may prevent it.
pub(crate) fn of_widget(event: &HostEvent, counted: Counted) -> (&'static str, JsValue, bool) {
    let mut is_cancelable = false;
    let (name, detail) = match event {
        HostEvent::TaskMove {
            source,
            resource,
            from,
            to,
            reason,
        }
        | HostEvent::TaskMoved {
            source,
            resource,
            from,
            to,
            reason,
        } => {
            is_cancelable = matches!(event, HostEvent::TaskMove { .. });
            let detail = Detail {
                from: Some(from.code()),
                to: Some(to.code()),
                reason: reason.as_ref().map(|r| r.0.as_str()),
                ..Detail::of(&source.0, resource)
            };
            let name = if is_cancelable {
                "coordo-task-move"
            } else {
                "coordo-task-moved"
            };
            (name, detail)
        }
        HostEvent::TaskCreate { source, title } => {
            is_cancelable = true;
            let detail = Detail {
                source: Some(&source.0),
                title: Some(&title.0),
                ..Detail::default()
            };
            ("coordo-task-create", detail)
        }
        HostEvent::TaskCreated { source, resource } => {
            ("coordo-task-created", Detail::of(&source.0, resource))
        }
        HostEvent::TaskEdit {
            source,
            resource,
            fields,
        }
        | HostEvent::TaskEdited {
            source,
            resource,
            fields,
        } => {
            is_cancelable = matches!(event, HostEvent::TaskEdit { .. });
            let detail = Detail {
                fields: Some(fields.iter().map(|&f| f.to_owned()).collect()),
                ..Detail::of(&source.0, resource)
            };
            let name = if is_cancelable {
                "coordo-task-edit"
            } else {
                "coordo-task-edited"
            };
            (name, detail)
        }
        HostEvent::Select { item: chosen } => {
            return ("coordo-select", item(chosen.as_ref()), false);
        }
        HostEvent::ItemOpen { item: opened } => {
            return ("coordo-item-open", item(Some(opened)), false);
        }
        HostEvent::Ready { cards } => {
            let n = Some(*cards);
            let detail = match counted {
                Counted::Cards => Detail {
                    cards: n,
                    ..Detail::default()
                },
                Counted::Items => Detail {
                    items: n,
                    ..Detail::default()
                },
                Counted::Entries => Detail {
                    entries: n,
                    ..Detail::default()
                },
            };
            ("coordo-ready", detail)
        }
    };
    (name, to_js(&detail), is_cancelable)
}
