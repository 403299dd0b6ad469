//! Who of several pages on one device may send: a lease with a fencing number, as pure decisions.
//!
//! A lock of the browser says who leads as long as pages run. A page that was frozen may wake up
//! and still believe it: the lease lies in the same storage as the rows, and its number grows each
//! time that it changes hands, so that what an earlier page writes is known by it.

use coordo_core::Instant;

/// How long a lease holds, in milliseconds, unless it is renewed.
pub const LEASE_MS: i64 = 15_000;

/// The lease as it lies in the storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Grows with each taking: whoever knows it holds the lease.
    pub fence: u64,
    /// Until when it holds, by the device's clock.
    pub until: Instant,
}

impl Lease {
    fn under(fence: u64, now: Instant) -> Self {
        Self {
            fence,
            until: Instant(now.0.saturating_add(LEASE_MS)),
        }
    }

    /// A lease that ends later than any does was written before the clock was put back.
    fn holds(&self, now: Instant) -> bool {
        now < self.until && self.until.0.saturating_sub(now.0) <= LEASE_MS
    }

    /// The lease for a page that asks for it, to be written in the transaction that found the
    /// other; `None` where another page leads. `mine` is the number under which it led before;
    /// `is_granted`, whether a lock of the browser says that nobody else leads.
    pub fn ask(
        found: Option<Self>,
        mine: Option<u64>,
        is_granted: bool,
        now: Instant,
    ) -> Option<Self> {
        let Some(found) = found else {
            return Some(Self::under(1, now));
        };
        if mine == Some(found.fence) {
            return Some(Self::under(found.fence, now));
        }
        let is_free = is_granted || !found.holds(now);
        is_free.then(|| Self::under(found.fence.saturating_add(1), now))
    }

    /// The lease renewed by who leads under `fence`; `None` where somebody took it since.
    pub fn renew(found: Option<Self>, fence: u64, now: Instant) -> Option<Self> {
        let found = found.filter(|found| found.fence == fence)?;
        Some(Self::under(found.fence, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_leads_others_follow_until_the_lease_is_over() {
        let ask = |found, mine, now| Lease::ask(found, mine, false, Instant(now));
        let first = ask(None, None, 0);
        assert_eq!(first, Some(Lease::under(1, Instant(0))));
        assert_eq!(ask(first, None, 1), None);
        let renewed = ask(first, Some(1), LEASE_MS - 1);
        assert_eq!(renewed, Some(Lease::under(1, Instant(LEASE_MS - 1))));
        let second = ask(first, None, LEASE_MS);
        assert_eq!(second, Some(Lease::under(2, Instant(LEASE_MS))));
        assert_eq!(ask(second, Some(1), LEASE_MS + 1), None);
    }

    #[test]
    fn whom_the_browser_lets_lead_takes_the_lease_at_once_and_the_earlier_number_is_over() {
        let first = Lease::ask(None, None, true, Instant(0));
        let second = Lease::ask(first, None, true, Instant(1));
        assert_eq!(second.map(|lease| lease.fence), Some(2));
        assert_eq!(Lease::renew(second, 1, Instant(2)), None);
        let renewed = Lease::renew(second, 2, Instant(9));
        assert_eq!(renewed, Some(Lease::under(2, Instant(9))));
        assert_eq!(Lease::renew(None, 2, Instant(9)), None, "erased");
    }

    #[test]
    fn a_clock_that_was_put_back_keeps_nobody_out() {
        let first = Lease::ask(None, None, false, Instant(1_000_000));
        let second = Lease::ask(first, None, false, Instant(0));
        assert_eq!(second.map(|lease| lease.fence), Some(2));
    }
}
