//! What stores do, a function a behaviour, each over an empty place.
//!
//! Each panics with the behaviour that is broken; it is code for tests, kept here so that every
//! implementation runs the same. Some behaviours only make sense where the place allows them, and
//! the types say where: [`Place`] is any store's, a [`LastingPlace`] outlives its page and has
//! several handles, a [`LimitedPlace`] can be full. [`behaviours_of_every_store`] and its sisters
//! list them, so that no store forgets one.
//!
//! [`behaviours_of_every_store`]: crate::behaviours_of_every_store
#![allow(
    clippy::expect_used,
    reason = "these are tests: a broken behaviour must stop them"
)]

mod every;
mod lasting;
mod limited;
mod samples;

pub use every::*;
pub use lasting::*;
pub use limited::*;
pub use samples::{key, record, row};

use crate::{LocalFuture, RecordStore, StoreError};

/// Where a store lies.
pub trait Place {
    /// Its store.
    type Store: RecordStore;

    /// Opens the store.
    fn open(&self) -> LocalFuture<'_, Result<Self::Store, StoreError>>;
}

/// A place that keeps what was written: opening it again finds it, and two stores opened on it
/// are two handles on the same.
pub trait LastingPlace: Place {
    /// From now on the place dies at its `n`-th write, the first being 0, as in a crash: that
    /// write and all after it do not happen.
    fn cut_at_write(&self, n: usize);

    /// Ends the cut; tells whether it was reached.
    fn heal(&self) -> bool;

    /// The next use of the store finds its connection lost.
    fn lose_connection(&self);

    /// The next write is kept, and its connection lost before that is told.
    fn lose_answer(&self);
}

/// A place whose room ends.
pub trait LimitedPlace: Place {
    /// Leaves no room for another write.
    fn fill(&self) -> LocalFuture<'_, ()>;

    /// Gives the room back.
    fn make_room(&self) -> LocalFuture<'_, ()>;
}

/// Gives the names of the behaviours of every store to a macro that makes tests of them.
#[macro_export]
macro_rules! behaviours_of_every_store {
    ($test:ident) => {
        $test! {
            a_batch_is_all_or_nothing
            an_empty_batch_changes_nothing
            the_outbox_comes_back_in_the_order_of_making
            a_change_comes_back_with_all_its_fields
            every_state_of_a_change_comes_back
            a_record_is_replaced_and_removed_by_its_key
            one_id_in_two_sources_is_two_records
            a_put_wins_over_a_remove_of_the_same_batch
            of_two_puts_in_one_batch_the_later_counts
            records_come_in_the_order_of_their_keys
            versions_and_bases_come_back_as_they_were_told
            any_text_comes_back_as_it_was
            pages_together_are_all_records_each_once
            a_page_goes_on_from_its_key_whatever_changed_meanwhile
            what_is_erased_is_gone_and_the_store_begins_anew
            unsent_changes_are_erased_only_where_that_is_said
            tending_changes_nothing_that_is_seen
            who_asks_first_leads_until_the_lease_is_over
            what_is_written_under_an_old_number_changes_nothing
            after_erasing_nobody_leads_until_they_ask_again
        }
    };
}

/// Gives the names of the behaviours of lasting places to a macro that makes tests of them.
#[macro_export]
macro_rules! behaviours_of_lasting_places {
    ($test:ident) => {
        $test! {
            what_was_written_is_there_after_opening_again
            two_handles_see_what_the_other_wrote
            a_number_taken_by_one_handle_is_refused_to_the_other
            writes_of_two_handles_at_once_are_all_kept
            a_crash_at_any_write_leaves_a_batch_whole_or_absent
            a_lost_connection_is_opened_again_and_the_batch_replayed
            a_batch_whose_answer_was_lost_is_kept_once
            a_lost_connection_is_opened_again_for_reading
            a_handle_is_told_once_what_the_other_did
            putting_in_order_hides_no_news
            of_two_handles_one_leads_and_a_frozen_one_writes_nothing
            a_lease_whose_answer_was_lost_is_taken_again
        }
    };
}

/// Gives the names of the behaviours of limited places to a macro that makes tests of them.
#[macro_export]
macro_rules! behaviours_of_limited_places {
    ($test:ident) => {
        $test! {
            a_full_place_is_told_and_reading_goes_on
            what_did_not_fit_fits_when_there_is_room_again
            a_change_still_fits_where_the_cache_has_no_room
        }
    };
}
