//! What several widgets are made of.

pub(crate) mod dialog;
pub(crate) mod dom;
pub(crate) mod el;
pub(crate) mod frame;
pub(crate) mod heading;
pub(crate) mod icon;
pub(crate) mod live;
pub(crate) mod mount;
mod render;
