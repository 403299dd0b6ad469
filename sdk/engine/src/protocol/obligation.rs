//! What has to come back by itself: yearly reviews, regular checks (row 122).

use coordo_core::calendar::WorkingCalendar;
use coordo_core::coded::Coded;
use coordo_core::order::Order as _;
use coordo_core::timing::Unit;
use coordo_core::{DateParts, Instant, Private, RecordKey};

/// Something that a condition asks for at intervals. Which condition and how often belong to
/// the host or to a protocol, never to this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// What is to be done.
    pub title: Private<String>,
    /// The condition that asks for it.
    pub condition: Coded,
    /// Every so many days, weeks, months or years.
    pub every: (u32, Unit),
    /// Since when: the condition, or the agreement to follow it.
    pub from: DateParts,
    /// When it was last done.
    pub last_done: Option<DateParts>,
    /// Who answers for the next time.
    pub owner: Option<RecordKey>,
}

/// The next time of an obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObligationState {
    /// Which one, by its place in the list that was given.
    pub place: usize,
    /// By when: the end of this day.
    pub due: DateParts,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// Who answers for it; `None` has to be named.
    pub owner: Option<RecordKey>,
}

/// The next time of each obligation that the person's conditions ask for: the longest overdue
/// first, of one day those without an owner first.
pub fn due_list(
    obligations: &[Obligation],
    conditions: &[Coded],
    now: Instant,
    calendar: &WorkingCalendar,
) -> Vec<ObligationState> {
    let Some(today) = calendar.zone.day(now) else {
        return Vec::new();
    };
    let asked = |o: &Obligation| {
        let same = |c: &Coded| c.code == o.condition.code && c.system == o.condition.system;
        !o.condition.code.is_empty() && conditions.iter().any(same)
    };
    let mut due: Vec<ObligationState> = obligations
        .iter()
        .enumerate()
        .filter(|(_, o)| asked(o))
        .filter_map(|(place, o)| {
            let due = next(o)?;
            Some(ObligationState {
                place,
                due,
                is_overdue: due < today,
                owner: o.owner.clone(),
            })
        })
        .collect();
    due.order_by_key(|state| (state.due, state.owner.is_some(), state.place));
    due
}

/// One interval after the last time, or after the beginning where it was never done.
fn next(of: &Obligation) -> Option<DateParts> {
    let from = of.last_done.unwrap_or(of.from);
    let (n, unit) = of.every;
    if n == 0 {
        return None;
    }
    match unit {
        Unit::Day => from.plus(i64::from(n)),
        Unit::Week => from.plus(i64::from(n).checked_mul(7)?),
        Unit::Month => from.plus_months(i32::try_from(n).ok()?),
        Unit::Year => from.plus_months(i32::try_from(n).ok()?.checked_mul(12)?),
    }
}
