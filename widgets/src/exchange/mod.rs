//! What people see of sending, in every widget: the opened sync chip, and the decision between
//! two versions of a record.
//!
//! [`review`] holds what is being decided and takes the keys, [`fields`] draws it, [`outbox`] is
//! the opened chip, [`words`] says values.

mod fields;
mod outbox;
mod review;
mod words;

use coordo_core::RecordKey;
use leptos::prelude::AnyView;

use crate::kit::frame::Frame;

/// The dialogs of sending, closed at first. `back` gives the focus back to where a record is
/// shown, after a decision that began there.
pub(crate) fn dialogs(frame: Frame, back: impl Fn(RecordKey) + 'static) -> Vec<AnyView> {
    vec![review::review(frame, Box::new(back)), outbox::outbox(frame)]
}
