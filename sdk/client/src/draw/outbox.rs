//! What has not been acknowledged, and what has, change by change.

use coordo_core::RecordKey;
use coordo_store::{OutboxRow, RowState};

use super::wanted::whole;
use super::{Moment, Scene, name_of};
use crate::state::State;
use crate::view::outbox::{OutboxView, SentView, UnsentState, UnsentView};

pub(crate) fn outbox(state: &State, moment: Moment) -> OutboxView {
    let scene = Scene::new(state, moment);
    let all = state.machine.rows().chain(&state.restored);
    let all = all.filter(|row| !state.is_hidden(&row.record().source));
    let all: Vec<&OutboxRow> = all.collect();
    let rows_of = |record: &RecordKey| {
        let own = all.iter().filter(|r| r.record() == record).copied();
        own.collect::<Vec<_>>()
    };
    let mut rows = Vec::new();
    for row in &all {
        let own = rows_of(row.record());
        let Some(first) = own.first() else { continue };
        let is_asked = first.state.waits_for_person();
        if is_asked && first.n != row.n {
            continue;
        }
        let change = if is_asked {
            whole(first, &own)
        } else {
            row.change.clone()
        };
        rows.push(UnsentView {
            record: row.record().clone(),
            title: name_of(&scene, row.record()),
            wanted: change.wanted(),
            made_at: row.made_at,
            state: match &row.state {
                RowState::Unsent => UnsentState::Waiting,
                RowState::Sending => UnsentState::Sending,
                RowState::Refused { status, words } => UnsentState::Refused {
                    status: *status,
                    words: words.clone(),
                },
                RowState::Conflict => UnsentState::Conflict,
            },
        });
    }
    let sources = state.options.sources.iter().map(|s| s.id.clone());
    let sent = state.sent.iter();
    let sent = sent.filter(|sent| !state.is_hidden(&sent.record.source));
    let sent = sent.map(|sent| SentView {
        record: sent.record.clone(),
        title: name_of(&scene, &sent.record),
        wanted: sent.wanted.clone(),
        sent_at: sent.at,
    });
    OutboxView {
        rows,
        sources: sources.collect(),
        sent: sent.collect(),
    }
}
