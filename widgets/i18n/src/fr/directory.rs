//! The directory, in French.

use super::{count, has_day, number};
use crate::Locale;
use crate::directory::{DirectoryKey, EntryWord, FacetWord, InDirectory, ReachWord};

pub(crate) fn say(message: &InDirectory<'_>) -> String {
    use InDirectory as D;
    match *message {
        D::Number(n) => number(n),
        D::Title => "Annuaire".into(),
        D::SearchLabel => "Chercher une personne, un service, une ville".into(),
        D::SearchKeys => "Flèche bas\u{a0}: les résultats. Entrée\u{a0}: la première fiche.".into(),
        D::ClearSearch => "Effacer la recherche".into(),
        D::Circle(n) => format!("Cercle de soins ({})", number(n)),
        D::Filters(0) => "Filtres".into(),
        D::Filters(n) => format!("Filtres ({})", number(n)),
        D::Facet(facet) => facet_name(facet).into(),
        D::Reach(kind) => reach(kind).into(),
        D::ClearFilters(0 | 1) => "Effacer le filtre".into(),
        D::ClearFilters(n) => format!("Effacer les {}\u{a0}filtres", number(n)),
        D::Found { n, of } => format!("{} sur {}", results(n), number(of)),
        D::Entries(n) => count(n, "fiche", "fiches"),
        D::CircleFirst => "Cercle de soins d’abord".into(),
        D::Building => "L’index se prépare\u{a0}: des résultats peuvent encore manquer.".into(),
        D::Results => "Résultats".into(),
        D::More(n) => format!("Voir {}", suite(n)),
        D::NotOnPaper(n) => {
            let others = count(n, "autre résultat", "autres résultats");
            format!("Sans compter {others}\u{a0}: précisez la recherche pour les imprimer.")
        }

        D::Entry(entry) => entry_word(entry).into(),
        D::NoName => "Sans nom".into(),
        D::Also => "aussi".into(),
        D::MoreSituations(n) => format!("et {}", count(n, "autre lieu", "autres lieux")),
        D::InCircle => "dans le cercle de soins".into(),
        D::CircleRole(role) => format!("cercle de soins\u{a0}: {role}"),
        D::HasLeft => "a quitté le cercle de soins".into(),
        D::Inactive => "n’est plus en activité".into(),
        D::InactiveSince(date) if has_day(date) => {
            format!("n’est plus en activité depuis le {date}")
        }
        D::InactiveSince(date) => format!("n’est plus en activité depuis {date}"),
        D::Homonym => "homonyme\u{a0}: vérifiez le lieu".into(),
        D::AnswersForChosen => "répond de la tâche choisie".into(),

        D::NothingFound => "Aucun résultat".into(),
        D::TryFewer => "Essayez avec moins de lettres, ou un seul des mots.".into(),
        D::TryAll => "Chercher hors du cercle de soins".into(),
        D::Meant(words) => format!("Chercher plutôt «\u{a0}{words}\u{a0}»"),
        D::EmptyTitle => "L’annuaire est vide pour l’instant".into(),
        D::EmptyText => "Les personnes, les équipes et les structures paraîtront ici.".into(),

        D::NoRecord => "Choisissez un résultat pour lire sa fiche.".into(),
        D::RecordOf(name) => format!("Fiche\u{a0}: {name}"),
        D::CloseRecord => "Fermer la fiche".into(),
        D::ReachTitle => "Joindre".into(),
        D::NoReach => "Les données ne disent pas comment joindre.".into(),
        D::MsSanteMeaning => "à écrire depuis votre messagerie sécurisée".into(),
        D::NewTab => "(nouvel onglet)".into(),
        D::Usage(code) => usage(code).into(),
        D::Copy => "Copier".into(),
        D::Copied => "Copié".into(),
        D::CopyValue(value) => format!("Copier\u{a0}: {value}"),
        D::ContestedOf(kind) => {
            format!(
                "{}\u{a0}: les sources ne disent pas la même chose",
                reach(kind)
            )
        }
        D::BySource(name) => format!("selon «\u{a0}{name}\u{a0}»"),
        D::AddressTitle => "Adresse".into(),
        D::SituationsTitle => "Exerce".into(),
        D::PartsTitle => "Services et lieux".into(),
        D::Since(date) if has_day(date) => format!("depuis le {date}"),
        D::Since(date) => format!("depuis {date}"),
        D::Over => "terminé".into(),
        D::OverSince(date) => format!("terminé\u{a0}: {date}"),
        D::HoursTitle => "Disponible chaque semaine".into(),
        D::Weekday(day) => name(&DAYS, day).into(),
        D::DayHours { day, hours } => format!("{}\u{a0}: {hours}", name(&LONG_DAYS, day)),
        D::DayClosed(day) => format!("{}\u{a0}: pas d’horaire", name(&LONG_DAYS, day)),
        D::Hours { start, end } => format!("{} à {}", hour(start), hour(end)),
        D::AbsencesTitle => "Absences".into(),
        D::AbsenceUntold => "sans précision".into(),
        D::TeamsTitle => "Équipes".into(),
        D::MembersTitle => "Membres".into(),
        D::OnlyNamed => "connu par son seul nom".into(),
        D::OpenTitle(n) => format!("Répond de {}", count(n, "activité", "activités")),
        D::OpenNone => "Ne répond d’aucune activité ouverte.".into(),
        D::OpenMore(n) => format!("et {}", count(n, "autre", "autres")),
        D::WithinTitle => "Fait partie de".into(),
        D::RemarksTitle => "À savoir".into(),
        D::IdentifiersTitle => "Identifiants".into(),
        D::SourcesTitle => "Sources".into(),
        D::ChangedAt(time) => format!("modifiée\u{a0}: {time}"),
        D::CircleTitle => "Cercle de soins".into(),

        D::HelpKeys(key) => help_keys(key).into(),
        D::HelpMeaning(key) => help_meaning(key).into(),
        D::HelpPointer => {
            "Les mots se tapent dans n’importe quel ordre, sans accents ni majuscules\u{202f}; le \
             début d’un mot suffit."
                .into()
        }

        D::SpokenFound { n, first: None } => format!("{}.", results(n)),
        D::SpokenFound {
            n,
            first: Some(first),
        } => format!("{}. {first}.", results(n)),
        D::SpokenMore(n) => count(n, "résultat de plus", "résultats de plus"),
        D::SpokenCopied(value) => format!("Copié\u{a0}: {value}"),
        D::SpokenSelected => "Texte sélectionné. Ctrl\u{a0}C pour le copier.".into(),
        D::SpokenLoaded(n) => format!("Annuaire prêt, {}.", count(n, "fiche", "fiches")),
    }
}

fn results(n: usize) -> String {
    if n == 0 {
        return "Aucun résultat".into();
    }
    count(n, "résultat", "résultats")
}

fn suite(n: usize) -> String {
    count(n, "résultat de plus", "résultats de plus")
}

const DAYS: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
const LONG_DAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

fn name(names: &[&'static str; 7], day: usize) -> &'static str {
    names.get(day).copied().unwrap_or("?")
}

/// « 8 h » or « 8 h 30 ».
fn hour(minutes: u16) -> String {
    match (minutes / 60, minutes % 60) {
        (hour, 0) => format!("{hour}\u{a0}h"),
        (hour, minute) => format!("{hour}\u{a0}h\u{a0}{minute:02}"),
    }
}

fn facet_name(facet: FacetWord) -> &'static str {
    match facet {
        FacetWord::Profession => "Profession",
        FacetWord::Structure => "Type de structure",
        FacetWord::Town => "Ville",
        FacetWord::Reach => "Joignable par",
    }
}

fn entry_word(entry: EntryWord) -> &'static str {
    match entry {
        EntryWord::Professional => "Professionnel",
        EntryWord::Person => "Personne accompagnée",
        EntryWord::Relative => "Proche",
        EntryWord::Team => "Équipe",
        EntryWord::Structure => "Structure",
    }
}

fn reach(kind: ReachWord) -> &'static str {
    match kind {
        ReachWord::MsSante => "MSSanté",
        ReachWord::Phone => "Téléphone",
        ReachWord::Mobile => "Portable",
        ReachWord::Email => "Courriel",
        ReachWord::Fax => "Télécopie",
        ReachWord::Web => "Site",
        ReachWord::Other => "Autre",
    }
}

/// `ContactPoint.use`; another code is shown as it came.
fn usage(code: &str) -> &str {
    match code {
        "work" => "professionnel",
        "home" => "domicile",
        "mobile" => "portable",
        "temp" => "provisoire",
        "old" => "ancien",
        other => other,
    }
}

fn help_keys(key: DirectoryKey) -> &'static str {
    match key {
        DirectoryKey::Result => "↑ ↓",
        DirectoryKey::Pages => "Page\u{a0}↑ Page\u{a0}↓",
        DirectoryKey::Ends => "Début Fin",
        DirectoryKey::Open => "Entrée",
        DirectoryKey::Fold => "← →",
        DirectoryKey::Search => "/",
        DirectoryKey::Back => Locale::Fr.escape_key(),
        DirectoryKey::Help => "?",
    }
}

fn help_meaning(key: DirectoryKey) -> &'static str {
    match key {
        DirectoryKey::Result => "résultat précédent, suivant\u{202f}; ↓ y mène depuis la recherche",
        DirectoryKey::Pages => "dix résultats plus haut, plus bas",
        DirectoryKey::Ends => "premier, dernier résultat",
        DirectoryKey::Open => "ouvrir la fiche",
        DirectoryKey::Fold => "replier, déplier un groupe de filtres",
        DirectoryKey::Search => "revenir à la recherche",
        DirectoryKey::Back => "de la fiche au résultat, du résultat à la recherche",
        DirectoryKey::Help => "cette aide",
    }
}
