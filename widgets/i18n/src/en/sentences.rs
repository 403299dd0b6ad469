//! English sentences for what does not work out: why, and what can be done.

use coordo_core::{NoticeCode, Refusal};

use super::change;
use super::words::task_status;
use crate::message::Failure;

pub(crate) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotFound => "This task is no longer here. Refresh the board.".into(),
        Refusal::Outdated { now } => format!(
            "The task has changed meanwhile: it is now “{}”. Look at it, then try again.",
            task_status(now)
        ),
        Refusal::AlreadySo { status } => format!("It is “{}” already.", task_status(status)),
        Refusal::NotAllowed { from, to } => format!(
            "“{}” cannot follow “{}”. Its actions show what is possible.",
            task_status(to),
            task_status(from)
        ),
        Refusal::Ended { from } => format!(
            "The task is over (“{}”): to take it up again, create a new one.",
            task_status(from)
        ),
        Refusal::ReasonMissing { to } => {
            format!("A reason is asked for to change to “{}”.", task_status(to))
        }
        Refusal::NotAStatus => "This column is not a status that can be given.".into(),
        Refusal::ReadOnlySource => {
            "This task comes from a read-only document. Change it where it comes from.".into()
        }
        Refusal::ReadOnlyClient => "This board was opened for reading only.".into(),
        Refusal::OfThePlan => {
            "This activity is written in the plan: it changes with the plan.".into()
        }
        Refusal::WaitsForDecision => {
            "A change of this task waits for your choice: send yours or keep theirs.".into()
        }
        Refusal::FieldOutdated { field } => format!(
            "The task has changed meanwhile (“{}”). Look at it, then try again.",
            change::field(*field)
        ),
        Refusal::TitleMissing => "Say what is to be done: the title is missing.".into(),
        Refusal::EndsBeforeItBegins { field } => {
            let field = change::field(*field);
            format!("The end comes before the beginning (“{field}”).")
        }
        Refusal::WithoutReason => "Say why: the reason is kept.".into(),
        Refusal::NothingToChange => "Nothing to change: it is all so already.".into(),
        Refusal::OtherSource { field } => format!(
            "“{}”: this choice is from another server than the task.",
            change::field(*field)
        ),
        Refusal::CreatedAndSent => {
            "The new task has been sent. Mark it as entered in error, with a reason.".into()
        }
        Refusal::NoRoom => {
            "There is no room left on this device: this change is not kept. Free some room, then \
             make it again."
                .into()
        }
        Refusal::NotKept => {
            "This device could not keep this change. Reload the page and make it again.".into()
        }
        _ => "This is not possible here.".into(),
    }
}

pub(crate) fn notice(code: NoticeCode) -> &'static str {
    match code {
        NoticeCode::Truncated => "The document stops before its end: what comes before is shown.",
        NoticeCode::NotJson => "This part is not JSON: it is left out.",
        NoticeCode::NotAResource => "This is not a FHIR resource: it is left out.",
        NoticeCode::MissingId => "The resource has no id: it gets one for this page.",
        NoticeCode::DuplicateId => "Two resources have the same id: the newest is shown.",
        NoticeCode::WrongType => "The value is not of the type that FHIR says: it is not read.",
        NoticeCode::MissingField => "A required field is absent.",
        NoticeCode::UnknownCode => "The code is not in its value set: it is shown as it came.",
        NoticeCode::UnknownType => "This type of resource is not read here.",
        NoticeCode::Dangling => "The reference leads to a resource that is not in the data.",
        NoticeCode::NotGiven => {
            "The source does not give records of this type, or not to whoever asks."
        }
        NoticeCode::UnknownPerson => "The source does not know this person.",
        NoticeCode::MissingDisplay => "The person, team or structure has no name.",
        NoticeCode::Cycle => "The task contains itself through “partOf”.",
        NoticeCode::BadDate => "This is not a FHIR date: it is not read.",
        NoticeCode::EndBeforeStart => "The end comes before the start: both are shown as received.",
        NoticeCode::ActivityShape => {
            "The activity has both a reference and a detail, or neither of them."
        }
        NoticeCode::TooDeep => "Too many nested levels: this part is not read.",
        _ => "This part of the data is unexpected.",
    }
}

pub(crate) fn failure(failure: Failure) -> String {
    match failure {
        Failure::Network => {
            "The server does not answer. Check the connection; nothing is lost.".into()
        }
        Failure::Server(status) => format!(
            "Answer of the server: {status}. {}",
            if status == 401 || status == 403 {
                "Your access is not recognised: sign in to the portal again."
            } else {
                "Nothing for you to correct."
            }
        ),
        Failure::NotFhir => {
            "The server gave something other than FHIR data, perhaps a page to sign in. \
                             Sign in to the portal again; nothing is lost."
                .into()
        }
        Failure::NotJson => {
            "The document is not JSON. Choose a FHIR file in JSON or NDJSON.".into()
        }
        Failure::TooLarge(limit) => {
            format!("The document is larger than {limit} MB: it is not read in a page.")
        }
        Failure::Empty => "The document is empty.".into(),
        Failure::Unknown => "Reading did not succeed.".into(),
    }
}
