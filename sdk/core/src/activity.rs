//! An activity written inside a plan, with no resource of its own.

use crate::task::Period;
use crate::{Private, Reference};

/// `CarePlan.activity.detail.status` and, read into the same words, the status of
/// a request or an appointment that a plan's activity leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActivityStatus {
    /// Planned, nothing has happened.
    NotStarted,
    /// An appointment exists.
    Scheduled,
    /// Under way.
    InProgress,
    /// Paused.
    OnHold,
    /// Done.
    Completed,
    /// Withdrawn before it began.
    Cancelled,
    /// Ended before it was done.
    Stopped,
    /// Not known.
    Unknown,
    /// Should never have existed.
    EnteredInError,
    /// A code outside the value set, kept as it came.
    Other(String),
}

impl ActivityStatus {
    /// The codes of `CarePlanActivityStatus` (<https://hl7.org/fhir/R4/valueset-care-plan-activity-status.html>).
    pub const ALL: [Self; 9] = [
        Self::NotStarted,
        Self::Scheduled,
        Self::InProgress,
        Self::OnHold,
        Self::Completed,
        Self::Cancelled,
        Self::Stopped,
        Self::Unknown,
        Self::EnteredInError,
    ];

    /// Reads a code of `CarePlan.activity.detail.status`.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|s| s.code() == code)
            .unwrap_or_else(|| Self::Other(code.to_owned()))
    }

    /// Reads the status of an event.
    ///
    /// Types that use one code for two things are told apart; the code itself is kept in
    /// [`crate::event::Event::code`].
    pub fn from_resource_status(kind: &str, code: &str) -> Self {
        let own = match kind {
            "ServiceRequest" | "RequestGroup" => (code == "active").then_some(Self::Scheduled),
            "Encounter" => match code {
                "planned" => Some(Self::Scheduled),
                "triaged" => Some(Self::InProgress),
                "onleave" => Some(Self::OnHold),
                "finished" => Some(Self::Completed),
                _ => None,
            },
            "Condition" => match code {
                "recurrence" | "relapse" => Some(Self::InProgress),
                // It may come back, so that nothing says that it is over for good.
                "remission" => Some(Self::OnHold),
                "inactive" | "resolved" => Some(Self::Completed),
                "refuted" => Some(Self::Cancelled),
                _ => None,
            },
            "Observation" => match code {
                "registered" | "preliminary" => Some(Self::InProgress),
                "final" | "amended" | "corrected" => Some(Self::Completed),
                _ => None,
            },
            "DocumentReference" => match code {
                "current" => Some(Self::Completed),
                "superseded" => Some(Self::Stopped),
                _ => None,
            },
            "Flag" | "Consent" => match code {
                "inactive" => Some(Self::Completed),
                "rejected" => Some(Self::Cancelled),
                _ => None,
            },
            "Slot" => match code {
                "free" => Some(Self::NotStarted),
                "busy" | "busy-unavailable" | "busy-tentative" => Some(Self::Scheduled),
                _ => None,
            },
            _ => None,
        };
        own.unwrap_or_else(|| match code {
            "draft" | "proposed" | "pending" | "waitlist" | "preparation" => Self::NotStarted,
            "booked" => Self::Scheduled,
            "active" | "arrived" | "checked-in" | "in-progress" => Self::InProgress,
            "on-hold" => Self::OnHold,
            "completed" | "fulfilled" => Self::Completed,
            "cancelled" | "noshow" | "not-done" => Self::Cancelled,
            "revoked" | "stopped" => Self::Stopped,
            "entered-in-error" => Self::EnteredInError,
            "unknown" => Self::Unknown,
            _ => Self::Other(code.to_owned()),
        })
    }

    /// The FHIR code, or the text that came instead of one.
    pub fn code(&self) -> &str {
        match self {
            Self::NotStarted => "not-started",
            Self::Scheduled => "scheduled",
            Self::InProgress => "in-progress",
            Self::OnHold => "on-hold",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
            Self::EnteredInError => "entered-in-error",
            Self::Other(code) => code,
        }
    }

    /// Whether nothing more is expected.
    pub fn is_ended(&self) -> bool {
        matches!(
            self,
            Self::Completed | Self::Cancelled | Self::Stopped | Self::EnteredInError
        )
    }
}

/// `CarePlan.activity.detail`.
#[derive(Clone, Debug)]
pub struct ActivityDetail {
    /// Status.
    pub status: ActivityStatus,
    /// Description, else the text of the code.
    pub title: Option<Private<String>>,
    /// `performer`.
    pub performers: Vec<Reference>,
    /// `goal`.
    pub goals: Vec<Reference>,
    /// `scheduledPeriod`, or the bounds of `scheduledTiming`.
    pub scheduled: Period,
    /// `scheduledString`.
    pub scheduled_text: Option<Private<String>>,
    /// `statusReason` as text.
    pub status_reason: Option<Private<String>>,
    /// `location`.
    pub location: Reference,
    /// `reasonReference`.
    pub reasons: Vec<Reference>,
    /// `kind`: the resource type that it stands for (`Appointment`, `MedicationRequest`).
    pub kind: Option<String>,
}
