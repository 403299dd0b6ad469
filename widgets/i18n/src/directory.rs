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
    Person,
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
    /// How many results are found and not printed.
    NotOnPaper(usize),

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
    Meant(&'a str),
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

#[cfg(test)]
pub(crate) fn everything(locale: crate::Locale) -> Vec<String> {
    use InDirectory as D;
    let name = "Nadia Benhaddou";
    let mut all = vec![
        D::Title,
        D::SearchLabel,
        D::SearchKeys,
        D::ClearSearch,
        D::CircleFirst,
        D::Building,
        D::Results,
        D::NoName,
        D::Also,
        D::InCircle,
        D::CircleRole(name),
        D::HasLeft,
        D::Inactive,
        D::InactiveSince(name),
        D::Homonym,
        D::AnswersForChosen,
        D::NothingFound,
        D::TryFewer,
        D::TryAll,
        D::Meant(name),
        D::EmptyTitle,
        D::EmptyText,
        D::NoRecord,
        D::RecordOf(name),
        D::CloseRecord,
        D::ReachTitle,
        D::NoReach,
        D::MsSanteMeaning,
        D::NewTab,
        D::Copy,
        D::Copied,
        D::CopyValue(name),
        D::BySource(name),
        D::AddressTitle,
        D::SituationsTitle,
        D::PartsTitle,
        D::Since(name),
        D::Over,
        D::OverSince(name),
        D::HoursTitle,
        D::Hours {
            start: 480,
            end: 750,
        },
        D::AbsencesTitle,
        D::AbsenceUntold,
        D::TeamsTitle,
        D::MembersTitle,
        D::OnlyNamed,
        D::OpenNone,
        D::WithinTitle,
        D::RemarksTitle,
        D::IdentifiersTitle,
        D::SourcesTitle,
        D::ChangedAt(name),
        D::CircleTitle,
        D::HelpPointer,
        D::SpokenCopied(name),
        D::SpokenSelected,
    ];
    for n in [0, 1, 3, 1180] {
        all.extend([
            D::Number(n),
            D::Circle(n),
            D::Filters(n),
            D::ClearFilters(n),
            D::Found { n, of: 48_213 },
            D::Entries(n),
            D::More(n),
            D::NotOnPaper(n),
            D::MoreSituations(n),
            D::OpenTitle(n),
            D::OpenMore(n),
            D::SpokenMore(n),
            D::SpokenLoaded(n),
            D::SpokenFound { n, first: None },
            D::SpokenFound {
                n,
                first: Some(name),
            },
        ]);
    }
    for day in 0..7 {
        let hours = "8";
        all.extend([
            D::Weekday(day),
            D::DayHours { day, hours },
            D::DayClosed(day),
        ]);
    }
    for key in DirectoryKey::ALL {
        all.extend([D::HelpKeys(key), D::HelpMeaning(key)]);
    }
    for usage in ["work", "home", "mobile", "temp", "old", "autre"] {
        all.push(D::Usage(usage));
    }
    use EntryWord as E;
    all.extend(
        [
            E::Professional,
            E::Person,
            E::Relative,
            E::Team,
            E::Structure,
        ]
        .map(D::Entry),
    );
    use FacetWord as F;
    all.extend([F::Profession, F::Structure, F::Town, F::Reach].map(D::Facet));
    use ReachWord as R;
    let ways = [
        R::MsSante,
        R::Phone,
        R::Mobile,
        R::Email,
        R::Fax,
        R::Web,
        R::Other,
    ];
    all.extend(ways.map(D::Reach));
    all.extend(ways.map(D::ContestedOf));
    let say = |message: InDirectory<'_>| locale.say(&crate::Message::Directory(message));
    all.into_iter().map(say).collect()
}
