//! English sentences of what the rules find: facts, no blame and no advice.

use coordo_engine::{Code, RemedyCode};

use crate::finding::RuleWords;

/// Patterns as [`crate::finding`] fills them.
pub(crate) fn sentence(code: Code) -> &'static str {
    match code {
        Code::NoOwner => "{0}: nobody is in charge[1: (due {@1})].",
        Code::OfferUnanswered => {
            "{0}: {1} has not answered[2: the request made {@2}][3:, an answer was expected {@3}]\
             [4:; due {@4}]."
        }
        Code::OwnerLeft => "{0}: with {1}, who left the circle[2: {@2}].",
        Code::OwnerAbsent => {
            "{0}[2: (planned {@2})][5: (to do: {-5})]: with {1}, who is away[3: from {3}][4: to {4}]."
        }
        Code::NoReferent => {
            "Nobody is named as lead[1: since the last one ended, {@1}]\
             [2:; by default, the treating doctor, {2}]."
        }
        Code::SeveralReferents => "{2} leads at once[1:, since {1}]: {*3}.",
        Code::WaitingLoop => "These activities wait for each other: {*0}.",
        Code::OrderBroken => {
            "[!2:“{0}” has begun before the end of “{1}”.]\
             [2:“{0}” is planned {@2}, before “{1}” ][2:({3}).]"
        }
        Code::UndatedPrerequisite => {
            "“{0}” has no date, while “{1}”, which follows, is planned {@2}."
        }
        Code::OutsidePrerequisite => {
            "“{0}” ({2}) waits for “{1}”, which has no date and is with {3}, outside of the circle."
        }
        Code::CalledOffPrerequisite => "“{0}” waits for “{1}”, which will not take place.",
        Code::ParentClosed => {
            "“{0}” is closed, but “{1}”, a part of it, is still open[2:; due {@2}]."
        }
        Code::ResourceTwice => "{0}: booked twice at a time, {-3}.",
        Code::PersonTwice => "{0}: two appointments at a time, {-3}: {1} and {2}.",
        Code::TogetherApart => "Meant to be together, but apart: {0} {@1}, {2} {@3}.",
        Code::SameActTwice => {
            "The same act is planned in one week by two plans: {0} ({2}, {@1}) and {3} ({5}, {@4})."
        }
        Code::NoVisitAfterDischarge => {
            "Discharged {@1}: “{0}” has not begun, due {@2}\
             [3:; {3} has not answered]."
        }
        Code::HandoverUnacknowledged => "{0}, sent {@3} by {1} to {2}: not acknowledged.",
        Code::ThresholdMessageUnanswered => {
            "Threshold message sent {@1}[3: (“{3}”)]: nobody has taken it, expected {@2} at the \
             latest."
        }
        Code::SessionsMissed => "{0}: {1} planned sessions in a row are not recorded ({*2}).",
        Code::Silence => "{0}: no contact recorded since {1}; the plan expects one every {2} days.",
        Code::MeasureMissing => {
            "{0}: no measure received since {1}; the plan speaks after {2} days."
        }
        Code::ReferralWithoutReturn => {
            "{0}[2: (done {@2})]: the return expected {@3}[4: by {4}] has not come."
        }
        Code::MeetingWithoutDecision => {
            "“{0}”[1: ({1})] is closed without a recorded decision[3:, and “{3}” depends on it]\
             [4: ({4})]."
        }
        Code::RepeatedCorrections => "{0}: {1} corrections asked for.",
        Code::PaperOnly => "“{0}” is on paper only; “{1}” needs it.",
        Code::ShareWithoutAgreement => {
            "“{0}” is about to go to {1} ({2}), whom the agreement does not cover."
        }
        Code::AgreementExpired => "The agreement to share ended {@1}.",
        Code::DelegationExpired => {
            "“{0}”[2: ({2})] relies on “{1}”, [4:valid until {4}][5:valid from {5}]."
        }
        Code::DelegationProfession => {
            "“{0}”[2: ({2})] is with {3}, whose profession “{1}” does not admit."
        }
        Code::DelegationTerritory => {
            "“{0}”[2: ({2})] takes place outside of the territory of “{1}” (département {4})."
        }
        Code::ReviewMissed => {
            "{0}: the review planned {@1} is not recorded[2:; the plan is held by {2}]."
        }
        Code::ConflictingChanges => "{0}: two changes contradict each other; a person must choose.",
        Code::PlanOfDeceased => "{0} has died; plans still active: {1}.",
        Code::OtherPersonsPlan => "“{0}” belongs to “{1}”, the plan of another person.",
        Code::OtherPlan => {
            "{0}: parts of this plan are of activities that name another plan, which is not here \
             ({1})."
        }
        Code::NoNextStep => "“{0}” is active, with no open activity and no review date.",
        Code::ClosedPlan => "“{0}” is closed; activities still open: {1}.",
    }
}

pub(crate) fn remedy(code: RemedyCode) -> &'static str {
    match code {
        RemedyCode::Contact => "Call or write",
        RemedyCode::OfferToSomeone => "Offer to someone",
        RemedyCode::OfferToSomeoneElse => "Offer to someone else",
        RemedyCode::TakeIt => "Take it on",
        RemedyCode::Withdraw => "Withdraw, with a reason",
        RemedyCode::SetDate => "Set a date",
        RemedyCode::MoveDate => "Move",
        RemedyCode::MarkDone => "Mark as done",
        RemedyCode::MakeTask => "Create a task",
        RemedyCode::Acknowledge => "Record that it was received",
        RemedyCode::Join => "Attach what is missing",
        RemedyCode::SetReferent => "Name a lead",
        RemedyCode::Record => "Record what took place",
        RemedyCode::ClosePlan => "Close the plan",
        RemedyCode::Choose => "Choose",
        RemedyCode::AskAgreement => "Ask for agreement",
        RemedyCode::LeaveSo => "Leave it so, with a reason",
    }
}

pub(crate) fn rule(code: Code) -> RuleWords {
    let (name, trigger, threshold) = match code {
        Code::NoOwner => (
            "Nobody in charge",
            "An open activity names nobody, not even in plain text.",
            "",
        ),
        Code::OfferUnanswered => (
            "No answer",
            "A request is neither accepted nor declined when its delay ends; urgent where it presses.",
            "The answer date written in the request, else the host's delay: working days, hours \
             where it presses, days for a relative.",
        ),
        Code::OwnerLeft => (
            "Owner left",
            "Who has an open activity was a member of the circle and is one no more.",
            "End of the member's period.",
        ),
        Code::OwnerAbsent => (
            "Owner away",
            "An activity that has not begun lies wholly within an absence of its owner.",
            "Absence written on their role.",
        ),
        Code::NoReferent => (
            "No lead",
            "No present member is the lead (référent or captant).",
            "",
        ),
        Code::SeveralReferents => (
            "Several leads",
            "Two present members or more are leads (référent or captant).",
            "",
        ),
        Code::WaitingLoop => (
            "Waiting in a ring",
            "Open activities wait for each other.",
            "",
        ),
        Code::OrderBroken => (
            "Order broken",
            "What follows has begun, or is planned, before what comes first.",
            "Urgent from the number of hours that the host chooses.",
        ),
        Code::UndatedPrerequisite => (
            "No date yet",
            "What comes first has no date and what follows is near.",
            "Days before, and hours before for urgency, that the host chooses.",
        ),
        Code::OutsidePrerequisite => (
            "Outside the circle",
            "An activity with a date waits for one without, which is with somebody who was never in the \
             circle: nobody there is told of the date.",
            "Until so many days before, when it is told as having no date yet.",
        ),
        Code::CalledOffPrerequisite => (
            "Called off",
            "What comes first was cancelled, declined or failed.",
            "",
        ),
        Code::ParentClosed => (
            "Part still open",
            "An activity is closed and a part of it is open.",
            "",
        ),
        Code::ResourceTwice => (
            "Booked twice",
            "Two coming bookings of a device or a vehicle overlap.",
            "",
        ),
        Code::PersonTwice => (
            "Expected twice",
            "Two coming appointments of the person overlap and are not declared together.",
            "",
        ),
        Code::TogetherApart => (
            "Apart",
            "Two activities declared together have no instant in common any more.",
            "",
        ),
        Code::SameActTwice => (
            "Twice",
            "The same act is to be done in one week by two plans.",
            "A week is from Monday to Sunday.",
        ),
        Code::NoVisitAfterDischarge => (
            "No visit",
            "The activity that follows a discharge has not begun when it was due.",
            "Due time written in the plan.",
        ),
        Code::HandoverUnacknowledged => (
            "Not acknowledged",
            "A hand-over that was sent is not received when its delay ends.",
            "The answer date written in the message, else working days that the host chooses.",
        ),
        Code::ThresholdMessageUnanswered => (
            "Not taken",
            "A threshold message is not received by the time written in it; one line until it is.",
            "The answer date written in the message.",
        ),
        Code::SessionsMissed => (
            "Sessions missed",
            "Planned sessions in a row are over and not recorded.",
            "Number of sessions that the host chooses.",
        ),
        Code::Silence => (
            "Silence",
            "No contact for longer than the rhythm of the plan, and no date to come.",
            "The plan's rhythm and a tolerance in days.",
        ),
        Code::MeasureMissing => (
            "No measure",
            "No measure of a goal that is followed for the number of days chosen.",
            "Number of days that the host chooses.",
        ),
        Code::ReferralWithoutReturn => (
            "No return",
            "The act that was asked for took place and its return is not there when due.",
            "Due time written in the request.",
        ),
        Code::MeetingWithoutDecision => (
            "No decision",
            "A meeting of professionals is closed and nothing of it is recorded.",
            "",
        ),
        Code::RepeatedCorrections => (
            "Corrected again",
            "One prescription is corrected once more.",
            "From which one on, the host chooses.",
        ),
        Code::PaperOnly => (
            "On paper",
            "An open activity needs a document that is on paper only.",
            "",
        ),
        Code::ShareWithoutAgreement => (
            "No agreement",
            "A document is about to go to a structure that the agreement does not list.",
            "The person's agreement, where there is one.",
        ),
        Code::AgreementExpired => (
            "Agreement ended",
            "The agreement of a person with an active plan is over.",
            "End written in the agreement.",
        ),
        Code::DelegationExpired => (
            "Out of date",
            "A delegated act is planned outside of the time of its protocol.",
            "Period written in the protocol.",
        ),
        Code::DelegationProfession => (
            "Not admitted",
            "The owner's profession is not one of the protocol's.",
            "Professions written in the protocol.",
        ),
        Code::DelegationTerritory => (
            "Out of territory",
            "A delegated act takes place outside of the départements of its protocol.",
            "Départements written in the protocol.",
        ),
        Code::ReviewMissed => (
            "Review due",
            "The review date of an active plan is over.",
            "Date written in the plan.",
        ),
        Code::ConflictingChanges => (
            "To decide",
            "Two changes of one field wait for a person to choose.",
            "",
        ),
        Code::PlanOfDeceased => (
            "Plan of a person who died",
            "A person who has died has plans that are still active.",
            "",
        ),
        Code::OtherPersonsPlan => (
            "Other person",
            "An activity belongs to the plan of another person.",
            "",
        ),
        Code::OtherPlan => (
            "Other plan",
            "Parts and their activities do not belong to the same plan.",
            "",
        ),
        Code::NoNextStep => (
            "No next step",
            "An active plan has neither an open activity nor a review date.",
            "",
        ),
        Code::ClosedPlan => (
            "Plan closed",
            "A plan is closed and activities of it are open.",
            "",
        ),
    };
    RuleWords {
        name,
        trigger,
        threshold,
    }
}
