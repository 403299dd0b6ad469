//! One finding: its sentence, since when, its facts, and what can be done.

use coordo_client::engine::{Evidence, Gesture, RemedyCode, Value};
use coordo_client::view::{FindingView, RemedyView};
use coordo_core::TaskStatus;
use coordo_core::activity::ActivityStatus;
use coordo_core::task::Priority;
use coordo_i18n::{Locale, Message, MissingWord as Word};

use super::{Line, Missing, class, shape};
use crate::kit::el::{El, button, el};
use crate::kit::icon::icon;

/// Whether a finding is the one of a line.
pub(super) fn is(of: &FindingView, line: &Line) -> bool {
    of.finding.code == line.0 && of.finding.subjects == line.1
}

/// The name of a remedy. What was accepted cannot be offered again: nobody's answer is waited for.
pub(super) fn name(locale: Locale, remedy: &RemedyView) -> &'static str {
    let is_offered = !matches!(
        remedy.gesture,
        Gesture::Owner {
            is_offered: false,
            ..
        }
    );
    match (remedy.code, is_offered) {
        (RemedyCode::OfferToSomeoneElse, false) => locale.missing(Word::HandOver),
        (code, _) => locale.remedy(code),
    }
}

/// The same with whom it leads to.
fn label(locale: Locale, remedy: &RemedyView) -> String {
    let mut text = name(locale, remedy).to_owned();
    if let Some(who) = &remedy.who {
        text.push_str(match locale {
            Locale::Fr => "\u{a0}: ",
            Locale::En => ": ",
        });
        text.push_str(who.as_str());
    }
    text
}

impl Missing {
    /// One line; `open` where its facts are shown, with the remedy that lacks something.
    pub(super) fn line(
        self,
        n: usize,
        of: &FindingView,
        open: Option<Option<usize>>,
        level: u8,
    ) -> El {
        let locale = self.frame.locale.get();
        let dates = self.frame.dates();
        let names = |key: &_| of.name(key).map(|name| name.0.clone());
        let sentence = locale.finding(&of.finding, &names, &*dates);
        let since = locale.missing_since(&dates.moment(locale, of.finding.since));
        let line: Line = (of.finding.code, of.finding.subjects.clone());
        let stop = move || if self.at.get() == n { "0" } else { "-1" };
        let toggle = button("fd-t")
            .attr(
                "aria-expanded",
                if open.is_some() { "true" } else { "false" },
            )
            .live_attr("tabindex", stop)
            .on("focus", move |_| {
                if self.at.get_untracked() != n {
                    self.at.set(n);
                }
            })
            .on("click", move |_| self.toggle(&line))
            .child(sentence);
        let body = el("div")
            .class("fd-b")
            .child((
                el("div")
                    .attr("role", "heading")
                    .attr("aria-level", level.min(6).to_string())
                    .child(toggle),
                el("p").class("fd-m").child(since),
            ))
            .child(open.map(|asking| self.facts(of, asking)));
        let first = of.remedies.first().filter(|_| open.is_none());
        let first = first.map(|remedy| self.remedy(n, 0, remedy, "co-btn co-btn--s"));
        el("li")
            .class(if open.is_some() { "fd is-open" } else { "fd" })
            .attr("part", "finding")
            .attr("data-finding", of.finding.code.as_str())
            .attr("data-severity", of.finding.severity.as_str())
            .child((
                el("span")
                    .class(class(of.finding.severity))
                    .child(icon(shape(of.finding.severity))),
                body,
                first,
            ))
    }

    fn remedy(self, line: usize, n: usize, remedy: &RemedyView, class: &'static str) -> El {
        let locale = self.frame.locale.get();
        button(class)
            .attr("data-remedy", remedy.code.as_str())
            .live_attr(
                "tabindex",
                move || if self.at.get() == line { "0" } else { "-1" },
            )
            .on("click", move |_| self.act(line, n))
            .child(label(locale, remedy))
    }

    fn facts(self, of: &FindingView, asking: Option<usize>) -> Vec<El> {
        let locale = self.frame.locale.get();
        let line = (of.finding.code, of.finding.subjects.clone());
        let place = self.view.with_untracked(|view| {
            let at = view.findings.iter().position(|f| is(f, &line));
            at.unwrap_or(0)
        });
        let facts = of.finding.evidence.iter();
        let facts = facts.flat_map(|fact| self.fact(of, fact));
        let remedies = of.remedies.iter().enumerate().map(|(n, remedy)| {
            let class = if n == 0 {
                "co-btn co-btn--primary co-btn--s"
            } else {
                "co-btn co-btn--s"
            };
            self.remedy(place, n, remedy, class)
        });
        let items = of.items.iter().filter_map(|item| {
            let name = of.name(&item.record)?;
            let item = item.clone();
            Some(
                button("co-btn co-btn--quiet co-btn--s")
                    .attr("data-show", item.record.reference())
                    .on("click", move |_| self.show(item.clone()))
                    .child(locale.missing_show(name.as_str())),
            )
        });
        let asked = asking.and_then(|n| Some((n, of.remedies.get(n)?)));
        let words = locale.rule_words(of.finding.code);
        let rule = [words.trigger, words.threshold].join(" ");
        vec![
            el("dl").class("fd-f").child(facts.collect::<Vec<_>>()),
            el("div").class("fd-a").child(remedies.collect::<Vec<_>>()),
            el("div").child(asked.map(|(n, remedy)| self.ask(place, n, remedy))),
            el("div").class("fd-a").child(items.collect::<Vec<_>>()),
            el("p").class("fd-src").child(rule),
        ]
    }

    /// A fact: what, of which record, and its value.
    fn fact(self, of: &FindingView, fact: &Evidence) -> Vec<El> {
        let locale = self.frame.locale.get();
        let dates = self.frame.dates();
        let Some(word) = locale.fact(fact.path) else {
            return Vec::new();
        };
        let value = match &fact.value {
            Value::Absent => locale.missing(Word::NotSaid).to_owned(),
            Value::Date(date) => dates.day_time(locale, *date),
            Value::At(at) => dates.moment(locale, *at),
            Value::Code(code) if fact.record.kind == "Task" && fact.path == "status" => {
                locale.task_status(&TaskStatus::from_code(code))
            }
            Value::Code(code) if fact.path == "status" => {
                let kind = fact.record.kind.as_str();
                locale.activity_status(&ActivityStatus::from_resource_status(kind, code))
            }
            Value::Code(code) => match Priority::from_code(code) {
                Some(priority) if fact.path == "priority" => {
                    self.frame.say(&Message::Priority(priority))
                }
                Some(_) | None => code.clone(),
            },
            Value::Record(key) => match of.name(key) {
                Some(name) => name.0.clone(),
                None => return Vec::new(),
            },
            Value::Text(text) => text.0.clone(),
            Value::Count(n) => n.to_string(),
        };
        let whose = of.name(&fact.record).map(|name| name.0.clone());
        vec![
            el("dt").child(word),
            el("dd").child((
                value,
                whose.map(|whose| el("span").class("fd-w").child(whose)),
            )),
        ]
    }
}
