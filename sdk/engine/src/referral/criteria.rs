//! What a service accepts, told before a referral is sent (row 27).

use coordo_core::coded::Coded;
use coordo_core::{DateParts, FhirDate, Private, RecordKey, TaskDraft};

use crate::mechanism::Reason;
use crate::protocol::is_allowed_profession;

/// Something by which a service accepts referrals. An empty list is no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// The person lives in one of these départements (INSEE codes).
    Departments(Vec<String>),
    /// Full years, both included.
    Age {
        /// From this age on.
        from: Option<u16>,
        /// Up to this age and with it.
        to: Option<u16>,
    },
    /// One of these needs is what it is about.
    Needs(Vec<Coded>),
    /// Who sends has one of these professions.
    Senders(Vec<Coded>),
    /// A document of this kind is joined.
    Document(Coded),
    /// The person has agreed to it.
    Agreement,
}

impl Criterion {
    /// A stable code for messages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Departments(_) => "departments",
            Self::Age { .. } => "age",
            Self::Needs(_) => "needs",
            Self::Senders(_) => "senders",
            Self::Document(_) => "document",
            Self::Agreement => "agreement",
        }
    }
}

/// What a service declares that it accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Which service.
    pub service: RecordKey,
    /// All of these, in the order in which they are told.
    pub criteria: Vec<Criterion>,
}

/// What is known of a referral before it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Referral<'a> {
    /// The INSEE code of the département where the person lives.
    pub department: Option<&'a str>,
    /// `Patient.birthDate`.
    pub born: Option<FhirDate>,
    /// The day on which ages are counted.
    pub on: DateParts,
    /// What it is about.
    pub needs: &'a [Coded],
    /// The professions of who sends.
    pub sender: &'a [Coded],
    /// The kinds of the documents that are joined.
    pub documents: &'a [Coded],
    /// Whether the person has agreed; `None` where nobody wrote it down.
    pub has_agreed: Option<bool>,
}

/// Why a criterion is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// What is known says otherwise.
    NotMet,
    /// Nothing that is known tells.
    NotSaid,
}

/// A criterion that a referral misses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Which.
    pub criterion: Criterion,
    /// How.
    pub why: Why,
}

/// The criteria that a referral misses, in the order in which the service declares them.
pub fn misses(accepted: &Accepted, referral: &Referral<'_>) -> Vec<Missed> {
    let each = accepted.criteria.iter().filter_map(|criterion| {
        let why = missed(criterion, referral)?;
        let criterion = criterion.clone();
        Some(Missed { criterion, why })
    });
    each.collect()
}

/// The referral as the draft of a task that the service is asked for, the reason with it where
/// criteria were missed.
///
/// # Errors
///
/// The criteria that it misses, where no reason was given to send it all the same.
pub fn refer(
    accepted: &Accepted,
    referral: &Referral<'_>,
    title: &str,
    reason: Option<&Reason>,
) -> Result<TaskDraft, Vec<Missed>> {
    let missed = misses(accepted, referral);
    let reason = reason.filter(|_| !missed.is_empty());
    if !missed.is_empty() && reason.is_none() {
        return Err(missed);
    }
    Ok(TaskDraft {
        title: Private::from(title),
        owner: Some(accepted.service.clone()),
        is_offered: true,
        note: reason.map(|reason| reason.words().clone()),
        ..TaskDraft::default()
    })
}

fn missed(criterion: &Criterion, referral: &Referral<'_>) -> Option<Why> {
    let unless = |is_met: bool| (!is_met).then_some(Why::NotMet);
    match criterion {
        Criterion::Departments(list) if list.is_empty() => None,
        Criterion::Departments(list) => match referral.department {
            None => Some(Why::NotSaid),
            Some(here) => unless(list.iter().any(|department| department == here)),
        },
        Criterion::Age { from, to } => age_missed(referral, *from, *to),
        Criterion::Needs(list) => among(list, referral.needs),
        Criterion::Senders(list) if referral.sender.is_empty() => {
            (!list.is_empty()).then_some(Why::NotSaid)
        }
        Criterion::Senders(list) => unless(is_allowed_profession(list, referral.sender)),
        Criterion::Document(kind) => among(std::slice::from_ref(kind), referral.documents),
        Criterion::Agreement => match referral.has_agreed {
            Some(has_agreed) => unless(has_agreed),
            None => Some(Why::NotSaid),
        },
    }
}

fn among(list: &[Coded], given: &[Coded]) -> Option<Why> {
    let is_same = |a: &Coded, b: &Coded| a.system == b.system && a.code == b.code;
    if list.is_empty() || given.iter().any(|g| list.iter().any(|l| is_same(g, l))) {
        None
    } else if given.is_empty() {
        Some(Why::NotSaid)
    } else {
        Some(Why::NotMet)
    }
}

/// A birth date that is known to the year only gives two ages: where one of them would do,
/// nobody can tell.
fn age_missed(referral: &Referral<'_>, from: Option<u16>, to: Option<u16>) -> Option<Why> {
    from.or(to)?;
    let first = referral
        .born
        .and_then(|born| born.earliest(0)?.local_day(0));
    let over = referral.born.and_then(|born| born.over_at(0)?.local_day(0));
    let last = match referral.born {
        Some(FhirDate::Exact { .. }) => first,
        _ => over.and_then(|day| day.plus(-1)),
    };
    let (Some(first), Some(last)) = (first, last) else {
        return Some(Why::NotSaid);
    };
    let is_met = |born: DateParts| {
        let age = age(born, referral.on);
        let is_old = from.is_none_or(|from| age >= i32::from(from));
        is_old && to.is_none_or(|to| age <= i32::from(to))
    };
    match (is_met(first), is_met(last)) {
        (true, true) => None,
        (false, false) => Some(Why::NotMet),
        (true, false) | (false, true) => Some(Why::NotSaid),
    }
}

/// Full years.
fn age(born: DateParts, on: DateParts) -> i32 {
    let has_had_birthday = (on.month, on.day) >= (born.month, born.day);
    let years = on.year.saturating_sub(born.year);
    years.saturating_sub(i32::from(!has_had_birthday))
}
