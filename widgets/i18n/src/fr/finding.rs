//! French sentences of what the rules find: facts, no blame and no advice.

use coordo_engine::{Code, RemedyCode};

use crate::finding::RuleWords;

/// Patterns as [`crate::finding`] fills them.
pub(crate) fn sentence(code: Code) -> &'static str {
    match code {
        Code::NoOwner => "{0}\u{a0}: personne n’en est chargé[1: (échéance {@1})].",
        Code::OfferUnanswered => {
            "{0}\u{a0}: {1} n’a pas répondu[2: à la demande faite {@2}][3:, réponse attendue {@3}]\
             [4:\u{202f}; échéance {@4}]."
        }
        Code::OwnerLeft => "{0}\u{a0}: confiée à {1}, qui a quitté le cercle[2: {@2}].",
        Code::OwnerAbsent => {
            "{0}[2: (prévue {@2})][5: (à faire\u{a0}: {-5})]\u{a0}: confiée à {1}, en absence[3: à partir du {3}]\
             [4: jusqu’au {4}]."
        }
        Code::NoReferent => {
            "Personne n’est désigné référent[1: depuis la fin du précédent, {@1}]\
             [2:\u{202f}; par défaut, le médecin traitant, {2}]."
        }
        Code::SeveralReferents => "{2} référents en même temps[1:, depuis {@1}]\u{a0}: {*3}.",
        Code::WaitingLoop => "Ces activités s’attendent l’une l’autre\u{a0}: {*0}.",
        Code::OrderBroken => {
            "[!2:«\u{a0}{0}\u{a0}» a commencé avant la fin de «\u{a0}{1}\u{a0}».]\
             [2:«\u{a0}{0}\u{a0}» tombe {@2}, avant «\u{a0}{1}\u{a0}» ][2:({3}).]"
        }
        Code::UndatedPrerequisite => {
            "«\u{a0}{0}\u{a0}» n’a pas de date, alors que «\u{a0}{1}\u{a0}», qui suit, tombe {@2}."
        }
        Code::OutsidePrerequisite => {
            "«\u{a0}{0}\u{a0}» ({2}) attend «\u{a0}{1}\u{a0}», sans date, confiée à {3}, hors du cercle."
        }
        Code::CalledOffPrerequisite => {
            "«\u{a0}{0}\u{a0}» attend «\u{a0}{1}\u{a0}», qui n’aura pas lieu."
        }
        Code::ParentClosed => {
            "L’activité «\u{a0}{0}\u{a0}» est close, mais «\u{a0}{1}\u{a0}», qui en fait partie, reste \
             à faire[2:\u{202f}; échéance {@2}]."
        }
        Code::ResourceTwice => "{0}\u{a0}: deux réservations à la fois, {-3}.",
        Code::PersonTwice => "{0}\u{a0}: deux rendez-vous à la fois, {-3}\u{a0}: {1} et {2}.",
        Code::TogetherApart => "Prévus ensemble, mais séparés\u{a0}: {0} {@1}, {2} {@3}.",
        Code::SameActTwice => {
            "Le même acte est prévu la même semaine dans deux plans\u{a0}: {0} ({2}, {@1}) et {3} \
             ({5}, {@4})."
        }
        Code::NoVisitAfterDischarge => {
            "Sortie {@1}\u{a0}: «\u{a0}{0}\u{a0}» n’a pas commencé, échéance {@2}\
             [3:\u{202f}; {3} n’a pas répondu]."
        }
        Code::HandoverUnacknowledged => {
            "{0}, envoyé {@3} par {1} à {2}\u{a0}: pas d’accusé de réception."
        }
        Code::ThresholdMessageUnanswered => {
            "Message de seuil envoyé {@1}[3: («\u{a0}{3}\u{a0}»)]\u{a0}: personne ne l’a pris en \
             compte, attendu {@2} au plus tard."
        }
        Code::SessionsMissed => {
            "{0}\u{a0}: {1} séances prévues de suite ne sont pas notées ({*2})."
        }
        Code::Silence => {
            "{0}\u{a0}: aucun contact noté depuis {@1}\u{202f}; le plan en prévoit un tous les {2} \
             jours."
        }
        Code::MeasureMissing => {
            "{0}\u{a0}: aucune mesure reçue depuis {@1}\u{202f}; le plan parle après {2} jours."
        }
        Code::ReferralWithoutReturn => {
            "{0}[2: (acte fait {@2})]\u{a0}: le retour attendu {@3}[4: par {4}] n’est pas arrivé."
        }
        Code::MeetingWithoutDecision => {
            "L’activité «\u{a0}{0}\u{a0}»[1: ({1})] est close sans décision enregistrée\
             [3:, et «\u{a0}{3}\u{a0}» en dépend]\
             [4: ({4})]."
        }
        Code::RepeatedCorrections => "{0}\u{a0}: {1} corrections demandées.",
        Code::PaperOnly => "{0} est seulement sur papier\u{202f}; «\u{a0}{1}\u{a0}» en a besoin.",
        Code::ShareWithoutAgreement => {
            "«\u{a0}{0}\u{a0}» va partir vers {1} ({2}), que l’accord ne couvre pas."
        }
        Code::AgreementExpired => "L’accord de partage est échu {@1}.",
        Code::DelegationExpired => {
            "«\u{a0}{0}\u{a0}»[2: ({2})] s’appuie sur «\u{a0}{1}\u{a0}», [4:valable jusqu’au {4}]\
             [5:valable à partir du {5}]."
        }
        Code::DelegationProfession => {
            "{0}[2: ({2})]\u{a0}: confiée à {3}, dont la profession n’est pas admise par \
             «\u{a0}{1}\u{a0}»."
        }
        Code::DelegationTerritory => {
            "«\u{a0}{0}\u{a0}»[2: ({2})] a lieu hors du territoire de «\u{a0}{1}\u{a0}» (département {4})."
        }
        Code::ReviewMissed => {
            "{0}\u{a0}: la revue prévue {@1} n’est pas enregistrée[2:\u{202f}; plan tenu par {2}]."
        }
        Code::ConflictingChanges => {
            "{0}\u{a0}: deux modifications se contredisent\u{202f}; à trancher."
        }
        Code::PlanOfDeceased => "{0}\u{a0}: personne décédée, plans encore actifs\u{a0}: {1}.",
        Code::OtherPersonsPlan => {
            "«\u{a0}{0}\u{a0}» est rattaché à «\u{a0}{1}\u{a0}», le plan d’une autre personne."
        }
        Code::OtherPlan => {
            "{0}\u{a0}: des parties de ce plan relèvent d’activités rattachées à un autre plan, \
             absent d’ici ({1})."
        }
        Code::NoNextStep => {
            "«\u{a0}{0}\u{a0}»\u{a0}: plan actif, sans activité ouverte ni date de revue."
        }
        Code::ClosedPlan => {
            "«\u{a0}{0}\u{a0}»\u{a0}: plan clos, activités encore ouvertes\u{a0}: {1}."
        }
    }
}

pub(crate) fn remedy(code: RemedyCode) -> &'static str {
    match code {
        RemedyCode::Contact => "Appeler ou écrire",
        RemedyCode::OfferToSomeone => "Proposer à quelqu’un",
        RemedyCode::OfferToSomeoneElse => "Proposer à quelqu’un d’autre",
        RemedyCode::TakeIt => "M’en charger",
        RemedyCode::Withdraw => "Retirer, avec un motif",
        RemedyCode::SetDate => "Fixer une date",
        RemedyCode::MoveDate => "Déplacer",
        RemedyCode::MarkDone => "Noter comme faite",
        RemedyCode::MakeTask => "Créer une tâche",
        RemedyCode::Acknowledge => "Noter la réception",
        RemedyCode::Join => "Joindre ce qui manque",
        RemedyCode::SetReferent => "Désigner un référent",
        RemedyCode::Record => "Noter ce qui a eu lieu",
        RemedyCode::ClosePlan => "Clore le plan",
        RemedyCode::Choose => "Choisir",
        RemedyCode::AskAgreement => "Demander l’accord",
        RemedyCode::LeaveSo => "Laisser ainsi, avec un motif",
    }
}

pub(crate) fn rule(code: Code) -> RuleWords {
    let (name, trigger, threshold) = match code {
        Code::NoOwner => (
            "Sans responsable",
            "Une activité ouverte ne nomme personne, même en clair.",
            "",
        ),
        Code::OfferUnanswered => (
            "Offre sans réponse",
            "Une demande n’est ni acceptée ni refusée à la fin du délai\u{202f}; urgent si elle presse.",
            "Réponse attendue écrite dans la demande, sinon délai de l’hôte\u{a0}: jours ouvrés, \
             heures si elle presse, jours pour un proche.",
        ),
        Code::OwnerLeft => (
            "Responsable parti",
            "Le responsable d’une activité ouverte a été membre du cercle et ne l’est plus.",
            "Fin de la période du membre.",
        ),
        Code::OwnerAbsent => (
            "Responsable absent",
            "Une activité non commencée tombe entière dans une absence de son responsable.",
            "Absence écrite sur sa situation d’exercice.",
        ),
        Code::NoReferent => (
            "Aucun référent",
            "Aucun membre présent n’est référent ni captant.",
            "",
        ),
        Code::SeveralReferents => (
            "Plusieurs référents",
            "Deux membres présents ou plus sont référents ou captants.",
            "",
        ),
        Code::WaitingLoop => (
            "Attente en boucle",
            "Des activités ouvertes s’attendent l’une l’autre.",
            "",
        ),
        Code::OrderBroken => (
            "Ordre non respecté",
            "Ce qui suit a commencé, ou est prévu, avant ce qui précède.",
            "Urgent à partir du nombre d’heures que l’hôte choisit.",
        ),
        Code::UndatedPrerequisite => (
            "Préalable sans date",
            "Ce qui précède n’a pas de date et ce qui suit est proche.",
            "Jours avant, et heures avant pour l’urgence, que l’hôte choisit.",
        ),
        Code::OutsidePrerequisite => (
            "Hors du cercle",
            "Une activité datée attend une autre, sans date, confiée à quelqu’un qui n’a jamais été du \
             cercle\u{a0}: personne ne l’y prévient de la date.",
            "Jusqu’au nombre de jours où le préalable sans date est dit comme tel.",
        ),
        Code::CalledOffPrerequisite => (
            "Préalable annulé",
            "Ce qui précède a été annulé, refusé ou n’a pas abouti.",
            "",
        ),
        Code::ParentClosed => (
            "Partie restée ouverte",
            "Une activité est close et une de ses parties est ouverte.",
            "",
        ),
        Code::ResourceTwice => (
            "Réservé deux fois",
            "Deux réservations à venir d’un appareil ou d’un véhicule se chevauchent.",
            "",
        ),
        Code::PersonTwice => (
            "Attendu à deux endroits",
            "Deux rendez-vous à venir de la personne se chevauchent sans être déclarés ensemble.",
            "",
        ),
        Code::TogetherApart => (
            "Séparés",
            "Deux activités déclarées ensemble n’ont plus d’instant commun.",
            "",
        ),
        Code::SameActTwice => (
            "En double",
            "Le même acte est à faire la même semaine dans deux plans.",
            "Semaine du lundi au dimanche.",
        ),
        Code::NoVisitAfterDischarge => (
            "Sortie sans visite",
            "L’activité qui suit une sortie n’a pas commencé à son échéance.",
            "Échéance écrite dans le plan.",
        ),
        Code::HandoverUnacknowledged => (
            "Sans accusé",
            "Une transmission envoyée n’est pas reçue à la fin du délai.",
            "Réponse attendue écrite dans le message, sinon jours ouvrés que l’hôte choisit.",
        ),
        Code::ThresholdMessageUnanswered => (
            "Message non pris",
            "Un message de seuil n’est pas reçu à l’heure écrite\u{202f}; une ligne jusqu’à ce qu’il \
             le soit.",
            "Réponse attendue écrite dans le message.",
        ),
        Code::SessionsMissed => (
            "Séances manquées",
            "Des séances prévues de suite sont passées sans être notées.",
            "Nombre de séances que l’hôte choisit.",
        ),
        Code::Silence => (
            "Silence",
            "Aucun contact depuis plus longtemps que le rythme du plan, et aucune date à venir.",
            "Rythme du plan et tolérance en jours.",
        ),
        Code::MeasureMissing => (
            "Mesure absente",
            "Aucune mesure d’un objectif suivi depuis le nombre de jours choisi.",
            "Nombre de jours que l’hôte choisit.",
        ),
        Code::ReferralWithoutReturn => (
            "Sans retour",
            "L’acte demandé a eu lieu et le retour n’est pas là à son échéance.",
            "Échéance écrite dans la demande.",
        ),
        Code::MeetingWithoutDecision => (
            "Sans décision",
            "Une réunion de professionnels est close et rien n’en est enregistré.",
            "",
        ),
        Code::RepeatedCorrections => (
            "Corrections répétées",
            "Une même prescription est corrigée de nouveau.",
            "À partir de la combientième, que l’hôte choisit.",
        ),
        Code::PaperOnly => (
            "Sur papier",
            "Une activité ouverte a besoin d’un document qui n’est que sur papier.",
            "",
        ),
        Code::ShareWithoutAgreement => (
            "Sans accord",
            "Un document va partir vers une structure que l’accord ne liste pas.",
            "Accord de la personne, où il y en a un.",
        ),
        Code::AgreementExpired => (
            "Accord échu",
            "L’accord d’une personne dont un plan est actif est passé.",
            "Fin écrite dans l’accord.",
        ),
        Code::DelegationExpired => (
            "Hors validité",
            "Un acte délégué est prévu hors de la période de son protocole.",
            "Période écrite dans le protocole.",
        ),
        Code::DelegationProfession => (
            "Profession non admise",
            "La profession du responsable n’est pas de celles du protocole.",
            "Professions écrites dans le protocole.",
        ),
        Code::DelegationTerritory => (
            "Hors territoire",
            "Un acte délégué a lieu hors des départements de son protocole.",
            "Départements écrits dans le protocole.",
        ),
        Code::ReviewMissed => (
            "Revue à faire",
            "La date de revue d’un plan actif est passée.",
            "Date écrite dans le plan.",
        ),
        Code::ConflictingChanges => (
            "À trancher",
            "Deux modifications d’un même champ attendent le choix d’une personne.",
            "",
        ),
        Code::PlanOfDeceased => (
            "Plan d’une personne décédée",
            "Une personne décédée a des plans encore actifs.",
            "",
        ),
        Code::OtherPersonsPlan => (
            "Autre personne",
            "Une activité se rattache au plan d’une autre personne.",
            "",
        ),
        Code::OtherPlan => (
            "Autre plan",
            "Des parties et leurs activités ne se rattachent pas au même plan.",
            "",
        ),
        Code::NoNextStep => (
            "Sans suite",
            "Un plan actif n’a ni activité ouverte ni date de revue.",
            "",
        ),
        Code::ClosedPlan => (
            "Plan clos",
            "Un plan est clos et des activités en sont ouvertes.",
            "",
        ),
    };
    RuleWords {
        name,
        trigger,
        threshold,
    }
}
