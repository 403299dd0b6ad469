//! The one place where tasks are started. A task ends with the handle that owns it.

use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use coordo_client::LocalFuture;

/// Starts tasks that live no longer than itself.
#[derive(Clone, Default)]
pub(crate) struct Executor {
    life: Rc<()>,
}

impl Executor {
    /// Runs a task until it ends or the executor's last clone is dropped.
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one executor module: tasks are owned by a handle from here on"
    )]
    pub(crate) fn spawn(&self, task: LocalFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(Owned {
            life: Rc::downgrade(&self.life),
            task: Some(task),
        });
    }
}

struct Owned {
    life: Weak<()>,
    task: Option<LocalFuture<'static, ()>>,
}

impl Future for Owned {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.life.strong_count() == 0 {
            self.task = None;
        }
        match &mut self.task {
            Some(task) => task.as_mut().poll(cx),
            None => Poll::Ready(()),
        }
    }
}
