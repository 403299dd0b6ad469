//! What a person does about a finding: a command at once, one word more, or a way to go.

use coordo_client::Receipt;
use coordo_client::view::{FindingView, ItemKey, Lack, RemedyView};
use coordo_core::task::Period;
use coordo_core::{Command, FhirDate, Private, RecordKey, Refusal};
use coordo_i18n::{Message, MissingWord as Word, Spoken};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{Line, Missing};
use crate::host::HostEvent;
use crate::kit::dom;
use crate::kit::el::{El, button, el};
use crate::kit::filter::select;

/// What the host is asked before a command, and told after it.
fn events(command: &Command) -> Option<(HostEvent, HostEvent)> {
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
        let Some((ask, told)) = events(&command) else {
            return;
        };
        let name = self.frame.locale.get_untracked().remedy(remedy.code);
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
                Some(Ok(_)) => {
                    self.asking.set(None);
                    self.frame.tell(told);
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
                (Word::Owner, select(vec!["—".to_owned()], owners, 0))
            }
            Some(Lack::Date) => (Word::Date, el("input").attr("type", "date")),
            Some(Lack::Reason) | None => (Word::Reason, el("input").attr("type", "text")),
        };
        let is_kept = matches!(remedy.code, coordo_client::engine::RemedyCode::LeaveSo);
        el("div").class("fd-ask").child((
            el("label").class("co-label").child((
                el("span").child(self.word(word)),
                field.attr("part", "field").built(self.field.keep()),
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
                let date = FhirDate::parse(said);
                let planned = date.map(|start| Period {
                    start: Some(start),
                    end: None,
                });
                let command = planned.and_then(|p| remedy.gesture.with_planned(p));
                (command, Word::DateMissing)
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

/// What a field holds.
fn value(field: &Element) -> String {
    if let Some(list) = field.dyn_ref::<HtmlSelectElement>() {
        return list.value();
    }
    field
        .dyn_ref::<HtmlInputElement>()
        .map_or_else(String::new, HtmlInputElement::value)
}
