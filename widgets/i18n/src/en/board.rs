//! What the board says besides, in English.

use coordo_core::TaskStatus;

use super::{number, words};
use crate::board::{BoardMessage, LinkWord};

pub(crate) fn say(message: &BoardMessage<'_>) -> String {
    use BoardMessage as M;
    let fixed = match *message {
        M::FoldLane { title } => return format!("Cards of “{title}”"),
        M::LeftOut(0) => "The filter leaves nothing out.",
        M::LeftOut(1) => "The filter leaves 1 task out.",
        M::LeftOut(n) => return format!("The filter leaves {} tasks out.", number(n)),
        M::DetailsOf { title } => return format!("Details: {title}"),
        M::Created { title } => return format!("Created: {title}. Undo: Ctrl Z."),
        M::Edited { title } => return format!("Changed: {title}. Undo: Ctrl Z."),
        M::Offered { title, to } => return format!("{title}: offered to {to}. Undo: Ctrl Z."),
        M::Verb {
            to,
            from,
            on_behalf,
        } => {
            let word = verb(to, from);
            let Some(name) = on_behalf else { return word };
            return match word.strip_suffix('…') {
                Some(word) => format!("{word} for {name}…"),
                None => format!("{word} for {name}"),
            };
        }
        M::Link(link) => link_word(link),
        M::Lanes => "Swimlanes",
        M::LanesNone => "No swimlanes",
        M::LanesActor => "By who answers",
        M::LanesGoal => "By goal",
        M::Nobody => "Nobody answers",
        M::NoGoal => "No goal",
        M::Filter => "Filter",
        M::FilterText => "Words",
        M::FilterHint => "title, person, need",
        M::FilterOwner => "Who answers",
        M::FilterGoal | M::FieldGoal => "Goal",
        M::FilterAll => "Everybody",
        M::FilterMine => "Me",
        M::FilterAllGoals => "All",
        M::OnlyOpen => "Open only",
        M::ShowAll => "Show all",
        M::Status => "Status",
        M::When => "When",
        M::Who => "Who",
        M::Need => "Need",
        M::Place => "Place",
        M::Value => "Value",
        M::ReasonWord => "Reason",
        M::PlanWord => "Plan",
        M::SourceWord => "Source",
        M::Linked => "Links",
        M::Notes => "Notes",
        M::NotHereAnyMore => "This is no longer in the data.",
        M::Open => "Open the details",
        M::OfferTo => "Offer to…",
        M::Edit => "Edit…",
        M::OtherStatuses => "Change the status…",
        M::NewTask => "New task",
        M::NewTaskHint => "Call the practice",
        M::NewTaskMore => "Say more…",
        M::Create => "Create the task",
        M::EditTitle => "Edit the task",
        M::Save => "Keep the changes",
        M::Cancel => "Change nothing",
        M::FieldTitle => "What is to be done",
        M::FieldOwner => "Who answers",
        M::FieldOffered => "Offer it, and wait for an answer",
        M::FieldDue => "Due on",
        M::FieldPriority => "Priority",
        M::FieldNote => "Note",
        M::OfferTitle => "Offer the task",
        M::OfferConfirm => "Offer",
        M::OwnerMissing => "Choose whom to offer it to.",
    };
    fixed.into()
}

fn verb(to: &TaskStatus, from: &TaskStatus) -> String {
    match to {
        TaskStatus::Requested => "Offer",
        TaskStatus::Received => "Say it was read",
        TaskStatus::Accepted => "Accept",
        TaskStatus::Rejected => "Decline…",
        TaskStatus::Ready => "Say it is ready",
        TaskStatus::InProgress if *from == TaskStatus::OnHold => "Resume",
        TaskStatus::InProgress => "Start",
        TaskStatus::OnHold => "Put on hold…",
        TaskStatus::Completed => "Complete",
        TaskStatus::Failed => "Say it failed…",
        TaskStatus::Cancelled => "Cancel the task…",
        TaskStatus::EnteredInError => "Mark as entered in error…",
        TaskStatus::Draft | TaskStatus::Other(_) | TaskStatus::Missing => {
            return words::task_status(to).to_owned();
        }
    }
    .into()
}

fn link_word(link: LinkWord) -> &'static str {
    match link {
        LinkWord::PartOf => "is part of",
        LinkWord::Part => "includes",
        LinkWord::BasedOn => "follows from",
        LinkWord::Leads => "leads to",
        LinkWord::Focus => "fulfils",
        LinkWord::FulfilledBy => "fulfilled by",
        LinkWord::After => "comes after",
        LinkWord::Before => "comes before",
        LinkWord::Encounter => "during",
        LinkWord::During => "took place",
    }
}
