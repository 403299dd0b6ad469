//! Codes of the engine as words, French and English side by side.

use coordo_core::calendar::{Holiday, Weekday};
use coordo_core::timing::Moment;
use coordo_engine::diff::{Facet, Requirement};
use coordo_engine::levels::{CannotRise, Level, State};
use coordo_engine::mechanism::{DepartureKind, Feature, Lacking, Mechanism, Preset};
use coordo_engine::nomeko::{Ring, RingReason, Side, With};
use coordo_engine::protocol::{
    Breach, DeviationKind, InvalidStep, Lack, PairState, PickedWrong, Standing,
};
use coordo_engine::referral::{Criterion, Missed, RefusalReason, Why};
use coordo_engine::{Dependency, MissingFacet};

/// A code that has words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented by its type")]
pub enum RuleWord {
    Holiday(Holiday),
    Weekday(Weekday),
    Moment(Moment),
    Mechanism(Mechanism),
    Lacking(Lacking),
    Departure(DepartureKind),
    Preset(Preset),
    Feature(Feature),
    Breach(Breach),
    Deviation(DeviationKind),
    Standing(Standing),
    ProtocolLack(Lack),
    PickedWrong(PickedWrong),
    PairState(PairState),
    PairStep(InvalidStep),
    Side(Side),
    With(With),
    Ring(Option<Ring>),
    RingReason(RingReason),
    Level(Level),
    State(State),
    CannotRise(CannotRise),
    Facet(Facet),
    Requirement(Requirement),
    MissingFacet(MissingFacet),
    Dependency(Dependency),
    Refusal(RefusalReason),
    Missed(Missed),
}

impl RuleWord {
    /// In French and in English.
    pub(crate) fn both(self) -> [&'static str; 2] {
        match self {
            Self::Holiday(word) => holiday(word),
            Self::Weekday(word) => weekday(word),
            Self::Moment(word) => moment(word),
            Self::Mechanism(word) => mechanism(word),
            Self::Lacking(word) => lacking(word),
            Self::Departure(word) => departure(word),
            Self::Preset(word) => preset(word),
            Self::Feature(word) => feature(word),
            Self::Breach(word) => breach(word),
            Self::Deviation(word) => deviation(&word),
            Self::Standing(word) => standing(word),
            Self::ProtocolLack(word) => protocol_lack(word),
            Self::PickedWrong(word) => picked_wrong(word),
            Self::PairState(word) => pair_state(word),
            Self::PairStep(word) => pair_step(word),
            Self::Side(word) => side(word),
            Self::With(word) => with(word),
            Self::Ring(word) => ring(word),
            Self::RingReason(word) => ring_reason(word),
            Self::Level(word) => level(word),
            Self::State(word) => state(word),
            Self::CannotRise(word) => cannot_rise(word),
            Self::Facet(word) => facet(word),
            Self::Requirement(word) => requirement(word),
            Self::MissingFacet(word) => missing_facet(word),
            Self::Dependency(word) => dependency(word),
            Self::Refusal(word) => refusal(word),
            Self::Missed(word) => missed(&word),
        }
    }
}

pub(crate) fn holiday(word: Holiday) -> [&'static str; 2] {
    match word {
        Holiday::NewYear => ["jour de l’an", "New Year’s Day"],
        Holiday::GoodFriday => ["Vendredi saint", "Good Friday"],
        Holiday::EasterMonday => ["lundi de Pâques", "Easter Monday"],
        Holiday::LabourDay => ["fête du Travail", "Labour Day"],
        Holiday::Victory => ["8\u{a0}mai 1945", "Victory Day"],
        Holiday::Ascension => ["Ascension", "Ascension Day"],
        Holiday::WhitMonday => ["lundi de Pentecôte", "Whit Monday"],
        Holiday::NationalDay => ["fête nationale", "Bastille Day"],
        Holiday::Assumption => ["Assomption", "Assumption Day"],
        Holiday::AllSaints => ["Toussaint", "All Saints’ Day"],
        Holiday::Armistice => ["11\u{a0}novembre 1918", "Armistice Day"],
        Holiday::Christmas => ["Noël", "Christmas Day"],
        Holiday::SecondChristmasDay => ["Saint-Étienne", "Boxing Day"],
        Holiday::Abolition => ["abolition de l’esclavage", "abolition of slavery"],
    }
}

pub(crate) fn weekday(word: Weekday) -> [&'static str; 2] {
    match word {
        Weekday::Monday => ["lundi", "Monday"],
        Weekday::Tuesday => ["mardi", "Tuesday"],
        Weekday::Wednesday => ["mercredi", "Wednesday"],
        Weekday::Thursday => ["jeudi", "Thursday"],
        Weekday::Friday => ["vendredi", "Friday"],
        Weekday::Saturday => ["samedi", "Saturday"],
        Weekday::Sunday => ["dimanche", "Sunday"],
    }
}

pub(crate) fn moment(word: Moment) -> [&'static str; 2] {
    match word {
        Moment::Morning => ["le matin", "in the morning"],
        Moment::Noon => ["à midi", "at noon"],
        Moment::Afternoon => ["l’après-midi", "in the afternoon"],
        Moment::Evening => ["le soir", "in the evening"],
        Moment::Night => ["la nuit", "at night"],
    }
}

fn mechanism(word: Mechanism) -> [&'static str; 2] {
    match word {
        Mechanism::MutualAdjustment => ["ajustement mutuel", "mutual adjustment"],
        Mechanism::Supervision => ["supervision directe", "direct supervision"],
        Mechanism::Process => ["procédé convenu", "agreed process"],
        Mechanism::Results => ["résultats attendus", "expected results"],
        Mechanism::Qualifications => ["qualifications", "qualifications"],
    }
}

fn lacking(word: Lacking) -> [&'static str; 2] {
    match word {
        Lacking::Thread => [
            "Aucun lieu d’échange n’est ouvert.",
            "No place to talk is open.",
        ],
        Lacking::Validator => [
            "Personne n’est désigné pour valider.",
            "Nobody is named to validate it.",
        ],
        Lacking::Validation => ["La validation n’est pas faite.", "It is not validated yet."],
        Lacking::Protocol => [
            "Cette tâche ne vient d’aucun protocole.",
            "This task comes from no protocol.",
        ],
        Lacking::Target => [
            "Aucune cible mesurable n’est fixée.",
            "No target that can be measured is set.",
        ],
        Lacking::Profession => [
            "La profession du responsable n’est pas dans la liste prévue.",
            "The owner’s profession is not in the list.",
        ],
    }
}

fn departure(word: DepartureKind) -> [&'static str; 2] {
    match word {
        DepartureKind::OutOfSequence => [
            "commencée avant la fin de l’étape d’avant",
            "begun before the step before it had ended",
        ],
        DepartureKind::OtherPerformer => [
            "faite par une autre personne que celle désignée",
            "done by somebody else than designated",
        ],
        DepartureKind::Overrun => ["délai dépassé", "over its time"],
        DepartureKind::MissingMeans => [
            "commencée sans tous ses moyens",
            "begun without all of its means",
        ],
    }
}

fn preset(word: Preset) -> [&'static str; 2] {
    match word {
        Preset::Logistic => ["coordination logistique", "logistic coordination"],
        Preset::Operative => ["coordination opératoire", "operative coordination"],
        Preset::Collective => ["coordination collective", "collective coordination"],
    }
}

fn feature(word: Feature) -> [&'static str; 2] {
    match word {
        Feature::Directory => ["annuaire", "directory"],
        Feature::SharedPlanning => ["planning partagé", "shared planning"],
        Feature::ResourceBooking => ["réservation de moyens", "booking of resources"],
        Feature::TaskBoard => ["tableau des tâches", "task board"],
        Feature::Handovers => ["passages de relais", "hand-overs"],
        Feature::Referent => ["référent unique", "one lead"],
        Feature::Protocols => ["protocoles", "protocols"],
        Feature::CaseMeetings => ["réunions sur une situation", "case meetings"],
        Feature::SharedGoals => ["objectifs partagés", "shared goals"],
        Feature::TeamBoards => ["tableaux d’équipe", "team boards"],
        Feature::DecisionLog => ["journal des décisions", "decision log"],
        Feature::ProtocolVersions => ["protocoles écrits ensemble", "protocols written together"],
    }
}

fn breach(word: Breach) -> [&'static str; 2] {
    match word {
        Breach::NoDelegator => [
            "Le délégant n’est pas indiqué.",
            "Nobody is named who delegates.",
        ],
        Breach::NoDelegatee => [
            "Le délégué n’est pas indiqué.",
            "Nobody is named to delegate to.",
        ],
        Breach::Retired => [
            "Ce protocole n’est plus utilisé.",
            "This protocol is retired.",
        ],
        Breach::NotYetValid => [
            "Ce protocole n’est pas encore en vigueur à la date prévue.",
            "This protocol is not yet valid on the planned date.",
        ],
        Breach::Expired => [
            "Ce protocole n’est plus en vigueur à la date prévue.",
            "This protocol is no longer valid on the planned date.",
        ],
        Breach::Profession => [
            "Le protocole ne prévoit pas cette profession.",
            "The protocol does not provide for this profession.",
        ],
        Breach::Territory => [
            "Le protocole ne couvre pas ce département.",
            "The protocol does not cover this département.",
        ],
    }
}

fn deviation(word: &DeviationKind) -> [&'static str; 2] {
    match word {
        DeviationKind::LeftOut => ["étape laissée de côté", "step left out"],
        DeviationKind::Added => ["tâche ajoutée", "task added"],
        DeviationKind::OtherTime => ["autre date", "another date"],
        DeviationKind::OtherOwner => ["autre responsable", "another owner"],
        DeviationKind::OtherOrder => ["autre ordre", "another order"],
        DeviationKind::OtherRhythm => ["autre rythme", "another rhythm"],
        DeviationKind::OtherPriority => ["autre priorité", "another priority"],
    }
}

fn standing(word: Standing) -> [&'static str; 2] {
    match word {
        Standing::Informal => ["accord informel", "informal agreement"],
        Standing::Written => ["protocole écrit", "written protocol"],
        Standing::Retired => ["protocole retiré", "retired protocol"],
        Standing::Unknown => ["statut non précisé", "standing not said"],
    }
}

fn protocol_lack(word: Lack) -> [&'static str; 2] {
    match word {
        Lack::Title => ["un titre", "a title"],
        Lack::Steps => ["des étapes", "steps"],
        Lack::Roles => ["qui fait chaque étape", "who does each step"],
        Lack::Triggers => ["quand il s’applique", "when it applies"],
        Lack::ReviewDate => ["une date de revue", "a review date"],
    }
}

pub(crate) fn picked_wrong(word: PickedWrong) -> [&'static str; 2] {
    match word {
        PickedWrong::Zero => [
            "Indiquez un nombre plus grand que zéro.",
            "Give a number above zero.",
        ],
        PickedWrong::NoDayLeft => ["Aucun jour ne reste.", "No day is left."],
        PickedWrong::EndsBeforeItBegins => [
            "La fin vient avant le début.",
            "The end comes before the beginning.",
        ],
        PickedWrong::NoSuchDay => [
            "Cette date ou cette heure n’existe pas.",
            "There is no such date or time.",
        ],
    }
}

fn pair_state(word: PairState) -> [&'static str; 2] {
    match word {
        PairState::Instructed => ["consigne écrite", "instruction written"],
        PairState::Acknowledged => ["consigne reçue", "instruction acknowledged"],
        PairState::Reported => ["résultat donné", "result told"],
    }
}

fn pair_step(word: InvalidStep) -> [&'static str; 2] {
    match word {
        InvalidStep::Empty => ["Rien n’est écrit.", "Nothing is written."],
        InvalidStep::OneActor => [
            "Il faut deux personnes différentes.",
            "It takes two different people.",
        ],
        InvalidStep::NotTheirs => ["C’est à l’autre de le faire.", "It is for the other to do."],
        InvalidStep::OutOfOrder => [
            "C’est déjà fait, ou autre chose vient avant.",
            "It is done already, or something comes first.",
        ],
    }
}

fn side(word: Side) -> [&'static str; 2] {
    match word {
        Side::Design => ["conception", "design"],
        Side::Implementation => ["mise en œuvre", "implementation"],
    }
}

fn with(word: With) -> [&'static str; 2] {
    match word {
        With::Person => ["avec la personne", "with the person"],
        With::Inside => [
            "entre professionnels, en interne",
            "between professionals, inside",
        ],
        With::Outside => [
            "entre professionnels, avec l’extérieur",
            "between professionals, outside",
        ],
        With::Undetermined => [
            "entre professionnels, non précisé",
            "between professionals, not known",
        ],
    }
}

fn ring(word: Option<Ring>) -> [&'static str; 2] {
    match word {
        Some(Ring::Coordination) => ["coordination", "coordination"],
        Some(Ring::Support) => ["appui à la coordination", "support to coordination"],
        Some(Ring::Other) => ["autre", "other"],
        None => ["non classé", "not classed"],
    }
}

fn ring_reason(word: RingReason) -> [&'static str; 2] {
    match word {
        RingReason::InterdependentWork => [
            "plusieurs personnes, un lien avec une autre activité et un résultat attendu",
            "several people, a tie to another activity and an expected result",
        ],
        RingReason::NothingDependsOnIt => [
            "entre professionnels, sans lien avec une autre activité",
            "between professionals, without a tie to another activity",
        ],
        RingReason::AboutNobody => [
            "ne concerne personne en particulier",
            "about nobody in particular",
        ],
    }
}

fn level(word: Level) -> [&'static str; 2] {
    match word {
        Level::Person => ["personne", "person"],
        Level::Structure => ["structure", "structure"],
        Level::Territory => ["territoire", "territory"],
    }
}

fn state(word: State) -> [&'static str; 2] {
    match word {
        State::Open => ["à faire", "to do"],
        State::UnderWay => ["en cours", "under way"],
        State::Done => ["fait", "done"],
        State::NotDone => ["pas fait", "not done"],
    }
}

fn cannot_rise(word: CannotRise) -> [&'static str; 2] {
    match word {
        CannotRise::NoNeed => [
            "Choisissez un besoin de la liste\u{a0}: les mots écrits ici restent ici.",
            "Choose a need of the list: words written here stay here.",
        ],
        CannotRise::NoStructure => [
            "Indiquez la structure qui porte la question.",
            "Name the structure that answers for it.",
        ],
        CannotRise::NoDate => ["La date n’est pas lisible.", "The date cannot be read."],
    }
}

pub(crate) fn facet(word: Facet) -> [&'static str; 2] {
    match word {
        Facet::Title => ["intitulé", "title"],
        Facet::Status => ["état", "status"],
        Facet::Reason => ["motif", "reason"],
        Facet::Owner => ["responsable", "owner"],
        Facet::Members => ["participants", "members"],
        Facet::Terms => ["engagements", "terms"],
        Facet::Planned => ["date prévue", "planned date"],
        Facet::Window => ["échéance", "due date"],
        Facet::Priority => ["priorité", "priority"],
        Facet::Goals => ["objectifs", "goals"],
        Facet::Activities => ["activités", "activities"],
        Facet::Progress => ["avancement", "progress"],
        Facet::Result => ["résultat", "result"],
        Facet::Received => ["accusé de réception", "acknowledgement"],
        Facet::Review => ["date de revue", "review date"],
        Facet::Place => ["lieu", "place"],
    }
}

fn requirement(word: Requirement) -> [&'static str; 2] {
    match word {
        Requirement::Title => ["un intitulé", "a title"],
        Requirement::Subject => ["la personne", "the person"],
        Requirement::Start => ["une date de début", "a start date"],
        Requirement::Maintainer => ["qui tient le plan à jour", "who keeps the plan up"],
        Requirement::LastReview => [
            "la date de la dernière revue",
            "the date of the last review",
        ],
        Requirement::NextReview => [
            "la date de la prochaine revue",
            "the date of the next review",
        ],
        Requirement::Goal => ["un objectif", "a goal"],
        Requirement::Team => ["une équipe", "a team"],
        Requirement::Coordinator => ["qui coordonne", "who coordinates"],
        Requirement::Concern => ["les problèmes et besoins", "the problems and needs"],
        Requirement::Activity => ["une activité", "an activity"],
    }
}

fn missing_facet(word: MissingFacet) -> [&'static str; 2] {
    match word {
        MissingFacet::Objective => ["un objectif", "an objective"],
        MissingFacet::Performer => ["une personne ou une profession", "a person or a profession"],
        MissingFacet::Place => ["un lieu", "a place"],
        MissingFacet::Period => ["une date ou une échéance", "a date or a due date"],
        MissingFacet::Precondition => ["ce qu’il faut avant", "what it needs before"],
    }
}

fn dependency(word: Dependency) -> [&'static str; 2] {
    match word {
        Dependency::SharedResource => ["ressource partagée", "shared resource"],
        Dependency::Assignment => ["attribution", "assignment"],
        Dependency::ProducerConsumer => ["l’un après l’autre", "one after the other"],
        Dependency::Simultaneity => ["ensemble", "together"],
        Dependency::Part => ["partie d’un tout", "part of a whole"],
    }
}

fn refusal(word: RefusalReason) -> [&'static str; 2] {
    match word {
        RefusalReason::Criteria => [
            "critères d’admission non remplis",
            "not what the service accepts",
        ],
        RefusalReason::Territory => ["hors du territoire couvert", "outside of the territory"],
        RefusalReason::NoRoom => ["pas de place disponible", "no room"],
        RefusalReason::OtherService => [
            "relève d’un autre service",
            "another service is meant for it",
        ],
        RefusalReason::Incomplete => ["demande incomplète", "incomplete request"],
        RefusalReason::NotWished => [
            "la personne ne le souhaite pas",
            "the person does not wish it",
        ],
        RefusalReason::AlreadyDone => ["suivi déjà en place", "somebody does it already"],
        RefusalReason::Other => ["autre motif", "another reason"],
    }
}

fn missed(word: &Missed) -> [&'static str; 2] {
    match (&word.criterion, word.why) {
        (Criterion::Departments(_), Why::NotMet) => [
            "Le service ne couvre pas ce département.",
            "The service does not cover this département.",
        ],
        (Criterion::Departments(_), Why::NotSaid) => [
            "Le département n’est pas indiqué.",
            "The département is not given.",
        ],
        (Criterion::Age { .. }, Why::NotMet) => [
            "Le service ne reçoit pas à cet âge.",
            "The service does not take people of this age.",
        ],
        (Criterion::Age { .. }, Why::NotSaid) => [
            "La date de naissance manque ou n’est pas assez précise.",
            "The date of birth is missing or not precise enough.",
        ],
        (Criterion::Needs(_), Why::NotMet) => [
            "Ce besoin n’est pas de ceux que le service prend en charge.",
            "This need is not one that the service is for.",
        ],
        (Criterion::Needs(_), Why::NotSaid) => {
            ["Le besoin n’est pas indiqué.", "The need is not given."]
        }
        (Criterion::Senders(_), Why::NotMet) => [
            "Le service n’est pas sollicité par cette profession.",
            "This profession cannot refer to the service.",
        ],
        (Criterion::Senders(_), Why::NotSaid) => [
            "La profession de qui adresse n’est pas indiquée.",
            "The sender’s profession is not given.",
        ],
        (Criterion::Document(_), _) => [
            "Un document demandé n’est pas joint.",
            "A document that is asked for is not joined.",
        ],
        (Criterion::Agreement, Why::NotMet) => [
            "La personne n’a pas donné son accord.",
            "The person has not agreed.",
        ],
        (Criterion::Agreement, Why::NotSaid) => [
            "L’accord de la personne n’est pas noté.",
            "Whether the person has agreed is not written down.",
        ],
    }
}
