//! A new task in one line: what is typed is its title, Enter makes it.

use coordo_core::Private;
use coordo_core::command::TaskDraft;
use coordo_i18n::BoardMessage;
use leptos::prelude::{AnyView, untrack};
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};

use super::form::Form;
use super::state::Board;
use crate::kit::bar::tool as tool_button;
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::icon::{Icon, icon};

impl Board {
    /// Whether tasks can be made here at all.
    fn can_create(self) -> bool {
        let is_open = self.frame.has_content.get();
        is_open && !self.frame.view.with(|view| view.is_read_only)
    }

    /// Opens the line and moves the focus to it.
    pub(super) fn open_quick(self) {
        if !untrack(move || self.can_create()) {
            return;
        }
        if self.is_quick_open.get_untracked() {
            self.focus_quick();
        } else {
            self.wants_quick.set_value(true);
            self.is_quick_open.set(true);
        }
    }

    /// Moves the focus to the line, or to the button that opens it.
    pub(super) fn focus_quick(self) {
        let field = if self.is_quick_open.get_untracked() {
            self.quick_field
        } else {
            self.quick_button
        };
        if let Some(field) = field.get_as::<HtmlElement>() {
            dom::focus(&field);
        }
    }

    fn close_quick(self) {
        self.is_quick_open.set(false);
        self.quick_wrong.set(None);
        self.focus_quick();
    }

    fn quick_text(self) -> String {
        let field = self.quick_field.get_as::<HtmlInputElement>();
        field.map_or_else(String::new, |field| field.value().trim().to_owned())
    }

    fn create_quickly(self) {
        let plan = self.frame.client().task_form(None).and_then(|f| f.plan);
        let draft = TaskDraft {
            title: Private(self.quick_text()),
            plan,
            ..TaskDraft::default()
        };
        self.create(draft, move |why| {
            self.quick_wrong.set(Some(why));
            self.focus_quick();
        });
    }

    /// After a task was made: the line is ready for the next.
    pub(super) fn clear_quick(self) {
        self.quick_wrong.set(None);
        if let Some(field) = self.quick_field.get_as::<HtmlInputElement>() {
            field.set_value("");
        }
    }
}

/// The button in the bar.
pub(super) fn tool(board: Board) -> AnyView {
    live(move || {
        board.can_create().then(|| {
            tool_button("co-btn")
                .live_attr("aria-label", move || board.word(BoardMessage::NewTask))
                .live_attr("aria-expanded", move || {
                    if board.is_quick_open.get() {
                        "true"
                    } else {
                        "false"
                    }
                })
                .on("click", move |_| {
                    if board.is_quick_open.get_untracked() {
                        board.close_quick();
                    } else {
                        board.open_quick();
                    }
                })
                .built(board.quick_button.keep())
                .child(icon(Icon::Plus))
                .child(
                    el("span")
                        .class("co-tool-word")
                        .live_text(move || board.word(BoardMessage::NewTask)),
                )
        })
    })
}

/// The line, when it is open.
pub(super) fn line(board: Board) -> AnyView {
    live(move || (board.is_quick_open.get() && board.can_create()).then(|| row(board)))
}

fn row(board: Board) -> El {
    if board.wants_quick.get_value() {
        board.wants_quick.set_value(false);
        // Once this drawing is in the page.
        board.frame.spawn(async move {
            if board.frame.is_alive() {
                board.focus_quick();
            }
        });
    }
    let field = el("input")
        .attr("type", "text")
        .attr("part", "field")
        .attr("autocomplete", "off")
        .live_attr("aria-label", move || board.word(BoardMessage::NewTask))
        .live_attr("placeholder", move || board.word(BoardMessage::NewTaskHint))
        .attr("aria-describedby", "quick-wrong")
        .on("input", move |_| board.quick_wrong.set(None))
        .on_as::<KeyboardEvent>("keydown", move |event| match event.key().as_str() {
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                board.create_quickly();
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                board.close_quick();
            }
            _ => {}
        })
        .built(board.quick_field.keep());
    el("div")
        .class("bd-quick")
        .attr("part", "quick-create")
        .child((
            el("span")
                .class("bd-quick-f")
                .child((icon(Icon::Plus), field)),
            button("co-btn co-btn--primary")
                .on("click", move |_| board.create_quickly())
                .live_text(move || board.word(BoardMessage::Create)),
            button("co-btn")
                .attr("aria-haspopup", "dialog")
                .on("click", move |_| {
                    board.form.set(Some(Form::New(Private(board.quick_text()))));
                })
                .live_text(move || board.word(BoardMessage::NewTaskMore)),
        ))
        .live(move || {
            board.quick_wrong.get().map(|why| {
                el("p")
                    .class("co-wrong")
                    .attr("id", "quick-wrong")
                    .attr("role", "alert")
                    .child(why)
            })
        })
}
