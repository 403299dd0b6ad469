//! What changed since somebody last looked.

use coordo_core::RecordKey;
use coordo_core::order::Order as _;

use super::Graph;

/// Who follows what changes.
#[derive(Clone, Copy)]
pub(crate) enum Watcher {
    Directory,
    Findings,
    Seen,
}

impl Graph {
    pub(super) fn touch(&mut self, key: &RecordKey) {
        self.revision += 1;
        for touched in self.touched.iter_mut().flatten() {
            touched.push(key.clone());
        }
    }

    fn watched(&mut self, by: Watcher) -> &mut Option<Vec<RecordKey>> {
        let [directory, findings, seen] = &mut self.touched;
        match by {
            Watcher::Directory => directory,
            Watcher::Findings => findings,
            Watcher::Seen => seen,
        }
    }

    /// Starts to note what changes.
    pub(crate) fn watch(&mut self, by: Watcher) {
        *self.watched(by) = Some(Vec::new());
    }

    /// What changed since it was last asked.
    pub(crate) fn take_touched(&mut self, by: Watcher) -> Vec<RecordKey> {
        let Some(touched) = self.watched(by) else {
            return Vec::new();
        };
        let mut touched = std::mem::take(touched);
        touched.order();
        touched.dedup();
        touched
    }

    /// Another number after every change.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }
}
