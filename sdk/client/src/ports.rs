//! What the client needs from where it runs. Each has a fake in `coordo-testkit`.

use std::fmt;
use std::rc::Rc;

use coordo_core::Instant;
use coordo_core::change::{ChangeKind, Field};
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_store::{LocalFuture, RecordStore};

use crate::view::FailureCause;

/// Time and the local calendar. Never ask the platform directly.
pub trait Clock {
    /// Now.
    fn now(&self) -> Instant;
    /// Minutes that clocks of the client's time zone run ahead of UTC at an instant.
    fn offset_minutes(&self, at: Instant) -> i32;
}

/// There was no answer: no network, or the request was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

/// Exchanges requests with one source.
pub trait Transport {
    /// Sends a request relative to the source's base.
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>>;
    /// Whether the other end is an embedded sandbox, which is said on screen.
    fn is_sandbox(&self) -> bool;
    /// Whether the source may be asked to speak unasked.
    fn has_channel(&self) -> bool {
        false
    }
    /// Opens a channel at an address that the source told; nothing where that fails.
    fn open_channel(&self, address: String) -> LocalFuture<'static, Option<Rc<dyn Channel>>> {
        drop(address);
        Box::pin(std::future::ready(None))
    }
    /// Whether the host said that nothing may be written there.
    fn is_read_only(&self) -> bool {
        false
    }
}

/// A way on which a source speaks unasked. Dropping it closes it.
pub trait Channel {
    /// Says something.
    fn say(&self, text: &str);
    /// The next that is heard; nothing once it is closed.
    fn next(&self) -> LocalFuture<'static, Option<String>>;
}

/// Waiting, and giving the page its turn.
pub trait Timer {
    /// Resolves after the page had a turn.
    fn pause(&self) -> LocalFuture<'static, ()>;
    /// Resolves after so many milliseconds.
    fn wait(&self, ms: u32) -> LocalFuture<'static, ()>;
}

/// What the host is told. Holds codes and counts, references only where the host asked about them.
#[derive(Clone, PartialEq, Eq)]
pub enum ClientEvent {
    /// The number of unsent changes changed.
    Pending {
        /// How many there are.
        pending: usize,
    },
    /// A change was acknowledged by its source.
    Synced {
        /// Source and relative reference.
        source: String,
        /// `Type/id`.
        resource: String,
    },
    /// A change was refused by its source and waits for a person.
    Refused {
        /// Source.
        source: String,
        /// `Type/id`.
        resource: String,
        /// HTTP status.
        status: u16,
    },
    /// A record was changed elsewhere meanwhile; a person decides.
    Conflict {
        /// Source.
        source: String,
        /// `Type/id`.
        resource: String,
    },
    /// The first load of all sources is whole.
    Loaded {
        /// How many resources are held.
        resources: usize,
    },
    /// Oddities were found in the data.
    Notices {
        /// How many.
        n: usize,
    },
    /// A change was made here, and is held; for the host's own journal.
    Audit {
        /// Source.
        source: String,
        /// `Type/id`.
        resource: String,
        /// What was done; absent where an unsent change was taken back.
        kind: Option<ChangeKind>,
        /// FHIR paths of what changed, without the type; never their values.
        fields: Vec<Field>,
        /// When.
        at: Instant,
    },
    /// Another number of things is missing than was told before.
    Findings {
        /// How many are urgent, to look at, and good to know.
        n: [usize; 3],
    },
    /// A source wants to know who asks; nothing of it is shown or sent until then.
    CredentialsNeeded {
        /// Source.
        source: String,
        /// 401 or 403.
        status: u16,
    },
    /// A source could not be read, or did not take a change that goes on waiting; told again only
    /// once it fares otherwise.
    Trouble {
        /// Source.
        source: String,
        /// Why.
        cause: FailureCause,
        /// Whether a change was sent.
        is_sending: bool,
    },
    /// Something was chosen in a widget, or by the host; nothing is chosen where absent.
    Selected {
        /// Source, `Type/id`, and place in `CarePlan.activity` for an activity written in a plan.
        item: Option<(String, String, Option<usize>)>,
    },
}

/// Names the event: a reference can hold a national identifier in careless data.
impl fmt::Debug for ClientEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pending { .. } => "Pending",
            Self::Synced { .. } => "Synced",
            Self::Refused { .. } => "Refused",
            Self::Conflict { .. } => "Conflict",
            Self::Loaded { .. } => "Loaded",
            Self::Notices { .. } => "Notices",
            Self::Audit { .. } => "Audit",
            Self::Selected { .. } => "Selected",
            Self::Findings { .. } => "Findings",
            Self::CredentialsNeeded { .. } => "CredentialsNeeded",
            Self::Trouble { .. } => "Trouble",
        })
    }
}

/// Where the client tells the host what happened.
pub trait Host {
    /// Tells an event; called with no borrow held.
    fn event(&self, event: ClientEvent);
    /// Gives the outbox as bytes, to be kept outside this instance's memory.
    fn keep_outbox(&self, bytes: Vec<u8>);
    /// What the device keeps is different now: other pages on the same plan want to know.
    fn kept(&self) {}
    /// Runs a task of the client to its end, or until the client is closed.
    fn spawn(&self, task: LocalFuture<'static, ()>);
}

/// Ids for records that are made here. Never ask the platform directly.
pub trait IdSource {
    /// A FHIR id that nobody has: a UUID.
    fn new_id(&self) -> String;
}

/// All ports of one client.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Rc<dyn Clock>,
    /// Waiting.
    pub timer: Rc<dyn Timer>,
    /// Ids.
    pub ids: Rc<dyn IdSource>,
    /// The host.
    pub host: Rc<dyn Host>,
    /// Records and outbox.
    pub store: Rc<dyn RecordStore>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ports")
    }
}
