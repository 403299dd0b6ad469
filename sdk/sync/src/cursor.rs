//! From when on a source is asked, by its own clock.

use coordo_core::Instant;
use coordo_fhir::fields::Fields;
use coordo_fhir::http::HttpResponse;

use crate::wait::http_date;

/// Changes of the last minutes are asked for twice: servers index later than they stamp, cache
/// searches, and tell whole seconds. In milliseconds.
const OVERLAP: i64 = 120_000;
/// Readings by the clock alone before ids are compared again.
const DELTAS: u32 = 10;
/// The form of the bytes.
const FORM: u32 = 1;

/// How far a source has been read. Holds nothing of any record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyncState {
    /// What the source's clock showed.
    since: Instant,
    n_deltas: u32,
}

impl SyncState {
    pub(crate) fn at(since: Instant) -> Self {
        Self { since, n_deltas: 0 }
    }

    pub(crate) fn asks_from(&self) -> Instant {
        Instant(self.since.0.saturating_sub(OVERLAP))
    }

    /// The state after a reading by the clock alone, which told `next`.
    #[must_use]
    pub fn after_delta(self, next: Option<Self>) -> Self {
        Self {
            since: next.map_or(self.since, |n| n.since.max(self.since)),
            n_deltas: self.n_deltas.saturating_add(1),
        }
    }

    /// Whether it is time to compare ids again: what is gone, nobody else tells.
    pub fn is_comparison_due(&self) -> bool {
        self.n_deltas >= DELTAS
    }

    /// To be kept.
    pub fn to_text(self) -> String {
        let (since, n) = (self.since.0, self.n_deltas);
        format!("{{\"form\":{FORM},\"since\":{since},\"deltas\":{n}}}")
    }

    /// What was kept; `None` where that is of another form: the source is read whole then.
    pub fn from_text(text: &str) -> Option<Self> {
        let fields = Fields::parse(text).ok()?;
        let number = |name: &str| fields.get(name)?.parse::<i64>().ok();
        (number("form")? == i64::from(FORM)).then_some(())?;
        Some(Self {
            since: Instant(number("since")?),
            n_deltas: u32::try_from(number("deltas")?).ok()?,
        })
    }
}

/// What the source's clock showed: `Bundle.meta.lastUpdated`, else `Date`, which browsers often
/// hide.
pub(crate) fn clock_of(response: &HttpResponse) -> Option<Instant> {
    let fields = Fields::parse(&response.body).ok()?;
    let of_bundle = fields.object("meta").and_then(|m| m.string("lastUpdated"));
    let of_bundle = of_bundle.as_deref().and_then(Instant::from_fhir);
    of_bundle.or_else(|| http_date(response.header("date")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_another_form_is_read_whole() {
        let state = SyncState::at(Instant(1_795_000_000_000));
        let later = state.after_delta(Some(SyncState::at(Instant(1_795_000_000_001))));
        assert_eq!(SyncState::from_text(&later.to_text()), Some(later));
        assert_eq!(
            SyncState::from_text("{\"form\":2,\"since\":1,\"deltas\":0}"),
            None
        );
        assert_eq!(SyncState::from_text("[]"), None);
    }

    #[test]
    fn ids_are_compared_again_after_some_readings_by_the_clock() {
        let mut state = SyncState::at(Instant(0));
        for _ in 0..DELTAS {
            assert!(!state.is_comparison_due());
            state = state.after_delta(None);
        }
        assert!(state.is_comparison_due());
    }
}
