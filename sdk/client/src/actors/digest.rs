//! A small hash, to know whether what other entries rest on has changed.

use coordo_core::actor::{Actor, CareTeam};
use coordo_core::{Private, Reference};

/// FNV-1a of 64 bits.
pub(super) struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Digest {
    /// Of one text.
    pub(super) fn of(text: &str) -> u64 {
        let mut digest = Self::default();
        digest.text(text);
        digest.end()
    }

    pub(super) fn end(self) -> u64 {
        self.0
    }

    fn text(&mut self, text: &str) {
        // The end of a text counts, so that `ab`, `c` is not `a`, `bc`.
        for byte in text.bytes().chain([0xFF]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn said(&mut self, text: Option<&Private<String>>) {
        self.text(text.map_or("", |t| t.as_str()));
    }

    fn reference(&mut self, reference: &Reference) {
        self.said(reference.target.as_ref());
        self.said(reference.display.as_ref());
    }

    /// Where an actor leads, and what tells which entry it lies in.
    pub(super) fn links(&mut self, actor: &Actor) {
        self.said(actor.name.as_ref());
        self.reference(&actor.person);
        self.reference(&actor.organization);
        for identifier in &actor.identifiers {
            self.text(&identifier.system);
            self.text(&identifier.kind);
            self.text(&identifier.usage);
            self.text(&identifier.value);
        }
        let more = actor.more.as_deref();
        let places = more.map_or(&[][..], |m| &m.places);
        let services = more.map_or(&[][..], |m| &m.services);
        for reference in places.iter().chain(services) {
            self.reference(reference);
        }
    }

    /// What entries of others show of a structure.
    pub(super) fn shown(&mut self, actor: &Actor) {
        self.said(actor.role.as_ref());
        for address in &actor.addresses {
            self.said(address.city.as_ref());
            self.said(address.postal_code.as_ref());
            self.said(address.text.as_ref());
            for line in &address.lines {
                self.text(line);
            }
        }
        for telecom in &actor.telecoms {
            self.text(&telecom.value);
        }
    }

    /// Whom a team names.
    pub(super) fn team(&mut self, team: &CareTeam) {
        self.said(team.name.as_ref());
        for participant in &team.participants {
            self.reference(&participant.member);
        }
    }
}
