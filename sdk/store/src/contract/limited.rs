//! Behaviours of stores whose room ends.

use super::LimitedPlace;
use super::samples::{ids, key, numbers, put, record, row};
use crate::{Batch, OutboxWrite, RecordStore, StoreError};

/// Far more than any reserve.
const TOO_MUCH: usize = 4 << 20;

/// Text that no storage makes smaller.
fn incompressible(length: usize) -> String {
    let mut seed = 9_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from_digit(u32::try_from(seed >> 59).unwrap_or_default(), 32).unwrap_or('0')
    };
    (0..length).map(|_| next()).collect()
}

/// The batch fails as one, and what is there stays readable.
pub async fn a_full_place_is_told_and_reading_goes_on(place: &impl LimitedPlace) {
    let store = place.open().await.expect("open");
    let batch = Batch {
        puts: vec![record(key("a", "1"), "{}")],
        removes: vec![],
        outbox: vec![OutboxWrite::Add(row(1))],
    };
    store.apply(batch).await.expect("apply");
    place.fill().await;
    let large = Batch {
        puts: vec![record(key("a", "2"), &incompressible(TOO_MUCH))],
        removes: vec![],
        outbox: vec![OutboxWrite::Add(row(2))],
    };
    assert_eq!(store.apply(large).await, Err(StoreError::Full));
    assert_eq!(ids(&store).await, ["1"]);
    assert_eq!(numbers(&store).await, [1]);
    drop(store);
    let store = place.open().await.expect("open while full");
    assert_eq!(ids(&store).await, ["1"]);
    place.make_room().await;
}

/// The same store goes on.
pub async fn what_did_not_fit_fits_when_there_is_room_again(place: &impl LimitedPlace) {
    let store = place.open().await.expect("open");
    place.fill().await;
    let large = || put(vec![record(key("a", "2"), &incompressible(TOO_MUCH))]);
    assert_eq!(store.apply(large()).await, Err(StoreError::Full));
    place.make_room().await;
    store.apply(large()).await.expect("apply");
    assert_eq!(ids(&store).await, ["2"]);
}

/// A change has a room of its own: what the cache filled is no reason to lose it.
pub async fn a_change_still_fits_where_the_cache_has_no_room(place: &impl LimitedPlace) {
    let store = place.open().await.expect("open");
    place.fill().await;
    for n in 1..=20 {
        let batch = Batch {
            puts: vec![record(key("a", "1"), "{}")],
            removes: vec![],
            outbox: vec![OutboxWrite::Add(row(n))],
        };
        store.apply(batch).await.expect("the change is kept");
    }
    assert_eq!(numbers(&store).await.len(), 20);
    place.make_room().await;
}
