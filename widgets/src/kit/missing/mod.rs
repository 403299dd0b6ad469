//! What is missing: a tool of the bar with its count, a panel that all widgets share, and the
//! badges that cards, marks and entries bear.

mod act;
mod line;

use std::rc::Rc;
use std::time::Duration;

use coordo_client::engine::{Code, Severity};
use coordo_client::view::{Badge, FindingsView, ItemKey, LoadView};
use coordo_core::RecordKey;
use coordo_i18n::{Locale, MissingWord as Word};
use leptos::prelude::{AnyView, set_timeout};
use web_sys::{HtmlElement, KeyboardEvent};

use super::bar::tool;
use super::dom::{self, Held};
use super::el::{El, button, el, live};
use super::frame::Frame;
use super::icon::{Icon, icon};
use super::signal::{RwSignal, StoredValue, effect};

/// Severities, most urgent first, as the counts come.
const SEVERITIES: [Severity; 3] = [Severity::Urgent, Severity::Attention, Severity::Info];
/// How long what was done waits for what it lifts, before it is said without.
const SOON: Duration = Duration::from_millis(250);

/// Which finding a line shows.
type Line = (Code, Vec<RecordKey>);

/// What is missing, as one widget shows it.
#[derive(Clone, Copy)]
pub(crate) struct Missing {
    frame: Frame,
    view: RwSignal<FindingsView>,
    is_open: RwSignal<bool>,
    /// The line whose facts are shown, and the remedy of it that lacks something.
    unfolded: RwSignal<Option<Line>>,
    asking: RwSignal<Option<usize>>,
    /// The line that Tab leads to.
    at: RwSignal<usize>,
    /// Why something could not be done.
    wrong: RwSignal<Option<String>>,
    /// What was done and is not said yet, and how many lines there were.
    done: StoredValue<Option<(&'static str, usize)>>,
    go: StoredValue<Rc<dyn Fn(ItemKey)>>,
    button: Held,
    panel: Held,
    /// The field of a remedy that lacks something.
    field: Held,
}

/// The shape of a severity.
pub(crate) fn shape(severity: Severity) -> Icon {
    match severity {
        Severity::Urgent => Icon::Alert,
        Severity::Attention => Icon::Caution,
        Severity::Info => Icon::Info,
    }
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Urgent => "co-find co-find--alert",
        Severity::Attention => "co-find co-find--caution",
        Severity::Info => "co-find co-find--info",
    }
}

/// A badge: a shape and two or three words.
pub(crate) fn badge(locale: Locale, of: Badge) -> El {
    el("span")
        .class(class(of.severity))
        .attr("part", "finding")
        .attr("data-finding", of.code.as_str())
        .child((
            icon(shape(of.severity)),
            el("span").child(locale.rule_words(of.code).name),
        ))
}

/// « 3 à traiter », with the shape of the severity.
pub(crate) fn count(locale: Locale, severity: Severity, n: usize) -> El {
    let words = locale.missing_count(n, severity);
    // Another count may follow.
    let words = (el("span").child(words), " ");
    el("span")
        .class(class(severity))
        .child((icon(shape(severity)), el("span").child(words)))
}

/// The badges of a card or an entry.
pub(crate) fn badges(locale: Locale, of: &[Badge]) -> Option<El> {
    let drawn: Vec<El> = of.iter().map(|b| badge(locale, *b)).collect();
    (!drawn.is_empty()).then(|| el("div").class("co-finds").child(drawn))
}

/// The badges of what is shown whole: each leads to its sentence, its facts and what can be done.
pub(crate) fn explained(frame: Frame, record: &RecordKey, of: &[Badge]) -> Option<El> {
    let locale = frame.locale.get();
    let drawn: Vec<El> = of
        .iter()
        .map(|of| {
            let asked = (of.code, record.clone());
            button("fd-x")
                .on("click", move |_| frame.finding.set(Some(asked.clone())))
                .child(badge(locale, *of))
        })
        .collect();
    (!drawn.is_empty()).then(|| el("div").class("co-finds").child(drawn))
}

/// Badges as they are spoken: « À traiter : offre sans réponse ».
pub(crate) fn spoken(locale: Locale, of: &[Badge]) -> Option<String> {
    let mut text = String::new();
    for badge in of {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(locale.severity(badge.severity));
        text.push_str(match locale {
            Locale::Fr => "\u{a0}: ",
            Locale::En => ": ",
        });
        text.push_str(locale.rule_words(badge.code).name);
    }
    (!text.is_empty()).then_some(text)
}

impl Missing {
    /// `go` leads to an item in this widget.
    pub(crate) fn new(frame: Frame, go: impl Fn(ItemKey) + 'static) -> Self {
        let go: Rc<dyn Fn(ItemKey)> = Rc::new(go);
        let missing = Self {
            frame,
            view: RwSignal::new(frame.client().findings()),
            is_open: RwSignal::new(false),
            unfolded: RwSignal::new(None),
            asking: RwSignal::new(None),
            at: RwSignal::new(0),
            wrong: RwSignal::new(None),
            done: StoredValue::new(None),
            go: StoredValue::new(go),
            button: Held::new(),
            panel: Held::new(),
            field: Held::new(),
        };
        let is_dirty = StoredValue::new(false);
        let news = frame.client().subscribe(move || {
            if is_dirty.try_get_value() == Some(false) {
                is_dirty.set_value(true);
                frame.spawn(async move {
                    if frame.is_alive() {
                        is_dirty.set_value(false);
                        missing.take();
                    }
                });
            }
        });
        // It ends with the widget.
        StoredValue::new(Some(Rc::new(news)));
        effect(move |_| {
            if let Some((code, record)) = frame.finding.get() {
                missing.explain(code, &record);
            }
        });
        missing
    }

    /// Opens the panel at a finding about a record.
    fn explain(self, code: Code, record: &RecordKey) {
        self.frame.finding.set(None);
        let found = self.view.with_untracked(|view| {
            let mut lines = view.findings.iter().map(|f| &f.finding);
            let at = lines.position(|of| of.code == code && of.subjects.contains(record))?;
            let of = view.findings.get(at)?;
            Some((at, (code, of.finding.subjects.clone())))
        });
        if let Some((at, line)) = found {
            self.at.set(at);
            self.asking.set(None);
            self.unfolded.set(Some(line));
            self.open();
        }
    }

    /// Takes what the client finds now.
    fn take(self) {
        let now = self.frame.client().findings();
        if self.view.with_untracked(|old| *old == now) {
            return;
        }
        let n = now.findings.len();
        let is_within = self.has_focus();
        self.at
            .set(self.at.get_untracked().min(n.saturating_sub(1)));
        let unfolded = self.unfolded.get_untracked();
        let is_there = unfolded.is_none_or(|line| now.findings.iter().any(|f| line::is(f, &line)));
        if !is_there {
            self.asking.set(None);
            self.unfolded.set(None);
        }
        self.view.set(now);
        self.say_done();
        if is_within {
            self.frame.spawn(async move {
                if self.frame.is_alive() && !self.has_focus() {
                    self.focus_line();
                }
            });
        }
    }

    /// Says what was done, with what it lifts.
    fn say_done(self) {
        let Some((remedy, before)) = self.done.try_get_value().flatten() else {
            return;
        };
        self.done.set_value(None);
        let n = self.view.with_untracked(|view| view.findings.len());
        let locale = self.frame.locale.get_untracked();
        self.frame
            .live
            .say(locale.missing_done(remedy, before.saturating_sub(n)));
    }

    fn say_done_soon(self) {
        set_timeout(
            move || {
                if self.frame.is_alive() {
                    self.say_done();
                }
            },
            SOON,
        );
    }

    fn word(self, word: Word) -> &'static str {
        self.frame.locale.get().missing(word)
    }

    fn has_focus(self) -> bool {
        self.panel.has_focus_within()
    }

    /// Moves the focus to the line that Tab leads to, or to the panel where there is none.
    fn focus_line(self) {
        self.panel.focus_nth(".fd-t", self.at.get_untracked());
    }

    fn open(self) {
        self.is_open.set(true);
        // Once it is drawn.
        self.frame.spawn(async move {
            if self.frame.is_alive() {
                self.focus_line();
            }
        });
    }

    fn close(self) {
        self.is_open.set(false);
        if let Some(button) = self.button.get_as::<HtmlElement>() {
            dom::focus(&button);
        }
    }

    /// How many are urgent and how many to look at; where there are neither, what is good to know.
    fn counts(self) -> Vec<(Severity, usize)> {
        self.view.with(|view| {
            let counts = SEVERITIES.into_iter().zip(view.n);
            let mut counts: Vec<_> = counts.filter(|(_, n)| *n > 0).collect();
            if counts.len() > 1 {
                counts.retain(|(severity, _)| *severity != Severity::Info);
            }
            counts
        })
    }

    /// The button in the bar, with the counts.
    pub(crate) fn tool(self) -> AnyView {
        live(move || {
            self.frame.has_content.get().then(|| {
                tool("co-btn co-btn--quiet co-missing")
                    .attr("data-findings", "")
                    .live_attr("aria-expanded", move || {
                        if self.is_open.get() { "true" } else { "false" }
                    })
                    .live_attr("aria-label", move || self.tool_name())
                    .on("click", move |_| {
                        if self.is_open.get_untracked() {
                            self.is_open.set(false);
                        } else {
                            self.open();
                        }
                    })
                    .built(self.button.keep())
                    .live(move || {
                        let locale = self.frame.locale.get();
                        let counts = self.counts();
                        if counts.is_empty() {
                            let title = el("span").child(self.word(Word::Title));
                            return vec![
                                el("span")
                                    .class("co-find co-find--info")
                                    .child((icon(Icon::Info), title)),
                            ];
                        }
                        let counts = counts.into_iter();
                        counts.map(|(of, n)| count(locale, of, n)).collect()
                    })
            })
        })
    }

    fn tool_name(self) -> String {
        let mut name = self.word(Word::Title).to_owned();
        let locale = self.frame.locale.get();
        for (at, (severity, n)) in self.counts().into_iter().enumerate() {
            // The counts are in the name as they stand on the button.
            name.push_str(if at == 0 { ", " } else { " " });
            name.push_str(&locale.missing_count(n, severity));
        }
        name
    }

    /// The panel under the bar, while it is open.
    pub(crate) fn panel(self) -> AnyView {
        live(move || self.is_open.get().then(|| self.drawn()))
    }

    fn drawn(self) -> El {
        let level = self.frame.heading.get().saturating_add(1);
        el("section")
            .class("fd-panel")
            .attr("part", "findings")
            .attr("tabindex", "-1")
            .live_attr("aria-label", move || self.word(Word::Title))
            .on_as::<KeyboardEvent>("keydown", move |event| self.on_key(&event))
            .built(self.panel.keep())
            .child(
                el("div")
                    .class("fd-top")
                    .child(super::heading::heading(level, "co-title", move || {
                        self.word(Word::Title).to_owned()
                    }))
                    .child(
                        el("span")
                            .class("co-count")
                            .live_text(move || self.summary()),
                    )
                    .child(
                        button("co-btn co-btn--icon co-btn--quiet co-btn--s")
                            .live_attr("aria-label", move || {
                                self.frame.say(&coordo_i18n::Message::Close)
                            })
                            .on("click", move |_| self.close())
                            .child(icon(Icon::Close)),
                    ),
            )
            .live(move || {
                self.wrong.get().map(|why| {
                    el("p")
                        .class("fd-wrong")
                        .child((icon(Icon::Caution), el("span").child(why)))
                })
            })
            .live(move || self.groups(level))
    }

    fn summary(self) -> String {
        let locale = self.frame.locale.get();
        let dates = self.frame.dates();
        self.view.with(|view| match view.at {
            Some(at) if !view.findings.is_empty() => locale.missing_at(&dates.time(locale, at)),
            Some(_) | None => String::new(),
        })
    }

    /// Lines by severity, or why there are none.
    fn groups(self, level: u8) -> Vec<El> {
        let unfolded = self.unfolded.get();
        let asking = self.asking.get();
        let locale = self.frame.locale.get();
        let is_read = self
            .frame
            .view
            .with(|view| matches!(view.load, LoadView::Ready));
        self.view.with(|view| {
            if view.findings.is_empty() {
                let (glyph, word) = match view.at {
                    Some(_) if is_read => (Icon::Completed, Word::Nothing),
                    Some(_) | None => (Icon::Unlink, Word::Waits),
                };
                let text = locale.missing(word);
                return vec![
                    el("p")
                        .class("fd-none")
                        .child((icon(glyph), el("span").child(text))),
                ];
            }
            let mut drawn = Vec::new();
            for (severity, n) in SEVERITIES.into_iter().zip(view.n) {
                if n == 0 {
                    continue;
                }
                let name = locale.severity(severity);
                drawn.push(
                    el("div").class("fd-h").child((
                        el("span")
                            .class(class(severity))
                            .child(icon(shape(severity))),
                        super::heading::heading(level.saturating_add(1), "", move || {
                            name.to_owned()
                        }),
                        el("span").class("co-count").child(n.to_string()),
                    )),
                );
                let lines = view.findings.iter().enumerate();
                let lines = lines.filter(|(_, f)| f.finding.severity == severity);
                let lines = lines.map(|(n, f)| {
                    let open = unfolded.as_ref().filter(|line| line::is(f, line));
                    self.line(n, f, open.map(|_| asking), level.saturating_add(2))
                });
                drawn.push(el("ul").class("fd-l").child(lines.collect::<Vec<_>>()));
            }
            drawn
        })
    }

    fn on_key(self, event: &KeyboardEvent) {
        let is_typing = dom::is_within(event, "input, select, textarea");
        let n = self.view.with_untracked(|view| view.findings.len());
        let at = self.at.get_untracked();
        let to = match event.key().as_str() {
            "Escape" if self.asking.get_untracked().is_some() => {
                self.asking.set(None);
                at
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                self.close();
                return;
            }
            "z" | "Z" if event.ctrl_key() && !event.shift_key() && !is_typing => {
                event.prevent_default();
                event.stop_propagation();
                self.frame.undo();
                return;
            }
            _ if is_typing => {
                // What is typed is nobody else's key.
                event.stop_propagation();
                return;
            }
            "j" | "J" | "ArrowDown" => (at + 1).min(n.saturating_sub(1)),
            "k" | "K" | "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => n.saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        self.at.set(to);
        self.focus_line();
    }
}
