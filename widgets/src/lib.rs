//! Widgets: view models to DOM, gestures to commands.
//!
//! Each widget has a folder and a function that mounts it: [`mount_board`]. It
//! draws the plain data that `coordo-client` gives, turns what a person does into
//! commands, and decides nothing that is not about the screen.
//!
//! Nothing here writes HTML as text or a style as an attribute: pages of hosts
//! forbid both, and rightly. Icons are built element by element, geometry goes
//! through custom properties.

pub mod board;
pub mod directory;
mod exchange;
pub mod host;
mod kit;
pub mod timeline;

pub use board::mount_board;
pub use directory::{DirectoryHandle, DirectoryOptions, mount_directory};
pub use host::{HostEvent, HostPorts};
pub use kit::mount::{WidgetHandle, WidgetOptions};
pub use timeline::{TimelineHandle, TimelineOptions, mount_timeline};
