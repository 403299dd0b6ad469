//! What needs a browser: the database, WebCrypto, the mark outside the database.

mod aside;
mod compact;
mod connection;
mod crypto;
mod file;
mod files;
mod mark;
mod partition;
mod store;
mod transaction;

pub use connection::Event;
pub use crypto::Secret;
pub use partition::{Opened, Options, Partition, Protection};
pub use store::IndexedDbStore;
