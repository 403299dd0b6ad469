//! The facts of an item in words.

use coordo_client::board::{CardStatus, OwnerView};
use coordo_client::timeline::{
    Grouping, ItemKind, ItemView, LaneKey, LaneView, LinkKind, Phase, Shape,
};
use coordo_core::activity::ActivityStatus;
use coordo_core::{FhirDate, Instant};
use coordo_i18n::{DateFormat, Locale, Message, TimelineMessage, TimelineWord as Word};

use crate::kit::el::{El, el};
use crate::kit::icon::icon;
use crate::kit::{missing, news};

/// The kind of several things, for lanes.
pub(super) fn kinds(kind: ItemKind) -> Word {
    match kind {
        ItemKind::Plan => Word::Plans,
        ItemKind::Activity => Word::Activities,
        ItemKind::Appointment => Word::Appointments,
        ItemKind::Encounter => Word::Encounters,
        ItemKind::Request => Word::Requests,
        ItemKind::Procedure => Word::Procedures,
        ItemKind::Treatment => Word::Treatments,
        ItemKind::Condition => Word::Conditions,
        ItemKind::Measure => Word::Measures,
        ItemKind::Message => Word::Messages,
        ItemKind::Document => Word::Documents,
        ItemKind::Flag => Word::Flags,
        ItemKind::Consent => Word::Consents,
    }
}

/// The kind of one thing.
pub(super) fn kind(kind: ItemKind) -> Word {
    match kind {
        ItemKind::Plan => Word::PlanKind,
        ItemKind::Activity => Word::ActivityKind,
        ItemKind::Appointment => Word::AppointmentKind,
        ItemKind::Encounter => Word::EncounterKind,
        ItemKind::Request => Word::RequestKind,
        ItemKind::Procedure => Word::ProcedureKind,
        ItemKind::Treatment => Word::TreatmentKind,
        ItemKind::Condition => Word::ConditionKind,
        ItemKind::Measure => Word::MeasureKind,
        ItemKind::Message => Word::MessageKind,
        ItemKind::Document => Word::DocumentKind,
        ItemKind::Flag => Word::FlagKind,
        ItemKind::Consent => Word::ConsentKind,
    }
}

/// Planned, under way or performed; in French it agrees with the kind. Nothing of what holds: a
/// diagnosis is not done.
pub(super) fn phase(item: &ItemView) -> Option<Word> {
    let (phase, kind) = (item.phase, item.kind);
    let holds = matches!(
        kind,
        ItemKind::Condition | ItemKind::Flag | ItemKind::Consent
    );
    if holds && phase == Phase::Performed {
        return None;
    }
    if phase == Phase::Planned && has_begun(&item.status) {
        return Some(Word::UnderWay);
    }
    let is_feminine = matches!(
        kind,
        ItemKind::Activity | ItemKind::Request | ItemKind::Measure | ItemKind::Flag
    );
    Some(match (phase, is_feminine) {
        (Phase::Planned, true) => Word::PlannedF,
        (Phase::Planned, false) => Word::PlannedM,
        (Phase::Performed, true) => Word::PerformedF,
        (Phase::Performed, false) => Word::PerformedM,
        (Phase::Missed, _) => Word::Missed,
        (Phase::Erroneous, _) => Word::Erroneous,
    })
}

/// How the linked item stands to this one.
pub(super) fn link(kind: LinkKind) -> Word {
    match kind {
        LinkKind::PartOf => Word::PartOf,
        LinkKind::Part => Word::Part,
        LinkKind::BasedOn => Word::BasedOn,
        LinkKind::Leads => Word::Leads,
        LinkKind::Focus => Word::Focus,
        LinkKind::FulfilledBy => Word::FulfilledBy,
        LinkKind::After => Word::After,
        LinkKind::Before => Word::Before,
        LinkKind::Encounter => Word::Encounter,
        LinkKind::During => Word::During,
    }
}

/// What heads the column of names.
pub(super) fn head(grouping: Grouping) -> Word {
    match grouping {
        Grouping::Goal => Word::HeadGoal,
        Grouping::Actor => Word::HeadActor,
        Grouping::Kind => Word::HeadKind,
    }
}

/// The name of a lane.
pub(super) fn lane(locale: Locale, grouping: Grouping, lane: &LaneView) -> String {
    if let Some(title) = &lane.title {
        return title.0.clone();
    }
    match (&lane.key, grouping) {
        (LaneKey::Kind(kind), _) => locale.timeline_word(kinds(*kind)).to_owned(),
        (LaneKey::Named(name), _) => name.0.clone(),
        (LaneKey::None, Grouping::Actor) => locale.say(&Message::NoOwner),
        (LaneKey::None, Grouping::Goal | Grouping::Kind) => {
            locale.timeline_word(Word::NoGoal).to_owned()
        }
        (LaneKey::Goal(_) | LaneKey::Need(_) | LaneKey::Actor(_), _) => {
            locale.say(&Message::Untitled)
        }
    }
}

/// When an item takes place, with the precision that was written.
pub(super) fn when(locale: Locale, dates: &dyn DateFormat, item: &ItemView) -> String {
    let day = |date| dates.day_time(locale, date);
    let words = match (item.start, item.end) {
        (Some(start), Some(end)) if start == end => day(start),
        (Some(start), Some(end)) => dates.span(locale, start, end),
        (Some(start), None) => match item.shape {
            Some(Shape::OpenEnd) if item.phase == Phase::Planned && !has_begun(&item.status) => {
                let date = dates.day(locale, start);
                return locale.say(&Message::From { date: &date });
            }
            Some(Shape::OpenEnd) => {
                let date = dates.day(locale, start);
                return locale.timeline(&TimelineMessage::Since { date: &date });
            }
            _ => day(start),
        },
        (None, Some(end)) => match item.shape {
            Some(Shape::OpenStart) => {
                let date = dates.day(locale, end);
                return locale.say(&Message::Until { date: &date });
            }
            Some(Shape::Window) => {
                let date = day(end);
                return locale.say(&Message::By { date: &date });
            }
            _ => day(end),
        },
        (None, None) => match &item.when_text {
            Some(text) => return text.0.clone(),
            None => return locale.say(&Message::NoDate),
        },
    };
    match item.shape {
        Some(Shape::Partial) => locale.timeline(&TimelineMessage::DayUnknown { date: &words }),
        Some(Shape::Window) if item.phase == Phase::Planned => {
            locale.timeline(&TimelineMessage::Within { when: &words })
        }
        // When it was done is not said: only until when it was to be.
        Some(Shape::Window) => locale.timeline(&TimelineMessage::Allowed { when: &words }),
        _ => words,
    }
}

/// What its line in the table says besides: what is missing, a value, a date that is not one.
pub(super) fn report(locale: Locale, item: &ItemView) -> Vec<String> {
    let missing = missing::spoken(locale, &item.badges);
    missing.into_iter().chain(facts(locale, item)).collect()
}

/// The same without what is missing.
pub(super) fn facts(locale: Locale, item: &ItemView) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(value) = &item.value {
        facts.push(locale.value(&value.0));
    }
    let word = match item.shape {
        Some(Shape::Partial) => Word::PartialDate,
        Some(Shape::Window) if item.phase == Phase::Planned => Word::InWindow,
        _ => return facts,
    };
    facts.push(locale.timeline_word(word).to_owned());
    facts
}

/// Whether it is under way: then it lasts since its first day, and does not begin on it.
fn has_begun(status: &CardStatus) -> bool {
    match status {
        CardStatus::Task(status) => status.is_under_way(),
        CardStatus::Activity(status) => {
            matches!(status, ActivityStatus::InProgress | ActivityStatus::OnHold)
        }
    }
}

/// One date of an item, for a cell of the table; a dash where there is none.
pub(super) fn date(locale: Locale, dates: &dyn DateFormat, date: Option<FhirDate>) -> String {
    match date {
        Some(date) => dates.day_time(locale, date),
        None => "—".to_owned(),
    }
}

/// From the day of one instant to the day of another.
pub(super) fn days(locale: Locale, dates: &dyn DateFormat, from: Instant, to: Instant) -> String {
    let day = |at: Instant| at.local_day(dates.zone_minutes(at)).map(FhirDate::Day);
    match (day(from), day(to)) {
        (Some(a), Some(b)) => dates.span(locale, a, b),
        _ => String::new(),
    }
}

/// Who, in words; nobody is said, too.
fn owner(locale: Locale, owner: &OwnerView) -> String {
    match &owner.name {
        Some(name) => name.0.clone(),
        None if owner.is_awaited => "…".to_owned(),
        None if owner.is_unresolved => locale.say(&Message::OwnerElsewhere),
        None => locale.say(&Message::NoOwner),
    }
}

/// Who answers for an item. Nobody is missing where nobody is asked to: for a diagnosis, a measure.
pub(super) fn who(locale: Locale, item: &ItemView) -> String {
    let is_asked = matches!(
        item.kind,
        ItemKind::Activity | ItemKind::Appointment | ItemKind::Request
    );
    let of = &item.owner;
    if is_asked || of.name.is_some() || of.is_awaited || of.is_unresolved {
        owner(locale, of)
    } else {
        String::new()
    }
}

/// What an item is called.
pub(super) fn title(locale: Locale, item: &ItemView) -> String {
    match &item.title {
        Some(title) => title.0.clone(),
        None => untitled(locale, item.kind),
    }
}

/// What has no name of its own is called by its kind; an activity without a name lacks one.
pub(super) fn untitled(locale: Locale, of: ItemKind) -> String {
    if matches!(of, ItemKind::Plan | ItemKind::Activity) {
        return locale.say(&Message::Untitled);
    }
    locale.timeline_word(kind(of)).to_owned()
}

/// The word of its status.
pub(super) fn status(locale: Locale, status: &CardStatus) -> String {
    match status {
        CardStatus::Task(status) => locale.task_status(status),
        CardStatus::Activity(status) => locale.activity_status(status),
    }
}

/// The glyph and the word of a status.
pub(super) fn status_line(locale: Locale, status: &CardStatus) -> El {
    let (glyph, word, class) = crate::board::status_words(locale, status);
    el("span").class(class).child((icon(glyph), word))
}

/// The whole item in one breath: « Prise de sang, prévue ven. 27 nov. 08:30, Nadia
/// Benhaddou. 2 sur 3. »
pub(super) fn spoken(
    locale: Locale,
    dates: &dyn DateFormat,
    item: &ItemView,
    place: Option<(usize, usize)>,
) -> String {
    let mut spoken = title(locale, item);
    spoken.push_str(", ");
    if let Some(word) = phase(item) {
        spoken.push_str(locale.timeline_word(word));
        spoken.push(' ');
    }
    spoken.push_str(&when(locale, dates, item));
    if let Some(name) = &item.owner.name {
        spoken.push_str(", ");
        spoken.push_str(&name.0);
    }
    if let Some(value) = &item.value {
        spoken.push_str(", ");
        spoken.push_str(&locale.value(&value.0));
    }
    // « nov. » ends with one already.
    if !spoken.ends_with('.') {
        spoken.push('.');
    }
    if let Some(missing) = missing::spoken(locale, &item.badges) {
        spoken.push(' ');
        spoken.push_str(&missing);
        spoken.push('.');
    }
    if let Some(unread) = &item.unread {
        spoken.push(' ');
        spoken.push_str(&news::spoken(locale, unread));
        spoken.push('.');
    }
    if let Some((at, of)) = place {
        spoken.push(' ');
        spoken.push_str(&locale.timeline(&TimelineMessage::PlaceOf { at, of }));
        spoken.push('.');
    }
    spoken
}

/// What stands beside a mark where there is room for it.
pub(super) fn beside(locale: Locale, dates: &dyn DateFormat, item: &ItemView) -> String {
    if let Some(value) = &item.value {
        return locale.value(&value.0);
    }
    match item.shape {
        Some(Shape::Point) if item.phase == Phase::Planned => {
            format!(
                "{}, {}",
                when(locale, dates, item),
                status(locale, &item.status)
            )
        }
        Some(Shape::Milestone) | None => title(locale, item),
        Some(
            Shape::Point
            | Shape::Period
            | Shape::OpenEnd
            | Shape::OpenStart
            | Shape::Partial
            | Shape::Window,
        ) => when(locale, dates, item),
    }
}
