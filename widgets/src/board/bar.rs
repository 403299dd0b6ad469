//! The bar on top: title, count, undo, the sync chip, help.

use coordo_client::view::{LoadView, SyncView};
use coordo_i18n::Message;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::state::Board;
use crate::kit::dom;
use crate::kit::heading::heading;
use crate::kit::icon::{Icon, icon};

/// The buttons of the toolbar, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Undo,
    Sync,
    Help,
}

pub(super) fn bar(board: Board) -> AnyView {
    let title = move || {
        heading(board.heading.get(), "co-title", Some("title"), move || {
            board.say(&Message::Tasks)
        })
    };
    let count = move || {
        let (n, n_cards) = board.summary.with(|s| (s.n_open, s.n_cards));
        (n_cards > 0).then(|| {
            html::span()
                .attr("class", "co-count")
                .child(board.say(&Message::OpenCount(n)))
        })
    };
    let sandbox = move || {
        board.summary.with(|s| s.sync.is_sandbox).then(|| {
            html::span()
                .attr("class", "co-tag co-tag--on")
                .attr("part", "tag")
                .attr("title", board.say(&Message::SandboxMeaning))
                .child(board.say(&Message::Sandbox))
        })
    };
    let read_only = move || {
        board.summary.with(|s| s.is_read_only).then(|| {
            html::span()
                .attr("class", "co-tag")
                .attr("part", "tag")
                .child(board.say(&Message::ReadOnly))
        })
    };
    html::header()
        .attr("class", "co-bar")
        .attr("part", "toolbar")
        .child((
            title,
            count,
            sandbox,
            read_only,
            html::span().attr("class", "grow"),
            tools(board),
        ))
        .into_any()
}

/// One tab stop; arrows go from button to button.
fn tools(board: Board) -> AnyView {
    let chosen = RwSignal::new(Tool::Undo);
    let has_undo = Memo::new(move |_| !board.summary.with(|s| s.is_read_only || s.n_cards == 0));
    let has_sync = Memo::new(move |_| {
        board
            .summary
            .with(|s| chip_of(board, &s.load, &s.sync).is_some())
    });
    let stop = Memo::new(move |_| match chosen.get() {
        Tool::Undo if has_undo.get() => Tool::Undo,
        Tool::Undo | Tool::Sync if has_sync.get() => Tool::Sync,
        Tool::Undo | Tool::Sync | Tool::Help => Tool::Help,
    });
    let tabindex = move |tool: Tool| move || if stop.get() == tool { "0" } else { "-1" };
    let undo = move || {
        has_undo.get().then(|| {
            html::button()
                .attr("type", "button")
                .attr("class", "co-btn co-btn--quiet")
                .attr("part", "button")
                .attr("tabindex", tabindex(Tool::Undo))
                .attr("aria-label", move || undo_name(board))
                .attr("aria-disabled", move || {
                    let is_possible = board
                        .summary
                        .with(|s| s.undo.as_ref().is_some_and(|undo| undo.refusal.is_none()));
                    (!is_possible).then_some("true")
                })
                .on(ev::focus, move |_| chosen.set(Tool::Undo))
                .on(ev::click, move |_| board.undo())
                .child((
                    icon(Icon::Undo),
                    html::span()
                        .attr("class", "bd-undo-word")
                        .child(move || board.say(&Message::Undo)),
                ))
        })
    };
    let sync = move || {
        has_sync.get().then(|| {
            html::button()
                .attr("type", "button")
                .attr("class", move || chip(board).class)
                .attr("part", "sync")
                .attr("tabindex", tabindex(Tool::Sync))
                .attr("title", move || board.say(&Message::SyncNow))
                .on(ev::focus, move |_| chosen.set(Tool::Sync))
                .on(ev::click, move |_| board.retry())
                .child(move || {
                    let chip = chip(board);
                    (
                        icon(chip.icon),
                        html::span().child((
                            html::b().child(chip.strong),
                            html::span().child(chip.plain),
                            html::span().attr("class", "co-since").child(chip.since),
                        )),
                    )
                })
        })
    };
    let help = html::button()
        .attr("type", "button")
        .attr("class", "co-btn co-btn--icon co-btn--quiet")
        .attr("part", "button")
        .attr("tabindex", tabindex(Tool::Help))
        .attr("aria-label", move || board.say(&Message::Help))
        .on(ev::focus, move |_| chosen.set(Tool::Help))
        .on(ev::click, move |_| board.is_help_open.set(true))
        .child(icon(Icon::Help));
    html::div()
        .attr("class", "co-tools")
        .attr("role", "toolbar")
        .attr("aria-label", move || board.say(&Message::Toolbar))
        .on(ev::keydown, on_key)
        .child((undo, sync, help))
        .into_any()
}

fn undo_name(board: Board) -> String {
    board.summary.with(|s| match &s.undo {
        Some(undo) => {
            let title = board.title_of(undo.title.as_ref());
            board.say(&Message::UndoOf {
                title: &title,
                back_to: &undo.back_to,
            })
        }
        None => board.say(&Message::Undo),
    })
}

fn on_key(event: KeyboardEvent) {
    let forward = match event.key().as_str() {
        "ArrowRight" => true,
        "ArrowLeft" => false,
        _ => return,
    };
    let Some(button) = dom::target(&event).and_then(|el| el.closest("button").ok().flatten())
    else {
        return;
    };
    let next = if forward {
        button.next_element_sibling()
    } else {
        button.previous_element_sibling()
    };
    if let Some(next) = next.and_then(|el| el.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        // Fails only for an element that has left the page.
        let _ = next.focus();
    }
}

/// What the chip shows: something strong, something plain, and since when.
#[derive(Clone, Debug, Default)]
struct Chip {
    class: &'static str,
    icon: Icon,
    strong: String,
    plain: String,
    since: String,
}

fn chip(board: Board) -> Chip {
    board
        .summary
        .with(|s| chip_of(board, &s.load, &s.sync))
        .unwrap_or_default()
}

/// Counts of what is and is not acknowledged; nothing where there is nothing to send to.
fn chip_of(board: Board, load: &LoadView, sync: &SyncView) -> Option<Chip> {
    let say = |message: Message<'_>| board.say(&message);
    let time = |at| board.dates().time(board.locale.get(), at);
    let since = |at: Option<_>| match at {
        Some(at) => format!(" {}", say(Message::Since { time: &time(at) })),
        None => String::new(),
    };
    let quiet = Chip {
        class: "co-sync",
        ..Chip::default()
    };
    if let LoadView::Loading { done, total } = load {
        let (done, total) = (*done, *total);
        return Some(Chip {
            icon: Icon::Loop,
            plain: say(Message::LoadingSome { done, total }),
            ..quiet
        });
    }
    if sync.n_waiting > 0 {
        return Some(Chip {
            class: "co-sync co-sync--conflict",
            icon: Icon::Alert,
            strong: say(Message::WaitingForYou { n: sync.n_waiting }),
            ..quiet
        });
    }
    let is_offline = !sync.online && sync.offline_since.is_some();
    if sync.n_unsent > 0 && sync.is_sending && !is_offline {
        return Some(Chip {
            icon: Icon::Loop,
            plain: say(Message::Sending { n: sync.n_unsent }),
            ..quiet
        });
    }
    if sync.n_unsent > 0 {
        let mut since = since(sync.oldest_unsent_at);
        if is_offline {
            since.push_str(", ");
            since.push_str(&say(Message::OfflineSuffix));
        }
        return Some(Chip {
            class: "co-sync co-sync--wait",
            icon: if is_offline {
                Icon::Offline
            } else {
                Icon::Send
            },
            strong: say(Message::Unsent { n: sync.n_unsent }),
            since,
            ..quiet
        });
    }
    if is_offline {
        return Some(Chip {
            class: "co-sync co-sync--wait",
            icon: Icon::Offline,
            plain: say(Message::OfflineChip),
            since: since(sync.offline_since),
            ..quiet
        });
    }
    let at = sync.last_synced_at?;
    Some(Chip {
        icon: Icon::Cloud,
        plain: say(Message::UpToDate { time: &time(at) }),
        ..quiet
    })
}
