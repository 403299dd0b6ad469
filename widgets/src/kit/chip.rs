//! The sync chip: counts of what is and is not acknowledged, never a socket's state.

use super::signal::Memo;
use coordo_client::view::LoadView;
use coordo_i18n::{Message, SyncWord};
use web_sys::KeyboardEvent;

use super::el::{El, el};
use super::frame::Frame;
use super::icon::{Icon, icon};

/// What the chip shows: something strong, something plain, and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chip {
    class: &'static str,
    icon: Icon,
    strong: String,
    plain: String,
    since: String,
    /// On paper only: the day whose times these are.
    day: String,
}

/// The chip as a button that tells more; Ctrl Enter sends and loads at once.
pub(super) fn chip(frame: Frame, chip: Memo<Option<Chip>>) -> El {
    let of = move || chip.get().unwrap_or_default();
    el("button")
        .attr("type", "button")
        .live_attr("class", move || of().class)
        .attr("part", "sync")
        .attr("tabindex", "-1")
        .attr("aria-haspopup", "dialog")
        .attr("aria-keyshortcuts", "Control+Enter")
        .live_attr("title", move || frame.sync_word(SyncWord::ChipMeaning))
        .on("click", move |_| frame.is_chip_open.set(true))
        .on_as::<KeyboardEvent>("keydown", move |event| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                frame.retry();
            }
        })
        .built(frame.chip.keep())
        .live(move || {
            let chip = of();
            (
                icon(chip.icon),
                el("span").attr("data-day", chip.day).child((
                    el("b").child(chip.strong),
                    el("span").child(chip.plain),
                    el("span").class("co-since").child(chip.since),
                )),
            )
        })
}

/// Nothing where there is nothing to send to.
pub(super) fn state(frame: Frame) -> Option<Chip> {
    frame.view.with(|view| {
        let sync = &view.sync;
        let say = |message: Message<'_>| frame.say(&message);
        let time = |at| frame.dates().time(frame.locale.get(), at);
        let since = |at: Option<_>| match at {
            Some(at) => format!(" {}", say(Message::Since { time: &time(at) })),
            None => String::new(),
        };
        let quiet = Chip {
            class: "co-sync",
            day: format!("{}, ", frame.dates().today(frame.locale.get())),
            ..Chip::default()
        };
        if let LoadView::Loading { done, total } = view.load {
            return Some(Chip {
                icon: Icon::Loop,
                plain: say(Message::LoadingSome { done, total }),
                ..quiet
            });
        }
        let is_offline = !sync.online && sync.offline_since.is_some();
        if sync.n_waiting > 0 {
            // What waits for a person hides neither what else is unsent nor that nobody answers.
            let mut rest = String::new();
            let n = sync.n_unsent.saturating_sub(sync.n_waiting);
            if n > 0 {
                rest.push_str(", ");
                rest.push_str(&say(Message::Unsent { n }));
                rest.push_str(&since(sync.oldest_unsent_at));
            }
            if is_offline {
                rest.push_str(", ");
                rest.push_str(&say(Message::OfflineSuffix));
            }
            return Some(Chip {
                class: "co-sync co-sync--conflict",
                icon: Icon::Alert,
                strong: say(Message::WaitingForYou { n: sync.n_waiting }),
                since: rest,
                ..quiet
            });
        }
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
    })
}
