//! The connection to the database: opened, upgraded, lost, opened again, given up for a newer
//! version in another tab.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use coordo_store::StoreError;
use futures_util::future::{AbortHandle, Either, abortable, select};
use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::prelude::*;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::transaction::{Failure, Mode, Rows, Work, name_of, run};
use crate::schema::{META, Schema};

/// Attempts of one transaction: a lost connection is opened again once.
const ATTEMPTS: usize = 2;
/// The row of the step whose copies are made.
const LEVEL: &str = "level";

/// What a page is told without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Another page opened a newer version: this one let go of the storage, and needs a reload.
    Outdated,
}

#[derive(Default)]
enum State {
    #[default]
    Closed,
    Open(Database, AbortHandle),
    Outdated,
}

/// One database of the page.
pub(crate) struct Connection {
    name: String,
    schema: Schema,
    on_event: Rc<dyn Fn(Event)>,
    state: RefCell<State>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection")
    }
}

impl Connection {
    /// A connection that opens when it is needed.
    pub(crate) fn new(name: String, schema: Schema, on_event: Rc<dyn Fn(Event)>) -> Rc<Self> {
        Rc::new(Self {
            name,
            schema,
            on_event,
            state: RefCell::default(),
        })
    }

    pub(crate) fn outbox(&self) -> &'static str {
        self.schema.outbox
    }

    /// Stores that an earlier generation left behind.
    pub(crate) fn left_behind(&self) -> Vec<&'static str> {
        self.schema.left_behind().collect()
    }

    /// Runs work in one transaction; over a lost connection, again on a new one. So work must
    /// come to the same when all of it was already done.
    pub(crate) async fn run<T>(
        self: &Rc<Self>,
        stores: &[&str],
        mode: Mode,
        work: impl AsyncFn(Rows<'_>) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        let value = RefCell::new(None);
        let (work, result) = (&work, &value);
        self.run_any(stores, mode, &|rows, _| {
            Box::pin(async move {
                let value = work(rows).await?;
                *result.borrow_mut() = Some(value);
                Ok(())
            })
        })
        .await?;
        value.into_inner().ok_or(StoreError::Unavailable)
    }

    /// The same for any work: one copy of it for all.
    async fn run_any(
        self: &Rc<Self>,
        stores: &[&str],
        mode: Mode,
        work: &Work<'_>,
    ) -> Result<(), StoreError> {
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            let database = self.database().await?;
            match run(&database, stores, mode, work).await {
                Ok(()) => return Ok(()),
                Err(Failure::Told(error)) => return Err(error),
                Err(Failure::Lost(name)) => {
                    last = name;
                    self.let_go();
                }
            }
        }
        Err(StoreError::Failed(last))
    }

    async fn database(self: &Rc<Self>) -> Result<Database, StoreError> {
        if let Some(database) = self.held()? {
            return Ok(database);
        }
        let database = self.open().await?;
        self.copy(&database).await?;
        // Another operation may have opened one meanwhile.
        if let Some(held) = self.held()? {
            database.close();
            return Ok(held);
        }
        let watch = self.watch(&database)?;
        *self.state.borrow_mut() = State::Open(database.clone(), watch);
        Ok(database)
    }

    fn held(&self) -> Result<Option<Database>, StoreError> {
        match &*self.state.borrow() {
            State::Closed => Ok(None),
            State::Open(database, _) => Ok(Some(database.clone())),
            State::Outdated => Err(StoreError::Outdated),
        }
    }

    async fn open(&self) -> Result<Database, StoreError> {
        let (schema, known) = (self.schema, self.schema.number());
        let mut block = None;
        let blocked = Promise::new(&mut |resolve, _| block = Some(resolve));
        let request = Database::open(self.name.as_str())
            .with_version(known)
            .with_on_blocked(move |_| {
                if let Some(block) = block {
                    block.call0(&JsValue::NULL)?;
                }
                Ok(())
            })
            .with_on_upgrade_needed(move |event: VersionChangeEvent, database: Database| {
                for step in schema.between(number(event.old_version()), known) {
                    for store in step.adds {
                        database.create_object_store(*store).build()?;
                    }
                }
                Ok(())
            })
            .build()
            .map_err(|_| StoreError::Unavailable)?;
        let request = Box::pin(request);
        let result = match select(request, JsFuture::from(blocked)).await {
            Either::Left((result, _)) => result,
            Either::Right((_, request)) => {
                // It opens when the other page lets go, and nobody waits for it any more.
                spawn(async move {
                    if let Ok(database) = request.await {
                        database.close();
                    }
                });
                return Err(StoreError::Blocked);
            }
        };
        match result {
            Ok(database) => Ok(database),
            Err(OpenDbError::Base(Error::DomException(exception))) => match &*name_of(exception) {
                "VersionError" => self.open_newer().await,
                "QuotaExceededError" => Err(StoreError::Full),
                _ => Err(StoreError::Unavailable),
            },
            Err(_) => Err(StoreError::Unavailable),
        }
    }

    /// A rolled-back portal finds a database of a later version.
    async fn open_newer(&self) -> Result<Database, StoreError> {
        let request = Database::open(self.name.as_str()).build();
        let request = request.map_err(|_| StoreError::Unavailable)?;
        let database = request.await.map_err(|_| StoreError::Unavailable)?;
        let (found, known) = (number(database.version()), self.schema.number());
        if self.schema.can_follow(found) {
            return Ok(database);
        }
        database.close();
        Err(StoreError::TooNew { found, known })
    }

    /// Makes the copies of the schema's steps, all or none. An upgrade cannot read old stores,
    /// so they are made after it.
    async fn copy(&self, database: &Database) -> Result<(), StoreError> {
        let known = self.schema.number();
        let copies = |level| {
            let steps = self.schema.between(level, known);
            steps.flat_map(|step| step.copies).copied()
        };
        if copies(0).next().is_none() {
            return Ok(());
        }
        let mut stores: Vec<&str> = copies(0).flat_map(|(from, to)| [from, to]).collect();
        stores.push(META);
        let copies = &copies;
        let made = run(database, &stores, Mode::WriteStrictly, &|rows, _| {
            Box::pin(async move {
                let level = rows.get(META, LEVEL).await?;
                let level = level.and_then(|bytes| bytes.to_vec().try_into().ok());
                for (from, to) in copies(level.map_or(0, u32::from_le_bytes)) {
                    for (name, value) in rows.all(from, None).await? {
                        rows.put(to, &name, &value)?;
                    }
                }
                rows.put_bytes(META, LEVEL, &known.to_le_bytes())
            })
        })
        .await;
        match made {
            Ok(()) => Ok(()),
            Err(Failure::Told(error)) => Err(error),
            Err(Failure::Lost(name)) => Err(StoreError::Failed(name)),
        }
    }

    /// Lets go of the connection when a newer version needs the database, or when the browser
    /// closed it.
    fn watch(self: &Rc<Self>, database: &Database) -> Result<AbortHandle, StoreError> {
        let changes = database.version_changes();
        let mut changes = changes.map_err(|_| StoreError::Unavailable)?;
        let connection = Rc::downgrade(self);
        let (watch, handle) = abortable(async move {
            let change = changes.recv().await;
            let Some(connection) = connection.upgrade() else {
                return;
            };
            connection.let_go();
            if change.is_some() {
                *connection.state.borrow_mut() = State::Outdated;
                (connection.on_event)(Event::Outdated);
            }
        });
        spawn(async move {
            // Aborted when the connection is let go.
            let _ = watch.await;
        });
        Ok(handle)
    }

    fn let_go(&self) {
        let held = std::mem::take(&mut *self.state.borrow_mut());
        match held {
            State::Open(database, watch) => {
                watch.abort();
                database.close();
            }
            State::Outdated => *self.state.borrow_mut() = State::Outdated,
            State::Closed => {}
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.let_go();
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "each of these tasks ends with its connection, whatever widgets do"
)]
fn spawn(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}

/// A version of the database: always whole and small.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates"
)]
fn number(version: f64) -> u32 {
    version as u32
}
