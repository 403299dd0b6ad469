//! Supervised mode: an authority prescribes who does what, in which order, until when and with
//! which means, and what to do when it goes otherwise (row 16).

use coordo_core::order::Order as _;
use coordo_core::{Instant, Private, RecordKey};

/// What an authority prescribes.
#[derive(Clone, Debug, Default)]
pub struct Procedure {
    /// Its steps, in their order: each comes after the one before.
    pub steps: Vec<ProcedureStep>,
}

/// One step of it.
#[derive(Clone, Debug)]
pub struct ProcedureStep {
    /// The task.
    pub task: RecordKey,
    /// Who was designated; `None` for anybody.
    pub performer: Option<RecordKey>,
    /// Until when.
    pub until: Option<Instant>,
    /// With which means.
    pub means: Vec<RecordKey>,
    /// What to do when it goes otherwise, in the words of the procedure, where it says so.
    pub texts: Vec<(DepartureKind, Private<String>)>,
}

/// How it stands with a step.
#[derive(Clone, Debug, Default)]
pub struct StepState {
    /// When it began.
    pub started: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// Who does or did it.
    pub performer: Option<RecordKey>,
    /// The means that are there.
    pub means: Vec<RecordKey>,
}

/// How something goes otherwise than prescribed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DepartureKind {
    /// It began before the step before it had ended.
    OutOfSequence,
    /// Somebody else does it.
    OtherPerformer,
    /// Its time is over, and it is not done; or it was done late.
    Overrun,
    /// It began without some of its means.
    MissingMeans,
}

impl DepartureKind {
    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::OutOfSequence => "out-of-sequence",
            Self::OtherPerformer => "other-performer",
            Self::Overrun => "overrun",
            Self::MissingMeans => "missing-means",
        }
    }
}

/// One thing that goes otherwise, with what the procedure says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The task.
    pub task: RecordKey,
    /// How.
    pub kind: DepartureKind,
    /// Since when.
    pub since: Instant,
    /// The step before, who was designated, or the means that are missing.
    pub about: Vec<RecordKey>,
    /// What the procedure says to do; `None` where it says nothing.
    pub text: Option<Private<String>>,
}

/// All that goes otherwise at `now`: one line a task and kind, by task in the order of the
/// procedure. `state` tells how it stands with a step.
pub fn departures(
    procedure: &Procedure,
    now: Instant,
    state: &dyn Fn(&RecordKey) -> StepState,
) -> Vec<Departure> {
    let mut found = Vec::new();
    let mut before: Option<(&RecordKey, Option<Instant>)> = None;
    for step in &procedure.steps {
        let is = state(&step.task);
        let mut put = |kind, since, about: Vec<RecordKey>| {
            let text = step.texts.iter().find(|(of, _)| *of == kind);
            found.push(Departure {
                task: step.task.clone(),
                kind,
                since,
                about,
                text: text.map(|(_, text)| text.clone()),
            });
        };
        if let Some(started) = is.started {
            if let Some((task, ended)) = before
                && ended.is_none_or(|ended| ended > started)
            {
                put(DepartureKind::OutOfSequence, started, vec![task.clone()]);
            }
            if let (Some(wanted), Some(does)) = (&step.performer, &is.performer)
                && wanted != does
            {
                put(DepartureKind::OtherPerformer, started, vec![wanted.clone()]);
            }
            let absent = step.means.iter().filter(|means| !is.means.contains(means));
            let mut absent: Vec<RecordKey> = absent.cloned().collect();
            absent.order();
            if !absent.is_empty() {
                put(DepartureKind::MissingMeans, started, absent);
            }
        }
        if let Some(until) = step.until
            && is.ended.unwrap_or(now) > until
        {
            put(DepartureKind::Overrun, until, Vec::new());
        }
        before = Some((&step.task, is.ended));
    }
    found
}
