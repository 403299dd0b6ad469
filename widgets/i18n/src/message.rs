//! Everything that a widget may say, with what the sentence is about.

use crate::board::{BoardMessage, HelpKey};
use crate::directory::InDirectory;
use crate::sync::SyncMessage;
use crate::timeline::TimelineMessage;
use coordo_core::board::Column;
use coordo_core::task::Priority;
use coordo_core::{ChangeKind, Field, TaskStatus, Wanted};

/// Why a source could not be read or written, as far as the words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer.
    Network,
    /// An answer that is an error, with its HTTP status.
    Server(u16),
    /// An answer that is no FHIR.
    NotFhir,
    /// The document is not JSON.
    NotJson,
    /// The document is larger than what is read, in mebibytes.
    TooLarge(usize),
    /// The document is empty.
    Empty,
    /// Something that this version has no words for.
    Unknown,
}

/// A sentence, a label or a word. Text of the data is an argument and is never changed.
#[derive(Clone, Copy, Debug)]
#[allow(
    missing_docs,
    reason = "each variant is documented by its two sentences"
)]
pub enum Message<'a> {
    // The toolbar.
    Tasks,
    OpenCount(usize),
    Toolbar,
    Undo,
    UndoOf {
        title: &'a str,
        kind: ChangeKind,
        back_to: Option<&'a TaskStatus>,
    },
    Help,
    ReadOnly,
    Sandbox,
    SandboxMeaning,

    // The sync chip, and the line under the toolbar.
    Loading,
    LoadingSome {
        done: usize,
        total: Option<usize>,
    },
    UpToDate {
        time: &'a str,
    },
    Unsent {
        n: usize,
    },
    Since {
        time: &'a str,
    },
    OfflineSuffix,
    Sending {
        n: usize,
    },
    WaitingForYou {
        n: usize,
    },
    OfflineChip,
    SyncNow,
    OfflineLine {
        since: Option<&'a str>,
        seen: Option<&'a str>,
    },
    ReadOnlyLine,

    // Columns.
    Column(Column),
    ColumnLabel {
        column: Column,
        n: usize,
    },
    Columns,
    DropGives {
        status: &'a TaskStatus,
    },
    DropRefused,
    More(usize),
    MoreOf {
        n: usize,
        column: Column,
    },
    NothingHere,

    // Cards.
    Untitled,
    CardKind,
    Actions {
        title: &'a str,
    },
    NoOwner,
    /// Somebody is referred to whom the data do not hold.
    OwnerElsewhere,
    You,
    Offered,
    Team,
    NotInData,
    NoDate,
    From {
        date: &'a str,
    },
    By {
        date: &'a str,
    },
    Until {
        date: &'a str,
    },
    Overdue {
        date: &'a str,
    },
    Reason {
        text: &'a str,
    },
    OfThePlan,
    Plan {
        title: &'a str,
    },
    Source {
        name: &'a str,
    },
    Priority(Priority),
    ToSend,
    BeingSent,
    Refused {
        status: u16,
        mine: &'a Wanted,
    },
    RefusedWords {
        words: &'a str,
    },
    Conflict {
        mine: &'a Wanted,
        theirs: Option<&'a TaskStatus>,
    },
    Field(Field),
    SendMine,
    KeepTheirs,

    // A lifted card.
    Lifted,
    OriginOf {
        title: &'a str,
    },
    KeyColumn,
    KeyPutDown,
    KeyPutBack,
    EffectStatus {
        status: &'a TaskStatus,
    },
    EffectReason {
        status: &'a TaskStatus,
    },
    EffectUnusual {
        from: &'a TaskStatus,
        to: &'a TaskStatus,
    },
    EffectStays,

    // The menu of a card.
    Current,
    ReasonAsked,
    NotAfter {
        from: &'a TaskStatus,
    },
    Unusual {
        from: &'a TaskStatus,
    },
    Close,

    // Asking for a reason.
    ReasonTitle {
        to: &'a TaskStatus,
    },
    ReasonLabel,
    ReasonMeaning,
    ReasonConfirm {
        to: &'a TaskStatus,
    },
    ReasonAbsent,
    ChangeNothing,

    // Help.
    HelpTitle,
    HelpKeys(HelpKey),
    HelpMeaning(HelpKey),
    HelpPointer,

    // States.
    EmptyTitle,
    EmptyText,
    NotLoaded,
    FailedSource {
        source: &'a str,
    },
    KeptHere {
        n: usize,
    },
    ShownAnyway,
    RetryNow,
    RetryAt {
        time: &'a str,
    },
    NoticesCount(usize),
    NoticesMore(usize),
    NoticePlace {
        resource: Option<&'a str>,
        path: &'a str,
    },

    /// What the live region says.
    Spoken(Spoken<'a>),
    /// What the board, a filter or a form says besides.
    Board(BoardMessage<'a>),
    /// What the directory says.
    Directory(InDirectory<'a>),

    /// Of the timeline.
    Timeline(TimelineMessage<'a>),
    /// Of sending.
    Sync(SyncMessage<'a>),
}

/// A sentence of the live region: for those who do not see the board change.
#[derive(Clone, Copy, Debug)]
#[allow(
    missing_docs,
    reason = "each variant is documented by its two sentences"
)]
pub enum Spoken<'a> {
    Lifted {
        title: &'a str,
        column: Column,
        place: usize,
        of: usize,
    },
    Over {
        column: Column,
        effect: &'a str,
    },
    Dropped {
        column: Column,
    },
    Status {
        title: &'a str,
        status: &'a TaskStatus,
    },
    PutBack,
    HostRefused,
    Undone {
        title: &'a str,
        kind: ChangeKind,
        back_to: Option<&'a TaskStatus>,
    },
    NothingToUndo,
    MoreShown(usize),
    ByColleague {
        by: Option<&'a str>,
        title: &'a str,
        to: &'a TaskStatus,
    },
    ByColleagues(u64),
    Loaded {
        n: usize,
    },
}

/// A number with its thousands set apart.
pub(crate) fn grouped(n: usize, separator: char) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}
