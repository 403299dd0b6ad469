//! Sources that do not answer, or ask to be left alone: how often each is asked.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use coordo_client::ports::{NoAnswer, Transport};
use coordo_client::{LocalFuture, SourceKind, SourceOptions};
use coordo_core::{Instant, SourceId};
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_sandbox::Sandbox;
use coordo_testkit::world::World;

/// A server that asks to be left alone for ten minutes, and how often it was asked.
struct Busy(Rc<Cell<usize>>);

impl Transport for Busy {
    fn send(&self, _: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        self.0.set(self.0.get() + 1);
        let answer = HttpResponse {
            status: 503,
            headers: vec![("retry-after".into(), "600".into())],
            body: String::new(),
        };
        Box::pin(std::future::ready(Ok(answer)))
    }

    fn is_sandbox(&self) -> bool {
        false
    }
}

#[test]
fn a_server_that_asks_to_be_left_alone_is_not_read_again_by_itself_before() {
    let mut world = World::at(Instant(1_795_000_000_000));
    let n_asked = Rc::new(Cell::new(0));
    let device = world.device(|options| {
        options.sources = vec![SourceOptions {
            id: SourceId("dac".into()),
            kind: SourceKind::Endpoint {
                transport: Rc::new(Busy(n_asked.clone())),
            },
        }];
    });
    world.run(device.client.pull());
    let n_first = n_asked.get();
    world.pass(300_000);
    world.run(device.client.poll());
    assert_eq!(n_asked.get(), n_first);
    // A person who asks is not held off.
    world.run(device.client.pull());
    let n_second = n_asked.get();
    assert!(n_second > n_first);
    world.pass(900_000);
    world.run(device.client.poll());
    assert!(n_asked.get() > n_second);
}

/// A server that answers or not, and how often it was asked.
struct Moody {
    behind: RefCell<Sandbox>,
    answers: Rc<Cell<bool>>,
    n_asked: Rc<Cell<usize>>,
}

impl Transport for Moody {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        self.n_asked.set(self.n_asked.get() + 1);
        let answer = match self.answers.get() {
            true => Ok(self.behind.borrow_mut().handle(&request, Instant(0))),
            false => Err(NoAnswer),
        };
        Box::pin(std::future::ready(answer))
    }

    fn is_sandbox(&self) -> bool {
        false
    }
}

#[test]
fn a_source_that_is_silent_is_asked_less_often_and_the_others_as_before() {
    let mut world = World::at(Instant(1_795_000_000_000));
    let moody = |id: &str| {
        let (answers, n_asked) = (Rc::new(Cell::new(true)), Rc::new(Cell::new(0)));
        let transport = Rc::new(Moody {
            behind: RefCell::default(),
            answers: answers.clone(),
            n_asked: n_asked.clone(),
        });
        let kind = SourceKind::Endpoint { transport };
        let id = SourceId(id.into());
        (SourceOptions { id, kind }, answers, n_asked)
    };
    let (dac, dac_answers, dac_asked) = moody("dac");
    let (hospital, hospital_answers, hospital_asked) = moody("hopital");
    let device = world.device(|options| options.sources = vec![dac, hospital]);
    world.run(device.client.pull());
    hospital_answers.set(false);
    let mut at = Vec::new();
    for minute in 0..60 {
        let before = (dac_asked.get(), hospital_asked.get());
        world.pass(60_000);
        world.run(device.client.poll());
        assert!(dac_asked.get() > before.0);
        if hospital_asked.get() > before.1 {
            at.push(minute);
        }
    }
    assert!(device.client.hears_anybody() && !device.client.status().online);
    assert!(
        at.len() < 25 && at.windows(2).last().unwrap()[1] > 50,
        "{at:?}"
    );

    // A person who asks is not held off, and what is heard again keeps the pace.
    hospital_answers.set(true);
    world.run(device.client.pull());
    assert!(device.client.status().online);
    let before = hospital_asked.get();
    world.run(device.client.poll());
    assert!(hospital_asked.get() > before);
    for answers in [dac_answers, hospital_answers] {
        answers.set(false);
    }
    world.run(device.client.poll());
    assert!(!device.client.hears_anybody());
}
