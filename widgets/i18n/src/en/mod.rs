//! English: complete, day before month, sentence case.

pub(crate) mod board;
pub(crate) mod change;
pub(crate) mod directory;
pub(crate) mod finding;
pub(crate) mod sentences;
mod spoken;
mod sync;
pub(crate) mod timeline;
pub(crate) mod words;

use coordo_core::ChangeKind;

use crate::message::Message;
use words::{column, task_status};

/// "1 change", "3 changes", with thousands set apart.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    let word = if n == 1 { one } else { many };
    format!("{} {word}", number(n))
}

/// "1,180".
pub(crate) fn number(n: usize) -> String {
    crate::message::grouped(n, ',')
}

pub(crate) fn say(message: &Message<'_>) -> String {
    use Message as M;
    match *message {
        M::Tasks => "Tasks".into(),
        M::OpenCount(n) => format!("{} open", number(n)),
        M::Toolbar => "Actions".into(),
        M::Undo => "Undo".into(),
        M::UndoOf {
            title,
            kind,
            back_to,
        } => change::undo_of(title, kind, back_to),
        M::Field(field) => change::field(field).into(),
        M::Help => "Help and shortcuts".into(),
        M::ReadOnly => "Read only".into(),
        M::Sandbox => "Sandbox".into(),
        M::SandboxMeaning => "Sandbox: nothing is sent to a server.".into(),

        M::Loading => "Loading".into(),
        M::LoadingSome {
            done,
            total: Some(total),
        } => {
            format!("Loading, {} of {}", number(done), number(total))
        }
        M::LoadingSome { done, total: None } => format!("Loading, {}", number(done)),
        M::UpToDate { time } => format!("Up to date, {time}"),
        M::Unsent { n } => count(n, "change to send", "changes to send"),
        M::Since { time } => format!("since {time}"),
        M::OfflineSuffix => "offline".into(),
        M::Sending { n } => format!("Sending {}", count(n, "change", "changes")),
        M::WaitingForYou { n } => count(
            n,
            "change waits for your choice",
            "changes wait for your choice",
        ),
        M::OfflineChip => "Offline".into(),
        M::SyncNow => "Refresh now".into(),
        M::OfflineLine { since, seen } => {
            let mut line = match since {
                Some(time) => format!("Offline since {time}."),
                None => "Offline.".to_owned(),
            };
            if let Some(time) = seen {
                line.push_str(&format!(" You see the data as they were at {time}."));
            }
            line
        }
        M::ReadOnlyLine => "You are reading these data. They cannot be changed here.".into(),

        M::Column(c) => column(c).into(),
        M::ColumnLabel { column: c, n } => format!("{}, {}", column(c), count(n, "card", "cards")),
        M::Columns => "Columns".into(),
        M::DropGives { status } => format!("Put down here: {}", task_status(status)),
        M::DropRefused => "Not here".into(),
        M::More(n) => others(n),
        M::MoreOf { n, column: c } => format!("Show {} in {}", others(n), column(c)),
        M::NothingHere => "No card".into(),

        M::Untitled => "Untitled".into(),
        M::CardKind => "card".into(),
        M::Actions { title } => format!("Actions: {title}"),
        M::NoOwner => "Nobody responsible".into(),
        M::OwnerElsewhere => "Someone is named".into(),
        M::You => "you".into(),
        M::Offered => "offered".into(),
        M::Team => "team".into(),
        M::NotInData => "not in the data".into(),
        M::NoDate => "no date".into(),
        M::From { date } => format!("from {date}"),
        M::By { date } => format!("by {date}"),
        M::Until { date } => format!("until {date}"),
        M::Overdue { date } => format!("overdue {date}"),
        M::Reason { text } => format!("Reason: {text}"),
        M::OfThePlan => "from the plan".into(),
        M::Plan { title } => format!("Plan: {title}"),
        M::Source { name } => format!("Source: {name}"),
        M::Priority(p) => words::priority(p).into(),
        M::ToSend => "to send".into(),
        M::BeingSent => "sending".into(),
        M::Refused { status, mine } if mine.kind == ChangeKind::Created => {
            format!("The server refused this new task (answer {status}). It is kept here.")
        }
        M::Refused { status, mine } => format!(
            "The server refused this change (answer {status}): “{}”. It is kept here.",
            change::wanted(mine)
        ),
        M::RefusedWords { words } => format!("Its answer: {words}"),
        M::Conflict { mine, theirs } => {
            let yours = change::wanted(mine);
            let ours = format!("Changed elsewhere meanwhile. Yours: {yours}.");
            match theirs.filter(|_| mine.status.is_some()) {
                Some(theirs) => format!("{ours} Theirs: {}.", task_status(theirs)),
                None => ours,
            }
        }
        M::SendMine => "Send mine".into(),
        M::KeepTheirs => "Keep theirs".into(),

        M::Lifted => "Card lifted".into(),
        M::OriginOf { title } => format!("Where “{title}” was"),
        M::KeyColumn => "column".into(),
        M::KeyPutDown => "put down".into(),
        M::KeyPutBack => "put back".into(),
        M::EffectStatus { status } => {
            format!("Put down here, it becomes “{}”.", task_status(status))
        }
        M::EffectReason { status } => format!(
            "Put down here, it becomes “{}”; you will be asked for a reason.",
            task_status(status)
        ),
        M::EffectUnusual { from, to } => format!(
            "Going from “{}” to “{}” is unusual; it is allowed here.",
            task_status(from),
            task_status(to)
        ),
        M::EffectStays => "Its own column: put down here, nothing changes.".into(),

        M::Current => "current".into(),
        M::ReasonAsked => "a reason is asked for".into(),
        M::NotAfter { from } => format!("not after “{}”", task_status(from)),
        M::Unusual { from } => format!("unusual after “{}”", task_status(from)),
        M::Close => "Close".into(),

        M::ReasonTitle { to } => words::reason_title(to),
        M::ReasonLabel => "Reason".into(),
        M::ReasonMeaning => {
            "It stays with the task: everyone who sees the task can read it.".into()
        }
        M::ReasonConfirm { to } => words::reason_confirm(to),
        M::ReasonAbsent => "Write the reason in a few words.".into(),
        M::ChangeNothing => "Change nothing".into(),

        M::HelpTitle => "Help and shortcuts".into(),
        M::HelpKeys(key) => words::help_keys(key).into(),
        M::HelpMeaning(key) => words::help_meaning(key).into(),
        M::HelpPointer => {
            "With a mouse, drag a card or open its actions. On a touch screen, open its actions."
                .into()
        }

        M::EmptyTitle => "No tasks for now".into(),
        M::EmptyText => "Tasks and activities of the plan will appear here.".into(),
        M::NotLoaded => "The data could not be read".into(),
        M::FailedSource { source } => format!("Source “{source}”."),
        M::KeptHere { n } => match n {
            0 => String::new(),
            1 => "Your change is kept on this device.".into(),
            n => format!("Your {} changes are kept on this device.", number(n)),
        },
        M::ShownAnyway => "What was read stays on screen.".into(),
        M::RetryNow => "Try again now".into(),
        M::RetryAt { time } => format!("Next try at {time}."),
        M::NoticesCount(n) => count(n, "remark about the data", "remarks about the data"),
        M::NoticesMore(n) => format!("and {}", others(n)),
        M::NoticePlace {
            resource: Some(resource),
            path,
        } if !path.is_empty() => {
            format!("{resource}, {path}")
        }
        M::NoticePlace {
            resource: Some(resource),
            ..
        } => resource.to_owned(),
        M::NoticePlace {
            resource: None,
            path,
        } => path.to_owned(),

        M::Spoken(ref spoken) => spoken::say(spoken),
        M::Board(ref message) => board::say(message),
        M::Directory(ref message) => directory::say(message),
        M::Timeline(ref message) => timeline::say(message),
        M::Sync(ref message) => sync::say(message),
    }
}

fn others(n: usize) -> String {
    format!("{} more", number(n))
}
