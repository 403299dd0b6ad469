//! What can be found: each rule with its stable code and where it comes from.

/// A rule. Codes are stable; sentences are made by `coordo-i18n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// An open activity that nobody answers for.
    NoOwner,
    /// An offer that nobody answered in time.
    OfferUnanswered,
    /// Whose activity it is has left the circle.
    OwnerLeft,
    /// Whose activity it is will be away when it is planned.
    OwnerAbsent,
    /// Nobody is in charge of the whole.
    NoReferent,
    /// More than one is in charge of the whole.
    SeveralReferents,
    /// Activities wait for each other.
    WaitingLoop,
    /// What comes after has begun, or is planned, before what it needs.
    OrderBroken,
    /// What comes before has no date, and what follows is near.
    UndatedPrerequisite,
    /// What comes before has no date and is with somebody outside of the circle.
    OutsidePrerequisite,
    /// What comes before was called off.
    CalledOffPrerequisite,
    /// The whole is closed and a part is open.
    ParentClosed,
    /// One vehicle or device in two places.
    ResourceTwice,
    /// The person in two places.
    PersonTwice,
    /// What should be together is apart.
    TogetherApart,
    /// One act in two plans in one week.
    SameActTwice,
    /// Home from hospital, and nobody came.
    NoVisitAfterDischarge,
    /// A hand-over that nobody acknowledged.
    HandoverUnacknowledged,
    /// A threshold message that nobody took.
    ThresholdMessageUnanswered,
    /// Sessions of the rhythm that did not take place.
    SessionsMissed,
    /// No contact for longer than the rhythm of the plan.
    Silence,
    /// No measure for longer than the plan allows.
    MeasureMissing,
    /// A referral whose return has not come.
    ReferralWithoutReturn,
    /// A meeting that is over and has decided nothing that is recorded.
    MeetingWithoutDecision,
    /// One prescription corrected again and again.
    RepeatedCorrections,
    /// What is needed is on paper only.
    PaperOnly,
    /// A document is about to go to someone whom the agreement does not cover.
    ShareWithoutAgreement,
    /// The agreement to share is over.
    AgreementExpired,
    /// A delegated act outside the time of its protocol.
    DelegationExpired,
    /// A delegated act by a profession that the protocol does not admit.
    DelegationProfession,
    /// A delegated act outside the territory of its protocol.
    DelegationTerritory,
    /// The plan's review is overdue.
    ReviewMissed,
    /// Two changes of one record wait for a person.
    ConflictingChanges,
    /// A plan of a person who has died is still active.
    PlanOfDeceased,
    /// An activity belongs to the plan of another person.
    OtherPersonsPlan,
    /// A part belongs to another plan than its whole.
    OtherPlan,
    /// An active plan in which nothing is open and no review is planned.
    NoNextStep,
    /// A plan is closed and activities of it are open.
    ClosedPlan,
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Rows of `demo-site/docs/sources.md`: the documents that the rule was drawn from.
    pub rows: &'static [u16],
    /// The standard or text behind it, where there is one.
    pub standard: Option<&'static str>,
}

impl Code {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 38] = [
        Self::NoOwner,
        Self::OfferUnanswered,
        Self::OwnerLeft,
        Self::OwnerAbsent,
        Self::NoReferent,
        Self::SeveralReferents,
        Self::WaitingLoop,
        Self::OrderBroken,
        Self::UndatedPrerequisite,
        Self::OutsidePrerequisite,
        Self::CalledOffPrerequisite,
        Self::ParentClosed,
        Self::ResourceTwice,
        Self::PersonTwice,
        Self::TogetherApart,
        Self::SameActTwice,
        Self::NoVisitAfterDischarge,
        Self::HandoverUnacknowledged,
        Self::ThresholdMessageUnanswered,
        Self::SessionsMissed,
        Self::Silence,
        Self::MeasureMissing,
        Self::ReferralWithoutReturn,
        Self::MeetingWithoutDecision,
        Self::RepeatedCorrections,
        Self::PaperOnly,
        Self::ShareWithoutAgreement,
        Self::AgreementExpired,
        Self::DelegationExpired,
        Self::DelegationProfession,
        Self::DelegationTerritory,
        Self::ReviewMissed,
        Self::ConflictingChanges,
        Self::PlanOfDeceased,
        Self::OtherPersonsPlan,
        Self::OtherPlan,
        Self::NoNextStep,
        Self::ClosedPlan,
    ];

    /// The code as hosts see it.
    pub fn as_str(self) -> &'static str {
        self.words().0
    }

    /// What the rule is called in French, as the extension `derogation` names it in `regle`.
    pub fn rule(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NoOwner => ("no-owner", "activité sans responsable"),
            Self::OfferUnanswered => ("offer-unanswered", "offre jamais acceptée"),
            Self::OwnerLeft => ("owner-left", "responsable sorti du cercle"),
            Self::OwnerAbsent => ("owner-absent", "responsable absent"),
            Self::NoReferent => ("no-referent", "aucun référent"),
            Self::SeveralReferents => ("several-referents", "deux référents en même temps"),
            Self::WaitingLoop => ("waiting-loop", "attente en boucle"),
            Self::OrderBroken => ("order-broken", "ordre non respecté"),
            Self::UndatedPrerequisite => ("undated-prerequisite", "préalable sans date"),
            Self::OutsidePrerequisite => ("outside-prerequisite", "préalable hors du cercle"),
            Self::CalledOffPrerequisite => ("called-off-prerequisite", "préalable annulé"),
            Self::ParentClosed => ("parent-closed", "parent clos, enfant ouvert"),
            Self::ResourceTwice => ("resource-booked-twice", "ressource réservée deux fois"),
            Self::PersonTwice => (
                "person-expected-twice",
                "la personne attendue à deux endroits",
            ),
            Self::TogetherApart => ("together-apart", "activités conjointes séparées"),
            Self::SameActTwice => ("same-act-in-two-plans", "actes en double entre deux plans"),
            Self::NoVisitAfterDischarge => {
                ("no-visit-after-discharge", "sortie sans première visite")
            }
            Self::HandoverUnacknowledged => ("handover-unacknowledged", "transmission sans accusé"),
            Self::ThresholdMessageUnanswered => (
                "threshold-message-unanswered",
                "message de seuil non pris en compte",
            ),
            Self::SessionsMissed => ("sessions-missed", "séances manquées"),
            Self::Silence => ("silence", "silence plus long que le rythme du plan"),
            Self::MeasureMissing => ("measure-missing", "absence de mesure"),
            Self::ReferralWithoutReturn => ("referral-without-return", "adressage sans retour"),
            Self::MeetingWithoutDecision => {
                ("meeting-without-decision", "réunion close sans décision")
            }
            Self::RepeatedCorrections => ("repeated-corrections", "corrections répétées"),
            Self::PaperOnly => ("paper-only", "information sur papier seulement"),
            Self::ShareWithoutAgreement => {
                ("share-without-agreement", "partage hors équipe sans accord")
            }
            Self::AgreementExpired => ("agreement-expired", "accord échu"),
            Self::DelegationExpired => (
                "delegation-expired",
                "délégation hors validité du protocole",
            ),
            Self::DelegationProfession => (
                "delegation-profession",
                "délégation : profession non admise",
            ),
            Self::DelegationTerritory => (
                "delegation-territory",
                "délégation hors territoire du protocole",
            ),
            Self::ReviewMissed => ("review-missed", "revue du plan non faite"),
            Self::ConflictingChanges => (
                "conflicting-changes",
                "deux modifications qui se contredisent",
            ),
            Self::PlanOfDeceased => ("plan-of-deceased", "plan actif d'une personne décédée"),
            Self::OtherPersonsPlan => ("other-persons-plan", "activité du plan d'un autre"),
            Self::OtherPlan => ("other-plan", "partie rattachée à un autre plan"),
            Self::NoNextStep => ("no-next-step", "plan sans prochaine étape"),
            Self::ClosedPlan => ("closed-plan", "plan clos, activité ouverte"),
        }
    }

    /// Where the rule comes from.
    pub fn source(self) -> Source {
        let (rows, standard): (&[u16], Option<&str>) = match self {
            Self::NoOwner => (&[2, 11, 17], Some("FHIR R4 Task.owner")),
            Self::OfferUnanswered => (&[11, 17], Some("FHIR R4 Task.status")),
            Self::OwnerLeft => (&[11, 17], Some("FHIR R4 CareTeam.participant.period")),
            Self::OwnerAbsent => (&[11], Some("FHIR R4 PractitionerRole.notAvailable")),
            Self::NoReferent => (
                &[17, 26, 135],
                Some("SNOMED CT 768820003; loi du 13 août 2004"),
            ),
            Self::SeveralReferents => (&[17, 26], Some("SNOMED CT 768820003")),
            Self::WaitingLoop => (&[2, 11], None),
            Self::OrderBroken | Self::UndatedPrerequisite | Self::CalledOffPrerequisite => {
                (&[2, 4], Some("FHIR R4 RequestGroup.action.relatedAction"))
            }
            Self::OutsidePrerequisite => (&[2, 11], Some("FHIR R4 CareTeam.participant")),
            Self::ParentClosed | Self::ClosedPlan => (&[2], Some("FHIR R4 Task.partOf")),
            Self::ResourceTwice | Self::PersonTwice => {
                (&[2, 3], Some("FHIR R4 Appointment.participant"))
            }
            Self::TogetherApart => (&[2], Some("FHIR R4 RequestGroup.action.relatedAction")),
            Self::SameActTwice => (&[147], None),
            Self::NoVisitAfterDischarge => (&[11], Some("FHIR R4 Encounter.hospitalization")),
            Self::HandoverUnacknowledged => (&[11], Some("FHIR R4 Communication.received")),
            Self::ThresholdMessageUnanswered => {
                (&[138, 140], Some("FHIR R4 Communication.received"))
            }
            Self::SessionsMissed | Self::Silence => {
                (&[11], Some("FHIR R4 ServiceRequest.occurrenceTiming"))
            }
            Self::MeasureMissing => (&[140], Some("FHIR R4 Goal.target.measure")),
            Self::ReferralWithoutReturn => (&[28], None),
            Self::MeetingWithoutDecision => (&[11, 14], None),
            Self::RepeatedCorrections => (&[28], None),
            Self::PaperOnly => (&[11], Some("FHIR R4 DocumentReference.content.attachment")),
            Self::ShareWithoutAgreement | Self::AgreementExpired => (
                &[19],
                Some("FHIR R4 Consent.provision; code de la santé publique, L. 1110-4"),
            ),
            Self::DelegationExpired | Self::DelegationProfession | Self::DelegationTerritory => (
                &[115, 116, 133],
                Some("FHIR R4 PlanDefinition; loi HPST, article 51"),
            ),
            Self::ReviewMissed => (&[11, 129, 144], None),
            Self::ConflictingChanges => (&[37], None),
            Self::PlanOfDeceased => (&[11], Some("FHIR R4 Patient.deceased[x]")),
            Self::OtherPersonsPlan | Self::OtherPlan => (&[147], Some("FHIR R4 Task.basedOn")),
            Self::NoNextStep => (&[11], None),
        };
        Source { rows, standard }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself_and_has_a_source() {
        for code in Code::ALL {
            assert_eq!(Code::from_code(code.as_str()), Some(code));
            assert!(!code.source().rows.is_empty(), "{}", code.as_str());
        }
    }
}
