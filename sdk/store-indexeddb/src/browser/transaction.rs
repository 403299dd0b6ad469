//! One transaction: all its writes or none, and why it failed.
//!
//! Writes are not awaited one by one: where room ends, Chromium answers none of them and only
//! aborts the transaction. Nor is `commit` called: after a failed request it would commit the
//! earlier ones. A transaction ends by itself when nothing is asked of it any more.

use coordo_store::{LocalFuture, StoreError};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error};
use indexed_db_futures::internals::SystemRepr as _;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionFinishKind, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::IdbTransaction;

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    /// The cache: the browser writes it when it likes.
    Write,
    /// What cannot be loaded again: on the disk before it is acknowledged.
    WriteStrictly,
}

/// Why a transaction failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Callers are told.
    Told(StoreError),
    /// The connection is gone, and with it the transaction; it may be tried on another one.
    Lost(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Told(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(exception) => named(&name_of(exception)),
            Error::MissingData(_) => Self::Lost("AbortError".to_owned()),
            Error::Serialisation(_) | Error::Unknown(_) => named("unknown"),
        }
    }
}

fn named(name: &str) -> Failure {
    match name {
        "QuotaExceededError" => Failure::Told(StoreError::Full),
        "AbortError" | "InvalidStateError" | "TransactionInactiveError" | "UnknownError" => {
            Failure::Lost(name.to_owned())
        }
        _ => Failure::Told(StoreError::Failed(name.to_owned())),
    }
}

/// The name only: a message may quote what was written.
pub(crate) fn name_of(exception: DomException) -> String {
    web_sys::DomException::from(exception).name()
}

/// The stores of a transaction that is under way. Rows are bytes under names.
#[derive(Debug)]
pub(crate) struct Rows<'t>(&'t Transaction<'t>);

impl Rows<'_> {
    fn store(&self, name: &str) -> Result<ObjectStore<'_>, Failure> {
        Ok(self.0.object_store(name)?)
    }

    pub(crate) async fn get(&self, store: &str, row: &str) -> Result<Option<Uint8Array>, Failure> {
        let value: Option<JsValue> = self.store(store)?.get(row).primitive()?.await?;
        // What is no array of bytes was not written here; an empty one is of no known form.
        Ok(value.map(bytes))
    }

    pub(crate) async fn has(&self, store: &str, row: &str) -> Result<bool, Failure> {
        let store = self.store(store)?;
        let key: Option<String> = store
            .get_key(row)
            .with_key_type::<String>()
            .primitive()?
            .await?;
        Ok(key.is_some())
    }

    pub(crate) fn put(&self, store: &str, row: &str, value: &Uint8Array) -> Result<(), Failure> {
        let value: &JsValue = value.as_ref();
        drop(self.store(store)?.put(value).with_key(row).primitive()?);
        Ok(())
    }

    pub(crate) fn put_bytes(&self, store: &str, row: &str, value: &[u8]) -> Result<(), Failure> {
        self.put(store, row, &Uint8Array::from(value))
    }

    pub(crate) fn delete(&self, store: &str, row: &str) -> Result<(), Failure> {
        drop(self.store(store)?.delete(row).primitive()?);
        Ok(())
    }

    pub(crate) fn delete_all(
        &self,
        store: &str,
        rows: &RangeInclusive<String>,
    ) -> Result<(), Failure> {
        drop(
            self.store(store)?
                .delete::<&str, _>(range(rows))
                .primitive()?,
        );
        Ok(())
    }

    pub(crate) fn clear(&self, store: &str) -> Result<(), Failure> {
        drop(self.store(store)?.clear()?);
        Ok(())
    }

    /// The names of all rows, or of a range of them, in order.
    pub(crate) async fn names(
        &self,
        store: &str,
        rows: Option<&RangeInclusive<String>>,
    ) -> Result<Vec<String>, Failure> {
        let store = self.store(store)?;
        let all = store.get_all_keys::<String>();
        let found = match rows {
            Some(rows) => all.with_query::<&str, _>(range(rows)).primitive()?.await?,
            None => all.primitive()?.await?,
        };
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Names and values of all rows, or of a range of them, in order.
    pub(crate) async fn all(
        &self,
        store: &str,
        rows: Option<&RangeInclusive<String>>,
    ) -> Result<Vec<(String, Uint8Array)>, Failure> {
        let names = self.names(store, rows).await?;
        let store = self.store(store)?;
        let all = store.get_all::<JsValue>();
        let found = match rows {
            Some(rows) => all.with_query::<&str, _>(range(rows)).primitive()?.await?,
            None => all.primitive()?.await?,
        };
        let values: Vec<JsValue> = found.collect::<Result<_, _>>()?;
        Ok(names
            .into_iter()
            .zip(values.into_iter().map(bytes))
            .collect())
    }
}

fn bytes(value: JsValue) -> Uint8Array {
    value
        .dyn_into()
        .unwrap_or_else(|_| Uint8Array::new_with_length(0))
}

fn range(rows: &RangeInclusive<String>) -> KeyRange<&str> {
    KeyRange::Bound(rows.start().as_str(), false, rows.end().as_str(), false)
}

/// What is done in a transaction. It may use what lives longer than the transaction: that is
/// all that the second argument says.
pub(crate) type Work<'w> =
    dyn for<'t> Fn(Rows<'t>, PhantomData<&'t &'w ()>) -> LocalFuture<'t, Result<(), Failure>> + 'w;

/// Runs work in one transaction; what it wrote is there when this resolves, or nothing of it.
pub(crate) async fn run(
    database: &Database,
    stores: &[&str],
    mode: Mode,
    work: &Work<'_>,
) -> Result<(), Failure> {
    let (writes, durability) = match mode {
        Mode::Read => (TransactionMode::Readonly, TransactionDurability::Default),
        Mode::Write => (TransactionMode::Readwrite, TransactionDurability::Relaxed),
        Mode::WriteStrictly => (TransactionMode::Readwrite, TransactionDurability::Strict),
    };
    let transaction = database
        .transaction(stores)
        .with_mode(writes)
        .with_options(TransactionOptions::new().with_durability(durability))
        .build()?;
    // The library's own handler of failed requests takes one of them and panics at the next, but
    // where room ends Firefox fails every request that is still open.
    let bare: &IdbTransaction = transaction.as_sys().unchecked_ref();
    bare.set_onerror(None);
    let done = transaction.on_done()?;
    // Where this fails the transaction is dropped, and with that taken back.
    work(Rows(&transaction), PhantomData).await?;
    if mode == Mode::Read {
        return Ok(());
    }
    let end = done.await;
    if end == TransactionFinishKind::Ok {
        return Ok(());
    }
    if end == TransactionFinishKind::Err && transaction.error().is_none() {
        // A failed request was told; the reason stands in the transaction once it is aborted.
        transaction.on_done()?.await;
    }
    let lost = || Failure::Lost("AbortError".to_owned());
    Err(transaction.error().map_or_else(lost, Failure::from))
}
