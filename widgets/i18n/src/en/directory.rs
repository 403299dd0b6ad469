//! The directory, in English.

use super::{count, number};
use crate::Locale;
use crate::directory::{DirectoryKey, EntryWord, FacetWord, InDirectory, ReachWord};

pub(crate) fn say(message: &InDirectory<'_>) -> String {
    use InDirectory as D;
    match *message {
        D::Number(n) => number(n),
        D::Title => "Directory".into(),
        D::SearchLabel => "Search a person, a service, a town".into(),
        D::SearchKeys => "Down arrow: the results. Enter: the first record.".into(),
        D::ClearSearch => "Clear the search".into(),
        D::Circle(n) => format!("Care circle ({})", number(n)),
        D::Filters(0) => "Filters".into(),
        D::Filters(n) => format!("Filters ({})", number(n)),
        D::Facet(facet) => facet_name(facet).into(),
        D::Reach(kind) => reach(kind).into(),
        D::ClearFilters(0 | 1) => "Clear the filter".into(),
        D::ClearFilters(n) => format!("Clear the {} filters", number(n)),
        D::Found { n, of } => format!("{} of {}", results(n), number(of)),
        D::Entries(n) => count(n, "record", "records"),
        D::CircleFirst => "Care circle first".into(),
        D::Building => "The index is being prepared: results may still be missing.".into(),
        D::Results => "Results".into(),
        D::NotOnPaper(n) => {
            let others = count(n, "other result", "other results");
            format!("{others} not printed: narrow the search to print them.")
        }
        D::More(n) => format!("Show {}", count(n, "more result", "more results")),

        D::Entry(entry) => entry_word(entry).into(),
        D::NoName => "No name".into(),
        D::Also => "also".into(),
        D::MoreSituations(n) => format!("and {}", count(n, "other place", "other places")),
        D::InCircle => "in the care circle".into(),
        D::CircleRole(role) => format!("care circle: {role}"),
        D::HasLeft => "has left the care circle".into(),
        D::Inactive => "no longer active".into(),
        D::InactiveSince(date) => format!("no longer active since {date}"),
        D::Homonym => "same name as another: check the place".into(),
        D::AnswersForChosen => "answers for the chosen task".into(),

        D::NothingFound => "No result".into(),
        D::TryFewer => "Try fewer letters, or only one of the words.".into(),
        D::TryAll => "Search outside of the care circle".into(),
        D::Meant(words) => format!("Search “{words}” instead"),
        D::EmptyTitle => "The directory is empty for now".into(),
        D::EmptyText => "People, teams and structures will appear here.".into(),

        D::NoRecord => "Choose a result to read its record.".into(),
        D::RecordOf(name) => format!("Record: {name}"),
        D::CloseRecord => "Close the record".into(),
        D::ReachTitle => "Reach".into(),
        D::NoReach => "The data do not say how to reach them.".into(),
        D::MsSanteMeaning => "to write from your secure mailbox".into(),
        D::NewTab => "(new tab)".into(),
        D::Usage(code) => usage(code).into(),
        D::Copy => "Copy".into(),
        D::Copied => "Copied".into(),
        D::CopyValue(value) => format!("Copy: {value}"),
        D::ContestedOf(kind) => format!("{}: the sources do not say the same", reach(kind)),
        D::BySource(name) => format!("by “{name}”"),
        D::AddressTitle => "Address".into(),
        D::SituationsTitle => "Works at".into(),
        D::PartsTitle => "Services and places".into(),
        D::Since(date) => format!("since {date}"),
        D::Over => "ended".into(),
        D::OverSince(date) => format!("ended {date}"),
        D::HoursTitle => "Available each week".into(),
        D::Weekday(day) => name(&DAYS, day).into(),
        D::DayHours { day, hours } => format!("{}: {hours}", name(&LONG_DAYS, day)),
        D::DayClosed(day) => format!("{}: no hours", name(&LONG_DAYS, day)),
        D::Hours { start, end } => format!("{} to {}", hour(start), hour(end)),
        D::AbsencesTitle => "Absences".into(),
        D::AbsenceUntold => "not told".into(),
        D::TeamsTitle => "Teams".into(),
        D::MembersTitle => "Members".into(),
        D::OnlyNamed => "known by name only".into(),
        D::OpenTitle(n) => format!("Answers for {}", count(n, "activity", "activities")),
        D::OpenNone => "Answers for no open activity.".into(),
        D::OpenMore(n) => format!("and {} more", number(n)),
        D::WithinTitle => "Part of".into(),
        D::RemarksTitle => "Good to know".into(),
        D::IdentifiersTitle => "Identifiers".into(),
        D::SourcesTitle => "Sources".into(),
        D::ChangedAt(time) => format!("changed {time}"),
        D::CircleTitle => "Care circle".into(),

        D::HelpKeys(key) => help_keys(key).into(),
        D::HelpMeaning(key) => help_meaning(key).into(),
        D::HelpPointer => {
            "Words come in any order, without accents or case; the beginning of a word is enough."
                .into()
        }

        D::SpokenFound { n, first: None } => format!("{}.", results(n)),
        D::SpokenFound {
            n,
            first: Some(first),
        } => format!("{}. {first}.", results(n)),
        D::SpokenMore(n) => count(n, "more result", "more results"),
        D::SpokenCopied(value) => format!("Copied: {value}"),
        D::SpokenSelected => "Text selected. Ctrl C to copy it.".into(),
        D::SpokenLoaded(n) => format!("Directory ready, {}.", count(n, "record", "records")),
    }
}

fn results(n: usize) -> String {
    if n == 0 {
        return "No result".into();
    }
    count(n, "result", "results")
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG_DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn name(names: &[&'static str; 7], day: usize) -> &'static str {
    names.get(day).copied().unwrap_or("?")
}

/// "08:30".
fn hour(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn facet_name(facet: FacetWord) -> &'static str {
    match facet {
        FacetWord::Profession => "Profession",
        FacetWord::Structure => "Type of structure",
        FacetWord::Town => "Town",
        FacetWord::Reach => "Reachable by",
    }
}

fn entry_word(entry: EntryWord) -> &'static str {
    match entry {
        EntryWord::Professional => "Professional",
        EntryWord::Person => "Person cared for",
        EntryWord::Relative => "Relative",
        EntryWord::Team => "Team",
        EntryWord::Structure => "Structure",
    }
}

fn reach(kind: ReachWord) -> &'static str {
    match kind {
        ReachWord::MsSante => "MSSanté",
        ReachWord::Phone => "Telephone",
        ReachWord::Mobile => "Mobile",
        ReachWord::Email => "E-mail",
        ReachWord::Fax => "Fax",
        ReachWord::Web => "Website",
        ReachWord::Other => "Other",
    }
}

/// `ContactPoint.use`; another code is shown as it came.
fn usage(code: &str) -> &str {
    match code {
        "temp" => "temporary",
        "old" => "former",
        other => other,
    }
}

fn help_keys(key: DirectoryKey) -> &'static str {
    match key {
        DirectoryKey::Result => "↑ ↓",
        DirectoryKey::Pages => "Page\u{a0}Up Page\u{a0}Down",
        DirectoryKey::Ends => "Home End",
        DirectoryKey::Open => "Enter",
        DirectoryKey::Fold => "← →",
        DirectoryKey::Search => "/",
        DirectoryKey::Back => Locale::En.escape_key(),
        DirectoryKey::Help => "?",
    }
}

fn help_meaning(key: DirectoryKey) -> &'static str {
    match key {
        DirectoryKey::Result => "result before, after; ↓ leads there from the search",
        DirectoryKey::Pages => "ten results up, down",
        DirectoryKey::Ends => "first, last result",
        DirectoryKey::Open => "open the record",
        DirectoryKey::Fold => "fold, unfold a group of filters",
        DirectoryKey::Search => "back to the search",
        DirectoryKey::Back => "from the record to its result, from a result to the search",
        DirectoryKey::Help => "this help",
    }
}
