//! What a person does about a finding: a command at once, one word more, or a way to go.

use coordo_client::Receipt;
use coordo_client::engine::Gesture;
use coordo_client::view::{FindingView, ItemKey, Lack, RemedyView};
use coordo_core::task::Period;
use coordo_core::{Command, Private, RecordKey, Refusal, SourceId};
use coordo_i18n::{Message, MissingWord as Word, Spoken};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use super::{Line, Missing};
use crate::host::HostEvent;
use crate::kit::dom;
use crate::kit::el::{El, button, el};
use crate::kit::filter::select;

/// What the host is asked before a command, and told after it; `made` is what came of it.
fn events(command: &Command, made: Option<&RecordKey>) -> Option<(HostEvent, HostEvent)> {
    if let Command::CreateTask(draft) = command {
        let source = draft.plan.as_ref().map(|plan| plan.source.clone());
        let source = source.unwrap_or(SourceId(String::new()));
        let ask = HostEvent::TaskCreate {
            source: source.clone(),
            title: draft.title.clone(),
        };
        let resource = made.map_or_else(String::new, RecordKey::reference);
        return Some((ask, HostEvent::TaskCreated { source, resource }));
    }
    let (record, fields) = match command {
        Command::ChangeTaskStatus {
            task,
            from,
            to,
            reason,
        } => {
            let (source, resource) = (task.source.clone(), task.reference());
            let ask = HostEvent::TaskMove {
                source: source.clone(),
                resource: resource.clone(),
                from: from.clone(),
                to: to.clone(),
                reason: reason.clone(),
            };
            let told = HostEvent::TaskMoved {
                source,
                resource,
                from: from.clone(),
                to: to.clone(),
                reason: reason.clone(),
            };
            return Some((ask, told));
        }
        Command::AssignTask { task, .. } => (task, vec!["owner", "status"]),
        Command::EditTask { task, .. } => (task, vec!["executionPeriod"]),
        Command::SetAside { record, .. } => (record, vec!["extension"]),
        Command::Acknowledge { message } => (message, vec!["received"]),
        Command::AppointReferent { team, .. } => (team, vec!["participant"]),
        Command::ReviewPlan { plan, .. } => (plan, vec!["extension"]),
        Command::EndPlan { plan, .. } => (plan, vec!["status"]),
        Command::CreateTask(_) | Command::CreateTasks(_) | Command::ClassTask { .. } | _ => {
            return None;
        }
    };
    let (source, resource) = (record.source.clone(), record.reference());
    let ask = HostEvent::TaskEdit {
        source: source.clone(),
        resource: resource.clone(),
        fields: fields.clone(),
    };
    let told = HostEvent::TaskEdited {
        source,
        resource,
        fields,
    };
    Some((ask, told))
}

impl Missing {
    pub(super) fn toggle(self, line: &Line) {
        self.asking.set(None);
        let is_open = self
            .unfolded
            .with_untracked(|open| open.as_ref() == Some(line));
        self.unfolded.set((!is_open).then(|| line.clone()));
    }

    /// Leads to an item in this widget; the others follow what is chosen.
    pub(super) fn show(self, item: ItemKey) {
        if let Some(go) = self.go.try_get_value() {
            go(item);
        }
    }

    fn at_line(self, line: usize, n: usize) -> Option<(FindingView, RemedyView)> {
        self.view.with_untracked(|view| {
            let finding = view.findings.get(line)?;
            Some((finding.clone(), finding.remedies.get(n)?.clone()))
        })
    }

    /// Does a remedy, or asks for what it lacks.
    pub(super) fn act(self, line: usize, n: usize) {
        let Some((finding, remedy)) = self.at_line(line, n) else {
            return;
        };
        self.wrong.set(None);
        if let Some(command) = remedy.command.clone() {
            self.carry_out(&remedy, command);
        } else if remedy.lack().is_some() {
            let of = (finding.finding.code, finding.finding.subjects.clone());
            self.at.set(line);
            self.unfolded.set(Some(of));
            self.asking.set(Some(n));
            // Once it is drawn.
            self.frame.spawn(async move {
                if self.frame.is_alive()
                    && let Some(field) = self.field.get_as::<HtmlElement>()
                {
                    dom::focus(&field);
                }
            });
        } else if let Some(record) = remedy.leads_to() {
            self.show(ItemKey {
                record: record.clone(),
                activity: None,
            });
        }
    }

    /// Asks the host, then runs a command.
    fn carry_out(self, remedy: &RemedyView, command: Command) {
        let Some((ask, _)) = events(&command, None) else {
            return;
        };
        let done = command.clone();
        let name = super::line::name(self.frame.locale.get_untracked(), remedy);
        let before = self.view.with_untracked(|view| view.findings.len());
        let (client, ports) = (self.frame.client(), self.frame.ports());
        self.frame.spawn(async move {
            let answer: Option<Result<Receipt, Refusal>> = if ports.emit(ask) {
                if let Some(()) = self.frame.is_alive().then_some(()) {
                    self.done.set_value(Some((name, before)));
                }
                Some(client.run(command).await)
            } else {
                None
            };
            if !self.frame.is_alive() {
                return;
            }
            let why = match answer {
                Some(Ok(receipt)) => {
                    self.asking.set(None);
                    if let Some((_, told)) = events(&done, Some(&receipt.record)) {
                        self.frame.tell(told);
                    }
                    self.say_done_soon();
                    return;
                }
                Some(Err(refusal)) => self.frame.locale.get_untracked().refusal(&refusal),
                None => self.frame.say_now(&Message::Spoken(Spoken::HostRefused)),
            };
            self.done.set_value(None);
            self.say_wrong(why);
        });
    }

    fn say_wrong(self, why: String) {
        self.frame.live.say(why.clone());
        self.wrong.set(Some(why));
    }

    /// The one thing that a remedy lacks, and two buttons.
    pub(super) fn ask(self, line: usize, n: usize, remedy: &RemedyView) -> El {
        let (word, field) = match remedy.lack() {
            Some(Lack::Owner) => {
                let owners = self.owners_for(remedy);
                let is_lead = matches!(remedy.gesture, Gesture::Referent { .. });
                let word = if is_lead { Word::InCharge } else { Word::Owner };
                (word, select(vec!["—".to_owned()], owners, 0))
            }
            Some(Lack::Date) => {
                let shown = self.shown(remedy);
                let kind = match &shown {
                    Some(text) if text.contains('T') => "datetime-local",
                    _ => "date",
                };
                let field = el("input").attr("type", kind);
                (Word::Date, field.attr("value", shown.unwrap_or_default()))
            }
            Some(Lack::Title) => (Word::What, el("input").attr("type", "text")),
            Some(Lack::Reason) | None => (Word::Reason, el("input").attr("type", "text")),
        };
        let is_kept = matches!(remedy.code, coordo_client::engine::RemedyCode::LeaveSo);
        el("div").class("fd-ask").child((
            el("label").class("co-label").child((
                el("span").child(self.word(word)),
                field
                    .attr("part", "field")
                    .on_as::<KeyboardEvent>("keydown", move |event| {
                        if event.key() == "Enter" && !dom::is_within(&event, "select") {
                            event.prevent_default();
                            event.stop_propagation();
                            self.keep(line, n);
                        }
                    })
                    .built(self.field.keep()),
            )),
            button("co-btn co-btn--primary co-btn--s")
                .attr("data-keep", "")
                .on("click", move |_| self.keep(line, n))
                .child(self.word(Word::Keep)),
            button("co-btn co-btn--quiet co-btn--s")
                .on("click", move |_| {
                    self.asking.set(None);
                    self.focus_line();
                })
                .child(self.word(Word::Leave)),
            is_kept.then(|| el("p").class("fd-src").child(self.word(Word::ReasonKept))),
        ))
    }

    /// When something is planned now, as the field of its date takes it.
    fn shown(self, remedy: &RemedyView) -> Option<String> {
        let period = planned(remedy);
        let start = period.start.or(period.end)?;
        self.frame.client().clock_text(start)
    }

    /// Who may be chosen, by key and name.
    fn owners_for(self, remedy: &RemedyView) -> Vec<(RecordKey, Private<String>)> {
        self.view.with_untracked(|view| {
            let owners = view.owners_for(remedy);
            let named = owners.filter_map(|o| Some((o.key.clone(), o.name.clone()?)));
            named.collect()
        })
    }

    /// Runs the remedy with what was said.
    fn keep(self, line: usize, n: usize) {
        let Some((finding, remedy)) = self.at_line(line, n) else {
            return;
        };
        let said = self.field.get().map_or_else(String::new, |f| value(&f));
        let said = said.trim();
        let (command, lacking) = match remedy.lack() {
            Some(Lack::Owner) => {
                let at = said.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
                let owner = at.and_then(|at| self.owners_for(&remedy).into_iter().nth(at));
                let command = owner.and_then(|(owner, _)| remedy.gesture.with_owner(owner));
                (command, Word::OwnerMissing)
            }
            Some(Lack::Date) => {
                let moved = self.frame.client().moved(planned(&remedy), said);
                let command = moved.and_then(|period| remedy.gesture.with_planned(period));
                (command, Word::DateMissing)
            }
            Some(Lack::Title) => {
                let title = (!said.is_empty()).then(|| Private(said.to_owned()));
                let command = title.and_then(|title| remedy.with_title(title));
                (command, Word::WhatMissing)
            }
            Some(Lack::Reason) | None => {
                let reason = (!said.is_empty()).then(|| Private(said.to_owned()));
                let command = reason.and_then(|r| remedy.with_reason(finding.finding.code, r));
                (command, Word::ReasonMissing)
            }
        };
        match command {
            Some(command) => self.carry_out(&remedy, command),
            None => self.say_wrong(
                self.frame
                    .locale
                    .get_untracked()
                    .missing(lacking)
                    .to_owned(),
            ),
        }
    }
}

/// When what a remedy moves is planned.
fn planned(remedy: &RemedyView) -> Period {
    if let Gesture::Planned { shown, .. } = &remedy.gesture {
        return *shown;
    }
    let mut review = Period::default();
    if let Gesture::Review { shown, .. } = &remedy.gesture {
        review.start = *shown;
    }
    review
}

/// What a field holds.
fn value(field: &Element) -> String {
    if let Some(list) = field.dyn_ref::<HtmlSelectElement>() {
        return list.value();
    }
    field
        .dyn_ref::<HtmlInputElement>()
        .map_or_else(String::new, HtmlInputElement::value)
}
