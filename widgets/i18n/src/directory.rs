//! What the directory says.

/// A row of the directory's keyboard help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectoryKey {
    /// Arrows up and down.
    Result,
    /// Page up and down.
    Pages,
    /// Home and End.
    Ends,
    /// Enter.
    Open,
    /// Arrows to the sides, among the filters.
    Fold,
    /// The slash.
    Search,
    /// Escape.
    Back,
    /// This help.
    Help,
}

impl DirectoryKey {
    /// All rows, in order.
    pub const ALL: [Self; 8] = [
        Self::Result,
        Self::Pages,
        Self::Ends,
        Self::Open,
        Self::Fold,
        Self::Search,
        Self::Back,
        Self::Help,
    ];
}

/// What an entry is, as far as the words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented by its two words")]
pub enum EntryWord {
    Professional,
    Relative,
    Team,
    Structure,
}

/// How someone can be reached, as far as the words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented by its two words")]
pub enum ReachWord {
    MsSante,
    Phone,
    Mobile,
    Email,
    Fax,
    Web,
    Other,
}

/// What results can be narrowed by, as far as the words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented by its two words")]
pub enum FacetWord {
    Profession,
    Structure,
    Town,
    Reach,
}

/// A sentence, a label or a word of the directory.
#[derive(Clone, Copy, Debug)]
#[allow(
    missing_docs,
    reason = "each variant is documented by its two sentences"
)]
pub enum InDirectory<'a> {
    Number(usize),

    // The search, and what narrows it.
    Title,
    SearchLabel,
    SearchKeys,
    ClearSearch,
    Circle(usize),
    Filters(usize),
    Facet(FacetWord),
    Reach(ReachWord),
    ClearFilters(usize),
    /// How many answer, among how many.
    Found {
        n: usize,
        of: usize,
    },
    /// Nothing was asked: how many there are.
    Entries(usize),
    CircleFirst,
    Building,
    Results,
    More(usize),

    // One result.
    Entry(EntryWord),
    NoName,
    Also,
    MoreSituations(usize),
    InCircle,
    CircleRole(&'a str),
    HasLeft,
    Inactive,
    InactiveSince(&'a str),
    Homonym,
    AnswersForChosen,

    // Nothing to show.
    NothingFound,
    TryFewer,
    TryAll,
    EmptyTitle,
    EmptyText,

    // The record.
    NoRecord,
    RecordOf(&'a str),
    CloseRecord,
    ReachTitle,
    NoReach,
    MsSanteMeaning,
    NewTab,
    Usage(&'a str),
    Copy,
    Copied,
    CopyValue(&'a str),
    Contested,
    ContestedOf(ReachWord),
    BySource(&'a str),
    AddressTitle,
    SituationsTitle,
    PartsTitle,
    Since(&'a str),
    Over,
    OverSince(&'a str),
    HoursTitle,
    Weekday(usize),
    DayHours {
        day: usize,
        hours: &'a str,
    },
    DayClosed(usize),
    Hours {
        start: u16,
        end: u16,
    },
    AbsencesTitle,
    AbsenceUntold,
    TeamsTitle,
    MembersTitle,
    OnlyNamed,
    OpenTitle(usize),
    OpenNone,
    OpenMore(usize),
    WithinTitle,
    RemarksTitle,
    IdentifiersTitle,
    SourcesTitle,
    ChangedAt(&'a str),
    CircleTitle,

    // Help.
    HelpKeys(DirectoryKey),
    HelpMeaning(DirectoryKey),
    HelpPointer,

    // The live region.
    SpokenFound {
        n: usize,
        first: Option<&'a str>,
    },
    SpokenMore(usize),
    SpokenCopied(&'a str),
    SpokenSelected,
    SpokenLoaded(usize),
}
