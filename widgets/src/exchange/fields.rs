//! Two versions of a record, field by field: before, mine, theirs, and what would be sent.

use coordo_client::view::FieldView;
use coordo_client::view::conflict::{Choice, ConflictFieldView, ConflictView, MergedView};
use coordo_core::Field;
use coordo_i18n::{Message, SyncMessage, SyncWord as Word, TimelineMessage};
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::review::{Decision, Shown};
use super::words;
use crate::board::task_icon;
use crate::kit::dialog::{Dismiss, close_from, dialog as modal};
use crate::kit::el::{El, button, el, live};
use crate::kit::heading::heading;
use crate::kit::icon::{Icon, icon};

/// The dialog, open.
pub(super) fn dialog(decision: Decision) -> AnyView {
    let frame = decision.frame;
    let body = el("div")
        .class("ex-body")
        .attr("part", "conflict")
        .on_as::<KeyboardEvent>("keydown", move |event| decision.on_key(&event))
        .on("change", move |event| decision.chose(&event))
        .on("focusin", move |event| decision.came(&event))
        .built(decision.node.keep())
        .live(move || {
            let shown = decision.shown.get()?;
            Some(contents(decision, &shown))
        })
        .child(frame.live.region());
    modal(
        "co-dialog ex-review",
        // A choice is not lost by a press beside it.
        Dismiss::OnPurpose,
        move || frame.sync_word(Word::Review),
        move |_| decision.begin(),
        move || decision.closed(),
        body,
    )
}

fn contents(decision: Decision, shown: &Shown) -> (El, El, Vec<El>, El, El) {
    let conflict = &shown.conflict;
    let fields = conflict.fields.iter().enumerate();
    let rows = fields.map(|(at, field)| row(decision, conflict, at, field));
    let merged = conflict.merged.iter().map(|m| merged(decision, m));
    (
        head(decision, shown),
        columns(decision, conflict),
        rows.chain(merged).collect(),
        outcome(decision, conflict.clone()),
        foot(decision),
    )
}

fn head(decision: Decision, shown: &Shown) -> El {
    let frame = decision.frame;
    let level = frame.heading.get().saturating_add(1);
    let title = frame.title_of(shown.conflict.title.as_ref());
    let turn = |word: Word, glyph: Icon, by: isize| {
        let is_end = if by < 0 {
            shown.at == 0
        } else {
            shown.at + 1 == shown.of
        };
        button("co-btn co-btn--icon co-btn--quiet")
            .attr("aria-label", frame.sync_word(word))
            .attr("aria-disabled", is_end.then_some("true"))
            .on("click", move |_| decision.turn(by))
            .child(icon(glyph))
    };
    let place = TimelineMessage::PlaceOf {
        at: shown.at + 1,
        of: shown.of,
    };
    let nav = (shown.of > 1).then(|| {
        el("div").class("ex-nav").child((
            el("span").child(frame.say(&Message::Timeline(place))),
            turn(Word::Earlier, Icon::Left, -1),
            turn(Word::Later, Icon::Right, 1),
        ))
    });
    el("header").class("ex-head").child((
        heading(level, "", move || title.clone()),
        nav,
        el("p").child(words::story(frame, &shown.conflict)),
    ))
}

/// What stands over the columns, where they lie side by side.
fn columns(decision: Decision, conflict: &ConflictView) -> El {
    let frame = decision.frame;
    let head = |word: Word, small: Option<String>| {
        el("span").child((
            frame.sync_word(word),
            small.map(|small| el("small").child(small)),
        ))
    };
    let before = conflict.before_at.map(|at| {
        let time = words::changed_at(frame, at);
        frame.say(&Message::Sync(SyncMessage::VersionOf { time: &time }))
    });
    let mine = conflict.mine_at;
    let mine = mine.map(|at| frame.dates().time(frame.locale.get(), at));
    let by = conflict.by.as_ref().map(|by| by.0.clone());
    let theirs = conflict.at.map(|at| words::changed_at(frame, at));
    let theirs = by.into_iter().chain(theirs).collect::<Vec<_>>().join(", ");
    el("div").class("ex-row ex-cols").child((
        head(Word::FieldHead, None),
        head(Word::Before, before),
        head(Word::Mine, mine),
        head(other(conflict), Some(theirs).filter(|t| !t.is_empty())),
    ))
}

/// What the other version is called.
fn other(conflict: &ConflictView) -> Word {
    if conflict.by.is_some() {
        Word::Theirs
    } else {
        Word::OfServer
    }
}

fn row(decision: Decision, conflict: &ConflictView, at: usize, field: &ConflictFieldView) -> El {
    let frame = decision.frame;
    let say = |view: &FieldView| words::value(frame, field.field, &field.path, view);
    let before = say(&field.before);
    let chosen = decision.choice(&conflict.record, field);
    let option = |choice: Choice, side: Word, view: &FieldView| {
        let (value, part, id) = match choice {
            Choice::Mine => ("mine", "mine", format!("ex-m-{at}")),
            Choice::Theirs => ("theirs", "theirs", format!("ex-t-{at}")),
        };
        let words = say(view);
        let is_same = words == before;
        let glyph = match view {
            FieldView::Status(status) => Some(icon(task_icon(status))),
            FieldView::Nothing
            | FieldView::Text(_)
            | FieldView::Priority(_)
            | FieldView::Period(_) => None,
        };
        let reason = match (field.field, &conflict.reasons, choice) {
            (Some(Field::Status), [reason, _], Choice::Mine)
            | (Some(Field::Status), [_, reason], Choice::Theirs) => reason.as_ref(),
            (_, _, _) => None,
        };
        let reason = reason.map(|reason| {
            let words = frame.say(&Message::Reason { text: &reason.0 });
            el("small").child(words)
        });
        let text = el(if is_same { "span" } else { "ins" }).child(words);
        el("div").class("ex-o").attr("part", part).child((
            el("input")
                .attr("type", "radio")
                .attr("name", format!("ex-{at}"))
                .attr("value", value)
                .attr("id", id.clone())
                // An element that is drawn again keeps what was pressed: the attribute is not enough.
                .built(move |input| {
                    let input: &HtmlInputElement = input.unchecked_ref();
                    input.set_checked(chosen == Some(choice));
                }),
            el("label").attr("for", id).child((
                el("small").class("ex-side").child(frame.sync_word(side)),
                el("span").class("ex-v").child((glyph, text)),
                reason,
                is_same.then(|| el("small").child(frame.sync_word(Word::Unchanged))),
            )),
        ))
    };
    let (name_id, before_id) = (format!("ex-n-{at}"), format!("ex-b-{at}"));
    el("div")
        .class("ex-row")
        .attr("part", "conflict-field")
        .attr("role", "radiogroup")
        .attr("aria-labelledby", name_id.clone())
        .attr("aria-describedby", before_id.clone())
        .attr("data-at", at.to_string())
        .attr("data-path", field.path.clone())
        .child((
            el("span")
                .class("ex-name")
                .attr("id", name_id)
                .child(words::named(frame, field)),
            el("div")
                .class("ex-before")
                .attr("part", "before")
                .attr("id", before_id)
                .child((
                    el("small")
                        .class("ex-side")
                        .child(frame.sync_word(Word::Before)),
                    el("span").class("ex-v").child(before.clone()),
                )),
            option(Choice::Mine, Word::Mine, &field.mine),
            option(Choice::Theirs, other(conflict), &field.theirs),
        ))
}

/// What merges by itself.
fn merged(decision: Decision, merged: &MergedView) -> El {
    let frame = decision.frame;
    let values = merged.values.iter();
    let values = values.map(|view| {
        let words = words::value(frame, Some(merged.field), "", view);
        el("ins").child(words)
    });
    el("div")
        .class("ex-row ex-row--merged")
        .attr("part", "merged")
        .child((
            el("span").class("ex-name").child((
                frame.say(&Message::Field(merged.field)),
                el("small").child((icon(Icon::Info), frame.sync_word(Word::Merged))),
            )),
            el("div").class("ex-auto").child((
                el("span").class("ex-v").child(values.collect::<Vec<_>>()),
                el("small").child(frame.sync_word(Word::MergedMeaning)),
            )),
        ))
}

fn outcome(decision: Decision, conflict: ConflictView) -> El {
    let frame = decision.frame;
    let level = frame.heading.get().saturating_add(2);
    let wrong = live(move || {
        decision
            .wrong
            .get()
            .map(|why| el("p").class("co-wrong").attr("role", "alert").child(why))
    });
    el("div").class("ex-out").attr("part", "outcome").child((
        el("div").child((
            heading(level, "", move || frame.sync_word(Word::Outcome)),
            el("p").live_text(move || decision.outcome(&conflict)),
            wrong,
        )),
        el("div").class("co-acts").child((
            button("co-btn co-btn--quiet")
                .on("click", |event| close_from(&event))
                .child(frame.sync_word(Word::SetAside)),
            button("co-btn co-btn--primary")
                .attr("part", "button-primary")
                .on("click", move |_| decision.save())
                .child(frame.sync_word(Word::SaveChoice)),
        )),
    ))
}

fn foot(decision: Decision) -> El {
    let frame = decision.frame;
    let escape = frame.locale.get().escape_key();
    let keys: [(&[&'static str], Word); 5] = [
        (&["↑", "↓"], Word::KeyField),
        (&["←"], Word::KeyMine),
        (&["→"], Word::KeyTheirs),
        (&["Ctrl", "↵"], Word::KeySave),
        (&[escape], Word::KeyAside),
    ];
    let keys = keys.map(|(keys, word)| {
        let keys = keys.iter().map(|key| el("kbd").class("co-kbd").child(*key));
        el("span").child((keys.collect::<Vec<_>>(), frame.sync_word(word)))
    });
    el("div").class("ex-foot").child((
        Vec::from(keys),
        el("span").class("grow"),
        el("span").child(frame.sync_word(Word::AsideMeaning)),
    ))
}
