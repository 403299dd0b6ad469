//! A change of the core, written into the JSON that was received.

use coordo_core::Change;

use crate::edit::{EditError, remove, set};
use crate::fields::quote;

/// Applies a change to the JSON of its record.
///
/// Only the fields that the change names are touched: `Task.status`,
/// `Task.statusReason` and `Task.lastModified`.
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object.
pub fn apply(text: &str, change: &Change) -> Result<String, EditError> {
    match change {
        Change::TaskStatusChanged { to, reason, at, .. } => {
            let text = set(text, &["status"], &quote(to.code()))?;
            let text = match reason {
                Some(reason) => {
                    let value = format!("{{\"text\":{}}}", quote(reason));
                    set(&text, &["statusReason"], &value)?
                }
                None => remove(&text, "statusReason")?,
            };
            set(&text, &["lastModified"], &quote(&at.to_fhir()))
        }
        // `Change` is open for later kinds; each gets its writer with its issue.
        _ => Ok(text.to_owned()),
    }
}

/// Stamps `meta.versionId` and `meta.lastUpdated`, as a server does.
///
/// # Errors
///
/// [`EditError`] where the text, or its `meta`, is not an object.
pub fn stamp(text: &str, version: &str, updated: &str) -> Result<String, EditError> {
    let text = set(text, &["meta", "versionId"], &quote(version))?;
    set(&text, &["meta", "lastUpdated"], &quote(updated))
}

/// Writes `id`.
///
/// # Errors
///
/// [`EditError`] where the text is not an object.
pub fn with_id(text: &str, id: &str) -> Result<String, EditError> {
    set(text, &["id"], &quote(id))
}
