//! Requests and answers on their way: they arrive, get lost, come late, twice or spoiled.

use coordo_core::{RecordKey, SourceId};
use coordo_fhir::http::{HttpRequest, HttpResponse, Method};
use coordo_fhir::merge::says_the_same;
use coordo_store::Body;
use coordo_sync::{Event, Token};

use super::model::{differing, notes_of};
use super::{Simulation, Violation, everything};

/// Where a message is.
pub(super) enum Stage {
    /// On its way to the server.
    Request,
    /// On its way back.
    Answer(HttpResponse),
}

pub(super) struct Message {
    pub(super) device: usize,
    pub(super) life: u64,
    pub(super) token: Token,
    pub(super) source: SourceId,
    pub(super) request: HttpRequest,
    pub(super) stage: Stage,
    /// The members that the changes in it may write.
    pub(super) writable: Vec<String>,
    /// The copy that they rest on.
    pub(super) rests_on: Option<(RecordKey, Body)>,
    /// The device has given it up: whatever is answered, nobody listens.
    pub(super) is_given_up: bool,
}

impl Simulation {
    /// One message goes one step; `is_fair` where nothing bad happens to it.
    pub(super) fn deliver(&mut self, is_fair: bool) -> Result<(), Violation> {
        let at = self.chance.below(self.network.len());
        if at >= self.network.len() {
            return Ok(());
        }
        let mut message = self.network.swap_remove(at);
        let is_read = message.request.is_reading();
        let is_online = self
            .devices
            .get(message.device)
            .is_some_and(|d| d.is_online);
        match message.stage {
            Stage::Request => {
                let mischief = if is_fair { 99 } else { self.chance.below(24) };
                match mischief {
                    _ if !is_online && !message.is_given_up => self.nobody_answers(&message),
                    0 => self.nobody_answers(&message),
                    // The device gives up, the request is still on its way.
                    1 if message.request.method == Method::Put && !message.is_given_up => {
                        self.nobody_answers(&message);
                        message.is_given_up = true;
                        self.network.push(message);
                    }
                    2 => {
                        let response = fault(self.chance.below(9));
                        message.stage = Stage::Answer(response);
                        self.network.push(message);
                    }
                    n => {
                        let mut response = self.serve(&message)?;
                        if n == 3 && message.request.method == Method::Put {
                            // Some proxy sends it again, and tells the second answer.
                            response = self.serve(&message)?;
                        }
                        if n == 4 {
                            response = spoiled(response, self.chance.below(4));
                        }
                        message.stage = Stage::Answer(response);
                        self.network.push(message);
                    }
                }
            }
            Stage::Answer(ref response) => {
                if !is_fair && self.chance.one_in(if is_read { 30 } else { 12 }) || !is_online {
                    self.nobody_answers(&message);
                } else {
                    let (token, response) = (message.token, response.clone());
                    self.tell(&message, Event::Answered { token, response });
                }
            }
        }
        Ok(())
    }

    fn nobody_answers(&mut self, message: &Message) {
        let token = message.token;
        self.tell(message, Event::NoAnswer { token });
    }

    fn tell(&mut self, message: &Message, event: Event) {
        let now = self.now;
        if let Some(device) = self.devices.get_mut(message.device)
            && device.life == message.life
            && !message.is_given_up
        {
            device.tell(event, now);
        }
    }

    /// The server answers, and what it did is looked at.
    fn serve(&mut self, message: &Message) -> Result<HttpResponse, Violation> {
        let now = coordo_core::Instant(self.now);
        let Some((_, server)) = self.servers.iter_mut().find(|(s, _)| *s == message.source) else {
            return Err("no such server".into());
        };
        let path = message.request.path.clone();
        let read = HttpRequest::get(path.clone());
        let is_put = message.request.method == Method::Put;
        let before = is_put.then(|| server.handle(&read, now));
        let response = server.handle(&message.request, now);
        if !message.request.is_reading() && response.is_success() {
            let held = everything(&message.source, server);
            self.observe(held)?;
        }
        let Some(before) = before.filter(|_| response.is_success()) else {
            return Ok(response);
        };
        let after = &response.body;
        let notes = notes_of(after);
        for (n, note) in notes.iter().enumerate() {
            if notes.iter().skip(n + 1).any(|other| other == note) {
                return Err(format!("{path}: a note is there twice"));
            }
        }
        if !before.is_success() {
            return Ok(response);
        }
        if let Some(record) = self.is_let_in_by_a_number_given_twice(message, &before.body) {
            let lost = notes_of(&before.body);
            let lost = lost.into_iter().filter(|note| !notes.contains(note));
            let given_up = &mut self.model.given_up;
            given_up.extend(lost.map(|note| (record.clone(), note)));
            return Ok(response);
        }
        let seen = message.rests_on.as_ref();
        if seen.is_some_and(|(_, base)| !says_the_same(base, &before.body)) {
            return Err(format!(
                "{path}: what its writer had not seen was overwritten"
            ));
        }
        if notes_of(&before.body)
            .iter()
            .any(|note| !notes.contains(note))
        {
            return Err(format!("{path}: a colleague's note was overwritten"));
        }
        for name in differing(&before.body, after) {
            if !message.writable.contains(&name) {
                return Err(format!(
                    "{path}: {name} was overwritten by a change of {:?}",
                    message.writable
                ));
            }
        }
        Ok(response)
    }

    fn observe(&mut self, held: Vec<(RecordKey, String, Body)>) -> Result<(), Violation> {
        for (record, _, text) in held {
            let observed = self.values.observe(&record, &text);
            if !self.rewound.contains(&record) {
                observed?;
            }
        }
        Ok(())
    }

    /// The record that a change writes over which rests on another content of the same version:
    /// no `If-Match` can tell, and the server's loss is known as such.
    fn is_let_in_by_a_number_given_twice(
        &self,
        message: &Message,
        before: &str,
    ) -> Option<RecordKey> {
        let (record, base) = message.rests_on.as_ref()?;
        let is_other = !says_the_same(base, before);
        (is_other && self.rewound.contains(record)).then(|| record.clone())
    }
}

fn plain(status: u16, body: &str) -> HttpResponse {
    HttpResponse {
        status,
        headers: Vec::new(),
        body: body.to_owned(),
    }
}

/// What a server says that does not do what it was asked.
fn fault(kind: usize) -> HttpResponse {
    let outcome = coordo_fhir::outcome::outcome("error", "processing", "Non.");
    match kind {
        0 => plain(401, ""),
        1 => plain(403, &outcome),
        2 => plain(429, &outcome),
        3 => HttpResponse {
            headers: vec![("retry-after".into(), "Tue, 17 Nov 2026 10:00:30 GMT".into())],
            ..plain(503, &outcome)
        },
        4 => plain(500, "<html>"),
        5 => plain(200, "<!doctype html><title>Connexion</title>"),
        6 => plain(200, &outcome),
        7 => plain(302, ""),
        _ => plain(422, &outcome),
    }
}

/// An answer that is not what the server said.
fn spoiled(response: HttpResponse, kind: usize) -> HttpResponse {
    let half = response.body.len() / 2;
    let half = (0..=half)
        .rev()
        .find(|at| response.body.is_char_boundary(*at));
    match kind {
        0 => plain(502, ""),
        1 => HttpResponse {
            body: response
                .body
                .get(..half.unwrap_or(0))
                .unwrap_or("")
                .to_owned(),
            ..response
        },
        2 => plain(200, "{\"resourceType\":\"Task\",\"id\":\"somebody-elses\"}"),
        _ => plain(504, "{}"),
    }
}
