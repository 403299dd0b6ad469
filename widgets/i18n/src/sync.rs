//! What is said of sending: the opened chip, the two versions of a conflict, the device's cache.

use coordo_core::{Field, Wanted};

use crate::Locale;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $fr:literal, $en:literal;)*) => {
        /// A word or a sentence about sending, without arguments.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SyncWord {
            $($(#[$doc])* #[doc = concat!("« ", $fr, " »")] $name,)*
        }

        impl SyncWord {
            /// All of them.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            fn both(self) -> [&'static str; 2] {
                match self {
                    $(Self::$name => [$fr, $en],)*
                }
            }
        }
    };
}

words! {
    Review: "Deux versions à départager", "Two versions to decide between";
    FieldHead: "Champ", "Field";
    Before: "Avant", "Before";
    Mine: "La vôtre", "Yours";
    /// Of a colleague who is known.
    Theirs: "La sienne", "Theirs";
    /// Of a colleague who is not known.
    OfServer: "Celle du serveur", "The server’s";
    Unchanged: "inchangé", "unchanged";
    Nothing: "rien", "nothing";
    Merged: "réuni", "merged";
    MergedMeaning: "Changé d’un seul côté, ou ajouté de part et d’autre\u{a0}: tout est gardé.", "Changed on one side only, or added on both: all is kept.";
    Outcome: "Ce qui sera envoyé", "What will be sent";
    OutcomeNothing: "Rien\u{a0}: la version du serveur reste telle quelle.", "Nothing: the server’s version stays as it is.";
    SetAside: "Mettre de côté", "Set aside";
    SaveChoice: "Enregistrer ce choix", "Save this choice";
    Earlier: "Précédente", "Previous";
    Later: "Suivante", "Next";
    AsideMeaning: "Mis de côté, rien n’est perdu ni envoyé.", "Set aside, nothing is lost or sent.";
    Saved: "Choix enregistré.", "Choice saved.";
    Gone: "Il n’y a plus rien à départager ici.", "Nothing is left to decide here.";
    KeyField: "champ", "field";
    KeyMine: "la vôtre", "yours";
    KeyTheirs: "l’autre version", "the other version";
    KeySave: "enregistrer", "save";
    KeyAside: "mettre de côté", "set aside";
    Choose: "Choisir", "Choose";
    ChooseHere: "Choisir…", "Choose…";
    ChooseBetween: "Choisir entre les deux versions…", "Choose between the two versions…";

    SheetTitle: "Envois", "Sending";
    ChipMeaning: "Ce qui est envoyé et ce qui attend. Ctrl Entrée\u{a0}: envoyer maintenant.", "What is sent and what waits. Ctrl Enter: send now.";
    AllSent: "Tout est envoyé.", "Everything is sent.";
    Journal: "Journal des envois", "What was sent";
    OnDevice: "gardé sur cet appareil", "kept on this device";
    InPage: "gardé tant que cette page reste ouverte", "kept as long as this page stays open";
    OnItsWay: "envoi en cours", "being sent";
    ResumesAlone: "L’envoi reprendra seul.", "Sending resumes by itself.";
    VersionsKept: "Vos versions sont gardées jusqu’à votre choix.", "Your versions are kept until you choose.";
    RefusedMeaning: "Elle reste ici. Corrigez la tâche, ou renvoyez-la telle quelle plus tard.", "It stays here. Correct the task, or send it again as it is later.";
    SendNow: "Envoyer maintenant", "Send now";
    SendAgain: "Envoyer à nouveau", "Send again";
    Withdraw: "Retirer ma modification", "Withdraw my change";

    Unavailable: "Ce navigateur ne garde rien sur cet appareil (navigation privée, ou réglage strict)\u{a0}: vos modifications sont gardées tant que cette page reste ouverte.", "This browser keeps nothing on this device (private window, or a strict setting): your changes are kept as long as this page stays open.";
    Blocked: "Un onglet plus ancien occupe la mémoire de cet appareil\u{a0}: fermez-le, puis rechargez la page. D’ici là, rien n’est gardé sur cet appareil.", "An older tab holds the storage of this device: close it, then reload the page. Until then nothing is kept on this device.";
    Outdated: "Une version plus récente du portail est ouverte ailleurs\u{a0}: rechargez la page. D’ici là, rien n’est gardé sur cet appareil.", "A newer version of the portal is open elsewhere: reload the page. Until then nothing is kept on this device.";
    Erased: "Ce que cet appareil gardait a été effacé depuis un autre onglet. Rechargez la page.", "What this device kept was erased from another tab. Reload the page.";
    Failed: "La mémoire de cet appareil ne répond pas\u{a0}: vos modifications sont gardées tant que cette page reste ouverte.", "The storage of this device does not answer: your changes are kept as long as this page stays open.";
    Full: "Il n’y a plus de place sur cet appareil\u{a0}: ce qui vient d’être lu n’y est pas gardé. Vos modifications le sont.", "There is no room left on this device: what was just read is not kept. Your changes are.";
    Evicted: "Le navigateur a effacé ce que cet appareil gardait, modifications non envoyées comprises. Tout est relu du serveur.", "The browser erased what this device kept, unsent changes included. All is read again from the server.";
    Reread: "Une partie de ce que cet appareil gardait ne se lit plus\u{a0}: elle est mise de côté, et relue du serveur. Vos modifications n’en sont pas.", "Part of what this device kept can no longer be read: it is set aside, and read again from the server. Your changes are not among it.";
}

/// A sentence about sending. Text of the data is an argument and is never changed.
#[derive(Clone, Copy, Debug)]
#[allow(
    missing_docs,
    reason = "each variant is documented by its two sentences"
)]
pub enum SyncMessage<'a> {
    Word(SyncWord),
    /// Who changed what, and when, where that is known.
    Story {
        mine_at: Option<&'a str>,
        by: Option<&'a str>,
        theirs_at: Option<&'a str>,
    },
    VersionOf {
        time: &'a str,
    },
    /// The name of a field, or of a place that no form has.
    Named {
        field: Option<Field>,
        path: &'a str,
    },
    Two {
        title: &'a str,
    },
    SpokenField {
        at: usize,
        of: usize,
        name: &'a str,
        mine: &'a str,
        theirs: &'a str,
        is_known: bool,
    },
    Undecided {
        names: &'a [String],
    },
    Sent {
        what: &'a [(String, String)],
        by: Option<&'a str>,
        keeps_theirs: bool,
    },
    Wanted(&'a Wanted),
    Received {
        time: &'a str,
        sources: &'a [String],
    },
    OfflineSince {
        time: &'a str,
    },
    MoreRows(usize),
    SetAsideRows(usize),
}

/// What a path leads to, in French and in English; the longest of these beginnings counts.
const PLACES: &[(&str, [&str; 2])] = &[
    ("activity", ["Activité", "Activity"]),
    ("address", ["Adresse", "Address"]),
    ("addresses", ["Problème visé", "Problem addressed"]),
    ("author", ["Auteur", "Author"]),
    ("basedOn", ["Plan", "Plan"]),
    ("birthDate", ["Date de naissance", "Date of birth"]),
    ("businessStatus", ["Avancement", "Progress"]),
    ("careTeam", ["Équipe", "Team"]),
    ("category", ["Catégorie", "Category"]),
    ("code", ["Nature", "Kind"]),
    ("contact", ["Contact", "Contact"]),
    ("deceased", ["Décès", "Death"]),
    ("description", ["Description", "Description"]),
    ("encounter", ["Séjour ou passage", "Stay or visit"]),
    ("extension", ["Complément", "Addition"]),
    ("focus", ["Objet", "Subject matter"]),
    ("for", ["Personne suivie", "Person"]),
    ("gender", ["Sexe", "Sex"]),
    ("goal", ["Objectif", "Goal"]),
    ("groupIdentifier", ["Groupe", "Group"]),
    ("identifier", ["Identifiant", "Identifier"]),
    ("input", ["Précision", "Detail"]),
    ("insurance", ["Couverture", "Cover"]),
    ("intent", ["Nature", "Kind"]),
    ("lifecycleStatus", ["État", "Status"]),
    ("location", ["Lieu", "Place"]),
    ("name", ["Nom", "Name"]),
    ("note", ["Note", "Note"]),
    ("output", ["Résultat", "Result"]),
    ("partOf", ["Fait partie de", "Part of"]),
    ("participant", ["Participant", "Participant"]),
    ("performerType", ["Métier demandé", "Profession asked for"]),
    ("period", ["Période", "Period"]),
    ("reasonCode", ["Raison", "Reason"]),
    ("requester", ["Demandeur", "Requester"]),
    ("restriction", ["Limites", "Limits"]),
    ("status", ["État", "Status"]),
    ("subject", ["Personne suivie", "Person"]),
    ("target", ["Cible", "Target"]),
    ("telecom", ["Coordonnées", "Contact details"]),
    ("text", ["Texte", "Text"]),
    ("title", ["Titre", "Title"]),
];

impl SyncMessage<'_> {
    /// What a path leads to where no form has it; `None` where there is no word.
    pub(crate) fn place(locale: Locale, path: &str) -> Option<&'static str> {
        let member = path.split(['.', '[']).next()?;
        let (_, both) = PLACES.iter().find(|(name, _)| *name == member)?;
        Some(pick(locale, *both))
    }
}

fn pick(locale: Locale, [fr, en]: [&'static str; 2]) -> &'static str {
    match locale {
        Locale::Fr => fr,
        Locale::En => en,
    }
}

impl Locale {
    /// A word or a sentence about sending.
    pub fn sync_word(self, word: SyncWord) -> &'static str {
        pick(self, word.both())
    }

    /// A sentence about sending.
    pub fn sync(self, message: &SyncMessage<'_>) -> String {
        self.say(&crate::Message::Sync(*message))
    }
}

#[cfg(test)]
pub(crate) fn everything(locale: Locale) -> Vec<String> {
    use SyncMessage as M;
    let words = SyncWord::ALL.iter();
    let mut all: Vec<String> = words.map(|w| locale.sync_word(*w).to_owned()).collect();
    all.extend(
        PLACES
            .iter()
            .map(|(_, both)| pick(locale, *both).to_owned()),
    );
    let names = ["Échéance".to_owned(), "État".to_owned()];
    let what = [(names[0].clone(), "mer. 25 nov.".to_owned())];
    let (time, by) = ("23 nov. 08:31", Some("Nadia Benhaddou"));
    for message in [
        M::Story {
            mine_at: Some(time),
            by,
            theirs_at: Some("08:05"),
        },
        M::Story {
            mine_at: None,
            by: None,
            theirs_at: None,
        },
        M::VersionOf { time },
        M::Named {
            field: Some(Field::Window),
            path: "restriction.period.end",
        },
        M::Named {
            field: None,
            path: "input[0].value[x]",
        },
        M::Named {
            field: None,
            path: "unheard.of",
        },
        M::Two {
            title: "Prise de sang",
        },
        M::SpokenField {
            at: 1,
            of: 2,
            name: "Échéance",
            mine: "mer. 25 nov.",
            theirs: "ven. 27 nov.",
            is_known: true,
        },
        M::Undecided { names: &names[..1] },
        M::Undecided { names: &names },
        M::Sent {
            what: &what,
            by,
            keeps_theirs: true,
        },
        M::Sent {
            what: &what,
            by: None,
            keeps_theirs: true,
        },
        M::Sent {
            what: &what,
            by: None,
            keeps_theirs: false,
        },
        M::Received {
            time: "10:41",
            sources: &names[..1],
        },
        M::Received {
            time: "10:41",
            sources: &names,
        },
        M::OfflineSince { time: "10:28" },
        M::MoreRows(1),
        M::MoreRows(2),
        M::SetAsideRows(1),
        M::SetAsideRows(2),
    ] {
        all.push(locale.sync(&message));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_no_form_has_is_named_in_words() {
        let named = |path| {
            let field = None;
            Locale::Fr.sync(&SyncMessage::Named { field, path })
        };
        assert_eq!(named("note[1].text"), "Note");
        assert_eq!(named("address[1]"), "Adresse");
        assert_eq!(named("unheard.of"), "Autre élément (unheard.of)");
    }

    #[test]
    fn the_end_of_a_time_is_told_from_its_beginning() {
        let named = |path| {
            let field = Some(Field::Window);
            Locale::Fr.sync(&SyncMessage::Named { field, path })
        };
        assert_eq!(named("restriction.period"), "Échéance");
        assert_eq!(named("restriction.period.end"), "Échéance, fin");
        assert_eq!(named("restriction.period.start"), "Échéance, début");
    }

    #[test]
    fn what_will_be_sent_is_one_sentence() {
        let what = [
            ("Échéance".to_owned(), "mer. 25 nov.".to_owned()),
            ("Note".to_owned(), "À jeun".to_owned()),
        ];
        let said = Locale::Fr.sync(&SyncMessage::Sent {
            what: &what,
            by: Some("Nadia Benhaddou"),
            keeps_theirs: true,
        });
        assert_eq!(
            said,
            "Échéance\u{a0}: mer. 25 nov.\u{202f}; Note\u{a0}: À jeun. \
             Le reste est celui de Nadia Benhaddou."
        );
    }
}
