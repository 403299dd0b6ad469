//! Where a copy goes another way than its protocol, and why (rows 38, 117).

use coordo_core::{Instant, Private, RecordKey, TaskDraft};

use super::apply::{Copied, StepCopy};

/// How a copy differs from the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviationKind {
    /// A step was left out.
    LeftOut,
    /// A task was added that no step has.
    Added,
    /// It is due at another time.
    OtherTime,
    /// It is somebody's whose profession the step does not allow, or not the one proposed.
    OtherOwner,
    /// It does not come after what it should.
    OtherOrder,
    /// It happens at another rhythm.
    OtherRhythm,
    /// Its priority is another.
    OtherPriority,
}

impl DeviationKind {
    /// A stable code for messages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LeftOut => "left-out",
            Self::Added => "added",
            Self::OtherTime => "other-time",
            Self::OtherOwner => "other-owner",
            Self::OtherOrder => "other-order",
            Self::OtherRhythm => "other-rhythm",
            Self::OtherPriority => "other-priority",
        }
    }
}

/// A difference that nobody has explained yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// The step's id; empty for what was added.
    pub step: String,
    /// How.
    pub kind: DeviationKind,
}

/// A difference with its reason, kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The version that it deviates from, `url|version`.
    pub protocol: Option<String>,
    /// What differs.
    pub what: Unexplained,
    /// Why, in the person's own words.
    pub reason: Private<String>,
    /// Who.
    pub by: RecordKey,
    /// When.
    pub at: Instant,
}

/// What an edited copy does otherwise than the copy as it came, step by step in the order of the
/// protocol, what was added last. Words and notes may be edited without deviating; naming an
/// owner where the protocol leaves it open is no deviation either.
pub fn deviations(original: &Copied, edited: &Copied) -> Vec<Unexplained> {
    let mut found = Vec::new();
    for (at, copy) in original.steps.iter().enumerate() {
        let mut put = |kind| {
            found.push(Unexplained {
                step: copy.step.clone(),
                kind,
            });
        };
        match counterpart(copy, at, edited) {
            Some(now) => differences(copy, now, original, edited, &mut put),
            None => put(DeviationKind::LeftOut),
        }
    }
    let is_added = |(at, copy): &(usize, &StepCopy)| counterpart(copy, *at, original).is_none();
    let added = edited.steps.iter().enumerate().filter(is_added);
    found.extend(added.map(|(_, copy)| Unexplained {
        step: copy.step.clone(),
        kind: DeviationKind::Added,
    }));
    found
}

/// The same step in another copy: at the same place, else by id where it has one.
fn counterpart<'c>(copy: &StepCopy, at: usize, other: &'c Copied) -> Option<&'c StepCopy> {
    let is_same = |found: &&StepCopy| found.step == copy.step;
    let there = other.steps.get(at).filter(is_same);
    there.or_else(|| {
        let mut all = other.steps.iter();
        all.find(|found| !found.step.is_empty() && is_same(found))
    })
}

fn differences(
    was: &StepCopy,
    now: &StepCopy,
    original: &Copied,
    edited: &Copied,
    put: &mut dyn FnMut(DeviationKind),
) {
    let (
        TaskDraft {
            window,
            planned,
            priority,
            ..
        },
        draft,
    ) = (&was.draft, &now.draft);
    if *window != draft.window || *planned != draft.planned {
        put(DeviationKind::OtherTime);
    }
    let is_allowed = match &draft.owner {
        None => was.draft.owner.is_none(),
        Some(owner) if was.roles.is_empty() => {
            was.draft.owner.is_none() || was.draft.owner.as_ref() == Some(owner)
        }
        Some(owner) => was.candidates.contains(owner),
    };
    if !is_allowed {
        put(DeviationKind::OtherOwner);
    }
    if ids(&was.after, original) != ids(&now.after, edited) {
        put(DeviationKind::OtherOrder);
    }
    if was.repeat != now.repeat {
        put(DeviationKind::OtherRhythm);
    }
    if *priority != draft.priority {
        put(DeviationKind::OtherPriority);
    }
}

/// The ids of steps that are there, in the order of the protocol.
fn ids<'c>(places: &[usize], of: &'c Copied) -> Vec<&'c str> {
    let steps = of.steps.iter().enumerate();
    let named = steps.filter(|(at, _)| places.contains(at));
    named.map(|(_, copy)| copy.step.as_str()).collect()
}

/// Explains a difference.
///
/// # Errors
///
/// The difference, where no reason is given.
pub fn deviate(
    copy: &Copied,
    what: Unexplained,
    reason: &str,
    by: RecordKey,
    at: Instant,
) -> Result<Deviation, Unexplained> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(what);
    }
    Ok(Deviation {
        protocol: copy.origin.clone(),
        what,
        reason: Private::from(reason),
        by,
        at,
    })
}
