//! The counts of many actions.

use coordo_core::order::Order as _;
use coordo_core::{RecordKey, TaskStatus};

use super::class::{Action, Class, Ring, Side, With, classify};

/// One cell of the grid, with what lies in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The ring; `None`: not classed.
    pub ring: Option<Ring>,
    /// Design or implementation; `None` where nobody said.
    pub side: Option<Side>,
    /// With whom.
    pub with: With,
    /// The actions, in the order of their keys.
    pub actions: Vec<RecordKey>,
}

/// All cells that are not empty: rings from the inside out, those not classed last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The cells.
    pub cells: Vec<Cell>,
}

impl Grid {
    /// How many actions were done: the sum of all cells.
    pub fn total(&self) -> usize {
        self.cells.iter().map(|cell| cell.actions.len()).sum()
    }

    /// How many of them lie in a ring; `None`: not classed.
    pub fn in_ring(&self, ring: Option<Ring>) -> usize {
        let cells = self.cells.iter().filter(|cell| cell.ring == ring);
        cells.map(|cell| cell.actions.len()).sum()
    }

    /// How many lie on a side (row 14: counts by lane); `None` where nobody said.
    pub fn on_side(&self, side: Option<Side>) -> usize {
        let cells = self.cells.iter().filter(|cell| cell.side == side);
        cells.map(|cell| cell.actions.len()).sum()
    }
}

/// Counts what was done, each action once (row 68).
pub fn grid(actions: &[Action]) -> Grid {
    let mut done: Vec<(Place, &RecordKey)> = actions
        .iter()
        .filter(|action| action.status == TaskStatus::Completed)
        .map(|action| (place(classify(action)), &action.key))
        .collect();
    done.order_by(|a, b| a.1.cmp(b.1));
    done.dedup_by(|later, first| later.1 == first.1);
    done.order_by(|a, b| a.0.cmp(&b.0));
    let mut cells: Vec<Cell> = Vec::new();
    for (place, key) in done {
        match cells.last_mut() {
            Some(cell) if place_of(cell) == place => cell.actions.push(key.clone()),
            _ => cells.push(Cell {
                ring: place.1,
                side: place.3,
                with: place.4,
                actions: vec![key.clone()],
            }),
        }
    }
    Grid { cells }
}

/// What cells are ordered by: what nobody said comes last.
type Place = (bool, Option<Ring>, bool, Option<Side>, With);

fn place(class: Class) -> Place {
    (
        class.ring.is_none(),
        class.ring,
        class.side.is_none(),
        class.side,
        class.with,
    )
}

fn place_of(cell: &Cell) -> Place {
    (
        cell.ring.is_none(),
        cell.ring,
        cell.side.is_none(),
        cell.side,
        cell.with,
    )
}
