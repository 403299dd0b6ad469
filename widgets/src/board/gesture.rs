//! From gestures to commands: what is sent to the client, and what is said after.

use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use coordo_core::{Command, Private, RecordKey, Refusal};
use coordo_i18n::{Message, Spoken};

use super::rows::{Head, place};
use super::state::{Asking, Board};
use crate::host::HostEvent;

impl Board {
    /// Gives a card another status, unless the host prevents it.
    pub(super) fn give_status(self, wanted: Asking, reason: Option<String>) {
        let (client, ports) = (self.frame.client(), self.frame.ports());
        let Asking {
            key,
            title,
            from,
            to,
            into,
        } = wanted;
        self.frame.refusal.set(None);
        self.frame.spawn(async move {
            let reason = reason.map(Private);
            let record = key.record.clone();
            let (source, resource) = (record.source.clone(), record.reference());
            let is_allowed = ports.emit(HostEvent::TaskMove {
                source: source.clone(),
                resource: resource.clone(),
                from: from.clone(),
                to: to.clone(),
                reason: reason.clone(),
            });
            if !is_allowed {
                self.host_refused(&key);
                return;
            }
            let answer = client
                .run(Command::ChangeTaskStatus {
                    task: record,
                    from: from.clone(),
                    to: to.clone(),
                    reason: reason.clone(),
                })
                .await;
            match answer {
                Ok(_) => {
                    if self.frame.is_alive() {
                        self.refresh();
                        self.show_card(&key, Column::of_task(&to));
                        match into {
                            Some(column) => self.frame.announce(Spoken::Dropped { column }),
                            None => self.frame.announce(Spoken::Status {
                                title: &self.frame.title_of(title.as_ref()),
                                status: &to,
                            }),
                        }
                    }
                    ports.emit(HostEvent::TaskMoved {
                        source,
                        resource,
                        from,
                        to,
                        reason,
                    });
                }
                Err(refusal) => self.refused(&key, &refusal),
            }
        });
    }

    fn host_refused(self, key: &CardKey) {
        if self.frame.is_alive() {
            self.frame.announce(Spoken::HostRefused);
            let sentence = self.frame.say_now(&Message::Spoken(Spoken::HostRefused));
            self.frame.refusal.set(Some(sentence));
            self.focus(key);
        }
    }

    fn refused(self, key: &CardKey, refusal: &Refusal) {
        if self.frame.is_alive() {
            self.refresh();
            self.frame.refuse(refusal);
            self.focus_when_drawn(key);
        }
    }

    /// Makes sure that a card which has just changed can be seen, and gives it the focus.
    pub(super) fn show_card(self, key: &CardKey, column: Column) {
        // It may lie behind "more" in its new column; far behind, the focus stays here.
        for _ in 0..3 {
            if self.whereabouts(key).is_some() {
                break;
            }
            let hiding = self.host.with_value(|host| {
                let hides = |head: &Head| head.n_more > 0;
                let rows = host.rows.iter();
                let rows = rows.filter(|row| row.columns.get(place(column)).is_some_and(hides));
                rows.map(|row| row.n).collect::<Vec<_>>()
            });
            for row in hiding {
                self.show_more(row, column);
            }
        }
        if let Some(spot) = self.whereabouts(key) {
            self.reveal(spot.column);
            if self.is_in_drawer() {
                self.focus_drawer();
            } else {
                self.focus_when_drawn(key);
            }
        }
    }

    /// Opens the decision between the two versions of a card.
    pub(super) fn review(self, key: &CardKey) {
        self.active.set(Some(key.clone()));
        self.frame.open_review(key.record.clone(), false);
    }

    /// After that decision: the focus goes back to the card, or to its details.
    pub(super) fn review_ended(self, record: RecordKey) {
        let key = CardKey {
            record,
            activity: None,
        };
        self.refresh();
        if self.is_in_drawer() {
            self.focus_drawer();
        } else {
            self.focus(&key);
            self.focus_when_drawn(&key);
        }
    }

    /// A conflict or a refusal: sends this side's change again on the other side's version.
    pub(super) fn keep_mine(self, key: &CardKey) {
        let (client, key) = (self.frame.client(), key.clone());
        self.frame.spawn(async move {
            if let Err(refusal) = client.keep_mine(&key.record).await {
                self.refused(&key, &refusal);
            }
        });
    }

    /// A conflict or a refusal: drops this side's change, because a person says so.
    pub(super) fn keep_theirs(self, key: &CardKey) {
        let (client, key) = (self.frame.client(), key.clone());
        self.frame
            .spawn(async move { client.discard_mine(&key.record).await });
    }
}
