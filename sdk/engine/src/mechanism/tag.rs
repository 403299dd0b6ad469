//! The mechanism of a task, and what follows from it (row 5).

use coordo_core::Task;
use coordo_core::coded::Coded;
use coordo_core::task::TaskMore;

use crate::protocol::is_allowed_profession;

/// How a task is coordinated, after Mintzberg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mechanism {
    /// By talking to each other.
    MutualAdjustment,
    /// Somebody answers for the work of others.
    Supervision,
    /// By a way of working that was agreed.
    Process,
    /// By what is to come out.
    Results,
    /// By what those who do it have learned.
    Qualifications,
}

impl Mechanism {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::MutualAdjustment,
        Self::Supervision,
        Self::Process,
        Self::Results,
        Self::Qualifications,
    ];

    /// The code of the tag `mecanisme`.
    pub fn code(self) -> &'static str {
        match self {
            Self::MutualAdjustment => "ajustement-mutuel",
            Self::Supervision => "supervision",
            Self::Process => "processus",
            Self::Results => "resultats",
            Self::Qualifications => "qualifications",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code() == code)
    }

    /// The mechanism that a task is tagged with.
    pub fn of(task: &Task) -> Option<Self> {
        Self::from_code(task.more.as_ref()?.tag("mecanisme")?)
    }

    /// What follows from it.
    pub fn defaults(self) -> Defaults {
        Defaults {
            needs_thread: self == Self::MutualAdjustment,
            needs_validator: self == Self::Supervision,
            needs_protocol: self == Self::Process,
            needs_target: self == Self::Results,
            needs_allowed_profession: self == Self::Qualifications,
        }
    }
}

/// What a mechanism asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// A place to talk.
    pub needs_thread: bool,
    /// Somebody who validates before it is completed.
    pub needs_validator: bool,
    /// A protocol that it was made from.
    pub needs_protocol: bool,
    /// A target that can be measured.
    pub needs_target: bool,
    /// An owner of an allowed profession.
    pub needs_allowed_profession: bool,
}

/// What a task has of it.
#[derive(Clone, Debug, Default)]
pub struct TaskFacts<'a> {
    /// Whether there is a place to talk about it.
    pub has_thread: bool,
    /// Whether somebody is named to validate it.
    pub has_validator: bool,
    /// Whether they have.
    pub is_validated: bool,
    /// Whether it is being completed.
    pub is_completing: bool,
    /// Whether it was made from a protocol.
    pub has_protocol: bool,
    /// Whether it serves a target with a measure.
    pub has_target: bool,
    /// The professions that may own it; empty for all.
    pub allowed: &'a [Coded],
    /// The owner's professions; `None` while nobody owns it.
    pub owner: Option<&'a [Coded]>,
}

impl<'a> TaskFacts<'a> {
    /// What a task says of itself; the rest is for the caller to know.
    pub fn of(task: &Task, allowed: &'a [Coded], owner: Option<&'a [Coded]>) -> Self {
        let more = task.more.as_ref();
        let validates = |more: &TaskMore| {
            let mut performers = more.performers.iter();
            performers.any(|performer| performer.function == "valide")
        };
        Self {
            has_validator: more.is_some_and(|more| validates(more)),
            has_protocol: more.is_some_and(|more| more.protocol.is_some()),
            allowed,
            owner,
            ..Self::default()
        }
    }
}

/// What a mechanism asks for and the task does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacking {
    /// No place to talk.
    Thread,
    /// Nobody is named to validate.
    Validator,
    /// It is being completed before it was validated.
    Validation,
    /// It was made from no protocol.
    Protocol,
    /// No target that can be measured.
    Target,
    /// The owner's profession is not allowed.
    Profession,
}

impl Lacking {
    /// A stable code for messages, and the rule that a reason sets aside.
    pub fn code(self) -> &'static str {
        match self {
            Self::Thread => "mechanism-thread",
            Self::Validator => "mechanism-validator",
            Self::Validation => "mechanism-validation",
            Self::Protocol => "mechanism-protocol",
            Self::Target => "mechanism-target",
            Self::Profession => "mechanism-profession",
        }
    }
}

/// What is missing, in a fixed order. Each warns; none stops a person who gives a reason.
pub fn lacking(mechanism: Mechanism, facts: &TaskFacts<'_>) -> Vec<Lacking> {
    let needs = mechanism.defaults();
    let is_wrong_owner = facts
        .owner
        .is_some_and(|owner| !is_allowed_profession(facts.allowed, owner));
    let checks = [
        (Lacking::Thread, needs.needs_thread && !facts.has_thread),
        (
            Lacking::Validator,
            needs.needs_validator && !facts.has_validator,
        ),
        (
            Lacking::Validation,
            needs.needs_validator && facts.is_completing && !facts.is_validated,
        ),
        (
            Lacking::Protocol,
            needs.needs_protocol && !facts.has_protocol,
        ),
        (Lacking::Target, needs.needs_target && !facts.has_target),
        (
            Lacking::Profession,
            needs.needs_allowed_profession && is_wrong_owner,
        ),
    ];
    let found = checks.into_iter().filter(|(_, is_missing)| *is_missing);
    found.map(|(lacking, _)| lacking).collect()
}
