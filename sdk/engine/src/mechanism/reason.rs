//! Going on all the same: a reason, and a trail that keeps it (row 25).

use coordo_core::waiver::Waiver;
use coordo_core::{Command, Instant, Private, RecordKey};

/// Why a person goes on all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    words: Private<String>,
    by: RecordKey,
    at: Instant,
}

impl Reason {
    /// A reason in the person's own words; `None` where nothing is said.
    pub fn given(words: &str, by: RecordKey, at: Instant) -> Option<Self> {
        let words = words.trim();
        (!words.is_empty()).then(|| Self {
            words: Private::from(words),
            by,
            at,
        })
    }

    /// The words, never empty.
    pub fn words(&self) -> &Private<String> {
        &self.words
    }

    /// Who.
    pub fn by(&self) -> &RecordKey {
        &self.by
    }

    /// When.
    pub fn at(&self) -> Instant {
        self.at
    }
}

/// What a rule says against something. It is no refusal: a reason sets it aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The rule: a stable code, or the id of a team's own rule.
    pub rule: String,
    /// What it is about.
    pub subject: RecordKey,
}

/// A rule that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// Which, about what.
    pub warning: Warning,
    /// Why.
    pub reason: Reason,
}

impl Overridden {
    /// The command that keeps it with the record that it is about (extension `derogation`).
    pub fn command(&self) -> Command {
        Command::SetAside {
            record: self.warning.subject.clone(),
            rule: self.warning.rule.clone(),
            reason: self.reason.words.clone(),
        }
    }
}

/// Whether a rule was set aside by what a record keeps. Without a reason it was not.
pub fn is_set_aside(waivers: &[Waiver], rule: &str) -> bool {
    let has_reason = |waiver: &Waiver| waiver.reason.as_ref().is_some_and(|r| !r.is_empty());
    waivers.iter().any(|w| w.rule == rule && has_reason(w))
}

/// A reason has to be given first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonMissing;

/// Goes on in spite of warnings: all of them, for one reason. Without warnings none is needed.
///
/// # Errors
///
/// [`ReasonMissing`], the only thing that ever stands in the way.
pub fn proceed(
    warnings: Vec<Warning>,
    reason: Option<&Reason>,
) -> Result<Vec<Overridden>, ReasonMissing> {
    if warnings.is_empty() {
        return Ok(Vec::new());
    }
    let reason = reason.ok_or(ReasonMissing)?;
    let overridden = warnings.into_iter().map(|warning| Overridden {
        warning,
        reason: reason.clone(),
    });
    Ok(overridden.collect())
}

/// All that was set aside, oldest first. Nothing is ever taken out.
#[derive(Clone, Debug, Default)]
pub struct Trail(Vec<Overridden>);

impl Trail {
    /// Keeps what was set aside.
    pub fn keep(&mut self, overridden: Vec<Overridden>) {
        self.0.extend(overridden);
    }

    /// All, oldest first.
    pub fn all(&self) -> &[Overridden] {
        &self.0
    }

    /// Whether a rule was set aside for this: it does not warn again.
    pub fn has(&self, warning: &Warning) -> bool {
        self.0.iter().any(|kept| kept.warning == *warning)
    }
}
