//! One guides, the other is hands and eyes: a pair of tasks inside one act (row 133).

use coordo_core::{Instant, Private, RecordKey, TaskDraft};

/// How far a pair has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PairState {
    /// The guide has written what is to be done.
    Instructed,
    /// The other has taken note of it.
    Acknowledged,
    /// The other has told the result.
    Reported,
}

/// Why a step of a pair was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidStep {
    /// Nothing is written.
    Empty,
    /// Guide and hands are one and the same.
    OneActor,
    /// It is for the other to do.
    NotTheirs,
    /// It was done before, or something comes first.
    OutOfOrder,
}

impl InvalidStep {
    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::OneActor => "one-actor",
            Self::NotTheirs => "not-theirs",
            Self::OutOfOrder => "out-of-order",
        }
    }
}

/// A pair of tasks: who guides, whose hands and eyes. Both authors are kept, whatever follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    guide: RecordKey,
    hands: RecordKey,
    instruction: Private<String>,
    instructed_at: Instant,
    acknowledged_at: Option<Instant>,
    result: Option<(Private<String>, Instant)>,
}

impl Pair {
    /// The guide writes what is to be done.
    ///
    /// # Errors
    ///
    /// [`InvalidStep::Empty`], [`InvalidStep::OneActor`].
    pub fn instruct(
        guide: RecordKey,
        hands: RecordKey,
        instruction: &str,
        at: Instant,
    ) -> Result<Self, InvalidStep> {
        let instruction = instruction.trim();
        if instruction.is_empty() {
            return Err(InvalidStep::Empty);
        }
        if guide == hands {
            return Err(InvalidStep::OneActor);
        }
        Ok(Self {
            guide,
            hands,
            instruction: Private::from(instruction),
            instructed_at: at,
            acknowledged_at: None,
            result: None,
        })
    }

    /// The other takes note of it.
    ///
    /// # Errors
    ///
    /// [`InvalidStep::NotTheirs`], [`InvalidStep::OutOfOrder`].
    pub fn acknowledge(&mut self, by: &RecordKey, at: Instant) -> Result<(), InvalidStep> {
        self.check(by, PairState::Instructed, at)?;
        self.acknowledged_at = Some(at);
        Ok(())
    }

    /// The other tells the result.
    ///
    /// # Errors
    ///
    /// [`InvalidStep::Empty`], [`InvalidStep::NotTheirs`], [`InvalidStep::OutOfOrder`].
    pub fn report(&mut self, by: &RecordKey, result: &str, at: Instant) -> Result<(), InvalidStep> {
        let result = result.trim();
        if result.is_empty() {
            return Err(InvalidStep::Empty);
        }
        self.check(by, PairState::Acknowledged, at)?;
        self.result = Some((Private::from(result), at));
        Ok(())
    }

    fn check(&self, by: &RecordKey, now: PairState, at: Instant) -> Result<(), InvalidStep> {
        if *by != self.hands {
            return Err(InvalidStep::NotTheirs);
        }
        let before = self.acknowledged_at.unwrap_or(self.instructed_at);
        if self.state() != now || at < before {
            return Err(InvalidStep::OutOfOrder);
        }
        Ok(())
    }

    /// How far it has come.
    pub fn state(&self) -> PairState {
        match (&self.acknowledged_at, &self.result) {
            (_, Some(_)) => PairState::Reported,
            (Some(_), None) => PairState::Acknowledged,
            (None, None) => PairState::Instructed,
        }
    }

    /// Who wrote the instruction, and when.
    pub fn instruction(&self) -> (&RecordKey, &Private<String>, Instant) {
        (&self.guide, &self.instruction, self.instructed_at)
    }

    /// Who took note, and when.
    pub fn acknowledgement(&self) -> Option<(&RecordKey, Instant)> {
        Some((&self.hands, self.acknowledged_at?))
    }

    /// Who told the result, and when.
    pub fn result(&self) -> Option<(&RecordKey, &Private<String>, Instant)> {
        let (result, at) = self.result.as_ref()?;
        Some((&self.hands, result, *at))
    }

    /// The two tasks: the guide's, and the other's as a part of it, which is offered.
    ///
    /// The second one's parent is the first, once that is made.
    pub fn drafts(&self, title: &str, plan: &RecordKey) -> [TaskDraft; 2] {
        let draft = |owner: &RecordKey, is_offered| TaskDraft {
            title: Private::from(title),
            owner: Some(owner.clone()),
            is_offered,
            plan: Some(plan.clone()),
            requester: Some(self.guide.clone()),
            note: Some(self.instruction.clone()),
            ..TaskDraft::default()
        };
        [draft(&self.guide, false), draft(&self.hands, true)]
    }
}
