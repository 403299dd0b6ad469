//! What others changed since this person last looked: a tool of the bar with its count, a panel
//! that all widgets share, and the marks on cards and items.

use std::rc::Rc;

use coordo_client::view::{ChangeView, ChangesView, ItemKey, Unread};
use coordo_core::{FhirDate, RecordKey};
use coordo_i18n::{Locale, NewsWord as Word};
use leptos::prelude::AnyView;
use web_sys::{HtmlElement, KeyboardEvent};

use super::bar::tool;
use super::dom::{self, Held};
use super::el::{El, IntoChildren, button, el, live};
use super::frame::Frame;
use super::icon::{Icon, icon};
use super::signal::{RwSignal, StoredValue};

/// What changed, as one widget shows it.
#[derive(Clone, Copy)]
pub(crate) struct News {
    frame: Frame,
    view: RwSignal<ChangesView>,
    is_open: RwSignal<bool>,
    /// The line that Tab leads to.
    at: RwSignal<usize>,
    go: StoredValue<Rc<dyn Fn(ItemKey)>>,
    button: Held,
    panel: Held,
}

/// « modifié : état » of one record.
pub(crate) fn spoken(locale: Locale, of: &Unread) -> String {
    locale.changed(match of {
        Unread::Came => None,
        Unread::Differs(facets) => Some(facets),
    })
}

/// The mark of a card or an item: a dot and a word.
pub(crate) fn mark(locale: Locale, of: &Unread) -> El {
    let word = match of {
        Unread::Came => Word::New,
        Unread::Differs(_) => Word::Changed,
    };
    dotted(locale.news(word).to_owned()).attr("data-unread", "")
}

/// A dot and words.
pub(crate) fn dotted(words: impl IntoChildren) -> El {
    el("span")
        .class("co-new")
        .attr("part", "unread")
        .child((el("i").attr("aria-hidden", "true"), words))
}

impl News {
    /// `go` leads to an item in this widget.
    pub(crate) fn new(frame: Frame, go: impl Fn(ItemKey) + 'static) -> Self {
        let go: Rc<dyn Fn(ItemKey)> = Rc::new(go);
        let news = Self {
            frame,
            view: RwSignal::new(frame.client().changes()),
            is_open: RwSignal::new(false),
            at: RwSignal::new(0),
            go: StoredValue::new(go),
            button: Held::new(),
            panel: Held::new(),
        };
        let is_dirty = StoredValue::new(false);
        let subscription = frame.client().subscribe(move || {
            if is_dirty.try_get_value() == Some(false) {
                is_dirty.set_value(true);
                frame.spawn(async move {
                    if frame.is_alive() {
                        is_dirty.set_value(false);
                        news.take();
                    }
                });
            }
        });
        // It ends with the widget.
        StoredValue::new(Some(Rc::new(subscription)));
        news
    }

    /// Takes what has changed now.
    fn take(self) {
        let now = self.frame.client().changes();
        if self.view.with_untracked(|old| *old == now) {
            return;
        }
        let is_within = self.has_focus();
        let of_line = self.focused_of_line();
        let at = self.at.get_untracked();
        // The latest comes first: the line that Tab leads to is the same one further down.
        let same = self.view.with_untracked(|old| {
            let record = &old.changes.get(at)?.record;
            now.changes.iter().position(|of| of.record == *record)
        });
        let last = now.changes.len().saturating_sub(1);
        self.at.set(same.unwrap_or(at).min(last));
        self.view.set(now);
        if is_within {
            self.frame.spawn(async move {
                if !self.frame.is_alive() {
                    return;
                }
                match of_line {
                    // Drawn anew, the same place may hold another line.
                    Some(part) => self.panel.focus_nth(part, self.at.get_untracked()),
                    None if self.has_focus() => {}
                    None => self.focus_line(),
                }
            });
        }
    }

    /// What of a line has the focus: its title, or the button that takes it as seen.
    fn focused_of_line(self) -> Option<&'static str> {
        let panel = self.panel.get()?;
        let focused = dom::focused_in_tree_of(&panel)?;
        let mut parts = ["[data-seen]", "[data-line]"].into_iter();
        parts.find(|part| focused.matches(part) == Ok(true))
    }

    fn has_focus(self) -> bool {
        self.panel.has_focus_within()
    }

    /// Moves the focus to the line that Tab leads to, or to the panel where there is none.
    fn focus_line(self) {
        self.panel.focus_nth("[data-line]", self.at.get_untracked());
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
        let button = self.button.get_as::<HtmlElement>();
        // The tool goes where nothing is new; what stands beside it in the bar stays.
        let is_over = self.view.with_untracked(|view| view.changes.is_empty());
        let bar = button
            .as_ref()
            .and_then(|b| b.closest("[role=toolbar]").ok());
        let beside = bar.flatten().filter(|_| is_over).and_then(|bar| {
            let others = dom::all_within(&bar, "button:not([data-changes])");
            others.into_iter().next()
        });
        if let Some(target) = beside.or(button) {
            dom::focus(&target);
        }
        self.is_open.set(false);
    }

    /// The button in the bar; none where nothing is new.
    pub(crate) fn tool(self) -> AnyView {
        live(move || {
            let n = self.view.with(|view| view.changes.len());
            (self.frame.has_content.get() && (n > 0 || self.is_open.get())).then(|| {
                tool("co-btn co-btn--quiet co-missing")
                    .attr("data-changes", "")
                    .attr(
                        "aria-expanded",
                        if self.is_open.get() { "true" } else { "false" },
                    )
                    .on("click", move |_| {
                        if self.is_open.get_untracked() {
                            self.close();
                        } else {
                            self.open();
                        }
                    })
                    .built(self.button.keep())
                    .child((
                        icon(Icon::Eye),
                        el("span").child(self.frame.locale.get().n_changes(n)),
                    ))
            })
        })
    }

    /// The panel under the bar, while it is open.
    pub(crate) fn panel(self) -> AnyView {
        live(move || self.is_open.get().then(|| self.drawn()))
    }

    fn word(self, word: Word) -> &'static str {
        self.frame.locale.get().news(word)
    }

    fn drawn(self) -> El {
        let level = self.frame.heading.get().saturating_add(1);
        el("section")
            .class("fd-panel")
            .attr("part", "changes")
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
                    .child(el("span").class("co-count").live_text(move || self.since()))
                    .live(move || {
                        let n = self.view.with(|view| view.changes.len());
                        (n > 0).then(|| {
                            button("co-btn co-btn--primary co-btn--s")
                                .attr("data-all", "")
                                .on("click", move |_| self.mark(&[]))
                                .child(self.word(Word::MarkAllSeen))
                        })
                    })
                    .child(
                        button("co-btn co-btn--icon co-btn--quiet co-btn--s")
                            .live_attr("aria-label", move || {
                                self.frame.say(&coordo_i18n::Message::Close)
                            })
                            .on("click", move |_| self.close())
                            .child(icon(Icon::Close)),
                    ),
            )
            .live(move || self.lines())
    }

    fn since(self) -> String {
        let locale = self.frame.locale.get();
        let dates = self.frame.dates();
        let at = self.view.with(|view| view.since);
        at.map_or_else(String::new, |at| {
            let offset_minutes = dates.zone_minutes(at);
            let date = FhirDate::Exact { at, offset_minutes };
            locale.changed_since(&dates.day_time(locale, date))
        })
    }

    fn lines(self) -> El {
        self.view.with(|view| {
            if view.changes.is_empty() {
                return el("p").class("fd-none").child((
                    icon(Icon::Completed),
                    el("span").child(self.word(Word::AllSeen)),
                ));
            }
            let lines = view.changes.iter().enumerate();
            let lines: Vec<El> = lines.map(|(n, change)| self.line(n, change)).collect();
            el("ul").class("fd-l").child(lines)
        })
    }

    fn line(self, n: usize, of: &ChangeView) -> El {
        let locale = self.frame.locale.get();
        let title = match &of.title {
            Some(title) => title.0.clone(),
            None => locale.news(Word::NoTitle).to_owned(),
        };
        let stop = move || if self.at.get() == n { "0" } else { "-1" };
        let come = move |_| {
            if self.at.get_untracked() != n {
                self.at.set(n);
            }
        };
        let mut name = locale.news(Word::MarkSeen).to_owned();
        name.push_str(match locale {
            Locale::Fr => "\u{a0}: ",
            Locale::En => ": ",
        });
        name.push_str(&title);
        let (key, seen) = (of.record.clone(), locale.news(Word::MarkSeen));
        let seen = button("co-btn co-btn--s")
            .attr("data-seen", of.record.reference())
            .attr("aria-label", name)
            .live_attr("tabindex", stop)
            .on("focus", come)
            .on("click", move |_| self.mark(std::slice::from_ref(&key)))
            .child(seen);
        let (head, seen) = match of.item.clone() {
            Some(item) => {
                let head = button("fd-t")
                    .attr("data-line", "")
                    .live_attr("tabindex", stop)
                    .on("focus", come)
                    .on("click", move |_| {
                        if let Some(go) = self.go.try_get_value() {
                            go(item.clone());
                        }
                    });
                (head, seen)
            }
            None => (el("span").class("fd-t"), seen.attr("data-line", "")),
        };
        el("li")
            .class("fd")
            .attr("part", "change")
            .attr("data-change", of.record.reference())
            .child((
                el("div").class("fd-b").child((
                    head.child(title),
                    el("p")
                        .class("fd-m")
                        .child((dotted(spoken(locale, &of.unread)), self.as_it_is(of))),
                )),
                seen,
            ))
    }

    /// What a task says by now, and when it was changed: « · Faite, Nadia Benhaddou, 10:29 ».
    fn as_it_is(self, of: &ChangeView) -> String {
        let locale = self.frame.locale.get();
        let status = of.status.as_ref().map(|status| locale.task_status(status));
        let owner = of.owner.as_ref().map(|owner| owner.0.clone());
        let at = of.at.map(|at| self.frame.dates().time(locale, at));
        let mut text = String::new();
        for part in [status, owner, at].into_iter().flatten() {
            text.push_str(if text.is_empty() { " · " } else { ", " });
            text.push_str(&part);
        }
        text
    }

    fn on_key(self, event: &KeyboardEvent) {
        let n = self.view.with_untracked(|view| view.changes.len());
        let at = self.at.get_untracked();
        let to = match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                self.close();
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

    fn mark(self, records: &[RecordKey]) {
        see(self.frame, records);
    }
}

/// Takes records as seen, all where none is named, and says how many are left.
pub(crate) fn see(frame: Frame, records: &[RecordKey]) {
    let client = frame.client();
    client.mark_seen(records);
    let n = client.changes().changes.len();
    frame.live.say(frame.locale.get_untracked().marked_seen(n));
}
