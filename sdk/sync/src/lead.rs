//! Who of several pages on one device may send: a lease with a fencing number, as pure decisions.
//!
//! A lock of the browser says who leads as long as pages run. A page that was frozen may wake up
//! and still believe it: the lease lies in the same storage as the rows, and its number grows with
//! each holder, so that a write of an earlier one is known by it.

use coordo_core::Instant;
use coordo_fhir::fields::{Fields, quote};

/// How long a lease holds, in milliseconds, unless it is renewed.
pub const LEASE_MS: i64 = 15_000;

/// The lease as it lies in the storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The page that holds it, under a name that nobody else has.
    pub holder: String,
    /// Grows with each new holder.
    pub fence: u64,
    /// Until when it holds, by the device's clock.
    pub until: Instant,
}

/// What a page does about the lease that it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// It leads: nothing to write.
    Keep,
    /// It writes this one, in the transaction in which it read the other, and leads.
    Write(Lease),
    /// Another page leads; it looks again then.
    Follow(Instant),
}

impl Lease {
    /// To be kept. Holds nothing of any record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (holder, fence, until) = (quote(&self.holder), self.fence, self.until.0);
        format!("{{\"holder\":{holder},\"fence\":{fence},\"until\":{until}}}").into_bytes()
    }

    /// What was kept; `None` where that is no lease: whoever comes first then takes it.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let fields = Fields::parse(std::str::from_utf8(bytes).ok()?).ok()?;
        Some(Self {
            holder: fields.string("holder")?,
            fence: fields.get("fence")?.parse().ok()?,
            until: Instant(fields.get("until")?.parse().ok()?),
        })
    }

    /// A lease that ends later than any does was written before the clock was put back.
    fn holds(&self, now: Instant) -> bool {
        now < self.until && self.until.0.saturating_sub(now.0) <= LEASE_MS
    }

    /// Whether a page that took the lease under `fence` may mark a row as sent: to be asked in the
    /// transaction that writes it.
    pub fn lets_send(&self, me: &str, fence: u64, now: Instant) -> bool {
        self.holder == me && self.fence == fence && self.holds(now)
    }
}

/// What a page does about the lease that it found in the storage.
pub fn lead(found: Option<&Lease>, me: &str, now: Instant) -> Lead {
    let mine = |fence| {
        Lead::Write(Lease {
            holder: me.to_owned(),
            fence,
            until: Instant(now.0.saturating_add(LEASE_MS)),
        })
    };
    let Some(found) = found else {
        return mine(1);
    };
    if !found.holds(now) {
        // Also where it was its own: what it did not renew, others may have held meanwhile.
        return mine(found.fence.saturating_add(1));
    }
    if found.holder != me {
        return Lead::Follow(found.until);
    }
    match found.until.0.saturating_sub(now.0) > LEASE_MS / 2 {
        true => Lead::Keep,
        false => mine(found.fence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(found: Option<&Lease>, me: &str, now: i64) -> Lease {
        let Lead::Write(lease) = lead(found, me, Instant(now)) else {
            panic!("it is not taken");
        };
        lease
    }

    #[test]
    fn the_first_leads_others_follow_until_the_lease_is_over() {
        let first = taken(None, "a", 0);
        assert_eq!(lead(Some(&first), "a", Instant(1)), Lead::Keep);
        let then = Instant(LEASE_MS);
        assert_eq!(lead(Some(&first), "b", Instant(1)), Lead::Follow(then));
        let renewed = taken(Some(&first), "a", LEASE_MS - 1);
        assert_eq!((renewed.fence, renewed.until.0), (1, 2 * LEASE_MS - 1));
        let second = taken(Some(&first), "b", LEASE_MS);
        assert_eq!(second.fence, 2);
        assert_eq!(Lease::from_bytes(&second.to_bytes()), Some(second));
        assert_eq!(Lease::from_bytes(b"{}"), None);
    }

    #[test]
    fn a_page_that_was_frozen_sends_nothing_under_its_old_number() {
        let first = taken(None, "a", 0);
        assert!(first.lets_send("a", 1, Instant(5)));
        let second = taken(Some(&first), "b", LEASE_MS);
        let third = taken(Some(&second), "a", 2 * LEASE_MS);
        let now = Instant(2 * LEASE_MS);
        assert!(!second.lets_send("a", 1, Instant(LEASE_MS)));
        assert!(
            !third.lets_send("a", 1, now),
            "what it decided before it froze"
        );
        assert!(third.lets_send("a", 3, now));
        assert!(!third.lets_send("a", 3, Instant(3 * LEASE_MS)), "over");
    }

    #[test]
    fn a_clock_that_was_put_back_keeps_nobody_out() {
        let first = taken(None, "a", 1_000_000);
        let second = taken(Some(&first), "b", 0);
        assert_eq!(second.fence, 2);
        assert!(!first.lets_send("a", 1, Instant(0)));
    }
}
