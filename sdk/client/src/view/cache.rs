//! How records are kept on this device, as people and hosts are told.

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
}
