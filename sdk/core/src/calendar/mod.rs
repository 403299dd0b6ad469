//! The working calendar: days, French public holidays, deadlines, and the clocks of French zones.
//!
//! A [`Zone`] tells which day and hour it is somewhere, a [`Territory`] which days are holidays
//! there, and a [`WorkingCalendar`] counts deadlines with both. Nothing here asks a clock.

mod day;
mod holiday;
mod territory;
mod working;
mod zone;

pub use day::Weekday;
pub use holiday::{Holiday, easter};
pub use territory::{Territory, department_of};
pub use working::{Delay, WorkingCalendar};
pub use zone::{LocalTime, Zone};
