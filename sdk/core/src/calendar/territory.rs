//! Where public holidays differ, and the département that an address lies in.

use super::Zone;

/// A part of France with its own public holidays or its own clock.
///
/// The collectivities of the Pacific have labour codes of their own and are not here: a host
/// there names its days in [`super::WorkingCalendar::closed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Territory {
    /// The mainland and Corsica, but for Alsace and Moselle.
    #[default]
    Metropole,
    /// Bas-Rhin, Haut-Rhin and Moselle, under local law.
    AlsaceMoselle,
    /// Guadeloupe.
    Guadeloupe,
    /// Martinique.
    Martinique,
    /// Guyane.
    Guyane,
    /// La Réunion.
    Reunion,
    /// Mayotte.
    Mayotte,
    /// Saint-Barthélemy.
    SaintBarthelemy,
    /// Saint-Martin.
    SaintMartin,
    /// Saint-Pierre-et-Miquelon.
    SaintPierreEtMiquelon,
}

impl Territory {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Metropole,
        Self::AlsaceMoselle,
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::Mayotte,
        Self::SaintBarthelemy,
        Self::SaintMartin,
        Self::SaintPierreEtMiquelon,
    ];

    /// The territory of a département or collectivity, by its INSEE code (`67`, `2A`, `974`).
    pub fn of_department(code: &str) -> Option<Self> {
        Some(match code {
            "57" | "67" | "68" => Self::AlsaceMoselle,
            "971" => Self::Guadeloupe,
            "972" => Self::Martinique,
            "973" => Self::Guyane,
            "974" => Self::Reunion,
            "975" => Self::SaintPierreEtMiquelon,
            "976" => Self::Mayotte,
            "977" => Self::SaintBarthelemy,
            "978" => Self::SaintMartin,
            "2A" | "2B" => Self::Metropole,
            _ => {
                let number: u32 = code.parse().ok()?;
                let is_mainland = code.len() == 2 && (1..=95).contains(&number);
                return is_mainland.then_some(Self::Metropole);
            }
        })
    }

    /// The territory of a postal code (`67000`).
    pub fn of_postal_code(code: &str) -> Option<Self> {
        Self::of_department(department_of(code)?)
    }

    /// The clock that is kept there.
    pub fn zone(self) -> Zone {
        match self {
            Self::Metropole | Self::AlsaceMoselle => Zone::PARIS,
            Self::Guadeloupe | Self::Martinique | Self::SaintBarthelemy | Self::SaintMartin => {
                Zone::ANTILLES
            }
            Self::Guyane => Zone::GUYANE,
            Self::Reunion => Zone::REUNION,
            Self::Mayotte => Zone::MAYOTTE,
            Self::SaintPierreEtMiquelon => Zone::MIQUELON,
        }
    }
}

/// The INSEE code of the département or collectivity that a postal code lies in.
///
/// A handful of communes are served from across a border of a département: only their INSEE
/// code of commune would tell.
pub fn department_of(postal_code: &str) -> Option<&str> {
    let code = postal_code.trim();
    if code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(match code {
        "97133" => "977",
        "97150" => "978",
        _ => match code.get(..3)? {
            "200" | "201" => "2A",
            "202" | "206" => "2B",
            three if three.starts_with("97") || three.starts_with("98") => three,
            _ => code.get(..2)?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postal_code_tells_the_departement_and_its_territory() {
        for (postal, department, territory) in [
            ("35000", "35", Some(Territory::Metropole)),
            ("57000", "57", Some(Territory::AlsaceMoselle)),
            ("67000", "67", Some(Territory::AlsaceMoselle)),
            ("20000", "2A", Some(Territory::Metropole)),
            ("20600", "2B", Some(Territory::Metropole)),
            ("97110", "971", Some(Territory::Guadeloupe)),
            ("97133", "977", Some(Territory::SaintBarthelemy)),
            ("97150", "978", Some(Territory::SaintMartin)),
            ("97200", "972", Some(Territory::Martinique)),
            ("97300", "973", Some(Territory::Guyane)),
            ("97400", "974", Some(Territory::Reunion)),
            ("97500", "975", Some(Territory::SaintPierreEtMiquelon)),
            ("97600", "976", Some(Territory::Mayotte)),
            ("98800", "988", None),
        ] {
            assert_eq!(department_of(postal), Some(department), "{postal}");
            assert_eq!(Territory::of_postal_code(postal), territory, "{postal}");
        }
        for none in ["", "3500", "35 000", "A1000", "99000", "00100"] {
            assert_eq!(Territory::of_postal_code(none), None, "{none}");
        }
    }
}
