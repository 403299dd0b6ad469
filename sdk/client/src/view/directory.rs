//! The directory: who there is, how to reach them, and who belongs to the person's circle.

use coordo_core::{FhirDate, Instant, Private, RecordKey, SourceId};
pub use coordo_directory::Facet;

use super::finding::Badge;
use super::{FrameView, ItemKey};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A person with all their situations (Practitioner with its PractitionerRoles).
    Professional,
    /// Whose plan it is (`Patient`).
    Person,
    /// A relative or another person (`RelatedPerson`).
    Relative,
    /// A team (`CareTeam`).
    Team,
    /// A structure (`Organization`), a place (`Location`) or a service (`HealthcareService`).
    Structure,
}

/// What a directory asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryQuery {
    /// As typed: words in any order, without accents or case; each must begin a word of the entry.
    pub text: String,
    /// Chosen values, facet by facet: within one facet any of them, between facets all.
    pub chosen: Vec<(Facet, Private<String>)>,
    /// Only the person's care circle.
    pub circle_only: bool,
    /// How many results are drawn.
    pub limit: usize,
}

impl DirectoryQuery {
    /// How many results are shown before anyone asks for more.
    pub const FIRST: usize = 30;
}

impl Default for DirectoryQuery {
    fn default() -> Self {
        Self {
            text: String::new(),
            chosen: Vec::new(),
            circle_only: false,
            limit: Self::FIRST,
        }
    }
}

/// The whole directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryView {
    /// Load, sync, undo.
    pub frame: FrameView,
    /// Entries held.
    pub n_entries: usize,
    /// Entries that answer the query.
    pub n_found: usize,
    /// The first of them: the care circle first, then by how well they match, then by name.
    pub results: Vec<ResultView>,
    /// What was probably meant where nothing answers: folded words that do.
    pub meant: Option<Private<String>>,
    /// What the results can be narrowed by, the most frequent first, ten a facet at most.
    pub facets: Vec<FacetView>,
    /// How many belong to the care circle.
    pub n_circle: usize,
    /// Whether the index is still being built: results may be missing.
    pub is_building: bool,
}

/// One facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetView {
    /// Which.
    pub facet: Facet,
    /// Its values.
    pub values: Vec<FacetValueView>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValueView {
    /// As the data say it.
    pub value: Private<String>,
    /// How many results have it, were it chosen.
    pub n: usize,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// A text with the parts that answer the query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedText {
    /// The text, as the data say it.
    pub text: Private<String>,
    /// Byte ranges of `text` that answer, in order, not overlapping, on character boundaries.
    pub marks: Vec<(usize, usize)>,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultView {
    /// The record that stands for the entry: the person, or the structure.
    pub key: RecordKey,
    /// What is missing where they are concerned, most urgent first.
    pub badges: Vec<Badge>,
    /// What it is.
    pub kind: EntryKind,
    /// Name; absent where the data do not say.
    pub name: Option<MarkedText>,
    /// Profession, relationship or type.
    pub role: Option<MarkedText>,
    /// Structure and town, or address.
    pub place: Option<MarkedText>,
    /// Another field that answered (a former name, a service, an alias), where name, role and place did not.
    pub because: Option<MarkedText>,
    /// How many situations a person has beyond the one shown.
    pub n_more_situations: usize,
    /// Whether the person's circle holds it now.
    pub is_in_circle: bool,
    /// Role in the circle, where told.
    pub circle_role: Option<Private<String>>,
    /// Whether it was in the circle and left.
    pub has_left: bool,
    /// Whether there is only a name in a reference and no record: nothing else is known.
    pub is_named_only: bool,
    /// `active` is false, or every situation has ended: shown struck.
    pub is_inactive: bool,
    /// Since when, where known.
    pub inactive_since: Option<FhirDate>,
    /// Whether two entries have the same name: what tells them apart is shown (place, identifier).
    pub is_homonym: bool,
    /// Sources that tell of it, where the client has several.
    pub sources: Vec<SourceId>,
}

/// One way to reach someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachView {
    /// What kind.
    pub kind: ReachKind,
    /// Address or number as written.
    pub value: Private<String>,
    /// `ContactPoint.use`: `work`, `home`, `mobile`.
    pub usage: Option<String>,
    /// Of which structure, where it belongs to one situation.
    pub of: Option<Private<String>>,
    /// The source, where the client has several.
    pub source: Option<SourceId>,
    /// Whether another source says otherwise of the same kind and use.
    pub is_contested: bool,
}

/// How someone can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReachKind {
    /// Secure health messaging, told by the extension of its ContactPoint (never by the domain alone).
    MsSante,
    /// Telephone.
    Phone,
    /// Mobile telephone.
    Mobile,
    /// Other e-mail.
    Email,
    /// Fax.
    Fax,
    /// Web address: only `http` and `https` become links.
    Web,
    /// Anything else.
    Other,
}

/// One situation of a person: where, as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SituationView {
    /// The `PractitionerRole`, or the person where the profession stands there.
    pub key: RecordKey,
    /// Profession or function.
    pub role: Option<Private<String>>,
    /// Specialty.
    pub specialty: Option<Private<String>>,
    /// Structure.
    pub structure: Option<Private<String>>,
    /// Its record.
    pub structure_key: Option<RecordKey>,
    /// Address lines.
    pub address: Option<Private<String>>,
    /// From when.
    pub start: Option<FhirDate>,
    /// Until when.
    pub end: Option<FhirDate>,
    /// Whether it is over or inactive.
    pub is_over: bool,
    /// Absences to come or current (`notAvailable`).
    pub absences: Vec<AbsenceView>,
    /// Opening hours of each weekday from Monday, « 8:00–12:00 », as minutes of the day.
    pub hours: Vec<(usize, u16, u16)>,
}

/// One absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsenceView {
    /// What is said about it.
    pub text: Option<Private<String>>,
    /// From.
    pub start: Option<FhirDate>,
    /// Until.
    pub end: Option<FhirDate>,
}

/// A business identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentifierView {
    /// Its short name: `RPPS`, `FINESS`, `SIRET`, `ADELI`, else the type's or system's own.
    pub name: String,
    /// As written. A patient's national identity is masked but for its last three characters.
    pub value: Private<String>,
}

/// Everything known of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardOfActorView {
    /// The record that stands for it.
    pub key: RecordKey,
    /// What is missing where they are concerned, most urgent first.
    pub badges: Vec<Badge>,
    /// What it is.
    pub kind: EntryKind,
    /// Name.
    pub name: Option<Private<String>>,
    /// Profession, relationship or type.
    pub role: Option<Private<String>>,
    /// Situations of a person; services and places of a structure.
    pub situations: Vec<SituationView>,
    /// Every way to reach it, secure messaging first.
    pub reach: Vec<ReachView>,
    /// Address of its own, in lines.
    pub address: Vec<Private<String>>,
    /// Languages, specialties and what else is told of it.
    pub remarks: Vec<Private<String>>,
    /// Business identifiers.
    pub identifiers: Vec<IdentifierView>,
    /// Members of a team, with role and period; empty otherwise.
    pub members: Vec<MemberView>,
    /// Structures that it is part of, the nearest first; a cycle is cut.
    pub within: Vec<(RecordKey, Private<String>)>,
    /// Teams of this person's plan that it belongs to.
    pub teams: Vec<MemberView>,
    /// How many open activities it answers for.
    pub n_open: usize,
    /// The first of them, by date: [`CardOfActorView::OPEN`] at most.
    pub open: Vec<OpenItemView>,
    /// Sources that tell of it, and when each was last changed there.
    pub sources: Vec<(SourceId, Option<Instant>)>,
    /// Whether it is inactive.
    pub is_inactive: bool,
    /// Whether there is only a name in a reference and no record.
    pub is_named_only: bool,
}

impl CardOfActorView {
    /// How many open activities are listed.
    pub const OPEN: usize = 20;
}

/// An open activity that an actor answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItemView {
    /// Which: choosing it shows it in the other widgets.
    pub key: ItemKey,
    /// Title; absent where the data do not say.
    pub title: Option<Private<String>>,
    /// Until when, else from when.
    pub due: Option<FhirDate>,
    /// Whether it is only proposed to them.
    pub is_offered: bool,
}

/// A membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberView {
    /// The member, or the team; absent where only a name is known.
    pub key: Option<RecordKey>,
    /// Name.
    pub name: Option<Private<String>>,
    /// Role in the team.
    pub role: Option<Private<String>>,
    /// From.
    pub start: Option<FhirDate>,
    /// Until.
    pub end: Option<FhirDate>,
    /// Whether it is over.
    pub is_over: bool,
}
