//! The open record: everything known of one entry.

use crate::kit::signal::Memo;
use coordo_client::view::directory::{CardOfActorView, EntryKind, MemberView, OpenItemView};
use coordo_core::{Private, RecordKey};
use coordo_i18n::{InDirectory, Message};
use leptos::prelude::AnyView;

use super::state::Directory;
use super::{circle, keys, reach, situation, words};
use crate::kit;
use crate::kit::dialog::{Dismiss, close_from, dialog};
use crate::kit::el::{El, button, el, live};
use crate::kit::icon::{Icon, icon};
use crate::kit::missing::explained;

/// The record beside the results, or who belongs to the circle in its place.
pub(super) fn beside(directory: Directory) -> El {
    let is_sheet = directory.is_sheet;
    el("div")
        .live_attr("class", move || {
            let is_open = directory.card.with(Option::is_some);
            if is_open && !is_sheet.get() {
                "di-side is-open"
            } else {
                "di-side"
            }
        })
        .live(move || {
            if is_sheet.get() {
                return None;
            }
            let card = directory
                .card
                .with(|card| Some(article(directory, card.as_ref()?)));
            card.or_else(|| {
                let none = el("p").child(directory.say(&InDirectory::NoRecord));
                let none = el("div").class("di-card di-norecord").child(none);
                Some(none.child(circle::circle(directory)))
            })
        })
}

/// The record over the results, where there is no room beside them.
pub(super) fn sheet(directory: Directory) -> AnyView {
    let is_open =
        Memo::new(move || directory.is_sheet.get() && directory.card.with(Option::is_some));
    live(move || is_open.get().then(|| over(directory)))
}

fn over(directory: Directory) -> AnyView {
    dialog(
        "co-dialog co-menu di-sheet",
        Dismiss::Outside,
        move || {
            let name = directory
                .card
                .with(|card| directory.name_of(card.as_ref().and_then(|c| c.name.as_ref())));
            directory.say(&InDirectory::RecordOf(&name))
        },
        move |_| directory.focus("[part=card] [tabindex='-1']"),
        move || directory.close(),
        live(move || {
            directory
                .card
                .with(|card| Some(article(directory, card.as_ref()?)))
        }),
    )
}

/// A heading inside the record, `under` levels below the widget's title.
pub(super) fn heading(directory: Directory, under: u8, text: String) -> El {
    let level = directory.frame.heading.get().saturating_add(under);
    kit::heading::heading(level, "", move || text.clone())
}

/// A part of the record under its title.
pub(super) fn part(directory: Directory, title: &InDirectory<'_>, content: Vec<AnyView>) -> El {
    el("section").child((heading(directory, 2, directory.say(title)), content))
}

/// A name that leads to its record, where there is one.
pub(super) fn link(directory: Directory, key: Option<&RecordKey>, name: String) -> El {
    match key.cloned() {
        Some(key) => button("co-btn co-btn--link")
            .attr("data-resource", key.reference())
            .attr("data-source", key.source.0.clone())
            .child(name)
            .on("click", move |_| directory.open(&key)),
        None => el("span").child(name),
    }
}

fn article(directory: Directory, card: &CardOfActorView) -> El {
    let parts = [
        reach::reach(directory, card),
        situation::situations(directory, card),
        open_items(directory, card),
        members(directory, &InDirectory::TeamsTitle, &card.teams),
        members(directory, &InDirectory::MembersTitle, &card.members),
        within(directory, &card.within),
        remarks(directory, &card.remarks),
        identifiers(directory, card),
        sources(directory, card),
    ];
    el("article")
        .class("di-card")
        .attr("part", "card")
        .attr("aria-labelledby", "di-name")
        .attr("data-resource", card.key.reference())
        .attr("data-source", card.key.source.0.clone())
        .on_as("keydown", move |event| keys::on_record(directory, &event))
        .child(head(directory, card))
        .child(parts.into_iter().flatten().collect::<Vec<El>>())
}

fn head(directory: Directory, card: &CardOfActorView) -> El {
    let role = match &card.role {
        Some(role) => Some(role.0.clone()),
        None if card.is_named_only => None,
        None => Some(directory.say(&words::entry(card.kind))),
    };
    let role = role.map(|role| el("p").class("di-role").child(role));
    let told = |is_so: bool, glyph, text: InDirectory<'_>| {
        is_so.then(|| {
            el("p")
                .class("di-fact")
                .child((icon(glyph), directory.say(&text)))
        })
    };
    let inactive = told(card.is_inactive, Icon::Cancelled, InDirectory::Inactive);
    let only_named = told(card.is_named_only, Icon::Draft, InDirectory::OnlyNamed);
    let class = if card.is_inactive { "is-out" } else { "" };
    el("header").child((
        el("div").class("di-who").child((
            heading(directory, 1, directory.name_of(card.name.as_ref()))
                .class(class)
                .attr("id", "di-name")
                .attr("tabindex", "-1"),
            button("co-btn co-btn--icon co-btn--quiet")
                .attr("aria-label", directory.say(&InDirectory::CloseRecord))
                .on("click", move |event| {
                    // Over the results, the dialog gives the page back first.
                    if directory.is_sheet.get_untracked() {
                        close_from(&event);
                    } else {
                        directory.close();
                    }
                })
                .child(icon(Icon::Close)),
        )),
        role,
        explained(directory.frame, &card.key, &card.badges),
        inactive,
        only_named,
    ))
}

fn open_items(directory: Directory, card: &CardOfActorView) -> Option<El> {
    if card.n_open == 0 {
        return (card.kind == EntryKind::Professional).then(|| {
            let none = directory.say(&InDirectory::OpenNone);
            el("p").class("di-w").child(none)
        });
    }
    let rows: Vec<El> = card
        .open
        .iter()
        .map(|item| open_item(directory, item))
        .collect();
    let rest = card.n_open.saturating_sub(card.open.len());
    let rest = (rest > 0).then(|| {
        el("li")
            .class("di-w")
            .child(directory.say(&InDirectory::OpenMore(rest)))
    });
    let list = el("ul").class("di-list").child((rows, rest)).into_any();
    Some(part(
        directory,
        &InDirectory::OpenTitle(card.n_open),
        vec![list],
    ))
}

/// A press chooses it in all widgets; a second one lets go of it.
fn open_item(directory: Directory, item: &OpenItemView) -> El {
    let is_chosen = directory
        .item
        .with(|chosen| chosen.as_ref().is_some_and(|c| c.key == item.key));
    let locale = directory.frame.locale.get();
    let title = match &item.title {
        Some(title) => title.0.clone(),
        None => directory.frame.say(&Message::Untitled),
    };
    let beside = match (item.due, item.is_offered) {
        (Some(date), _) => Some(directory.frame.dates().day(locale, date)),
        (None, true) => Some(directory.frame.say(&Message::Offered)),
        (None, false) => None,
    };
    let key = item.key.clone();
    el("li").child(
        button(if is_chosen {
            "di-item is-chosen"
        } else {
            "di-item"
        })
        .attr("data-resource", key.record.reference())
        .attr("data-source", key.record.source.0.clone())
        .attr("aria-pressed", if is_chosen { "true" } else { "false" })
        .on("click", move |_| directory.choose(&key))
        .child((title, " ", beside.map(|text| el("small").child(text)))),
    )
}

fn members(directory: Directory, title: &InDirectory<'_>, members: &[MemberView]) -> Option<El> {
    let rows: Vec<El> = members
        .iter()
        .map(|member| {
            let name = directory.name_of(member.name.as_ref());
            let locale = directory.frame.locale.get();
            let dates = directory.frame.dates();
            let (start, end) = (member.start, member.end);
            let period = words::period(locale, &*dates, start, end, member.is_over);
            let only_named = member.key.is_none();
            let only_named = only_named.then(|| directory.say(&InDirectory::OnlyNamed));
            let role = member.role.as_ref().map(|role| role.0.clone());
            let beside = [role, period, only_named].into_iter().flatten();
            let beside = beside.collect::<Vec<String>>().join(", ");
            el("li")
                .class(if member.is_over { "is-over" } else { "" })
                .child((link(directory, member.key.as_ref(), name), " "))
                .child(el("small").child(beside))
        })
        .collect();
    let list = el("ul").class("di-list").child(rows).into_any();
    (!members.is_empty()).then(|| part(directory, title, vec![list]))
}

fn within(directory: Directory, within: &[(RecordKey, Private<String>)]) -> Option<El> {
    let rows: Vec<El> = within
        .iter()
        .map(|(key, name)| el("li").child(link(directory, Some(key), name.0.clone())))
        .collect();
    let list = el("ul").class("di-list").child(rows).into_any();
    (!within.is_empty()).then(|| part(directory, &InDirectory::WithinTitle, vec![list]))
}

fn remarks(directory: Directory, remarks: &[Private<String>]) -> Option<El> {
    let rows = remarks
        .iter()
        .map(|text| el("p").child(text.0.clone()).into_any());
    (!remarks.is_empty()).then(|| part(directory, &InDirectory::RemarksTitle, rows.collect()))
}

fn identifiers(directory: Directory, card: &CardOfActorView) -> Option<El> {
    let rows: Vec<El> = card
        .identifiers
        .iter()
        .flat_map(|id| {
            [
                el("dt").child(id.name.clone()),
                el("dd").child(id.value.0.clone()),
            ]
        })
        .collect();
    let list = el("dl").class("di-kv").child(rows).into_any();
    (!card.identifiers.is_empty())
        .then(|| part(directory, &InDirectory::IdentifiersTitle, vec![list]))
}

fn sources(directory: Directory, card: &CardOfActorView) -> Option<El> {
    let locale = directory.frame.locale.get();
    let rows: Vec<El> = card
        .sources
        .iter()
        .flat_map(|(source, changed)| {
            let changed = changed.map(|at| {
                let time = directory.frame.dates().time(locale, at);
                directory.say(&InDirectory::ChangedAt(&time))
            });
            [
                el("dt").child(source.0.clone()),
                el("dd").child(changed.unwrap_or_else(|| "–".to_owned())),
            ]
        })
        .collect();
    let list = el("dl")
        .class("di-kv")
        .attr("part", "source")
        .child(rows)
        .into_any();
    (!card.sources.is_empty()).then(|| part(directory, &InDirectory::SourcesTitle, vec![list]))
}
