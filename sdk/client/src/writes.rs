//! Writes to the store, one after the other: what was decided first lies there first.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Who writes now, and who waits.
#[derive(Default)]
pub(crate) struct Turns {
    given: u64,
    serving: u64,
    waiting: Vec<(u64, Waker)>,
    /// Turns whose owner went away before they came.
    left: Vec<u64>,
}

/// One turn; the next begins when it is dropped.
pub(crate) struct Turn {
    n: u64,
    turns: Rc<RefCell<Turns>>,
}

impl Turn {
    /// Takes the next number; the turn comes when [`Turn::comes`] resolves.
    pub(crate) fn take(turns: &Rc<RefCell<Turns>>) -> Self {
        let mut held = turns.borrow_mut();
        let n = held.given;
        held.given += 1;
        drop(held);
        Self {
            n,
            turns: turns.clone(),
        }
    }

    /// Resolves when all who came before are done.
    pub(crate) async fn comes(&self) {
        std::future::poll_fn(|cx| {
            let mut turns = self.turns.borrow_mut();
            if turns.serving == self.n {
                return Poll::Ready(());
            }
            turns.waiting.retain(|(n, _)| *n != self.n);
            turns.waiting.push((self.n, cx.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = {
            let mut turns = self.turns.borrow_mut();
            turns.left.push(self.n);
            while let Some(at) = turns.left.iter().position(|n| *n == turns.serving) {
                turns.left.swap_remove(at);
                turns.serving += 1;
            }
            let next = turns.serving;
            let at = turns.waiting.iter().position(|(n, _)| *n == next);
            at.map(|at| turns.waiting.swap_remove(at).1)
        };
        if let Some(waker) = next {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn turns_come_in_the_order_of_asking_and_those_given_up_are_passed_over() {
        let turns = Rc::default();
        let first = Turn::take(&turns);
        let second = Turn::take(&turns);
        let third = Turn::take(&turns);
        assert!(first.comes().now_or_never().is_some());
        assert!(third.comes().now_or_never().is_none());
        drop(second);
        assert!(third.comes().now_or_never().is_none());
        drop(first);
        assert!(third.comes().now_or_never().is_some());
        drop(third);
        assert!(Turn::take(&turns).comes().now_or_never().is_some());
    }
}
