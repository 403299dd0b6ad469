//! Patient files of a partition: made, opened, erased; and the secret that they are under.

use coordo_store::StoreError;
use js_sys::Uint8Array;

use super::crypto::{Cipher, Secret, Use, hash, keyed_hash, random};
use super::file::File;
use super::mark;
use super::partition::{Held, LOCK, Partition, Shared, new_lock, open_lock};

use super::transaction::{Mode, Rows};
use crate::envelope::{Head, Purpose, WrappedKey};
use crate::form::Unreadable;
use crate::place;
use crate::schema::{ASIDE, FILES, KEYS, META, SEGMENTS};

/// Rounds of taking up what other pages do at the same time.
const ROUNDS: usize = 8;

impl Partition {
    /// Opens a patient file; a new one gets a new key.
    pub(super) async fn open_subject(&self, subject: &str) -> Result<File, StoreError> {
        let shared = &self.0;
        let file = shared.file(subject).await?;
        for _ in 0..ROUNDS {
            let found = shared
                .connection
                .run(&[META, KEYS, FILES], Mode::Read, async |rows| {
                    shared.check_lock(&rows).await?;
                    let key = rows.get(KEYS, &file).await?;
                    Ok((key, rows.get(FILES, &file).await?))
                })
                .await?;
            match found {
                (Some(key), Some(head)) => {
                    match shared.open_file(&file, &key, &head).await {
                        Ok((cipher, birth)) => {
                            let shared = shared.clone();
                            return Ok(File::new(shared, file, cipher, birth));
                        }
                        // A portal that was rolled back touches nothing of what the later one
                        // wrote: its changes leave when that one is back.
                        Err(later @ StoreError::TooNew { .. }) => return Err(later),
                        // Its key is damaged, and nothing of it can be read any more.
                        Err(_) => shared.set_file_aside(&file).await?,
                    }
                }
                (None, None) => shared.make_file(&file).await?,
                (None, Some(_)) | (Some(_), None) => shared.set_file_aside(&file).await?,
            }
        }
        Err(StoreError::Failed("files".to_owned()))
    }

    /// Erases a patient file: its key is destroyed, and what lay under it removed. Unsent changes
    /// of it are lost only where `discard_unsent` says so.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unsent`] where changes would be lost; nothing was erased then.
    pub async fn purge(&self, subject: &str, discard_unsent: bool) -> Result<(), StoreError> {
        let file = self.0.file(subject).await?;
        let (range, outbox) = (place::rows(&file), self.0.connection.outbox());
        let old = self.0.connection.left_behind();
        let stores = [&[KEYS, FILES, SEGMENTS, outbox, ASIDE], old.as_slice()].concat();
        self.0
            .connection
            .run(&stores, Mode::WriteStrictly, async |rows| {
                let aside = rows.names(ASIDE, None).await?;
                let aside: Vec<&String> = aside.iter().filter(|row| row.contains(&file)).collect();
                let is_change = |row: &&&String| row.starts_with(outbox);
                let changes = rows.names(outbox, Some(&range)).await?.len()
                    + aside.iter().filter(is_change).count();
                if changes > 0 && !discard_unsent {
                    return Err(StoreError::Unsent(changes).into());
                }
                rows.delete(KEYS, &file)?;
                rows.delete(FILES, &file)?;
                rows.delete(FILES, &place::lease(&file))?;
                rows.delete_all(SEGMENTS, &range)?;
                for store in [outbox].iter().chain(&old) {
                    rows.delete_all(store, &range)?;
                }
                for row in aside {
                    rows.delete(ASIDE, row)?;
                }
                Ok(())
            })
            .await
    }

    /// Erases all files of the partition, and its lock.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unsent`] where changes would be lost; nothing was erased then.
    pub async fn purge_all(&self, discard_unsent: bool) -> Result<(), StoreError> {
        let outbox = self.0.connection.outbox();
        let old = self.0.connection.left_behind();
        let stores = [
            &[META, KEYS, FILES, SEGMENTS, outbox, ASIDE],
            old.as_slice(),
        ]
        .concat();
        self.0
            .connection
            .run(&stores, Mode::WriteStrictly, async |rows| {
                let aside = rows.names(ASIDE, None).await?;
                let is_change = |row: &&String| row.starts_with(outbox);
                let changes =
                    rows.names(outbox, None).await?.len() + aside.iter().filter(is_change).count();
                if changes > 0 && !discard_unsent {
                    return Err(StoreError::Unsent(changes).into());
                }
                for store in &stores {
                    rows.clear(store)?;
                }
                Ok(())
            })
            .await?;
        mark::remove(&self.0.name);
        Ok(())
    }

    /// Puts the partition under another secret. Only keys are written, however much lies there.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongSecret`] where the partition has no lock, or another page changed it;
    /// the old secret stays the right one after any error.
    pub async fn change_secret(&self, secret: Secret) -> Result<(), StoreError> {
        let shared = &self.0;
        let secret = secret.resolve().await?;
        for _ in 0..ROUNDS {
            if let Some(held) = shared.rewrap(&secret).await? {
                *shared.lock.borrow_mut() = held;
                return Ok(());
            }
        }
        Err(StoreError::Failed("keys".to_owned()))
    }
}

impl Shared {
    async fn file(&self, subject: &str) -> Result<String, StoreError> {
        let keys = self.lock.borrow().keys.clone();
        match keys {
            Some(keys) => keyed_hash(&keys.names, subject).await,
            None => hash(subject).await,
        }
    }

    async fn open_file(
        &self,
        file: &str,
        key: &Uint8Array,
        head: &Uint8Array,
    ) -> Result<(Cipher, [u8; 8]), StoreError> {
        let unreadable = |why: Unreadable| why.or(StoreError::WrongSecret);
        let head = Head::read(&head.to_vec()).map_err(unreadable)?;
        let key = WrappedKey::read(&key.to_vec()).map_err(unreadable)?;
        let keys = self.lock.borrow().keys.clone();
        let Some(keys) = keys else {
            return Ok((Cipher(None), head.birth));
        };
        let context = Purpose::FileKey.at(file);
        let key = keys
            .wrapping
            .unwrap(&key, &context, Use::Seal, false)
            .await?;
        Ok((Cipher(Some(key)), head.birth))
    }

    /// A new key, unless another page was quicker.
    async fn make_file(&self, file: &str) -> Result<(), StoreError> {
        let keys = self.lock.borrow().keys.clone();
        let key = match keys {
            None => WrappedKey::default(),
            Some(keys) => {
                let key = Use::Seal.generate().await?;
                keys.wrapping.wrap(&key, &Purpose::FileKey.at(file)).await?
            }
        };
        let head = Head::new(random()?);
        self.connection
            .run(&[META, KEYS, FILES], Mode::WriteStrictly, async |rows| {
                self.check_lock(&rows).await?;
                if !rows.has(KEYS, file).await? {
                    rows.put_bytes(KEYS, file, &key.write())?;
                    rows.put_bytes(FILES, file, &head.write())?;
                }
                Ok(())
            })
            .await
    }

    /// The new lock, with all keys under it; none where a file came or went meanwhile.
    async fn rewrap(&self, secret: &super::crypto::Resolved) -> Result<Option<Held>, StoreError> {
        let held = self.lock.borrow().clone();
        let (Some(keys), Ok(Some(lock))) = (held.keys, crate::envelope::Lock::read(&held.row))
        else {
            return Err(StoreError::WrongSecret);
        };
        let old = self
            .connection
            .run(&[KEYS], Mode::Read, async |rows: Rows<'_>| {
                rows.all(KEYS, None).await
            });
        let old = old.await?;
        let context = Purpose::IndexKey.at("");
        let names = keys.wrapping.unwrap(&lock.key, &context, Use::Name, true);
        let row = new_lock(secret, &names.await?).await?;
        let held = open_lock(row, Some(secret)).await?;
        let wrapping = held.keys.as_ref().map(|keys| &keys.wrapping);
        let wrapping = wrapping.ok_or(StoreError::WrongSecret)?;
        let mut new = Vec::new();
        for (file, key) in &old {
            let context = Purpose::FileKey.at(file);
            // What cannot be opened now could not be opened later: it stays for its file to tell.
            let Ok(key) = WrappedKey::read(&key.to_vec()) else {
                continue;
            };
            if let Ok(key) = keys.wrapping.unwrap(&key, &context, Use::Seal, true).await {
                new.push((file, wrapping.wrap(&key, &context).await?.write()));
            }
        }
        let is_written = self
            .connection
            .run(&[META, KEYS], Mode::WriteStrictly, async |rows| {
                // A replay finds its own work done.
                let there = rows.get(META, LOCK).await?;
                if there.is_some_and(|there| there.to_vec() == held.row) {
                    return Ok(true);
                }
                self.check_lock(&rows).await?;
                let files = rows.names(KEYS, None).await?;
                if !files.iter().eq(old.iter().map(|(file, _)| file)) {
                    return Ok(false);
                }
                for (file, key) in &new {
                    rows.put_bytes(KEYS, file, key)?;
                }
                rows.put_bytes(META, LOCK, &held.row)?;
                Ok(true)
            })
            .await?;
        Ok(is_written.then_some(held))
    }
}
