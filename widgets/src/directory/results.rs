//! The results: a list of buttons.
//!
//! A list that takes the real focus, not options under a combobox: every screen reader reads
//! it, also those driven by touch, and its rows may say more than an option can.

use crate::kit::signal::Memo;
use coordo_client::view::directory::{DirectoryQuery, MarkedText, ResultView};
use coordo_core::RecordKey;
use coordo_i18n::{InDirectory, Message};
use leptos::prelude::{AnyView, IntoAny};
use web_sys::Event;

use super::state::Directory;
use super::{keys, search, words};
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::icon::{Icon, icon};
use crate::kit::missing::badge;

pub(super) fn results(directory: Directory) -> AnyView {
    let list = live(move || {
        directory.results.with(|results| {
            if results.is_empty() {
                return nothing(directory);
            }
            let at = directory.at.get();
            let open = directory
                .card
                .with(|card| card.as_ref().map(|card| card.key.clone()));
            let rows: Vec<El> = results
                .iter()
                .enumerate()
                .map(|(place, result)| {
                    let is_open = open.as_ref() == Some(&result.key);
                    row(directory, result, place, place == at, is_open)
                })
                .collect();
            // Rows are drawn over each other as the query changes: one listener for all.
            el("ul")
                .live_attr("aria-label", move || directory.say(&InDirectory::Results))
                .on_as("keydown", move |event| keys::on_results(directory, &event))
                .on("click", move |event| {
                    if let Some(at) = place_of(&event) {
                        directory.open_at(at);
                    }
                })
                .on("focusin", move |event| {
                    if let Some(at) = place_of(&event)
                        && directory.at.get_untracked() != at
                    {
                        directory.at.set(at);
                    }
                })
                .child(rows)
        })
    });
    el("div")
        .class("di-r")
        .child((search::count(directory), list, more(directory)))
        .into_any()
}

/// The place of the result that an event came from.
fn place_of(event: &Event) -> Option<usize> {
    let row = dom::target(event)?.closest("[data-at]").ok().flatten()?;
    row.get_attribute("data-at")?.parse().ok()
}

fn row(directory: Directory, result: &ResultView, at: usize, is_stop: bool, is_open: bool) -> El {
    let class = match (is_open, result.is_inactive) {
        (false, false) => "di-row",
        (true, false) => "di-row is-open",
        (false, true) => "di-row is-out",
        (true, true) => "di-row is-open is-out",
    };
    let name = match &result.name {
        Some(name) => marked("di-n", name),
        None => el("span")
            .class("di-n")
            .child(directory.say(&InDirectory::NoName)),
    };
    let role = match &result.role {
        Some(role) => Some(marked("di-t", role)),
        None if result.is_named_only => None,
        None => Some(
            el("span")
                .class("di-t")
                .child(directory.say(&words::entry(result.kind))),
        ),
    };
    let more = (result.n_more_situations > 0).then(|| {
        let more = directory.say(&InDirectory::MoreSituations(result.n_more_situations));
        el("span").class("di-w").child((" ", more))
    });
    let place = (result.place.is_some() || more.is_some()).then(|| {
        let place = result.place.as_ref().map(|place| marked("", place));
        el("span").class("di-o").child((place, more))
    });
    el("li").child(
        el("button")
            .attr("type", "button")
            .class(class)
            .attr("part", "result")
            .attr("data-resource", result.key.reference())
            .attr("data-source", result.key.source.0.clone())
            .attr("data-at", at.to_string())
            .attr("tabindex", if is_stop { "0" } else { "-1" })
            .attr("aria-current", is_open.then_some("true"))
            .child((
                el("span").class("di-a").child((name, " ", role)),
                " ",
                place,
                " ",
                facts(directory, result),
            )),
    )
}

/// What else a row says: why it answers, the circle, what to be careful about.
fn facts(directory: Directory, result: &ResultView) -> Option<El> {
    let mut facts: Vec<El> = Vec::new();
    let mut say = |class, glyph: Option<Icon>, text: String| {
        facts.push(el("span").class(class).child((glyph.map(icon), text, " ")));
    };
    if directory.answers(result) {
        let text = directory.say(&InDirectory::AnswersForChosen);
        say("di-fact is-mine", Some(Icon::Accepted), text);
    }
    if result.is_inactive {
        let text = match result.inactive_since {
            Some(date) => {
                let locale = directory.frame.locale.get();
                let date = directory.frame.dates().day(locale, date);
                directory.say(&InDirectory::InactiveSince(&date))
            }
            None => directory.say(&InDirectory::Inactive),
        };
        say("di-fact", Some(Icon::Cancelled), text);
    }
    if result.is_in_circle {
        let text = match &result.circle_role {
            Some(role) => directory.say(&InDirectory::CircleRole(&role.0)),
            None => directory.say(&InDirectory::InCircle),
        };
        say("di-fact", Some(Icon::Completed), text);
    } else if result.has_left {
        let text = directory.say(&InDirectory::HasLeft);
        say("di-fact", Some(Icon::Cancelled), text);
    }
    if result.is_named_only {
        let text = directory.say(&InDirectory::OnlyNamed);
        say("di-fact", Some(Icon::Draft), text);
    }
    if result.is_homonym {
        let text = directory.say(&InDirectory::Homonym);
        say("di-fact is-care", Some(Icon::Caution), text);
    }
    for source in &result.sources {
        let name = source.0.as_str();
        say("di-w", None, directory.frame.say(&Message::Source { name }));
    }
    let because = result.because.as_ref().map(|because| {
        let also = directory.say(&InDirectory::Also);
        el("span")
            .class("di-w")
            .child((also, " ", marked("", because), " "))
    });
    let locale = directory.frame.locale.get();
    facts.extend(result.badges.iter().map(|of| badge(locale, *of)));
    let is_any = because.is_some() || !facts.is_empty();
    is_any.then(|| el("span").class("di-c").child((because, facts)))
}

/// A text with what answers the search marked: by a ground, and by a line for who sees none.
pub(super) fn marked(class: &'static str, text: &MarkedText) -> El {
    let pieces = words::pieces(text).into_iter();
    let pieces: Vec<AnyView> = pieces
        .map(|(piece, answers)| {
            let piece = piece.to_owned();
            if answers {
                el("mark").attr("part", "match").child(piece).into_any()
            } else {
                piece.into_any()
            }
        })
        .collect();
    let span = el("span").child(pieces);
    if class.is_empty() {
        span
    } else {
        span.class(class)
    }
}

/// No result: what was asked may be too much, and one press takes it back.
fn nothing(directory: Directory) -> El {
    let n_chosen = directory.n_chosen.get();
    let is_circle_only = directory.is_circle_only.get();
    let clear = (n_chosen > 0).then(|| {
        button("co-btn")
            .on("click", move |_| directory.clear_filters())
            .child(directory.say(&InDirectory::ClearFilters(n_chosen)))
    });
    let all = is_circle_only.then(|| {
        button("co-btn")
            .on("click", move |_| {
                directory.set_circle_only(false);
                directory.focus("[part=search]");
            })
            .child(directory.say(&InDirectory::TryAll))
    });
    let meant = directory.meant.get().map(|words| {
        let said = directory.say(&InDirectory::Meant(&words.0));
        button("co-btn")
            .on("click", move |_| directory.search_for(&words.0))
            .child(said)
    });
    let fewer = directory
        .has_text
        .get()
        .then(|| el("p").child(directory.say(&InDirectory::TryFewer)));
    el("div")
        .class("co-center di-none")
        .attr("part", "empty")
        .child((
            icon(Icon::Search),
            el("p").child(el("b").child(directory.say(&InDirectory::NothingFound))),
            fewer,
            el("div").class("co-acts").child((meant, clear, all)),
        ))
}

fn more(directory: Directory) -> AnyView {
    let n = Memo::new(move || {
        let shown = directory.results.with(Vec::len);
        directory.count.get().n_found.saturating_sub(shown)
    });
    live(move || {
        let n = n.get();
        (n > 0).then(|| {
            let on_screen = el("div").class("di-more").child(
                button("co-btn co-btn--link")
                    .attr("part", "more")
                    .on("click", move |_| directory.show_more())
                    .child(directory.say(&InDirectory::More(n.min(DirectoryQuery::FIRST)))),
            );
            let on_paper = el("p")
                .class("di-paper")
                .child(directory.say(&InDirectory::NotOnPaper(n)));
            (on_screen, on_paper)
        })
    })
}

impl Directory {
    /// Moves the focus to the result that Tab leads to.
    pub(super) fn focus_result(self) {
        if self.frame.is_alive() {
            self.focus(&format!("[data-at='{}']", self.at.get_untracked()));
        }
    }

    /// The result that has the focus.
    pub(super) fn focused(self) -> Option<RecordKey> {
        let root = self.root.get()?;
        let focused = dom::focused_in_tree_of(&root)?;
        let at: usize = focused.get_attribute("data-at")?.parse().ok()?;
        self.results
            .with_untracked(|results| results.get(at).map(|r| r.key.clone()))
    }
}
