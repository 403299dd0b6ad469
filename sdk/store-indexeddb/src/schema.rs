//! The form of the database, in steps that a rolled-back portal survives.
//!
//! A number is a generation and a step: 1002 is step 2 of generation 1. A version of the
//! software works on any step of its generation, later ones included, since within a generation
//! steps only add stores. What older software could not follow begins a new generation: it adds
//! stores, copies what must not be lost into them, and leaves the old ones alone.

/// The store of what belongs to the whole partition.
pub(crate) const META: &str = "meta";
/// The store of file keys.
pub(crate) const KEYS: &str = "keys";
/// The store of heads of patient files.
pub(crate) const FILES: &str = "files";
/// The store of segments.
pub(crate) const SEGMENTS: &str = "segments";
/// The store of changes that no source has acknowledged.
pub(crate) const OUTBOX: &str = "outbox";
/// The store of what could not be read.
pub(crate) const ASIDE: &str = "aside";

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Generation and step, see the module.
    pub number: u32,
    /// Stores that it adds.
    pub adds: &'static [&'static str],
    /// Stores whose rows it copies, from and to. A copy is complete or absent, and made once.
    pub copies: &'static [(&'static str, &'static str)],
}

/// The steps of the database, in order. Hosts use [`Schema::default`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// From the first to the newest.
    pub steps: &'static [Step],
    /// The name of the store of the outbox.
    pub outbox: &'static str,
}

const STEPS: [Step; 2] = [
    Step {
        number: 1001,
        adds: &[META, KEYS, FILES, SEGMENTS, OUTBOX],
        copies: &[],
    },
    Step {
        number: 1002,
        adds: &[ASIDE],
        copies: &[],
    },
];

impl Default for Schema {
    fn default() -> Self {
        Self {
            steps: &STEPS,
            outbox: OUTBOX,
        }
    }
}

impl Schema {
    /// The number of the newest step.
    pub(crate) fn number(&self) -> u32 {
        self.steps.last().map_or(0, |step| step.number)
    }

    /// The steps from one number to another.
    pub(crate) fn between(&self, old: u32, new: u32) -> impl Iterator<Item = &Step> {
        let is_due = move |step: &&Step| old < step.number && step.number <= new;
        self.steps.iter().filter(is_due)
    }

    /// Stores that an earlier generation left behind: whoever erases must erase there too.
    pub(crate) fn left_behind(&self) -> impl Iterator<Item = &'static str> {
        let copies = self.steps.iter().flat_map(|step| step.copies);
        copies.map(|(from, _)| *from)
    }

    /// Whether this version of the software can work on a database of that number.
    pub(crate) fn can_follow(&self, found: u32) -> bool {
        found / 1000 == self.number() / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_and_each_store_is_added_once() {
        let steps = Schema::default().steps;
        assert!(steps.windows(2).all(|pair| pair[0].number < pair[1].number));
        let mut added: Vec<&str> = steps.iter().flat_map(|step| step.adds).copied().collect();
        let all = added.len();
        added.sort_unstable();
        added.dedup();
        assert_eq!(added.len(), all);
        for step in steps {
            for (from, to) in step.copies {
                assert!(added.contains(from) && added.contains(to));
            }
        }
    }

    #[test]
    fn a_store_that_only_older_software_writes_is_never_added_within_a_generation() {
        let schema = Schema::default();
        assert!(schema.can_follow(1001) && schema.can_follow(1999));
        assert!(!schema.can_follow(2001));
    }

    #[test]
    fn each_step_is_taken_once_from_wherever_a_database_stands() {
        let schema = Schema::default();
        let numbers =
            |old, new| -> Vec<u32> { schema.between(old, new).map(|step| step.number).collect() };
        assert_eq!(numbers(0, 1002), [1001, 1002]);
        assert_eq!(numbers(1001, 1002), [1002]);
        assert!(numbers(1002, 1002).is_empty());
    }
}
