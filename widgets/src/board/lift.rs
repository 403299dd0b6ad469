//! A card that is lifted, by key or by pointer, and what putting it down would do.

use coordo_client::view::board::{CardKey, CardStatus, CardView};
use coordo_core::board::Column;
use coordo_core::{Refusal, TaskStatus};
use coordo_i18n::{Message, Spoken};

use super::state::{Asking, Board};

/// By what a card is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grip {
    Keys,
    Pointer,
}

/// What putting a card down in a column does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Landing {
    /// It is its own column.
    Stays,
    /// The card gets a status.
    Goes {
        to: TaskStatus,
        needs_reason: bool,
        is_unusual: bool,
    },
    /// It cannot lie there.
    Refused(Refusal),
}

/// A lifted card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lift {
    pub key: CardKey,
    pub grip: Grip,
    pub row: u32,
    pub from: Column,
    pub over: Column,
    pub landing: Landing,
}

/// What putting `card` down in `column` would do.
pub(super) fn landing(card: &CardView, from: Column, column: Column) -> Landing {
    if column == from {
        return Landing::Stays;
    }
    if let Some(refusal) = &card.fixed {
        return Landing::Refused(refusal.clone());
    }
    let CardStatus::Task(status) = &card.status else {
        return Landing::Refused(Refusal::OfThePlan);
    };
    let Some(to) = column.drop_from(status) else {
        return Landing::Refused(Refusal::NotAStatus);
    };
    match card.moves.iter().find(|m| m.to == to) {
        Some(choice) => match &choice.refusal {
            Some(refusal) => Landing::Refused(refusal.clone()),
            None => Landing::Goes {
                to,
                needs_reason: choice.needs_reason,
                is_unusual: choice.is_unusual,
            },
        },
        None => Landing::Refused(Refusal::NotAllowed {
            from: status.clone(),
            to,
        }),
    }
}

impl Board {
    /// Lifts a card, or says why it stays.
    pub(super) fn lift_card(self, key: &CardKey, grip: Grip) {
        let (Some(card), Some(spot)) = (self.card(key), self.whereabouts(key)) else {
            return;
        };
        let (from, at) = (spot.column, spot.at);
        self.frame.refusal.set(None);
        if let Some(refusal) = &card.fixed {
            self.frame.refuse(refusal);
            return;
        }
        self.active.set(Some(key.clone()));
        self.lift.set(Some(Lift {
            key: key.clone(),
            grip,
            row: spot.row,
            from,
            over: from,
            landing: Landing::Stays,
        }));
        let title = self.frame.title_of(card.title.as_ref());
        let of = self.whole(spot.row, from).n_cards;
        if grip == Grip::Keys {
            self.frame.announce(Spoken::Lifted {
                title: &title,
                column: from,
                place: at + 1,
                of,
            });
        }
    }

    /// Holds the lifted card over a column and says what would happen there.
    pub(super) fn hold_over(self, column: Column) {
        let Some(lift) = self.lift.get_untracked() else {
            return;
        };
        let Some(card) = self.card(&lift.key) else {
            self.lift.set(None);
            return;
        };
        if lift.over == column {
            return;
        }
        let landing = landing(&card, lift.from, column);
        let effect = self.effect(&card, &landing);
        if lift.grip == Grip::Keys {
            // Under a pointer the columns stay where they are; its edges scroll them.
            self.reveal(column);
        }
        self.lift.set(Some(Lift {
            over: column,
            landing,
            ..lift
        }));
        self.frame.announce(Spoken::Over {
            column,
            effect: &effect,
        });
    }

    /// The lifted card one column further, where there is one.
    pub(super) fn hold_beside(self, step: isize) {
        let Some(over) = self.lift.with_untracked(|l| l.as_ref().map(|l| l.over)) else {
            return;
        };
        let present: Vec<Column> = Column::ALL
            .into_iter()
            .filter(|c| self.total(*c).with_untracked(|total| total.is_present))
            .collect();
        let at = present.iter().position(|c| *c == over).unwrap_or(0);
        if let Some(next) = at
            .checked_add_signed(step)
            .and_then(|at| present.get(at).copied())
        {
            self.hold_over(next);
        }
    }

    /// What a landing does, as a sentence.
    pub(super) fn effect(self, card: &CardView, landing: &Landing) -> String {
        match landing {
            Landing::Stays => self.frame.say_now(&Message::EffectStays),
            Landing::Refused(refusal) => self.frame.locale.get_untracked().refusal(refusal),
            Landing::Goes {
                to,
                is_unusual: true,
                ..
            } => match &card.status {
                CardStatus::Task(from) => self.frame.say_now(&Message::EffectUnusual { from, to }),
                CardStatus::Activity(_) => {
                    self.frame.say_now(&Message::EffectStatus { status: to })
                }
            },
            Landing::Goes {
                to,
                needs_reason: true,
                ..
            } => self.frame.say_now(&Message::EffectReason { status: to }),
            Landing::Goes { to, .. } => self.frame.say_now(&Message::EffectStatus { status: to }),
        }
    }

    /// Puts the lifted card down where it is held.
    pub(super) fn put_down(self) {
        let Some(lift) = self.lift.get_untracked() else {
            return;
        };
        self.lift.set(None);
        let Some(card) = self.card(&lift.key) else {
            return;
        };
        match (lift.landing, card.status) {
            (
                Landing::Goes {
                    to, needs_reason, ..
                },
                CardStatus::Task(from),
            ) => {
                let asking = Asking {
                    key: lift.key,
                    title: card.title,
                    from,
                    to,
                    into: Some(lift.over),
                };
                if needs_reason {
                    self.asking.set(Some(asking));
                } else {
                    self.give_status(asking, None);
                }
            }
            (Landing::Refused(refusal), _) => {
                self.reveal(lift.from);
                self.frame.refuse(&refusal);
            }
            (Landing::Stays | Landing::Goes { .. }, _) => self.frame.announce(Spoken::PutBack),
        }
    }

    /// Puts the lifted card back where it was.
    pub(super) fn put_back(self) {
        if let Some(lift) = self.lift.get_untracked() {
            self.lift.set(None);
            self.reveal(lift.from);
            self.frame.announce(Spoken::PutBack);
        }
    }
}

#[cfg(test)]
mod tests {
    use coordo_client::view::board::{MoveView, OwnerView};
    use coordo_core::task::Priority;
    use coordo_core::{RecordKey, SourceId};

    use super::*;

    fn card(status: TaskStatus, moves: Vec<MoveView>) -> CardView {
        CardView {
            key: CardKey {
                record: RecordKey::new(SourceId("s".into()), "Task", "1"),
                activity: None,
            },
            title: None,
            status: CardStatus::Task(status),
            owner: OwnerView::default(),
            actor: None,
            due: None,
            priority: Priority::Routine,
            need: None,
            goal: None,
            plan: None,
            source: None,
            reason: None,
            pending: None,
            fixed: None,
            badges: Vec::new(),
            unread: None,
            moves,
        }
    }

    fn choice(to: TaskStatus, needs_reason: bool) -> MoveView {
        MoveView {
            column: Column::of_task(&to),
            to,
            needs_reason,
            is_unusual: false,
            refusal: None,
        }
    }

    #[test]
    fn a_card_over_its_own_column_stays_as_it_is() {
        let card = card(TaskStatus::Ready, vec![]);
        assert_eq!(
            landing(&card, Column::Accepted, Column::Accepted),
            Landing::Stays
        );
    }

    #[test]
    fn a_column_gives_the_status_that_the_card_may_have_there() {
        let draft = card(TaskStatus::Draft, vec![choice(TaskStatus::Ready, false)]);
        assert_eq!(
            landing(&draft, Column::Proposed, Column::Accepted),
            Landing::Goes {
                to: TaskStatus::Ready,
                needs_reason: false,
                is_unusual: false
            }
        );
    }

    #[test]
    fn a_column_whose_status_asks_for_a_reason_says_so() {
        let started = card(
            TaskStatus::InProgress,
            vec![choice(TaskStatus::OnHold, true)],
        );
        assert!(matches!(
            landing(&started, Column::InProgress, Column::OnHold),
            Landing::Goes {
                needs_reason: true,
                ..
            }
        ));
    }

    #[test]
    fn what_is_fixed_or_not_listed_is_refused_with_its_cause() {
        let mut plan = card(TaskStatus::Ready, vec![]);
        plan.fixed = Some(Refusal::OfThePlan);
        assert_eq!(
            landing(&plan, Column::Accepted, Column::Ended),
            Landing::Refused(Refusal::OfThePlan)
        );
        let ready = card(TaskStatus::Ready, vec![]);
        assert_eq!(
            landing(&ready, Column::Accepted, Column::Other),
            Landing::Refused(Refusal::NotAStatus)
        );
        assert!(matches!(
            landing(&ready, Column::Accepted, Column::Proposed),
            Landing::Refused(Refusal::NotAllowed { .. })
        ));
    }
}
