//! One action: its side, with whom, its ring, and why.

use coordo_core::command::TagList;
use coordo_core::{Command, FhirDate, Private, RecordKey, Reference, Task, TaskStatus};

/// First axis (row 14): what is decided, or what is carried out. A tag, never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Deciding the strategy: a meeting of several professions, a personal plan.
    Design,
    /// Carrying it out.
    Implementation,
}

impl Side {
    /// The code of the tag `nomeko-volet`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Design => "conception",
            Self::Implementation => "mise-en-oeuvre",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Design, Self::Implementation]
            .into_iter()
            .find(|side| side.code() == code)
    }
}

/// Second axis (row 15): between whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum With {
    /// The person or a relative takes part.
    Person,
    /// Professionals of one organisation.
    Inside,
    /// Professionals of two organisations or more.
    Outside,
    /// Professionals, one of whom belongs nobody knows where.
    Undetermined,
}

impl With {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Person,
        Self::Inside,
        Self::Outside,
        Self::Undetermined,
    ];

    /// The code of the tag `nomeko-avec`, and of counts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "patient-pro",
            Self::Inside => "pro-pro-interne",
            Self::Outside => "pro-pro-externe",
            Self::Undetermined => "indetermine",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|with| with.code() == code)
    }
}

/// The three rings (row 69).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ring {
    /// Coordination.
    Coordination,
    /// What supports coordination: asking an association for material.
    Support,
    /// Neither: vigilance, writing a procedure.
    Other,
}

impl Ring {
    /// From the inside out.
    pub const ALL: [Self; 3] = [Self::Coordination, Self::Support, Self::Other];

    /// The code of the tag `nomeko-anneau`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Coordination => "coordination",
            Self::Support => "appui",
            Self::Other => "autre",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ring| ring.code() == code)
    }
}

/// Somebody who took part: owner, requester, who contributes or validates. Whom it is for and
/// who was informed took no part by that alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Who: any text that is the same for the same actor.
    pub who: Private<String>,
    /// Whether this is the person or a relative.
    pub is_person: bool,
    /// The organisation, where it is known: any text that is the same for the same one.
    pub organization: Option<Private<String>>,
}

/// The facts about one task that both axes rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The task.
    pub key: RecordKey,
    /// `Task.status`: only what was done is counted.
    pub status: TaskStatus,
    /// Who took part, each once or more often.
    pub participants: Vec<Participant>,
    /// Edges to other items: after, together, part of, a resource in common. A document is no
    /// item.
    pub n_edges: usize,
    /// Whether it says what it is to bring about (`Task.input` of type `resultat-attendu`).
    pub has_expected_result: bool,
    /// Whether it is about one person (`Task.for`).
    pub is_for_a_person: bool,
    /// What a person chose.
    pub chosen: Choice,
}

/// What persons chose, by tags of the task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Tag `nomeko-volet`.
    pub side: Option<Side>,
    /// Tag `nomeko-avec`.
    pub with: Option<With>,
    /// Tag `nomeko-anneau`.
    pub ring: Option<Ring>,
}

impl Choice {
    /// Reads the tags of a task. A code outside of the lists is no choice.
    pub fn of(task: &Task) -> Self {
        let Some(more) = &task.more else {
            return Self::default();
        };
        Self {
            side: more.tag("nomeko-volet").and_then(Side::from_code),
            with: more.tag("nomeko-avec").and_then(With::from_code),
            ring: more.tag("nomeko-anneau").and_then(Ring::from_code),
        }
    }
}

/// Why a ring is suggested, for a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RingReason {
    /// Two actors or more, something that depends, and a result that is expected (row 12).
    InterdependentWork,
    /// Professionals among themselves, for one person, and nothing depends on it.
    NothingDependsOnIt,
    /// It is about nobody in particular.
    AboutNobody,
}

impl RingReason {
    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::InterdependentWork => "interdependent-work",
            Self::NothingDependsOnIt => "nothing-depends-on-it",
            Self::AboutNobody => "about-nobody",
        }
    }
}

/// A ring that is offered, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The ring.
    pub ring: Ring,
    /// Why.
    pub reason: RingReason,
}

/// The cell of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// Design or implementation; `None` where nobody said.
    pub side: Option<Side>,
    /// With whom.
    pub with: With,
    /// The ring; `None` is a bucket of its own: not classed.
    pub ring: Option<Ring>,
    /// Whether a person chose the ring.
    pub is_chosen: bool,
}

/// Row 12: two actors or more, one edge or more, and a criterion by which it is complete.
pub fn is_coordination(action: &Action) -> bool {
    let first = action.participants.first();
    let has_two = first.is_some_and(|first| {
        let mut all = action.participants.iter();
        all.any(|other| other.who != first.who)
    });
    has_two && action.n_edges > 0 && action.has_expected_result
}

/// Row 69: the ring that the facts speak for. Only coordination is counted without a person's
/// word; the two others are offered.
pub fn suggest(action: &Action) -> Option<Suggestion> {
    let suggestion = |ring, reason| Some(Suggestion { ring, reason });
    if is_coordination(action) {
        return suggestion(Ring::Coordination, RingReason::InterdependentWork);
    }
    if !action.is_for_a_person {
        return suggestion(Ring::Other, RingReason::AboutNobody);
    }
    let is_among_professionals =
        !action.participants.is_empty() && action.participants.iter().all(|p| !p.is_person);
    if is_among_professionals && action.n_edges == 0 {
        return suggestion(Ring::Support, RingReason::NothingDependsOnIt);
    }
    None
}

/// Row 14: the side that is offered where nobody said: what decides among professionals is
/// design, what is done with the person is implementation. Never counted.
pub fn suggest_side(action: &Action, is_meeting_that_decides: bool) -> Option<Side> {
    if is_meeting_that_decides {
        return Some(Side::Design);
    }
    (with_whom(&action.participants) == With::Person).then_some(Side::Implementation)
}

/// The cell of an action: what a person chose, else what follows from who took part.
pub fn classify(action: &Action) -> Class {
    let rule = is_coordination(action).then_some(Ring::Coordination);
    Class {
        side: action.chosen.side,
        with: action
            .chosen
            .with
            .unwrap_or_else(|| with_whom(&action.participants)),
        ring: action.chosen.ring.or(rule),
        is_chosen: action.chosen.ring.is_some(),
    }
}

fn with_whom(participants: &[Participant]) -> With {
    if participants.iter().any(|p| p.is_person) {
        return With::Person;
    }
    let mut known = participants.iter().filter_map(|p| p.organization.as_ref());
    let Some(first) = known.next() else {
        return With::Undetermined;
    };
    if known.any(|other| other != first) {
        return With::Outside;
    }
    if participants.iter().any(|p| p.organization.is_none()) {
        return With::Undetermined;
    }
    With::Inside
}

/// The command by which a person chooses a ring: it wins over the rule from then on, and keeps
/// who chose, when, and what it was. `None` where it is chosen already; confirming what the rule
/// says is a choice too.
pub fn choose(action: &Action, ring: Ring) -> Option<Command> {
    if action.chosen.ring == Some(ring) {
        return None;
    }
    let shown = classify(action).ring;
    Some(Command::ClassTask {
        task: action.key.clone(),
        list: TagList::NomekoRing,
        shown: shown.map(|ring| ring.code().to_owned()),
        to: Some(ring.code().to_owned()),
    })
}

/// A choice of ring that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenRing {
    /// The ring; `None` where it was left to the rule again.
    pub ring: Option<Ring>,
    /// What it was: chosen before, or by rule.
    pub before: Option<Ring>,
    /// Who chose.
    pub by: Reference,
    /// When.
    pub at: Option<FhirDate>,
}

/// All choices of ring that were made for a task, as they stand in it, oldest first.
pub fn chosen_rings(task: &Task) -> Vec<ChosenRing> {
    let choices = task.more.iter().flat_map(|more| &more.choices);
    let of_rings = choices.filter(|choice| choice.list == TagList::NomekoRing.name());
    let rings = of_rings.map(|choice| ChosenRing {
        ring: Ring::from_code(&choice.code),
        before: Ring::from_code(&choice.before),
        by: choice.author.clone(),
        at: choice.date,
    });
    rings.collect()
}
