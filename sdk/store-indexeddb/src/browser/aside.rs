//! What cannot be read is set aside: moved, never deleted.
//!
//! A row aside is named after its store, the moment's random number, and its own name.

use coordo_store::StoreError;

use js_sys::Uint8Array;

use super::connection::Connection;
use super::crypto::random;
use super::file::File;
use super::partition::{LOCK, Options, Partition, Shared, database};
use super::transaction::{Failure, Mode, Rows};
use crate::place;
use crate::schema::{ASIDE, FILES, KEYS, META, SEGMENTS};

/// Moves rows of a store aside, where they are still there.
async fn move_aside(
    rows: &Rows<'_>,
    store: &str,
    names: &[String],
    moment: [u8; 8],
) -> Result<usize, Failure> {
    let mut moved = 0;
    for name in names {
        if let Some(value) = rows.get(store, name).await? {
            let aside = format!("{store}/{}/{name}", place::hex(&moment));
            rows.put(ASIDE, &aside, &value)?;
            rows.delete(store, name)?;
            moved += 1;
        }
    }
    Ok(moved)
}

impl Shared {
    /// Sets rows of a file aside, and gives the error that tells it.
    pub(crate) async fn set_rows_aside(
        &self,
        segments: &[String],
        changes: &[String],
    ) -> StoreError {
        let outbox = self.connection.outbox();
        let moment = match random() {
            Ok(moment) => moment,
            Err(error) => return error,
        };
        let stores = [SEGMENTS, outbox, ASIDE];
        let moved = self
            .connection
            .run(&stores, Mode::WriteStrictly, async |rows| {
                Ok((
                    move_aside(&rows, SEGMENTS, segments, moment).await?,
                    move_aside(&rows, outbox, changes, moment).await?,
                ))
            });
        match moved.await {
            Ok((segments, changes)) => StoreError::SetAside { segments, changes },
            Err(error) => error,
        }
    }

    /// Sets a whole file aside: its key is damaged. Its next handle is one on a new file.
    pub(crate) async fn set_file_aside(&self, file: &str) -> Result<(), StoreError> {
        let (range, outbox, moment) = (place::rows(file), self.connection.outbox(), random()?);
        let stores = [KEYS, FILES, SEGMENTS, outbox, ASIDE];
        self.connection
            .run(&stores, Mode::WriteStrictly, async |rows| {
                for store in [SEGMENTS, outbox] {
                    let names = rows.names(store, Some(&range)).await?;
                    move_aside(&rows, store, &names, moment).await?;
                }
                for store in [KEYS, FILES] {
                    move_aside(&rows, store, &[file.to_owned()], moment).await?;
                }
                Ok(())
            })
            .await
    }
}

impl File {
    /// Changes of the file that lie aside, by the names that they have there.
    pub(super) async fn changes_aside(&self) -> Result<Vec<(String, Uint8Array)>, StoreError> {
        let outbox = self.shared.connection.outbox();
        let work = async |rows: Rows<'_>| {
            let mut found = Vec::new();
            for name in rows.names(ASIDE, None).await? {
                let is_change =
                    name.starts_with(outbox) && change_of(&name).starts_with(&self.file);
                if is_change && let Some(sealed) = rows.get(ASIDE, &name).await? {
                    found.push((name, sealed));
                }
            }
            Ok(found)
        };
        self.shared.connection.run(&[ASIDE], Mode::Read, work).await
    }

    /// Puts changes back that can be read now; tells how many.
    pub(super) async fn bring_back(&self) -> Result<usize, StoreError> {
        let mut readable = Vec::new();
        for (name, sealed) in self.changes_aside().await? {
            if self.open_row(change_of(&name), &sealed).await.is_ok() {
                readable.push((name, sealed));
            }
        }
        if readable.is_empty() {
            return Ok(0);
        }
        let outbox = self.shared.connection.outbox();
        let work = async |rows: Rows<'_>| {
            self.head(&rows).await?;
            let mut n = 0;
            for (name, sealed) in &readable {
                let row = change_of(name);
                // Another page was quicker, or its number is taken: it stays where it is.
                if rows.has(ASIDE, name).await? && !rows.has(outbox, row).await? {
                    rows.put(outbox, row, sealed)?;
                    rows.delete(ASIDE, name)?;
                    n += 1;
                }
            }
            Ok(n)
        };
        let stores = [FILES, outbox, ASIDE];
        let connection = &self.shared.connection;
        connection.run(&stores, Mode::WriteStrictly, work).await
    }
}

/// The name that a row aside had where it lay.
fn change_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

impl Partition {
    /// Sets a whole partition aside whose secret is lost, so that it can be opened under a new
    /// one. Without unsent changes there is nothing to keep, and it is erased.
    ///
    /// # Errors
    ///
    /// [`StoreError::SetAside`] tells what was kept: all that was there.
    pub async fn set_aside(options: Options) -> Result<(), StoreError> {
        let name = database(&options.name).await?;
        let connection = Connection::new(name, options.schema, options.on_event);
        let (outbox, moment) = (connection.outbox(), random()?);
        let stores = [META, KEYS, FILES, SEGMENTS, outbox, ASIDE];
        let (segments, changes) = connection
            .run(&stores, Mode::WriteStrictly, async |rows| {
                let segments = rows.names(SEGMENTS, None).await?.len();
                let changes = rows.names(outbox, None).await?.len();
                // The rest of this store, the mark of an eviction among it, stays what it is.
                let lock = [LOCK.to_owned()];
                if changes > 0 {
                    move_aside(&rows, META, &lock, moment).await?;
                }
                rows.delete(META, LOCK)?;
                for store in [KEYS, FILES, SEGMENTS, outbox] {
                    if changes > 0 {
                        let names = rows.names(store, None).await?;
                        move_aside(&rows, store, &names, moment).await?;
                    }
                    rows.clear(store)?;
                }
                Ok((segments, changes))
            })
            .await?;
        if changes > 0 {
            return Err(StoreError::SetAside { segments, changes });
        }
        Ok(())
    }
}
