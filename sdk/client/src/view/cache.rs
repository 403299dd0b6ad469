//! How records are kept on this device, as people and hosts are told.

use coordo_store::StoreError;

/// Where records lie between two visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Keeping {
    /// Nowhere: they end with the page, as the host chose.
    #[default]
    Memory,
    /// On the device, sealed.
    Device,
    /// Nowhere, though the host chose the device.
    MemoryInstead(Hindrance),
}

/// Why the device keeps nothing though it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// A private window, a strict setting, or a browser without storage.
    Unavailable,
    /// A page of an older version holds the storage and does not let go.
    Blocked,
    /// A newer version wrote the storage: this page is to be reloaded.
    Outdated,
    /// What was kept was erased from another page.
    Erased,
    /// The storage failed.
    Failed,
}

impl Hindrance {
    /// What a store's failure means for the page.
    pub fn of(failure: &StoreError) -> Self {
        match failure {
            StoreError::Unavailable => Self::Unavailable,
            StoreError::Blocked => Self::Blocked,
            StoreError::Outdated | StoreError::TooNew { .. } => Self::Outdated,
            StoreError::Purged => Self::Erased,
            StoreError::NoSuchRow(_)
            | StoreError::RowTaken(_)
            | StoreError::Full
            | StoreError::WrongSecret
            | StoreError::UnfitSecret
            | StoreError::Unsent(_)
            | StoreError::SetAside { .. }
            | StoreError::Failed(_)
            | _ => Self::Failed,
        }
    }

    /// Its name for hosts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Blocked => "blocked",
            Self::Outdated => "outdated",
            Self::Erased => "erased",
            Self::Failed => "failed",
        }
    }
}

impl CacheView {
    /// What is wrong, in a word for hosts; the worst first.
    pub fn trouble(&self) -> Option<&'static str> {
        match self.keeping {
            Keeping::MemoryInstead(hindrance) => Some(hindrance.as_str()),
            Keeping::Memory | Keeping::Device if self.is_full => Some("full"),
            Keeping::Memory | Keeping::Device if self.was_evicted => Some("evicted"),
            Keeping::Memory | Keeping::Device => {
                (self.n_set_aside > 0 || self.is_reread).then_some("set-aside")
            }
        }
    }
}

/// What there is to say of the device's cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CacheView {
    /// Where records lie.
    pub keeping: Keeping,
    /// There was no room for what was last read: it is here, and not kept.
    pub is_full: bool,
    /// The browser threw away what was kept, unsent changes included.
    pub was_evicted: bool,
    /// How many unsent changes could not be read any more; they were set aside, not deleted.
    pub n_set_aside: usize,
    /// Records could not be read any more: they were set aside, and come again from their sources.
    pub is_reread: bool,
}
