//! From a form to commands: a task that is made, changed or offered.

use coordo_client::Receipt;
use coordo_client::view::ItemKey;
use coordo_core::board::Column;
use coordo_core::command::{Command, TaskDraft, TaskEdit};
use coordo_core::{Field, Private, RecordKey, Refusal, SourceId};
use coordo_i18n::{BoardMessage, Message, Spoken};

use super::state::Board;
use crate::host::HostEvent;
use crate::kit::dialog::close_around;

/// Says in the form why something cannot be.
type Wrong = Box<dyn Fn(String)>;

fn item(record: RecordKey) -> ItemKey {
    ItemKey {
        record,
        activity: None,
    }
}

/// Paths of the fields that a command writes, as hosts know them.
fn paths(edits: &[TaskEdit], note: Option<&Private<String>>) -> Vec<&'static str> {
    let names = edits.iter().map(|edit| {
        let field = edit.to.field();
        if field == Field::Window {
            "restriction.period"
        } else {
            field.name()
        }
    });
    names.chain(note.map(|_| "note")).collect()
}

impl Board {
    /// Runs a command after the host was asked, and tells what came of it.
    fn carry_out(
        self,
        ask: HostEvent,
        command: Command,
        wrong: Wrong,
        done: impl FnOnce(Receipt) + 'static,
    ) {
        let (client, ports) = (self.frame.client(), self.frame.ports());
        self.frame.refusal.set(None);
        self.frame.spawn(async move {
            let answer: Option<Result<Receipt, Refusal>> = if ports.emit(ask) {
                Some(client.run(command).await)
            } else {
                None
            };
            if !self.frame.is_alive() {
                return;
            }
            let why = match answer {
                Some(Ok(receipt)) => {
                    done(receipt);
                    return;
                }
                Some(Err(refusal)) => self.frame.locale.get_untracked().refusal(&refusal),
                None => self.frame.say_now(&Message::Spoken(Spoken::HostRefused)),
            };
            wrong(why);
        });
    }

    /// Makes a task.
    pub(super) fn create(self, draft: TaskDraft, wrong: impl Fn(String) + 'static) {
        let source = draft.plan.as_ref().map(|plan| plan.source.clone());
        let ask = HostEvent::TaskCreate {
            source: source.unwrap_or(SourceId(String::new())),
            title: draft.title.clone(),
        };
        let (title, column) = (draft.title.clone(), Column::of_task(&draft.status()));
        let command = Command::CreateTask(Box::new(draft));
        self.made(ask, command, column, Box::new(wrong), move |_| {
            self.word_now(BoardMessage::Created { title: &title.0 })
        });
    }

    /// Makes a task for each time of what recurs: one command, taken back as one.
    pub(super) fn create_series(
        self,
        of: TaskDraft,
        drafts: Vec<TaskDraft>,
        wrong: impl Fn(String) + 'static,
    ) {
        let source = of.plan.as_ref().map(|plan| plan.source.clone());
        let ask = HostEvent::TaskCreate {
            source: source.unwrap_or(SourceId(String::new())),
            title: of.title.clone(),
        };
        let column = Column::of_task(&of.status());
        let command = Command::CreateTasks(drafts);
        self.made(ask, command, column, Box::new(wrong), move |n| {
            let locale = self.frame.locale.get_untracked();
            locale.tasks_made(n, &of.title.0)
        });
    }

    fn made(
        self,
        ask: HostEvent,
        command: Command,
        column: Column,
        wrong: Wrong,
        said: impl FnOnce(usize) -> String + 'static,
    ) {
        self.carry_out(ask, command, wrong, move |receipt| {
            let is_from_form = self.form.get_untracked().is_some();
            self.form.set(None);
            self.clear_quick();
            self.refresh();
            self.frame.live.say(said(receipt.others.len() + 1));
            for made in std::iter::once(&receipt.record).chain(&receipt.others) {
                self.frame.tell(HostEvent::TaskCreated {
                    source: made.source.clone(),
                    resource: made.reference(),
                });
            }
            if is_from_form {
                self.show_card(&item(receipt.record), column);
            }
        });
    }

    /// Gives fields of a task other values.
    pub(super) fn edit(
        self,
        task: RecordKey,
        edits: Vec<TaskEdit>,
        note: Option<Private<String>>,
        wrong: impl Fn(String) + 'static,
    ) {
        let fields = paths(&edits, note.as_ref());
        let command = Command::EditTask {
            task: task.clone(),
            edits,
            note,
        };
        self.change(task, fields, command, Box::new(wrong), move |title| {
            self.word_now(BoardMessage::Edited { title })
        });
    }

    /// Offers a task to someone.
    pub(super) fn offer(self, task: RecordKey, command: Command, wrong: impl Fn(String) + 'static) {
        let fields = vec!["owner", "status"];
        let key = item(task.clone());
        self.change(task, fields, command, Box::new(wrong), move |title| {
            let owner = self.card(&key).and_then(|card| card.owner.name);
            let to = owner.map_or_else(String::new, |name| name.0);
            self.word_now(BoardMessage::Offered { title, to: &to })
        });
    }

    fn change(
        self,
        task: RecordKey,
        fields: Vec<&'static str>,
        command: Command,
        wrong: Wrong,
        said: impl FnOnce(&str) -> String + 'static,
    ) {
        let (source, resource) = (task.source.clone(), task.reference());
        let ask = HostEvent::TaskEdit {
            source: source.clone(),
            resource: resource.clone(),
            fields: fields.clone(),
        };
        self.carry_out(ask, command, wrong, move |_| {
            self.refresh();
            let key = item(task);
            let title = self.card(&key).and_then(|card| card.title);
            let title = self.frame.title_of(title.as_ref());
            self.frame.live.say(said(&title));
            self.frame.tell(HostEvent::TaskEdited {
                source,
                resource,
                fields,
            });
            // The dialog gives the focus back to what it was opened from.
            if let Some(form) = self.form_node.get() {
                close_around(&form);
            }
        });
    }
}
