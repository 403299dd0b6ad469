//! Where someone works and as what, when they are there, and when they are not.

use coordo_client::view::directory::{CardOfActorView, EntryKind, SituationView};
use coordo_i18n::InDirectory;

use super::record::{link, part};
use super::state::Directory;
use super::words;
use crate::kit::el::{El, el};
use crate::kit::icon::{Icon, icon};

pub(super) fn situations(directory: Directory, card: &CardOfActorView) -> Option<El> {
    let title = match card.kind {
        EntryKind::Structure | EntryKind::Team => InDirectory::PartsTitle,
        EntryKind::Professional | EntryKind::Person | EntryKind::Relative => {
            InDirectory::SituationsTitle
        }
    };
    let rows: Vec<El> = card
        .situations
        .iter()
        .map(|situation| row(directory, situation))
        .collect();
    let list = el("ul").class("di-places").child(rows).into_any();
    (!card.situations.is_empty()).then(|| part(directory, &title, vec![list]))
}

fn row(directory: Directory, situation: &SituationView) -> El {
    let structure = situation
        .structure
        .as_ref()
        .map(|name| link(directory, situation.structure_key.as_ref(), name.0.clone()));
    let role: Vec<String> = [&situation.role, &situation.specialty]
        .into_iter()
        .flatten()
        .map(|text| text.0.clone())
        .collect();
    let role = (!role.is_empty()).then(|| el("p").child(role.join(", ")));
    let address = situation
        .address
        .as_ref()
        .map(|address| el("p").child((icon(Icon::Pin), address.0.clone())));
    let locale = directory.frame.locale.get();
    let dates = directory.frame.dates();
    let (start, end) = (situation.start, situation.end);
    let period = words::period(locale, &*dates, start, end, situation.is_over)
        .map(|text| el("p").class("di-w").child(text));
    el("li")
        .class(if situation.is_over { "is-over" } else { "" })
        .attr("data-resource", situation.key.reference())
        .attr("data-source", situation.key.source.0.clone())
        .child((structure, role, address, period))
        .child((week(directory, situation), absences(directory, situation)))
}

/// The hours of a usual week, day by day.
fn week(directory: Directory, situation: &SituationView) -> Option<El> {
    if situation.hours.is_empty() {
        return None;
    }
    let title = directory.say(&InDirectory::HoursTitle);
    let days: Vec<El> = (0..7).map(|day| hours(directory, situation, day)).collect();
    Some(
        el("div").class("di-when").child((
            el("p").class("di-w").child(title.clone()),
            el("ul")
                .class("di-week")
                .attr("part", "week")
                .attr("aria-label", title)
                .child(days),
        )),
    )
}

fn hours(directory: Directory, situation: &SituationView, day: usize) -> El {
    let spans = situation.hours.iter().filter(|(d, ..)| *d == day);
    let spans: Vec<(u16, u16)> = spans.map(|(_, start, end)| (*start, *end)).collect();
    let seen: Vec<El> = spans
        .iter()
        .map(|(start, end)| {
            let text = format!("{} – {}", clock(*start), clock(*end));
            el("span").child(text)
        })
        .collect();
    let heard: Vec<String> = spans
        .iter()
        .map(|&(start, end)| directory.say(&InDirectory::Hours { start, end }))
        .collect();
    let heard = if heard.is_empty() {
        directory.say(&InDirectory::DayClosed(day))
    } else {
        let hours = &heard.join(", ");
        directory.say(&InDirectory::DayHours { day, hours })
    };
    let none = seen.is_empty().then(|| el("span").child("–"));
    el("li").child((
        el("span").class("sr").child(heard),
        el("span")
            .class("di-day")
            .attr("aria-hidden", "true")
            .child((
                el("b").child(directory.say(&InDirectory::Weekday(day))),
                seen,
                none,
            )),
    ))
}

/// « 8 » or « 8:30 »: short enough for a seventh of the record.
fn clock(minutes: u16) -> String {
    match (minutes / 60, minutes % 60) {
        (hour, 0) => hour.to_string(),
        (hour, minute) => format!("{hour}:{minute:02}"),
    }
}

fn absences(directory: Directory, situation: &SituationView) -> Option<El> {
    let locale = directory.frame.locale.get();
    let dates = directory.frame.dates();
    let rows: Vec<El> = situation
        .absences
        .iter()
        .flat_map(|absence| {
            let when = words::period(locale, &*dates, absence.start, absence.end, false);
            let what = absence.text.as_ref().map(|text| text.0.clone());
            let untold = || directory.say(&InDirectory::AbsenceUntold);
            [
                el("dt").child(when.unwrap_or_else(|| "–".to_owned())),
                el("dd").child(what.unwrap_or_else(untold)),
            ]
        })
        .collect();
    let title = directory.say(&InDirectory::AbsencesTitle);
    (!situation.absences.is_empty()).then(|| {
        el("div").class("di-when").child((
            el("p").class("di-w").child(title),
            el("dl").class("di-kv").attr("part", "cover").child(rows),
        ))
    })
}
