//! The care circle as a plain list: who belongs to it, as what.

use coordo_client::view::directory::{DirectoryQuery, ResultView};
use coordo_core::order::Order as _;
use coordo_i18n::InDirectory;

use super::record::{heading, link};
use super::state::Directory;
use super::words;
use crate::kit::el::{El, el};

/// Stands where no record is open, if there is a circle.
pub(super) fn circle(directory: Directory) -> Option<El> {
    directory.circle.with(|members| {
        let rows: Vec<El> = members.iter().map(|m| member(directory, m)).collect();
        let title = directory.say(&InDirectory::CircleTitle);
        (!members.is_empty()).then(|| {
            el("section").child((
                heading(directory, 1, title),
                el("ul").class("di-list").child(rows),
            ))
        })
    })
}

fn member(directory: Directory, member: &ResultView) -> El {
    let name = member.name.as_ref().map(|name| &name.text);
    let name = directory.name_of(name);
    let role = member.circle_role.as_ref();
    let role = role.or_else(|| member.role.as_ref().map(|role| &role.text));
    let role = match role {
        Some(role) => role.0.clone(),
        None if member.is_named_only => directory.say(&InDirectory::OnlyNamed),
        None => directory.say(&words::entry(member.kind)),
    };
    el("li").child((
        link(directory, Some(&member.key), name),
        " ",
        el("small").child(role),
    ))
}

impl Directory {
    /// Asks who belongs to the circle, by role and name.
    pub(super) fn look_round(self) {
        let mut members = self
            .frame
            .client()
            .directory(&DirectoryQuery {
                circle_only: true,
                ..DirectoryQuery::default()
            })
            .results;
        members.order_by(|a, b| {
            let role = |m: &ResultView| (m.circle_role.is_none(), m.circle_role.clone());
            role(a).cmp(&role(b))
        });
        if self.circle.with_untracked(|old| *old != members) {
            self.circle.set(members);
        }
    }
}
