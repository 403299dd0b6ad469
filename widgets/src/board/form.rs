//! The form of a task: one that is made, changed, or offered to someone.

use crate::kit::signal::RwSignal;
use coordo_client::view::form::{CandidateView, TaskFormView};
use coordo_core::command::{Command, TaskDraft, TaskEdit, TaskValue};
use coordo_core::task::{Period, Priority};
use coordo_core::{FhirDate, Private, RecordKey};
use coordo_i18n::{BoardMessage, Message};
use leptos::prelude::AnyView;
use web_sys::{
    HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent,
};

use super::series::Series;
use super::state::Board;
use crate::kit::dialog::{Dismiss, close_from, dialog};
use crate::kit::dom::{self, Held};
use crate::kit::el::{El, button, el, live};
use crate::kit::filter::{chosen_at, select};
use crate::kit::heading::heading;

/// What a form is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A new task, with what was typed of it so far.
    New(Private<String>),
    /// What a task says.
    Edit(RecordKey),
    /// Whose a task is to be.
    Offer(RecordKey),
}

impl Form {
    pub(super) fn task(&self) -> Option<&RecordKey> {
        match self {
            Self::New(_) => None,
            Self::Edit(task) | Self::Offer(task) => Some(task),
        }
    }
}

/// The fields of an open form.
#[derive(Clone, Copy)]
struct Fields {
    title: Held,
    owner: Held,
    offered: Held,
    due: Held,
    goal: Held,
    priority: Held,
    note: Held,
    series: Series,
    /// Whether anybody is chosen, who can be asked.
    has_owner: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
}

/// The open form, if there is one.
pub(super) fn form(board: Board) -> AnyView {
    live(move || {
        let form = board.form.get()?;
        let view = board.frame.client().task_form(form.task())?;
        Some(sheet(board, form, view))
    })
}

fn sheet(board: Board, form: Form, view: TaskFormView) -> AnyView {
    let fields = Fields {
        title: Held::new(),
        owner: Held::new(),
        offered: Held::new(),
        due: Held::new(),
        goal: Held::new(),
        priority: Held::new(),
        note: Held::new(),
        series: Series::new(board),
        has_owner: RwSignal::new(view.owner.is_some()),
        wrong: RwSignal::new(None),
    };
    let (name, confirm) = match &form {
        Form::New(_) => (BoardMessage::NewTask, BoardMessage::Create),
        Form::Edit(_) => (BoardMessage::EditTitle, BoardMessage::Save),
        Form::Offer(_) => (BoardMessage::OfferTitle, BoardMessage::OfferConfirm),
    };
    let inputs = match &form {
        Form::New(title) => vec![
            title_field(board, fields, &title.0),
            owner_field(board, fields, &view),
            offered_field(board, fields, &view),
            due_field(board, fields, None)
                .live_attr("hidden", move || fields.series.is_on().then_some("")),
            fields.series.fields(),
            goal_field(board, fields, &view),
            priority_field(board, fields, view.priority),
            note_field(board, fields),
        ],
        Form::Edit(_) => vec![
            title_field(
                board,
                fields,
                view.title.as_ref().map_or("", |title| &title.0),
            ),
            due_field(board, fields, view.window.end),
            goal_field(board, fields, &view),
            priority_field(board, fields, view.priority),
            note_field(board, fields),
        ],
        Form::Offer(_) => vec![
            el("p").child(board.frame.title_of(view.title.as_ref())),
            owner_field(board, fields, &view),
            offered_field(board, fields, &view),
        ],
    };
    let task = form.task().cloned();
    let submit = move || board.submit(fields, &form, &view);
    let by_key = {
        let submit = submit.clone();
        move |event: KeyboardEvent| {
            let is_line = dom::is_within(&event, "input");
            let is_enter = event.key() == "Enter" && !event.is_composing();
            if is_enter && (is_line || event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                submit();
            }
        }
    };
    let level = board.frame.heading.get_untracked().saturating_add(1);
    dialog(
        "co-dialog co-form",
        // Something typed is not lost by a press beside it.
        Dismiss::OnPurpose,
        move || board.word(name),
        |_| {},
        move || {
            board.form.set(None);
            match &task {
                Some(task) => board.focus_back(&coordo_client::view::ItemKey {
                    record: task.clone(),
                    activity: None,
                }),
                None => board.focus_quick(),
            }
        },
        el("div")
            .built(board.form_node.keep())
            .on_as("keydown", by_key)
            .child(heading(level, "", move || board.word(name)))
            .child(inputs)
            .live(move || {
                fields.wrong.get().map(|why| {
                    el("p")
                        .class("co-wrong")
                        .attr("id", "form-wrong")
                        .attr("role", "alert")
                        .child(why)
                })
            })
            .child(
                el("div").class("co-acts").child((
                    button("co-btn co-btn--primary")
                        .attr("part", "button-primary")
                        .on("click", move |_| submit())
                        .live_text(move || board.word(confirm)),
                    button("co-btn")
                        .on("click", |event| close_from(&event))
                        .live_text(move || board.word(BoardMessage::Cancel)),
                )),
            ),
    )
}

fn labelled(board: Board, label: BoardMessage<'static>, field: El) -> El {
    el("label")
        .class("co-field")
        .child(el("span").live_text(move || board.word(label)))
        .child(field)
}

fn input(kind: &'static str, held: Held) -> El {
    el("input")
        .attr("type", kind)
        .attr("part", "field")
        .attr("autocomplete", "off")
        .built(held.keep())
}

fn title_field(board: Board, fields: Fields, title: &str) -> El {
    let field = input("text", fields.title)
        .attr("value", title.to_owned())
        .attr("required", "")
        .attr("aria-describedby", "form-wrong")
        .on("input", move |_| fields.wrong.set(None));
    labelled(board, BoardMessage::FieldTitle, field)
}

/// A name, what tells it from another, and whose it is.
fn called(board: Board, candidate: &CandidateView) -> (RecordKey, Private<String>) {
    let mut name = board.frame.title_of(candidate.name.as_ref());
    let you = candidate.is_me.then(|| board.frame.say_now(&Message::You));
    let role = candidate.role.as_ref().map(|role| role.0.clone());
    let source = candidate.source.as_ref().map(|source| source.0.clone());
    for more in [you, role, source].into_iter().flatten() {
        name.push_str(", ");
        name.push_str(&more);
    }
    (candidate.key.clone(), Private(name))
}

fn place_of(candidates: &[CandidateView], key: Option<&RecordKey>) -> usize {
    let at = key.and_then(|key| candidates.iter().position(|c| c.key == *key));
    at.map_or(0, |at| at + 1)
}

fn owner_field(board: Board, fields: Fields, view: &TaskFormView) -> El {
    let nobody = match (&view.owner, &view.owner_name) {
        // Somebody whose record is not held keeps their name.
        (None, Some(name)) => name.0.clone(),
        (Some(_), _) | (None, None) => board.word(BoardMessage::Nobody),
    };
    let choices = view.owners.iter().map(|c| called(board, c)).collect();
    let me: Vec<bool> = view.owners.iter().map(|c| c.is_me).collect();
    let at = place_of(&view.owners, view.owner.as_ref());
    let field = select(vec![nobody], choices, at)
        .built(fields.owner.keep())
        .on("change", move |event| {
            fields.wrong.set(None);
            // Nobody offers something to themselves.
            let at = chosen_at(&event).and_then(|at| at.checked_sub(1));
            fields.has_owner.set(at.is_some());
            let is_me = at.and_then(|at| me.get(at).copied()).unwrap_or(false);
            if let Some(offered) = fields.offered.get_as::<HtmlInputElement>() {
                offered.set_checked(!is_me);
            }
        });
    labelled(board, BoardMessage::FieldOwner, field)
}

fn offered_field(board: Board, fields: Fields, view: &TaskFormView) -> El {
    // What was accepted cannot be offered again: whose it is can still be said.
    let may_be = view.may_be_offered;
    el("label")
        .class("co-check")
        .live_attr("hidden", move || {
            (!may_be || !fields.has_owner.get()).then_some("")
        })
        .child(
            el("input")
                .attr("type", "checkbox")
                .attr("checked", "")
                .built(fields.offered.keep()),
        )
        .live_text(move || board.word(BoardMessage::FieldOffered))
}

fn due_field(board: Board, fields: Fields, due: Option<FhirDate>) -> El {
    // A time stays as it was for as long as the day does.
    let day = due.map(|due| due.to_fhir().chars().take(10).collect::<String>());
    let field = input("date", fields.due).attr("value", day);
    labelled(board, BoardMessage::FieldDue, field)
}

fn goal_field(board: Board, fields: Fields, view: &TaskFormView) -> El {
    let choices = view.goals.iter().map(|c| called(board, c)).collect();
    let at = place_of(&view.goals, view.goal.as_ref());
    let none = board.word(BoardMessage::NoGoal);
    let field = select(vec![none], choices, at).built(fields.goal.keep());
    labelled(board, BoardMessage::FieldGoal, field)
}

const PRIORITIES: [Priority; 4] = [
    Priority::Routine,
    Priority::Urgent,
    Priority::Asap,
    Priority::Stat,
];

fn priority_field(board: Board, fields: Fields, now: Priority) -> El {
    let words = PRIORITIES.map(|p| board.frame.say(&Message::Priority(p)));
    let at = PRIORITIES.iter().position(|p| *p == now).unwrap_or(0);
    let field = select(words.into(), Vec::new(), at).built(fields.priority.keep());
    labelled(board, BoardMessage::FieldPriority, field)
}

fn note_field(board: Board, fields: Fields) -> El {
    let field = el("textarea")
        .attr("part", "field")
        .attr("rows", "2")
        .built(fields.note.keep());
    labelled(board, BoardMessage::FieldNote, field)
}

// ── What was filled in ──

fn text_of(field: Held) -> Option<Private<String>> {
    let text = field
        .get_as::<HtmlInputElement>()
        .map(|input| input.value())
        .or_else(|| field.get_as::<HtmlTextAreaElement>().map(|t| t.value()))?;
    let text = text.trim();
    (!text.is_empty()).then(|| Private(text.to_owned()))
}

fn option_of(field: Held) -> Option<usize> {
    field.get_as::<HtmlSelectElement>()?.value().parse().ok()
}

fn candidate_of(field: Held, candidates: &[CandidateView]) -> Option<RecordKey> {
    let at = option_of(field)?.checked_sub(1)?;
    candidates.get(at).map(|c| c.key.clone())
}

impl Fields {
    fn is_offered(self) -> bool {
        let field = self.offered.get_as::<HtmlInputElement>();
        field.is_some_and(|field| field.checked())
    }

    fn priority(self) -> Priority {
        let at = option_of(self.priority).unwrap_or(0);
        PRIORITIES.get(at).copied().unwrap_or_default()
    }

    fn due(self) -> Option<FhirDate> {
        FhirDate::parse(&text_of(self.due)?.0)
    }

    fn draft(self, view: &TaskFormView) -> TaskDraft {
        TaskDraft {
            title: text_of(self.title).unwrap_or_default(),
            owner: candidate_of(self.owner, &view.owners),
            is_offered: self.is_offered(),
            window: Period {
                start: None,
                end: self.due(),
            },
            priority: self.priority(),
            goal: candidate_of(self.goal, &view.goals),
            plan: view.plan.clone(),
            note: text_of(self.note),
            ..TaskDraft::default()
        }
    }

    /// The fields that say something else than what was shown.
    fn edits(self, view: &TaskFormView) -> Vec<TaskEdit> {
        let mut edits = Vec::new();
        let mut edit = |shown: TaskValue, to: TaskValue| {
            if shown != to {
                edits.push(TaskEdit { shown, to });
            }
        };
        edit(
            TaskValue::Title(view.title.clone()),
            TaskValue::Title(text_of(self.title)),
        );
        let day = |date: Option<FhirDate>| date.map(|d| d.to_fhir().chars().take(10).collect());
        let due: Option<String> = day(self.due());
        if due != day(view.window.end) {
            edit(
                TaskValue::Window(view.window),
                TaskValue::Window(Period {
                    end: self.due(),
                    ..view.window
                }),
            );
        }
        edit(
            TaskValue::Priority(view.priority),
            TaskValue::Priority(self.priority()),
        );
        edit(
            TaskValue::Goal(view.goal.clone()),
            TaskValue::Goal(candidate_of(self.goal, &view.goals)),
        );
        edits
    }
}

impl Board {
    fn submit(self, fields: Fields, form: &Form, view: &TaskFormView) {
        let wrong = move |why: String| {
            fields.wrong.set(Some(why));
            if let Some(title) = fields.title.get_as::<HtmlElement>() {
                dom::focus(&title);
            }
        };
        match form {
            Form::New(_) => {
                let draft = fields.draft(view);
                match fields.series.drafts(&draft) {
                    None => self.create(draft, wrong),
                    Some(Ok(drafts)) => self.create_series(draft, drafts, wrong),
                    Some(Err(why)) => wrong(why.to_owned()),
                }
            }
            Form::Edit(task) => {
                let (edits, note) = (fields.edits(view), text_of(fields.note));
                self.edit(task.clone(), edits, note, wrong);
            }
            Form::Offer(task) => {
                let Some(owner) = candidate_of(fields.owner, &view.owners) else {
                    wrong(self.word_now(BoardMessage::OwnerMissing));
                    return;
                };
                let command = Command::AssignTask {
                    task: task.clone(),
                    from: view.status.clone(),
                    shown: view.owner.clone(),
                    owner,
                    is_offered: view.may_be_offered && fields.is_offered(),
                };
                self.offer(task.clone(), command, wrong);
            }
        }
    }
}
