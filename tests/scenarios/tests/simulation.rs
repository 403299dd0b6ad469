//! Two thousand schedules of misfortune between devices and servers.
#![allow(
    missing_docs,
    clippy::print_stdout,
    reason = "tests are named as sentences, and tell the seed to replay"
)]

use coordo_scenarios::simulation::{replay, run_many};

#[test]
fn whatever_goes_wrong_between_devices_and_servers_nothing_is_lost_or_done_twice() {
    let first: u64 = std::env::var("COORDO_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(1);
    let n: u64 = std::env::var("COORDO_SCHEDULES")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(2_000);
    println!("seeds {first} to {}", first + n - 1);
    let (all, failed) = run_many(first, n);
    if let Some((seed, violation)) = failed.first() {
        panic!("{}\nseed {seed}: {violation}", replay(*seed, 80));
    }
    println!("{all:?}");
    assert!(
        n < 100
            || all.merged > 0
                && all.asked > 0
                && all.crashes > 0
                && all.restores > all.reissues
                && all.reissues > 0
    );
}
