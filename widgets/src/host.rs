//! What the page that embeds a widget gives to it, and hears from it.

use std::fmt;
use std::rc::Rc;

use coordo_client::LocalFuture;
use coordo_client::view::ItemKey;
use coordo_core::{Instant, Private, SourceId, TaskStatus};
use coordo_i18n::DateFormat;

/// The widget's only way to the world outside its element.
pub trait HostPorts {
    /// Tells the host. `false` means that it prevented a cancelable event.
    ///
    /// Called from a task with no borrow held, so the host may call back, or remove
    /// the widget, before it answers.
    fn emit(&self, event: HostEvent) -> bool;

    /// Runs a task to its end: the only executor.
    fn spawn(&self, task: LocalFuture<'static, ()>);

    /// The time, by the host's clock.
    fn now(&self) -> Instant;

    /// Dates in words.
    fn dates(&self) -> Rc<dyn DateFormat>;
}

/// What a widget tells its host.
#[derive(Clone, PartialEq, Eq)]
pub enum HostEvent {
    /// A person wants a task to have another status. Cancelable; comes before the change.
    TaskMove {
        /// The host's name of the source.
        source: SourceId,
        /// Relative reference of the task.
        resource: String,
        /// Status now.
        from: TaskStatus,
        /// Status wanted.
        to: TaskStatus,
        /// Their reason.
        reason: Option<Private<String>>,
    },
    /// The change is held here. Comes after.
    TaskMoved {
        /// The host's name of the source.
        source: SourceId,
        /// Relative reference of the task.
        resource: String,
        /// Status before.
        from: TaskStatus,
        /// Status now.
        to: TaskStatus,
        /// Their reason.
        reason: Option<Private<String>>,
    },
    /// A person wants a new task. Cancelable; comes before the change.
    TaskCreate {
        /// The host's name of the source that would hold it.
        source: SourceId,
        /// What it would be called.
        title: Private<String>,
    },
    /// The new task is held here. Comes after.
    TaskCreated {
        /// The host's name of the source.
        source: SourceId,
        /// Relative reference of the task.
        resource: String,
    },
    /// A person wants to change what a task says. Cancelable; comes before the change.
    TaskEdit {
        /// The host's name of the source.
        source: SourceId,
        /// Relative reference of the task.
        resource: String,
        /// FHIR paths of what changes, without the type: `description`, `restriction.period`.
        fields: Vec<&'static str>,
    },
    /// The change is held here. Comes after.
    TaskEdited {
        /// The host's name of the source.
        source: SourceId,
        /// Relative reference of the task.
        resource: String,
        /// FHIR paths of what changed.
        fields: Vec<&'static str>,
    },
    /// A person chose something in this widget, or let go of what was chosen.
    Select {
        /// What is chosen now.
        item: Option<ItemKey>,
    },
    /// A person opened the details of something in this widget.
    ItemOpen {
        /// What was opened.
        item: ItemKey,
    },
    /// The first load is whole and on screen.
    Ready {
        /// All cards, marks or entries, also those that are not shown yet.
        cards: usize,
    },
}

/// Names the event and nothing of the record.
impl fmt::Debug for HostEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TaskMove { .. } => "TaskMove",
            Self::TaskMoved { .. } => "TaskMoved",
            Self::TaskCreate { .. } => "TaskCreate",
            Self::TaskCreated { .. } => "TaskCreated",
            Self::TaskEdit { .. } => "TaskEdit",
            Self::TaskEdited { .. } => "TaskEdited",
            Self::Select { .. } => "Select",
            Self::ItemOpen { .. } => "ItemOpen",
            Self::Ready { .. } => "Ready",
        })
    }
}
