//! How long to wait for whom: doubling, with chance, and as long as the server says.

use coordo_core::{Instant, SourceId};
use coordo_fhir::http::HttpResponse;

/// First wait after a request without answer, in milliseconds; it doubles up to [`LONGEST_WAIT`].
const FIRST_WAIT: i64 = 2_000;
const LONGEST_WAIT: i64 = 300_000;
/// Nobody is kept away for longer than a day, whatever a server says.
const LONGEST_ASKED: i64 = 86_400_000;

/// One wait.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wait {
    tries: u32,
    pub(crate) until: Option<Instant>,
    pub(crate) since: Option<Instant>,
    /// Until when it asked to be left alone.
    pub(crate) asked: Option<Instant>,
}

impl Wait {
    pub(crate) fn end(&mut self) {
        self.until = None;
        self.asked = None;
    }

    /// Goes on waiting; `chance` spreads those who were cut off together.
    pub(crate) fn longer(&mut self, now: Instant, asked_ms: Option<i64>, chance: u64) -> Instant {
        let whole = FIRST_WAIT
            .saturating_mul(1 << self.tries.min(16))
            .min(LONGEST_WAIT);
        let quarter = (whole / 4).max(1);
        let spread = i64::try_from(chance % quarter.unsigned_abs()).unwrap_or(0);
        let asked = asked_ms.unwrap_or(0).clamp(0, LONGEST_ASKED);
        let delay = (whole - quarter + spread).max(asked + spread / 8);
        self.tries += 1;
        self.since.get_or_insert(now);
        let until = Instant(now.0.saturating_add(delay));
        self.until = Some(until);
        self.asked = asked_ms.map(|_| until).or(self.asked);
        until
    }
}

/// The waits of sources, and chance.
#[derive(Default)]
pub(crate) struct Waits {
    of: Vec<(SourceId, Wait)>,
    chance: u64,
}

impl Waits {
    pub(crate) fn seed(&mut self, chance: u64) {
        self.chance = chance;
    }

    /// The next number (xorshift, <https://www.jstatsoft.org/article/view/v008i14>).
    pub(crate) fn chance(&mut self, now: Instant) -> u64 {
        if self.chance == 0 {
            self.chance = now.0.unsigned_abs() | 1;
        }
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance
    }

    pub(crate) fn of(&self, source: &SourceId) -> Option<&Wait> {
        let mut of = self.of.iter();
        of.find(|(s, _)| s == source).map(|(_, wait)| wait)
    }

    pub(crate) fn forget(&mut self, source: &SourceId) {
        self.of.retain(|(s, _)| s != source);
    }

    pub(crate) fn end(&mut self) {
        for (_, wait) in &mut self.of {
            wait.end();
        }
    }

    pub(crate) fn lost(
        &mut self,
        source: &SourceId,
        now: Instant,
        asked_ms: Option<i64>,
    ) -> Instant {
        let chance = self.chance(now);
        if let Some((_, wait)) = self.of.iter_mut().find(|(s, _)| s == source) {
            // Several requests that were cut off together are one silence.
            return match wait.until {
                Some(until) if until > now && asked_ms.is_none() => until,
                _ => wait.longer(now, asked_ms, chance),
            };
        }
        let mut wait = Wait::default();
        let until = wait.longer(now, asked_ms, chance);
        self.of.push((source.clone(), wait));
        until
    }
}

/// `Retry-After` in milliseconds from now: seconds, or an HTTP date by the server's own clock
/// (<https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>).
pub fn retry_after(response: &HttpResponse, now: Instant) -> Option<i64> {
    let said = response.header("retry-after")?.trim();
    if let Ok(seconds) = said.parse::<i64>() {
        return Some(seconds.max(0).saturating_mul(1000));
    }
    let at = http_date(said)?;
    let clock = response.header("date").and_then(http_date).unwrap_or(now);
    Some((at.0 - clock.0).max(0))
}

/// An HTTP date: `Sun, 06 Nov 1994 08:49:37 GMT`, or FHIR's form, which some servers send.
pub(crate) fn http_date(text: &str) -> Option<Instant> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if let Some(at) = Instant::from_fhir(text) {
        return Some(at);
    }
    let mut parts = text.split_once(", ")?.1.split(' ');
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.find(month).filter(|at| at % 3 == 0)? / 3 + 1;
    Instant::from_fhir(&format!("{year}-{month:02}-{day:0>2}T{time}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(headers: &[(&str, &str)]) -> Option<i64> {
        let headers = headers
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        let response = HttpResponse {
            status: 503,
            headers: headers.collect(),
            body: String::new(),
        };
        retry_after(
            &response,
            Instant::from_fhir("2026-11-17T10:00:00Z").unwrap(),
        )
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_by_the_servers_clock() {
        assert_eq!(said(&[("retry-after", "120")]), Some(120_000));
        assert_eq!(said(&[("retry-after", "-3")]), Some(0));
        let date = ("retry-after", "Tue, 17 Nov 2026 10:00:30 GMT");
        assert_eq!(said(&[date]), Some(30_000));
        let ahead = ("date", "Tue, 17 Nov 2026 09:59:30 GMT");
        assert_eq!(said(&[date, ahead]), Some(60_000));
        assert_eq!(said(&[("retry-after", "bald")]), None);
        assert_eq!(said(&[]), None);
    }

    #[test]
    fn waits_double_with_chance_up_to_their_bound_and_never_below_what_was_asked() {
        let mut wait = Wait::default();
        let mut last = 0;
        for chance in 0..20 {
            let until = wait.longer(Instant(0), None, chance * 977).0;
            assert!(until >= last * 3 / 4 && until <= LONGEST_WAIT);
            last = until;
        }
        assert!(last > LONGEST_WAIT / 2);
        let asked = wait.longer(Instant(0), Some(900_000), 5).0;
        assert!(asked >= 900_000);
    }

    #[test]
    fn requests_that_are_cut_off_together_are_one_silence() {
        let (mut waits, source) = (Waits::default(), SourceId("s".into()));
        let first = waits.lost(&source, Instant(0), None);
        assert_eq!(waits.lost(&source, Instant(5), None), first);
        assert!(waits.lost(&source, first, None).0 > first.0 + FIRST_WAIT);
    }
}
