//! The table of all rules, as data: for documentation, and for hosts that list what is looked at.

use coordo_core::threshold::ThresholdCode;

use crate::code::{Code, Source};
use crate::finding::Severity;
use crate::remedy::RemedyCode;

/// What is fixed about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which.
    pub code: Code,
    /// How severe it may be.
    pub severities: &'static [Severity],
    /// Numbers that it listens to; empty where the data decide.
    pub thresholds: &'static [ThresholdCode],
    /// What it may offer, best first.
    pub remedies: &'static [RemedyCode],
    /// Where it comes from.
    pub source: Source,
}

impl Code {
    /// What is fixed about this rule.
    pub fn rule_facts(self) -> Rule {
        Rule {
            code: self,
            severities: self.severities(),
            thresholds: self.thresholds(),
            remedies: self.remedies(),
            source: self.source(),
        }
    }

    fn severities(self) -> &'static [Severity] {
        use Severity as S;
        match self {
            Self::OfferUnanswered | Self::OrderBroken | Self::UndatedPrerequisite => {
                &[S::Attention, S::Urgent]
            }
            Self::NoVisitAfterDischarge
            | Self::ThresholdMessageUnanswered
            | Self::MeetingWithoutDecision => &[S::Urgent],
            Self::OutsidePrerequisite
            | Self::CalledOffPrerequisite
            | Self::RepeatedCorrections
            | Self::PlanOfDeceased
            | Self::OtherPlan
            | Self::NoNextStep
            | Self::ClosedPlan => &[S::Info],
            Self::NoOwner
            | Self::OwnerLeft
            | Self::OwnerAbsent
            | Self::NoReferent
            | Self::SeveralReferents
            | Self::WaitingLoop
            | Self::ParentClosed
            | Self::ResourceTwice
            | Self::PersonTwice
            | Self::TogetherApart
            | Self::SameActTwice
            | Self::HandoverUnacknowledged
            | Self::SessionsMissed
            | Self::Silence
            | Self::MeasureMissing
            | Self::ReferralWithoutReturn
            | Self::PaperOnly
            | Self::ShareWithoutAgreement
            | Self::AgreementExpired
            | Self::DelegationExpired
            | Self::DelegationProfession
            | Self::DelegationTerritory
            | Self::ReviewMissed
            | Self::ConflictingChanges
            | Self::OtherPersonsPlan => &[S::Attention],
        }
    }

    fn thresholds(self) -> &'static [ThresholdCode] {
        use ThresholdCode as T;
        let listens: &[(Self, &[T])] = &[
            (
                Self::OfferUnanswered,
                &[
                    T::OfferWorkingDays,
                    T::OfferHoursIfPressing,
                    T::OfferDaysIfRelative,
                ],
            ),
            (Self::HandoverUnacknowledged, &[T::HandoverWorkingDays]),
            (
                Self::UndatedPrerequisite,
                &[T::UndatedDaysBefore, T::UndatedUrgentHoursBefore],
            ),
            (Self::OutsidePrerequisite, &[T::UndatedDaysBefore]),
            (Self::OrderBroken, &[T::OrderUrgentWithinHours]),
            (Self::SessionsMissed, &[T::MissedInARow]),
            (Self::Silence, &[T::SilenceToleranceDays]),
            (Self::MeasureMissing, &[T::MeasureDays]),
            (Self::RepeatedCorrections, &[T::CorrectionsFrom]),
        ];
        let found = listens.iter().find(|(code, _)| *code == self);
        found.map_or(&[], |(_, numbers)| numbers)
    }

    fn remedies(self) -> &'static [RemedyCode] {
        use RemedyCode as R;
        match self {
            Self::NoOwner => &[R::OfferToSomeone, R::TakeIt],
            Self::OfferUnanswered => &[R::Contact, R::OfferToSomeoneElse, R::Withdraw],
            Self::OwnerLeft => &[R::OfferToSomeoneElse, R::Contact, R::Withdraw],
            Self::OwnerAbsent => &[R::OfferToSomeoneElse, R::MoveDate],
            Self::NoReferent | Self::SeveralReferents => &[R::SetReferent, R::LeaveSo],
            Self::WaitingLoop => &[R::Contact, R::LeaveSo],
            Self::OrderBroken => &[R::Contact, R::MoveDate, R::LeaveSo],
            Self::UndatedPrerequisite => &[R::SetDate, R::Contact, R::MoveDate],
            Self::OutsidePrerequisite => &[R::Contact, R::SetDate, R::LeaveSo],
            Self::CalledOffPrerequisite | Self::ClosedPlan => &[R::LeaveSo],
            Self::ParentClosed => &[R::Contact, R::Withdraw],
            Self::ResourceTwice | Self::PersonTwice | Self::TogetherApart => {
                &[R::MoveDate, R::LeaveSo]
            }
            Self::SameActTwice => &[R::Withdraw, R::LeaveSo],
            Self::NoVisitAfterDischarge => &[R::Contact, R::OfferToSomeoneElse],
            Self::HandoverUnacknowledged | Self::ThresholdMessageUnanswered => {
                &[R::Acknowledge, R::Contact, R::LeaveSo]
            }
            Self::SessionsMissed => &[R::Contact, R::Record, R::LeaveSo],
            Self::Silence => &[R::Contact, R::Record, R::SetDate, R::LeaveSo],
            Self::MeasureMissing => &[R::Contact, R::LeaveSo],
            Self::ReferralWithoutReturn => &[R::Contact, R::Join, R::Withdraw],
            Self::MeetingWithoutDecision => &[R::Contact, R::Join, R::LeaveSo],
            Self::RepeatedCorrections => &[R::Record, R::Contact, R::LeaveSo],
            Self::PaperOnly => &[R::Join, R::LeaveSo],
            Self::ShareWithoutAgreement => &[R::AskAgreement, R::Withdraw, R::LeaveSo],
            Self::AgreementExpired => &[R::AskAgreement, R::LeaveSo],
            Self::DelegationExpired => &[R::MoveDate, R::Withdraw, R::LeaveSo],
            Self::DelegationProfession => &[R::OfferToSomeoneElse, R::Withdraw, R::LeaveSo],
            Self::DelegationTerritory => &[R::Withdraw, R::LeaveSo],
            Self::ReviewMissed => &[R::Record, R::SetDate, R::ClosePlan, R::Contact, R::LeaveSo],
            Self::ConflictingChanges => &[R::Choose],
            Self::PlanOfDeceased => &[R::ClosePlan, R::LeaveSo],
            Self::OtherPersonsPlan | Self::OtherPlan => &[R::Record, R::LeaveSo],
            Self::NoNextStep => &[R::MakeTask, R::ClosePlan, R::LeaveSo],
        }
    }
}
