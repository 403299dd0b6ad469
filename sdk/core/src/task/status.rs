//! `Task.status`: the twelve codes of FHIR R4, and whatever else a server sends.

/// `Task.status` (<https://hl7.org/fhir/R4/valueset-task-status.html>, required binding).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskStatus {
    /// Being written, not yet asked of anyone.
    Draft,
    /// Asked, waiting for an answer.
    Requested,
    /// Seen by whom it is asked of.
    Received,
    /// Taken on.
    Accepted,
    /// Refused, not to be done by them.
    Rejected,
    /// Can start.
    Ready,
    /// Ended before it was done.
    Cancelled,
    /// Started.
    InProgress,
    /// Paused.
    OnHold,
    /// Tried without reaching its goal.
    Failed,
    /// Done.
    Completed,
    /// Should never have existed.
    EnteredInError,
    /// A code that FHIR R4 does not have, kept as it came.
    Other(String),
    /// No status at all, which FHIR forbids and servers send.
    Missing,
}

impl TaskStatus {
    /// The twelve codes of R4, in the order of the value set.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Requested,
        Self::Received,
        Self::Accepted,
        Self::Rejected,
        Self::Ready,
        Self::Cancelled,
        Self::InProgress,
        Self::OnHold,
        Self::Failed,
        Self::Completed,
        Self::EnteredInError,
    ];

    /// Reads a code; an unknown one is kept as [`TaskStatus::Other`].
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|s| s.code() == code)
            .unwrap_or_else(|| Self::Other(code.to_owned()))
    }

    /// The FHIR code, or the text that came instead of one.
    pub fn code(&self) -> &str {
        match self {
            Self::Draft => "draft",
            Self::Requested => "requested",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Ready => "ready",
            Self::Cancelled => "cancelled",
            Self::InProgress => "in-progress",
            Self::OnHold => "on-hold",
            Self::Failed => "failed",
            Self::Completed => "completed",
            Self::EnteredInError => "entered-in-error",
            Self::Other(code) => code,
            Self::Missing => "",
        }
    }

    /// Whether nothing may follow: reopening is a new Task that points to this one.
    pub fn is_ended(&self) -> bool {
        matches!(
            self,
            Self::Rejected
                | Self::Cancelled
                | Self::Failed
                | Self::Completed
                | Self::EnteredInError
        )
    }

    /// Whether it has begun and is not over.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::InProgress | Self::OnHold)
    }

    /// Whether it ended without being done, or should never have existed.
    pub fn is_called_off(&self) -> bool {
        self.is_ended() && *self != Self::Completed
    }

    /// Whether it is asked of someone who has not answered yet.
    pub fn is_offer(&self) -> bool {
        matches!(self, Self::Draft | Self::Requested | Self::Received)
    }

    /// Whether it is one of the twelve codes of R4.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Other(_) | Self::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself_and_unknown_ones_are_kept() {
        for status in TaskStatus::ALL {
            assert_eq!(TaskStatus::from_code(status.code()), status);
        }
        let odd = TaskStatus::from_code("en attente");
        assert_eq!(odd.code(), "en attente");
        assert!(!odd.is_known());
    }
}
