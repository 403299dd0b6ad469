//! One patient file: its segments and its outbox.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use coordo_core::{Instant, ListMap, RecordKey, RecordMap};
use coordo_store::{Batch, Lease, News, OutboxRow, OutboxWrite, Page, Record, StoreError, page};
use js_sys::Uint8Array;

use super::crypto::{Cipher, random};
use super::partition::Shared;
use super::transaction::{Failure, Mode, Rows};
use crate::envelope::{Head, Purpose, read_lease, write_lease};
use crate::form::{Read, Unreadable};
use crate::schema::{FILES, SEGMENTS};
use crate::segment::{self, Operation};
use crate::{place, row};

/// A patient file as long as it is not erased.
pub(super) struct File {
    pub(super) shared: Rc<Shared>,
    pub(super) file: String,
    pub(super) cipher: Cipher,
    birth: [u8; 8],
    /// The newest segment whose records whoever holds this handle knows.
    known: Cell<u64>,
    /// What the last page was cut from, while pages are asked for.
    paging: RefCell<Option<Snapshot>>,
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("File")
    }
}

/// The records of certain segments. Segments of one name are the same as long as none of those
/// around them went away, since a merge takes the place of its last segment only.
pub(super) struct Snapshot {
    segments: Vec<String>,
    pub(super) records: RecordMap<Record>,
}

/// An outbox write with its row sealed.
enum Sealed {
    Add(u64, Uint8Array),
    Update(u64, Uint8Array),
    Remove(u64),
}

impl File {
    pub(super) fn new(shared: Rc<Shared>, file: String, cipher: Cipher, birth: [u8; 8]) -> Self {
        Self {
            shared,
            file,
            cipher,
            birth,
            known: Cell::new(0),
            paging: RefCell::default(),
        }
    }

    /// The head of the file, where it is still the one that this handle was opened on.
    pub(super) async fn head(&self, rows: &Rows<'_>) -> Result<Head, Failure> {
        let head = rows.get(FILES, &self.file).await?;
        let head = head.ok_or(StoreError::Purged)?;
        let head = Head::read(&head.to_vec()).map_err(|why| why.or(StoreError::Purged))?;
        if head.birth == self.birth {
            Ok(head)
        } else {
            Err(StoreError::Purged.into())
        }
    }

    /// The number to send under, where this page may; see [`coordo_store::RecordStore::lease`].
    pub(super) async fn lease(
        &self,
        mine: Option<u64>,
        is_granted: bool,
        now: Instant,
    ) -> Result<Option<u64>, StoreError> {
        let work = async |rows: Rows<'_>| {
            self.head(&rows).await?;
            let found = self.found_lease(&rows).await?;
            let lease = Lease::ask(found, mine, is_granted, now);
            if let Some(lease) = lease {
                self.put_lease(&rows, lease)?;
            }
            Ok(lease.map(|lease| lease.fence))
        };
        let connection = &self.shared.connection;
        connection.run(&[FILES], Mode::WriteStrictly, work).await
    }

    async fn found_lease(&self, rows: &Rows<'_>) -> Result<Option<Lease>, Failure> {
        let found = rows.get(FILES, &place::lease(&self.file)).await?;
        // Where it cannot be read, whoever comes first takes it.
        Ok(found.and_then(|bytes| read_lease(&bytes.to_vec()).ok()))
    }

    fn put_lease(&self, rows: &Rows<'_>, lease: Lease) -> Result<(), Failure> {
        rows.put_bytes(FILES, &place::lease(&self.file), &write_lease(lease))
    }

    /// Writes a batch; where it is that of the page that leads, under its number.
    pub(super) async fn write(
        &self,
        batch: Batch,
        leading: Option<(u64, Instant)>,
    ) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let Batch {
            puts,
            removes,
            outbox: writes,
        } = batch;
        let mark: [u8; 8] = random()?;
        let mode = if writes.is_empty() {
            Mode::Write
        } else {
            Mode::WriteStrictly
        };
        let operations: Vec<Operation> = removes
            .into_iter()
            .map(Operation::Remove)
            .chain(puts.into_iter().map(Operation::Put))
            .collect();
        let segment = if operations.is_empty() {
            None
        } else {
            Some(self.seal_segment(&operations).await?)
        };
        let writes = self.seal_rows(writes).await?;
        let outbox = self.shared.connection.outbox();
        let stores = [FILES, SEGMENTS, outbox];
        let written = Cell::new(0);
        let work = async |rows: Rows<'_>| {
            let mut head = self.head(&rows).await?;
            if head.has(mark) {
                // A replay: the connection was lost after the batch was kept.
                return Ok(());
            }
            if let Some((fence, now)) = leading {
                let found = self.found_lease(&rows).await?;
                let lease = Lease::renew(found, fence, now).ok_or(StoreError::NotLeading)?;
                self.put_lease(&rows, lease)?;
            }
            self.check(&rows, &writes).await?;
            for write in &writes {
                match write {
                    Sealed::Add(n, row) | Sealed::Update(n, row) => {
                        rows.put(outbox, &self.row(*n), row)?;
                    }
                    Sealed::Remove(n) => rows.delete(outbox, &self.row(*n))?,
                }
            }
            if let Some(segment) = &segment {
                head.last += 1;
                written.set(head.last);
                rows.put(SEGMENTS, &self.row(head.last), segment)?;
            }
            head.remember(mark);
            rows.put_bytes(FILES, &self.file, &head.write())
        };
        let connection = &self.shared.connection;
        let result = connection.run(&stores, mode, &work).await;
        let is_change_without_room = result == Err(StoreError::Full) && !writes.is_empty();
        let result = if is_change_without_room && self.shared.release_reserve().await? {
            connection.run(&stores, mode, &work).await
        } else {
            result
        };
        // Where another handle wrote between, its segment is still news.
        if result.is_ok() && written.get() == self.known.get() + 1 {
            self.known.set(written.get());
        }
        result
    }

    /// That the writes to the outbox can be done one after the other.
    async fn check(&self, rows: &Rows<'_>, writes: &[Sealed]) -> Result<(), Failure> {
        let outbox = self.shared.connection.outbox();
        let mut there: ListMap<u64, bool> = ListMap::default();
        for write in writes {
            let (Sealed::Add(n, _) | Sealed::Update(n, _) | Sealed::Remove(n)) = write;
            let is_there = match there.get(n) {
                Some(is_there) => *is_there,
                None => rows.has(outbox, &self.row(*n)).await?,
            };
            match write {
                Sealed::Add(..) if is_there => return Err(StoreError::RowTaken(*n).into()),
                Sealed::Update(..) | Sealed::Remove(_) if !is_there => {
                    return Err(StoreError::NoSuchRow(*n).into());
                }
                Sealed::Add(..) | Sealed::Update(..) | Sealed::Remove(_) => {}
            }
            there.insert(*n, !matches!(write, Sealed::Remove(_)));
        }
        Ok(())
    }

    pub(super) fn row(&self, n: u64) -> String {
        place::row(&self.file, n)
    }

    pub(super) async fn seal_segment(
        &self,
        operations: &[Operation],
    ) -> Result<Uint8Array, StoreError> {
        let context = Purpose::Segment.at(&self.file);
        self.cipher
            .seal(&segment::write(operations), &context)
            .await
    }

    async fn seal_rows(&self, writes: Vec<OutboxWrite>) -> Result<Vec<Sealed>, StoreError> {
        let mut sealed = Vec::new();
        for write in writes {
            sealed.push(match write {
                OutboxWrite::Add(row) => Sealed::Add(row.n, self.seal_row(&row).await?),
                OutboxWrite::Update(row) => Sealed::Update(row.n, self.seal_row(&row).await?),
                OutboxWrite::Remove(n) => Sealed::Remove(n),
            });
        }
        Ok(sealed)
    }

    async fn seal_row(&self, row: &OutboxRow) -> Result<Uint8Array, StoreError> {
        let context = Purpose::Change.at(&self.row(row.n));
        self.cipher.seal(&row::write(row), &context).await
    }

    /// The segments of the file as they lie there.
    pub(super) async fn segments(&self) -> Result<Vec<(String, Uint8Array)>, StoreError> {
        let range = place::rows(&self.file);
        let work = async |rows: Rows<'_>| {
            self.head(&rows).await?;
            rows.all(SEGMENTS, Some(&range)).await
        };
        let stores = [FILES, SEGMENTS];
        self.shared.connection.run(&stores, Mode::Read, work).await
    }

    /// What segments say, in their order. Where one cannot be read, all of the file go aside: a
    /// record of an older segment must not pass for the newest.
    pub(super) async fn open_segments(
        &self,
        segments: &[(String, Uint8Array)],
    ) -> Result<Vec<Vec<Operation>>, StoreError> {
        let context = Purpose::Segment.at(&self.file);
        let opening: Vec<_> = segments
            .iter()
            .map(|(_, sealed)| self.cipher.open(sealed, &context))
            .collect();
        let mut opened = Vec::new();
        for opening in opening {
            let operations = match opening.plain().await {
                Ok(plain) => segment::read(&plain),
                Err(unreadable) => Err(unreadable),
            };
            match operations {
                Ok(operations) => opened.push(operations),
                Err(Unreadable::Newer) => return Err(Unreadable::newer()),
                Err(Unreadable::Damaged) => {
                    let names: Vec<String> =
                        segments.iter().map(|(name, _)| name.clone()).collect();
                    return Err(self.shared.set_rows_aside(&names, &[]).await);
                }
            }
        }
        Ok(opened)
    }

    pub(super) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let segments = self.segments().await?;
        let mut records = RecordMap::default();
        for operations in self.open_segments(&segments).await? {
            segment::play(&mut records, operations);
        }
        let last = segments.last().and_then(|(name, _)| place::number(name));
        self.known.set(last.unwrap_or(0).max(self.known.get()));
        let segments = segments.into_iter().map(|(name, _)| name).collect();
        Ok(Snapshot { segments, records })
    }

    pub(super) async fn read_news(&self) -> Result<Vec<News>, StoreError> {
        let range = place::rows_after(&self.file, self.known.get());
        let work = async |rows: Rows<'_>| {
            self.head(&rows).await?;
            rows.all(SEGMENTS, Some(&range)).await
        };
        let stores = [FILES, SEGMENTS];
        let segments = self
            .shared
            .connection
            .run(&stores, Mode::Read, work)
            .await?;
        let Some(last) = segments.last().and_then(|(name, _)| place::number(name)) else {
            return Ok(Vec::new());
        };
        let mut news: RecordMap<Option<Record>> = RecordMap::default();
        for operation in self.open_segments(&segments).await?.into_iter().flatten() {
            match operation {
                Operation::Put(record) => news.insert(record.key.clone(), Some(record)),
                Operation::Remove(key) => news.insert(key, None),
            };
        }
        self.known.set(last.max(self.known.get()));
        Ok(news
            .iter()
            .map(|(key, record)| (key.clone(), record.clone()))
            .collect())
    }

    pub(super) async fn read_page(
        &self,
        after: Option<RecordKey>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let range = place::rows(&self.file);
        let work = async |rows: Rows<'_>| {
            self.head(&rows).await?;
            rows.names(SEGMENTS, Some(&range)).await
        };
        let stores = [FILES, SEGMENTS];
        let names = self
            .shared
            .connection
            .run(&stores, Mode::Read, work)
            .await?;
        let held = self.paging.take();
        let snapshot = match held.filter(|held| held.segments == names) {
            Some(held) => held,
            None => self.snapshot().await?,
        };
        let page = page(&snapshot.records, after, limit);
        if page.next.is_some() {
            *self.paging.borrow_mut() = Some(snapshot);
        }
        Ok(page)
    }

    pub(super) async fn read_outbox(&self) -> Result<Vec<OutboxRow>, StoreError> {
        let range = place::rows(&self.file);
        let outbox = self.shared.connection.outbox();
        let work = async |rows: Rows<'_>| {
            self.head(&rows).await?;
            rows.all(outbox, Some(&range)).await
        };
        let stores = [FILES, outbox];
        let found = self
            .shared
            .connection
            .run(&stores, Mode::Read, work)
            .await?;
        let (mut changes, mut damaged) = (Vec::new(), Vec::new());
        for (name, sealed) in found {
            match self.open_row(&name, &sealed).await {
                Ok(row) => changes.push(row),
                Err(Unreadable::Newer) => return Err(Unreadable::newer()),
                Err(Unreadable::Damaged) => damaged.push(name),
            }
        }
        if damaged.is_empty() {
            return Ok(changes);
        }
        Err(self.shared.set_rows_aside(&[], &damaged).await)
    }

    pub(super) async fn open_row(&self, name: &str, sealed: &Uint8Array) -> Read<OutboxRow> {
        let opening = self.cipher.open(sealed, &Purpose::Change.at(name));
        let row = row::read(&opening.plain().await?)?;
        if place::number(name) == Some(row.n) {
            Ok(row)
        } else {
            Err(Unreadable::Damaged)
        }
    }
}
