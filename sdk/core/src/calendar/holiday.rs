//! French public holidays.
//!
//! Code du travail L3133-1 (all of France), L3134-13 (Alsace-Moselle), and decree 83-1003 as
//! amended (abolition of slavery overseas). Days that are merely customary in the Antilles and
//! Guyane (Carnival, mid-Lent, Good Friday) are no public holidays by law.

use super::Territory;
use crate::DateParts;

/// A public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// The Friday before Easter, in Alsace-Moselle. By law only in communes that have a
    /// Protestant church or a mixed one; here in all of them.
    GoodFriday,
    /// The Monday after Easter.
    EasterMonday,
    /// 1 May.
    LabourDay,
    /// 8 May, since 1982.
    Victory,
    /// Thursday, 39 days after Easter.
    Ascension,
    /// Monday, 50 days after Easter. A public holiday even where it is worked for solidarity.
    WhitMonday,
    /// 14 July.
    NationalDay,
    /// 15 August.
    Assumption,
    /// 1 November.
    AllSaints,
    /// 11 November.
    Armistice,
    /// 25 December.
    Christmas,
    /// 26 December, in Alsace-Moselle.
    SecondChristmasDay,
    /// The abolition of slavery, a day of its own in seven overseas territories.
    Abolition,
}

impl Holiday {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::NewYear,
        Self::GoodFriday,
        Self::EasterMonday,
        Self::LabourDay,
        Self::Victory,
        Self::Ascension,
        Self::WhitMonday,
        Self::NationalDay,
        Self::Assumption,
        Self::AllSaints,
        Self::Armistice,
        Self::Christmas,
        Self::SecondChristmasDay,
        Self::Abolition,
    ];

    /// Its day in a year; `None` where it is not kept, and for a year before 1583.
    pub fn day(self, year: i32, territory: Territory) -> Option<DateParts> {
        let is_local = territory == Territory::AlsaceMoselle;
        let (month, day) = match self {
            Self::NewYear => (1, 1),
            Self::LabourDay => (5, 1),
            Self::Victory if year < 1982 => return None,
            Self::Victory => (5, 8),
            Self::NationalDay => (7, 14),
            Self::Assumption => (8, 15),
            Self::AllSaints => (11, 1),
            Self::Armistice => (11, 11),
            Self::Christmas => (12, 25),
            Self::SecondChristmasDay if is_local => (12, 26),
            Self::SecondChristmasDay => return None,
            Self::Abolition => abolition(year, territory)?,
            Self::GoodFriday if is_local => return easter(year)?.plus(-2),
            Self::GoodFriday => return None,
            Self::EasterMonday => return easter(year)?.plus(1),
            Self::Ascension => return easter(year)?.plus(39),
            Self::WhitMonday => return easter(year)?.plus(50),
        };
        Some(DateParts { year, month, day })
    }

    /// The holiday that a day is; where two fall together, the first of [`Self::ALL`].
    pub fn on(day: DateParts, territory: Territory) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|holiday| holiday.day(day.year, territory) == Some(day))
    }

    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::NewYear => "new-year",
            Self::GoodFriday => "good-friday",
            Self::EasterMonday => "easter-monday",
            Self::LabourDay => "labour-day",
            Self::Victory => "victory-1945",
            Self::Ascension => "ascension",
            Self::WhitMonday => "whit-monday",
            Self::NationalDay => "national-day",
            Self::Assumption => "assumption",
            Self::AllSaints => "all-saints",
            Self::Armistice => "armistice-1918",
            Self::Christmas => "christmas",
            Self::SecondChristmasDay => "second-christmas-day",
            Self::Abolition => "abolition",
        }
    }
}

fn abolition(year: i32, territory: Territory) -> Option<(u32, u32)> {
    if year < 1983 {
        return None;
    }
    match territory {
        Territory::Mayotte => Some((4, 27)),
        Territory::Martinique => Some((5, 22)),
        Territory::Guadeloupe => Some((5, 27)),
        Territory::SaintMartin => Some((5, if year < 2018 { 27 } else { 28 })),
        Territory::Guyane => Some((6, 10)),
        Territory::SaintBarthelemy => Some((10, 9)),
        Territory::Reunion => Some((12, 20)),
        Territory::Metropole | Territory::AlsaceMoselle | Territory::SaintPierreEtMiquelon => None,
    }
}

/// Easter Sunday of the Gregorian calendar, from its first Easter in 1583 to the year 9999.
pub fn easter(year: i32) -> Option<DateParts> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    // The anonymous Gregorian computation: the golden number gives the moon, the century its
    // corrections, and the rest the Sunday after it.
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let moon =
        (19 * golden + century - century / 4 - ((century - (century + 8) / 25 + 1) / 3) + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let from_march = moon + sunday - 7 * late + 114;
    Some(DateParts {
        year,
        month: u32::try_from(from_march / 31).ok()?,
        day: u32::try_from(from_march % 31 + 1).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Easter Sundays as published by the Bureau des longitudes.
    const EASTERS: [(i32, u32, u32); 12] = [
        (1818, 3, 22),
        (1943, 4, 25),
        (1981, 4, 19),
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2038, 4, 25),
        (2049, 4, 18),
    ];

    fn text(holidays: Territory, year: i32) -> String {
        let mut days: Vec<_> = Holiday::ALL
            .into_iter()
            .filter_map(|holiday| holiday.day(year, holidays))
            .map(|d| format!("{:02}-{:02}", d.month, d.day))
            .collect();
        days.sort();
        days.join(" ")
    }

    #[test]
    fn easter_is_right_in_ordinary_early_and_late_years() {
        for (year, month, day) in EASTERS {
            assert_eq!(easter(year), Some(DateParts { year, month, day }), "{year}");
        }
        assert_eq!(easter(1500), None);
    }

    #[test]
    fn item_11_each_territory_has_its_public_holidays() {
        let national = "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25";
        assert_eq!(text(Territory::Metropole, 2026), national);
        assert_eq!(text(Territory::SaintPierreEtMiquelon, 2026), national);
        assert_eq!(
            text(Territory::AlsaceMoselle, 2026),
            "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25 12-26"
        );
        for (territory, own) in [
            (Territory::Mayotte, "04-27"),
            (Territory::Martinique, "05-22"),
            (Territory::Guadeloupe, "05-27"),
            (Territory::SaintMartin, "05-28"),
            (Territory::Guyane, "06-10"),
            (Territory::SaintBarthelemy, "10-09"),
            (Territory::Reunion, "12-20"),
        ] {
            let days = text(territory, 2026);
            assert_eq!(days.len(), national.len() + 6, "{territory:?}");
            assert!(days.contains(own), "{territory:?}: {days}");
        }
        assert!(text(Territory::SaintMartin, 2017).contains("05-27"));
    }

    #[test]
    fn a_day_that_is_two_holidays_is_one() {
        // Ascension fell on the first of May in 2008, on the eighth in 1997.
        let first = DateParts {
            year: 2008,
            month: 5,
            day: 1,
        };
        assert_eq!(
            Holiday::on(first, Territory::Metropole),
            Some(Holiday::LabourDay)
        );
        let next = DateParts {
            year: 2008,
            month: 5,
            day: 2,
        };
        assert_eq!(Holiday::on(next, Territory::Metropole), None);
    }
}
