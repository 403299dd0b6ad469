//! Channels on which the sandbox of a world tells that something has changed.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use coordo_client::LocalFuture;
use coordo_client::ports::Channel;
use coordo_sandbox::Sandbox;

/// What lies in a page's ear.
#[derive(Default)]
struct Ear {
    /// Words, and nothing for the end.
    heard: RefCell<VecDeque<Option<String>>>,
    waker: RefCell<Option<Waker>>,
}

impl Ear {
    fn hear(&self, word: Option<String>) {
        self.heard.borrow_mut().push_back(word);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

struct Next(Rc<Ear>);

impl Future for Next {
    type Output = Option<String>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<String>> {
        if let Some(word) = self.0.heard.borrow_mut().pop_front() {
            return Poll::Ready(word);
        }
        *self.0.waker.borrow_mut() = Some(cx.waker().clone());
        Poll::Pending
    }
}

/// One page's end of a channel.
struct End {
    sandbox: Rc<RefCell<Sandbox>>,
    ear: Rc<Ear>,
    bound: RefCell<Vec<String>>,
}

impl Channel for End {
    fn say(&self, text: &str) {
        let (answer, bound) = self.sandbox.borrow().hear(text);
        self.bound.borrow_mut().extend(bound);
        self.ear.hear(Some(answer));
    }

    fn next(&self) -> LocalFuture<'static, Option<String>> {
        Box::pin(Next(self.ear.clone()))
    }
}

/// All channels of a world.
#[derive(Default)]
pub struct Channels {
    ends: RefCell<Vec<Weak<End>>>,
}

impl fmt::Debug for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Channels({})", self.n_open())
    }
}

impl Channels {
    /// How many are open.
    pub fn n_open(&self) -> usize {
        let mut ends = self.ends.borrow_mut();
        ends.retain(|end| end.strong_count() > 0);
        ends.len()
    }

    /// Opens one.
    pub fn open(&self, sandbox: &Rc<RefCell<Sandbox>>) -> Rc<dyn Channel> {
        let end = Rc::new(End {
            sandbox: sandbox.clone(),
            ear: Rc::default(),
            bound: RefCell::default(),
        });
        self.ends.borrow_mut().push(Rc::downgrade(&end));
        end
    }

    /// Closes all of them.
    pub fn cut(&self) {
        for end in self.ends.take().iter().filter_map(Weak::upgrade) {
            end.ear.hear(None);
        }
    }

    /// Tells what has changed; whether there was anything.
    pub fn ring(&self, sandbox: &RefCell<Sandbox>) -> bool {
        let pings = sandbox.borrow_mut().take_pings();
        for id in &pings {
            for end in self.ends.borrow().iter().filter_map(Weak::upgrade) {
                if end.bound.borrow().contains(id) {
                    end.ear.hear(Some(format!("ping {id}")));
                }
            }
        }
        !pings.is_empty()
    }
}
