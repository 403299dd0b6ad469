//! The mark outside of the database: in the page's small storage, where there is one.

use web_sys::Storage;

/// Private windows and strict settings refuse it, some by throwing.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

pub(crate) fn read(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Without a place for it an eviction goes unnoticed, and nothing else is worse.
pub(crate) fn write(name: &str, mark: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, mark);
    }
}

pub(crate) fn remove(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}
