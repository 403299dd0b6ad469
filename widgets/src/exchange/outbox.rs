//! The sync chip, opened: what is unsent, what waits for a person, and when it was last heard.

use coordo_client::view::cache::Keeping;
use coordo_client::view::conflict::ConflictView;
use coordo_client::view::{OutboxView, UnsentState, UnsentView};
use coordo_i18n::{Message, SyncMessage, SyncWord as Word};
use leptos::prelude::AnyView;
use web_sys::HtmlElement;

use super::words;
use crate::kit::dialog::{Dismiss, close_from, dialog};
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::frame::Frame;
use crate::kit::heading::heading;
use crate::kit::icon::{Icon, icon};
use crate::kit::menu::place;
use crate::kit::signal::Memo;

/// How many rows are listed.
const LISTED: usize = 50;

/// The opened chip, where it is.
pub(super) fn outbox(frame: Frame) -> AnyView {
    live(move || frame.is_chip_open.get().then(|| sheet(frame)))
}

fn sheet(frame: Frame) -> AnyView {
    let level = frame.heading.get_untracked().saturating_add(1);
    let all = Memo::new(move || {
        frame.news.track();
        let client = frame.client();
        (client.outbox(), client.conflicts())
    });
    let has_sent = Memo::new(move || all.with(|(outbox, _)| !outbox.sent.is_empty()));
    let has_unsent = move || {
        frame
            .view
            .with(|view| view.sync.n_unsent > view.sync.n_waiting)
    };
    dialog(
        "co-dialog co-menu ex-chip",
        Dismiss::Outside,
        move || frame.sync_word(Word::SheetTitle),
        move |element| {
            place(&element, frame.chip.get_as::<HtmlElement>().as_ref());
        },
        move || {
            frame.is_chip_open.set(false);
            // Where a press gives no focus, the browser has none to give back.
            if frame.review.with_untracked(Option::is_none)
                && let Some(chip) = frame.chip.get_as::<HtmlElement>()
            {
                dom::focus(&chip);
            }
        },
        (
            heading(level, "", move || frame.sync_word(Word::SheetTitle)),
            el("div")
                .class("ex-list")
                .live(move || all.with(|(outbox, conflicts)| list(frame, outbox, conflicts)))
                .live(move || has_sent.get().then(|| journal(frame, all))),
            el("div")
                .class("ex-foot")
                .live(move || closing(frame))
                .child(
                    button("co-btn co-btn--s")
                        .on("click", move |_| frame.retry())
                        .live_text(move || {
                            if has_unsent() {
                                frame.sync_word(Word::SendNow)
                            } else {
                                frame.say(&Message::SyncNow)
                            }
                        }),
                ),
            frame.live.region(),
        ),
    )
}

fn list(frame: Frame, outbox: &OutboxView, conflicts: &[ConflictView]) -> El {
    if outbox.rows.is_empty() {
        return el("p").child(all_sent(frame, outbox));
    }
    // What waits for a person comes first.
    let is_asked = |row: &UnsentView| {
        matches!(
            row.state,
            UnsentState::Refused { .. } | UnsentState::Conflict
        )
    };
    let (asked, others): (Vec<_>, Vec<_>) = outbox.rows.iter().partition(|row| is_asked(row));
    let rows = asked.into_iter().chain(others).take(LISTED);
    let rows = rows.map(|row| self::row(frame, row, conflicts));
    let rest = outbox.rows.len().saturating_sub(LISTED);
    let rest = (rest > 0).then(|| {
        let words = frame.say(&Message::Sync(SyncMessage::MoreRows(rest)));
        el("li").child(el("span").child(words))
    });
    el("ul")
        .attr("part", "sync-list")
        .child((rows.collect::<Vec<_>>(), rest))
}

/// « Tout est envoyé. Dernière réception à 10:41 depuis 2 sources : clinique, DAC. »
fn all_sent(frame: Frame, outbox: &OutboxView) -> String {
    let mut said = frame.sync_word(Word::AllSent);
    if let Some(at) = frame.view.with(|view| view.sync.last_synced_at) {
        let time = frame.dates().time(frame.locale.get(), at);
        let sources: Vec<String> = outbox.sources.iter().map(|s| s.0.clone()).collect();
        said.push(' ');
        said.push_str(&frame.say(&Message::Sync(SyncMessage::Received {
            time: &time,
            sources: &sources,
        })));
    }
    said
}

fn row(frame: Frame, row: &UnsentView, conflicts: &[ConflictView]) -> El {
    let conflict = conflicts.iter().find(|c| c.record == row.record);
    let wanted = frame.say(&Message::Sync(SyncMessage::Wanted(&row.wanted)));
    let time = frame.dates().time(frame.locale.get(), row.made_at);
    let (glyph, small, acts) = match (&row.state, conflict) {
        (UnsentState::Conflict, Some(conflict)) => {
            let names = conflict.fields.iter().map(|f| words::named(frame, f));
            let names = names.collect::<Vec<_>>().join(", ");
            (Icon::Both, names, Some(choose(frame, row)))
        }
        // What its source holds now is not read yet.
        (UnsentState::Conflict, None) => (Icon::Both, format!("{wanted}, {time}"), None),
        (UnsentState::Refused { status, words }, _) => {
            let mut said = frame.say(&Message::Refused {
                status: *status,
                mine: &row.wanted,
            });
            if let Some(words) = words {
                said.push(' ');
                said.push_str(&frame.say(&Message::RefusedWords { words: &words.0 }));
            }
            said.push(' ');
            said.push_str(&frame.sync_word(Word::RefusedMeaning));
            (Icon::Alert, said, Some(answers(frame, row)))
        }
        (UnsentState::Sending, _) => {
            let way = frame.sync_word(Word::OnItsWay);
            (Icon::Loop, format!("{wanted}, {time}, {way}"), None)
        }
        (UnsentState::Waiting, _) => {
            let kept = frame.sync_word(kept(frame));
            (Icon::Send, format!("{wanted}, {time}, {kept}"), None)
        }
    };
    let is_asked = acts.is_some();
    el("li")
        .attr("class", is_asked.then_some("is-asked"))
        .attr("part", "sync-row")
        .attr("data-record", row.record.reference())
        .child((
            icon(glyph),
            el("span").child((frame.title_of(row.title.as_ref()), el("small").child(small))),
            acts,
        ))
}

/// What left, for who wants to be sure of it: folded, and what comes new does not fold it again.
fn journal(frame: Frame, all: Memo<(OutboxView, Vec<ConflictView>)>) -> El {
    let rows = move |outbox: &OutboxView| {
        let rows = outbox.sent.iter().map(|sent| {
            let wanted = frame.say(&Message::Sync(SyncMessage::Wanted(&sent.wanted)));
            let time = frame.dates().time(frame.locale.get(), sent.sent_at);
            let title = frame.title_of(sent.title.as_ref());
            el("li")
                .attr("data-record", sent.record.reference())
                .child((
                    icon(Icon::Completed),
                    el("span").child((title, el("small").child(format!("{wanted}, {time}")))),
                ))
        });
        el("ul").child(rows.collect::<Vec<_>>())
    };
    el("details")
        .attr("part", "sync-sent")
        .child(el("summary").live_text(move || frame.sync_word(Word::Journal)))
        .live(move || all.with(|(outbox, _)| rows(outbox)))
}

/// Where an unsent change lies.
fn kept(frame: Frame) -> Word {
    match frame.view.with(|view| view.sync.cache.keeping) {
        Keeping::Device => Word::OnDevice,
        Keeping::Memory | Keeping::MemoryInstead(_) => Word::InPage,
    }
}

fn choose(frame: Frame, row: &UnsentView) -> El {
    let record = row.record.clone();
    button("co-btn co-btn--s")
        .on("click", move |event| {
            // The browser gives the focus back to the chip, from where the decision takes it.
            close_from(&event);
            frame.open_review(record.clone(), true);
        })
        .child(frame.sync_word(Word::Choose))
}

fn answers(frame: Frame, row: &UnsentView) -> El {
    let answer = |word: Word, is_again: bool| {
        let record = row.record.clone();
        button("co-btn co-btn--s")
            .on("click", move |_| {
                let (client, record) = (frame.client(), record.clone());
                frame.spawn(async move {
                    let answer = if is_again {
                        client.keep_mine(&record).await.err()
                    } else {
                        client.discard_mine(&record).await;
                        None
                    };
                    if let Some(refusal) = answer.filter(|_| frame.is_alive()) {
                        frame.refuse(&refusal);
                    }
                });
            })
            .child(frame.sync_word(word))
    };
    el("div")
        .class("ex-acts")
        .child((answer(Word::SendAgain, true), answer(Word::Withdraw, false)))
}

/// What happens next.
fn closing(frame: Frame) -> El {
    let sync = frame.view.with(|view| view.sync.clone());
    let mut said = Vec::new();
    if let Some(since) = sync.offline_since.filter(|_| !sync.online) {
        let time = frame.dates().time(frame.locale.get(), since);
        said.push(frame.say(&Message::Sync(SyncMessage::OfflineSince { time: &time })));
        said.push(frame.sync_word(Word::ResumesAlone));
    }
    if sync.n_waiting > 0 {
        said.push(frame.sync_word(Word::VersionsKept));
    }
    el("span").class("grow").child(said.join(" "))
}
