//! A partition: one database, opened with its lock.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use coordo_store::StoreError;
use web_sys::CryptoKey;

use super::connection::{Connection, Event};
use super::crypto::{Resolved, Secret, Use, Wrapping, hash, noise, random};
use super::mark;
use super::transaction::{Failure, Mode, Rows};
use crate::canary::{self, Sign};
use crate::envelope::{Lock, Purpose, no_lock};
use crate::place;
use crate::schema::{ASIDE, META, Schema};

/// The row of the lock.
pub(crate) const LOCK: &str = "lock";
/// The row of the mark that has a twin outside.
const MARK: &str = "mark";
/// The row that gives its room to changes when there is no other.
const RESERVE: &str = "reserve";
/// As much as browsers give of noise at once, so many times.
const RESERVED: usize = 4;

/// Whether a partition is locked.
#[derive(Debug)]
pub enum Protection {
    /// Everybody at this machine can read it: for tests and measures.
    None,
    /// Under the host's secret.
    Locked(Secret),
}

/// How a partition is opened.
pub struct Options {
    /// Tenant and user, as the host names them; only a hash of it is seen on the machine.
    pub name: String,
    /// Whether it is locked.
    pub protection: Protection,
    /// The steps of the database.
    pub schema: Schema,
    /// Told what the page must know at once.
    pub on_event: Rc<dyn Fn(Event)>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Options")
    }
}

/// A partition, and what was found when it was opened.
#[derive(Debug)]
pub struct Opened {
    /// Ready for use.
    pub partition: Partition,
    /// The browser threw away what was here before, unsent changes included.
    pub was_evicted: bool,
    /// How many rows lie aside that could not be read.
    pub set_aside: usize,
}

/// One tenant and user on this machine.
#[derive(Clone, Debug)]
pub struct Partition(pub(crate) Rc<Shared>);

/// What the handles of a partition share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) connection: Rc<Connection>,
    pub(crate) lock: RefCell<Held>,
    /// Of the database, and of the mark outside.
    pub(crate) name: String,
}

/// The lock as it was when it was opened, and what it opens.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) row: Vec<u8>,
    pub(crate) keys: Option<Keys>,
}

#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) wrapping: Wrapping,
    pub(crate) names: CryptoKey,
}

/// The name of the database of a partition.
pub(crate) async fn database(partition: &str) -> Result<String, StoreError> {
    Ok(format!("coordo-{}", hash(partition).await?))
}

impl Partition {
    /// Opens a partition; makes it where there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] where only memory is left, [`StoreError::WrongSecret`],
    /// [`StoreError::UnfitSecret`], [`StoreError::TooNew`], [`StoreError::Blocked`]. None of
    /// them changes what is there.
    pub async fn open(options: Options) -> Result<Opened, StoreError> {
        let name = database(&options.name).await?;
        let connection = Connection::new(name.clone(), options.schema, options.on_event);
        let found = connection
            .run(&[META, ASIDE], Mode::Read, async |rows| {
                let lock = rows.get(META, LOCK).await?;
                let mark = rows.get(META, MARK).await?;
                let has_reserve = rows.has(META, RESERVE).await?;
                let aside = rows.names(ASIDE, None).await?.len();
                Ok((lock, mark, has_reserve, aside))
            })
            .await?;
        let (lock, inside, has_reserve, set_aside) = found;
        let secret = match options.protection {
            Protection::None => None,
            Protection::Locked(secret) => Some(secret.resolve().await?),
        };
        let row = match lock {
            Some(lock) => lock.to_vec(),
            None => make_lock(&connection, secret.as_ref()).await?,
        };
        let held = open_lock(row, secret.as_ref()).await?;
        let inside = inside.map(|mark| place::hex(&mark.to_vec()));
        let sign = canary::read(inside.as_deref(), mark::read(&name).as_deref());
        if sign != Sign::Here {
            let mark = leave_mark(&connection).await?;
            mark::write(&name, &place::hex(&mark));
        }
        if !has_reserve {
            // Where there is no room for it, changes are told so one by one.
            let _ = lay_reserve(&connection).await;
        }
        let shared = Shared {
            connection,
            lock: RefCell::new(held),
            name,
        };
        Ok(Opened {
            partition: Self(Rc::new(shared)),
            was_evicted: sign == Sign::Evicted,
            set_aside,
        })
    }
}

impl Shared {
    /// Gives the room of the reserve back; tells whether there was one.
    pub(crate) async fn release_reserve(&self) -> Result<bool, StoreError> {
        self.connection
            .run(&[META], Mode::WriteStrictly, async |rows| {
                let was_there = rows.has(META, RESERVE).await?;
                rows.delete(META, RESERVE)?;
                Ok(was_there)
            })
            .await
    }

    /// That nobody changed the secret since this page opened the lock.
    pub(crate) async fn check_lock(&self, rows: &Rows<'_>) -> Result<(), Failure> {
        let lock = rows.get(META, LOCK).await?;
        if lock.is_some_and(|lock| lock.to_vec() == self.lock.borrow().row) {
            Ok(())
        } else {
            Err(StoreError::WrongSecret.into())
        }
    }
}

pub(crate) async fn open_lock(row: Vec<u8>, secret: Option<&Resolved>) -> Result<Held, StoreError> {
    let lock = Lock::read(&row).map_err(|why| why.or(StoreError::WrongSecret))?;
    let keys = match (lock, secret) {
        (None, None) => None,
        (None, Some(_)) | (Some(_), None) => return Err(StoreError::WrongSecret),
        (Some(lock), Some(secret)) => {
            let wrapping = Wrapping::of(secret, &lock.salt).await?;
            let context = Purpose::IndexKey.at("");
            let names = wrapping.unwrap(&lock.key, &context, Use::Name, false);
            let names = names.await?;
            Some(Keys { wrapping, names })
        }
    };
    Ok(Held { row, keys })
}

/// The lock that is there now: a new one, unless another page was quicker.
async fn make_lock(
    connection: &Rc<Connection>,
    secret: Option<&Resolved>,
) -> Result<Vec<u8>, StoreError> {
    let row = match secret {
        None => no_lock(),
        Some(secret) => new_lock(secret, &Use::Name.generate().await?).await?,
    };
    connection
        .run(&[META], Mode::WriteStrictly, async |rows| {
            if let Some(there) = rows.get(META, LOCK).await? {
                return Ok(there.to_vec());
            }
            rows.put_bytes(META, LOCK, &row)?;
            Ok(row.clone())
        })
        .await
}

/// The lock of a key of names under a secret.
pub(crate) async fn new_lock(secret: &Resolved, names: &CryptoKey) -> Result<Vec<u8>, StoreError> {
    let salt = random()?;
    let wrapping = Wrapping::of(secret, &salt).await?;
    let key = wrapping.wrap(names, &Purpose::IndexKey.at("")).await?;
    Ok(Lock { salt, key }.write())
}

/// Noise, since browsers keep what repeats itself in less room.
async fn lay_reserve(connection: &Rc<Connection>) -> Result<(), StoreError> {
    let reserve = noise(RESERVED)?;
    connection
        .run(&[META], Mode::Write, async |rows| {
            rows.put(META, RESERVE, &reserve)
        })
        .await
}

/// The mark inside; made where there is none.
async fn leave_mark(connection: &Rc<Connection>) -> Result<Vec<u8>, StoreError> {
    let new: [u8; 16] = random()?;
    connection
        .run(&[META], Mode::Write, async |rows| {
            if let Some(mark) = rows.get(META, MARK).await? {
                return Ok(mark.to_vec());
            }
            rows.put_bytes(META, MARK, &new)?;
            Ok(new.to_vec())
        })
        .await
}
