//! The page that sends for all pages of a device: its number in the store, and what it writes
//! under it.
//!
//! A lock of the browser tells which page leads; the number tells a page that slept meanwhile that
//! it no longer does. What leaves is marked so in the store first, in a transaction that checks the
//! number, and what was answered is kept in one that does.

use coordo_store::{Batch, LEASE_MS, OutboxRow, StoreError};
use coordo_sync::Event;

use crate::client::Client;
use crate::push::Sending;
use crate::state::State;
use crate::view::cache::Keeping;

/// Whether this page leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lead {
    pub(crate) is_leading: bool,
    /// The number that it leads under; none where no other page shares what it keeps.
    fence: Option<u64>,
    /// Whether its host wants it to lead.
    is_wanted: bool,
    /// Whether the store has still to answer.
    pub(crate) is_asking: bool,
    /// How often its host said something of it: what was asked for before counts no more.
    n_told: u64,
}

impl Default for Lead {
    fn default() -> Self {
        Self {
            is_leading: true,
            fence: None,
            is_wanted: false,
            is_asking: false,
            n_told: 0,
        }
    }
}

/// What the page that leads writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leading {
    /// What was answered. A row that another page took out meanwhile holds up nothing.
    Outcomes,
    /// What is about to leave: a row that is gone must not.
    Marks,
}

impl Client {
    /// Whether this page is the one that sends, by a lock of the browser. A page that keeps on
    /// the device follows until it is told to lead; any other leads.
    pub fn lead(&self, is_leading: bool) {
        let is_asking = {
            let mut state = self.inner.state.borrow_mut();
            state.lead.is_wanted = is_leading;
            state.lead.n_told += 1;
            state.lead.is_asking = is_leading && state.cache.keeping == Keeping::Device;
            state.lead.is_asking
        };
        if is_asking {
            let client = self.clone();
            self.spawn(async move { client.take_lead(true).await });
        } else {
            self.leads(is_leading, None);
        }
    }

    /// The number to write under; none where nobody else writes there.
    pub(crate) fn fence(&self) -> Option<u64> {
        let state = self.inner.state.borrow();
        let is_shared = state.cache.keeping == Keeping::Device;
        state.lead.fence.filter(|_| is_shared)
    }

    fn leads(&self, is_leading: bool, fence: Option<u64>) {
        {
            let mut state = self.inner.state.borrow_mut();
            state.lead.is_leading = is_leading;
            state.lead.is_asking = false;
            state.lead.fence = fence;
        }
        self.tell_machine(Event::Leading(is_leading));
        self.wake_idle();
        self.watch_sources();
        self.changed();
    }

    async fn take_lead(&self, is_granted: bool) {
        let now = self.inner.ports.clock.now();
        let lead = self.inner.state.borrow().lead;
        let store = self.store_port();
        let asked = store.lease(lead.fence, is_granted, now).await;
        if self.is_closed() || self.inner.state.borrow().lead.n_told != lead.n_told {
            return;
        }
        match asked {
            Ok(Some(fence)) => {
                // Rows stand where the page that led before left them.
                self.take_what_others_kept().await;
                if self.inner.state.borrow().lead.n_told == lead.n_told {
                    self.leads(true, Some(fence));
                    // The page that led before may not have been admitted; this one may be.
                    if self.is_denied_anywhere() {
                        self.poll_now();
                    }
                }
            }
            Ok(None) => {
                self.inner.state.borrow_mut().lead.is_asking = false;
                self.wake_idle();
                self.ask_to_lead_later();
            }
            // What is sent makes room; the source's own versions stand in for the number.
            Err(StoreError::Full) => self.leads(true, None),
            Err(error) => {
                self.write_failed(&error);
                self.leads(true, None);
            }
        }
    }

    /// Another page took the lead while this one slept, whatever the browser says of its lock.
    async fn lose_lead(&self) {
        self.leads(false, None);
        self.take_what_others_kept().await;
        self.ask_to_lead_later();
    }

    /// Where the host still wants this page to lead, it asks again once a lease is over.
    fn ask_to_lead_later(&self) {
        let lead = self.inner.state.borrow().lead;
        if !lead.is_wanted {
            return;
        }
        let wait = u32::try_from(LEASE_MS).unwrap_or(u32::MAX);
        let wait = self.inner.ports.timer.wait(wait);
        let client = self.clone();
        self.spawn(async move {
            wait.await;
            let is_still_so = {
                let state = client.inner.state.borrow();
                state.lead.n_told == lead.n_told && !state.lead.is_leading && !state.is_closed
            };
            if is_still_so {
                client.take_lead(false).await;
            }
        });
    }

    /// This page shares nothing any more: nobody else sends what it changes. What another page was
    /// sending is asked for before it is sent again.
    pub(crate) fn lead_alone(&self) {
        let rows = {
            let mut state = self.inner.state.borrow_mut();
            if state.lead.is_leading {
                state.lead.fence = None;
                return;
            }
            let rows: Vec<OutboxRow> = state.machine.rows().cloned().collect();
            for row in &rows {
                state.keep_base_of(row.record());
            }
            for row in &rows {
                state.machine.take_out(row.record(), Some(row.n));
            }
            rows
        };
        self.take_rows(rows);
        self.leads(true, None);
    }

    /// What this page led under was erased.
    pub(crate) fn lead_anew(&self) {
        let is_wanted = self.inner.state.borrow().lead.is_wanted;
        if is_wanted {
            self.lead(true);
        }
    }

    /// Keeps what was answered, then marks what is to leave; tells whether it may.
    pub(crate) async fn may_send(&self, batch: Batch, marks: Batch, sends: &[Sending]) -> bool {
        let mut result = self.write_leading(batch, Leading::Outcomes).await;
        if result != Err(StoreError::NotLeading) {
            result = self.write_leading(marks, Leading::Marks).await;
        }
        match result {
            Err(StoreError::NotLeading) => {
                self.not_sent(sends);
                self.lose_lead().await;
                false
            }
            Err(StoreError::NoSuchRow(_)) => {
                // Another page took a change back in time.
                self.not_sent(sends);
                if self.take_what_others_kept().await {
                    self.tell_machine(Event::Tick);
                }
                false
            }
            // A mark that finds no room, or no store, holds up nothing: what leaves makes room,
            // and a lost answer is asked about all the same.
            Ok(()) | Err(_) => true,
        }
    }
}

impl State {
    /// Whoever led before everything was forgotten leads after it.
    pub(crate) fn keep_lead(&mut self, before: &Self) {
        self.lead = before.lead;
        if !self.lead.is_leading {
            let none = self
                .machine
                .handle(Event::Leading(false), coordo_core::Instant(0));
            debug_assert!(none.is_empty(), "there is nothing to send");
        }
    }
}
