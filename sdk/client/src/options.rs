//! What a host opens a client with.

use std::fmt;
use std::rc::Rc;

use coordo_core::SourceId;
use coordo_core::calendar::WorkingCalendar;
use coordo_core::coded::Identifier;
use coordo_core::task::transition::Mode;
use coordo_engine::Thresholds;

use crate::ports::Transport;
use crate::view::cache::CacheView;

/// Where a source's records come from.
#[derive(Clone)]
pub enum SourceKind {
    /// Documents given by the host: read-only.
    Bundle {
        /// Bundles, NDJSON or single resources, as bytes. Not `Rc<[u8]>`, into which a directory
        /// of 27 MB would be copied again before the page goes on.
        documents: Vec<Rc<Vec<u8>>>,
    },
    /// A FHIR endpoint: a sandbox in the page, a server, or what the host's own `send` reaches.
    Endpoint {
        /// How to reach it.
        transport: Rc<dyn Transport>,
    },
}

impl fmt::Debug for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bundle { .. } => "Bundle",
            Self::Endpoint { .. } => "Endpoint",
        })
    }
}

/// One source.
#[derive(Clone)]
pub struct SourceOptions {
    /// The host's name for it.
    pub id: SourceId,
    /// Where its records come from.
    pub kind: SourceKind,
}

impl fmt::Debug for SourceOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceOptions({})", self.id)
    }
}

/// Options of a client.
#[derive(Clone)]
pub struct ClientOptions {
    /// At least one; the first is where new records go.
    pub sources: Vec<SourceOptions>,
    /// Whose plan: source and `Patient/id`. Absent: everything the sources give.
    pub subject: Option<(SourceId, String)>,
    /// The same person by a business identifier, which every source but that of `subject`
    /// is asked for. Its type must be told where its system holds two kinds of number
    /// (INS-NIR). Absent: the one that proves most among those of `subject`.
    pub subject_identifier: Option<Identifier>,
    /// Who acts: source and reference of a PractitionerRole, Practitioner, RelatedPerson or Patient.
    pub actor: Option<(SourceId, String)>,
    /// Nothing can be changed.
    pub read_only: bool,
    /// How strictly the table of statuses is held.
    pub mode: Mode,
    /// How long a change stays here before it leaves, in milliseconds: meanwhile undo removes it.
    pub send_after_ms: u32,
    /// How records are kept on this device, as far as opening its storage told.
    pub cache: CacheView,
    /// What was read longer ago is erased at opening, where no change of it is unsent.
    pub max_age_days: Option<u32>,
    /// From when on the rules speak; what the plan says itself needs no number here.
    pub thresholds: Thresholds,
    /// Which days are worked, by which clock, where the rules count days.
    pub calendar: WorkingCalendar,
    /// The outbox that an earlier instance kept with its host.
    pub outbox: Vec<u8>,
}

/// Shows the sources' names, and nothing of whose plan it is.
impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientOptions({:?})", self.sources)
    }
}
