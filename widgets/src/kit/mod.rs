//! What several widgets are made of.

pub(crate) mod bar;
pub(crate) mod chip;
pub(crate) mod dialog;
pub(crate) mod dom;
pub(crate) mod el;
pub(crate) mod filter;
pub(crate) mod frame;
pub(crate) mod heading;
pub(crate) mod help;
pub(crate) mod icon;
pub(crate) mod keyed;
pub(crate) mod list;
mod live;
pub(crate) mod menu;
pub(crate) mod missing;
pub(crate) mod mount;
pub(crate) mod news;
pub(crate) mod paper;
pub(crate) mod remarks;
mod render;
pub(crate) mod segmented;
pub(crate) mod signal;
pub(crate) mod state_lines;
