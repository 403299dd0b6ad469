//! The drawer: everything that is known of one item, what it is linked to, and what may
//! be done with it.

use crate::kit::signal::Memo;
use coordo_client::view::board::CardView;
use coordo_client::view::timeline::{ItemView, LinkKind, LinkView};
use coordo_client::view::{DetailView, ItemKey};
use coordo_core::FhirDate;
use coordo_i18n::{BoardMessage, LinkWord, Message};
use leptos::prelude::AnyView;
use web_sys::{HtmlElement, KeyboardEvent};

use super::state::Board;
use super::verbs::{self, Verb};
use super::{card, words};
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::heading::heading;
use crate::kit::icon::{Icon, icon};
use crate::kit::missing::explained;

/// What is known of an item.
#[derive(Clone, PartialEq)]
struct Shown {
    key: ItemKey,
    card: Option<CardView>,
    item: Option<ItemView>,
    detail: Option<DetailView>,
}

impl Board {
    /// Closes the drawer; the focus goes back to the card.
    pub(super) fn close_drawer(self) {
        let Some(key) = self.drawer.get_untracked() else {
            return;
        };
        self.drawer.set(None);
        self.focus(&key);
    }

    /// Whether the focus is in the drawer.
    pub(super) fn is_in_drawer(self) -> bool {
        self.drawer_title.get().is_some_and(|title| {
            let drawer = title.closest(".bd-drawer").ok().flatten();
            let focused = dom::focused_in_tree_of(&title);
            drawer.is_some_and(|drawer| drawer.contains(focused.as_deref()))
        })
    }

    /// Moves the focus to the drawer's title, where the drawer is open.
    pub(super) fn focus_drawer(self) {
        if self.drawer.get_untracked().is_some()
            && let Some(title) = self.drawer_title.get_as::<HtmlElement>()
        {
            dom::focus(&title);
        }
    }

    /// After a dialog, which gave the focus back to what it was opened from: a button of the
    /// drawer may be gone by now, and does something else if it is not.
    pub(super) fn focus_back(self, key: &ItemKey) {
        if self.is_in_drawer() {
            self.focus_drawer();
        } else {
            self.focus(key);
        }
    }
}

/// The open drawer, if it is open.
pub(super) fn drawer(board: Board) -> AnyView {
    let shown = Memo::new(move || {
        board.drawn.track();
        let key = board.drawer.get()?;
        let client = board.frame.client();
        Some(Shown {
            card: client.card(&key),
            item: client.item(&key),
            detail: client.detail(&key),
            key,
        })
    });
    live(move || shown.get().map(|shown| aside(board, &shown)))
}

fn aside(board: Board, shown: &Shown) -> El {
    let card_title = shown.card.as_ref().and_then(|card| card.title.as_ref());
    let item_title = shown.item.as_ref().and_then(|item| item.title.as_ref());
    let title = board.frame.title_of(card_title.or(item_title));
    let label = board.word(BoardMessage::DetailsOf { title: &title });
    let is_known = shown.card.is_some() || shown.item.is_some();
    el("aside")
        .class("bd-drawer")
        .attr("part", "inspector")
        .attr("role", "region")
        .attr("aria-label", label)
        .attr("data-item", shown.key.record.reference())
        .on_as::<KeyboardEvent>("keydown", move |event| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                board.close_drawer();
            }
        })
        .child((
            head(board, title),
            (!is_known).then(|| el("p").child(board.word(BoardMessage::NotHereAnyMore))),
            shown
                .card
                .as_ref()
                .and_then(|view| card::question(board, view, false)),
            shown
                .card
                .as_ref()
                .and_then(|card| explained(board.frame, &card.key.record, &card.badges)),
            actions(board, shown),
            el("dl").class("bd-facts").child(facts(board, shown)),
            links(board, shown),
            notes(board, shown),
        ))
}

fn head(board: Board, title: String) -> El {
    let level = board.frame.heading.get().saturating_add(1);
    let wants_focus = board.wants_drawer.get_value();
    board.wants_drawer.set_value(false);
    el("header").class("bd-drawer-h").child((
        heading(level, "bd-drawer-t", move || title.clone())
            .attr("tabindex", "-1")
            .built(move |element| {
                board.drawer_title.keep()(element);
                if wants_focus {
                    // Once this drawing is in the page.
                    board.frame.spawn(async move {
                        if !board.frame.is_alive() {
                            return;
                        }
                        board.focus_drawer();
                        // The columns have less room now: the card stays in sight.
                        let key = board.drawer.get_untracked();
                        if let Some(spot) = key.and_then(|key| board.whereabouts(&key)) {
                            board.reveal(spot.column);
                        }
                    });
                }
            }),
        button("co-btn co-btn--icon co-btn--quiet")
            .attr("aria-label", board.frame.say(&Message::Close))
            .on("click", move |_| board.close_drawer())
            .child(icon(Icon::Close)),
    ))
}

fn actions(board: Board, shown: &Shown) -> Option<El> {
    let verbs = verbs::all(board, shown.card.as_ref()?);
    let button = |(at, verb): (usize, Verb)| {
        let Verb {
            glyph,
            word,
            code,
            act,
        } = verb;
        // What goes on is the one strong button.
        let class = if at == 0 {
            "co-btn co-btn--primary co-btn--s"
        } else {
            "co-btn co-btn--s"
        };
        button(class)
            .attr("data-to", code)
            .on("click", move |_| act())
            .child((icon(glyph), word))
    };
    let buttons: Vec<El> = verbs.into_iter().enumerate().map(button).collect();
    (!buttons.is_empty()).then(|| el("div").class("co-acts").child(buttons))
}

fn facts(board: Board, shown: &Shown) -> Vec<(El, El)> {
    let locale = board.frame.locale.get();
    let dates = board.frame.dates();
    let (card, item) = (shown.card.as_ref(), shown.item.as_ref());
    let text = |text: Option<&coordo_core::Private<String>>| text.map(|text| text.0.clone());
    let status = card.map(|c| &c.status).or(item.map(|i| &i.status));
    let status = status.map(|status| {
        let (glyph, word, class) = words::status(locale, status);
        el("span").class(class).child((icon(glyph), word))
    });
    let when = match (card, item) {
        (Some(card), _) => Some(words::due(locale, &*dates, card.due.as_ref())),
        (None, Some(item)) => when(board, item),
        (None, None) => None,
    };
    let who = card
        .map(|card| words::owner(locale, card))
        .map(|(name, beside)| beside.map_or(name.clone(), |beside| format!("{name}, {beside}")));
    let who = who.or_else(|| item.and_then(|item| text(item.owner.name.as_ref())));
    let of_both =
        |of_card: fn(&CardView) -> Option<&coordo_core::Private<String>>,
         of_item: fn(&ItemView) -> Option<&coordo_core::Private<String>>| {
            text(card.and_then(of_card).or_else(|| item.and_then(of_item)))
        };
    let source = card.and_then(|c| c.source.as_ref());
    let source = source.or_else(|| item.and_then(|i| i.source.as_ref()));
    let rows = [
        (BoardMessage::When, when),
        (BoardMessage::Who, who),
        (
            BoardMessage::Need,
            of_both(|c| c.need.as_ref(), |i| i.need.as_ref()),
        ),
        (
            BoardMessage::Place,
            text(item.and_then(|i| i.place.as_ref())),
        ),
        (
            BoardMessage::Value,
            item.and_then(|i| Some(locale.value(&i.value.as_ref()?.0))),
        ),
        (
            BoardMessage::ReasonWord,
            of_both(|c| c.reason.as_ref(), |i| i.reason.as_ref()),
        ),
        (
            BoardMessage::PlanWord,
            of_both(|c| c.plan.as_ref(), |i| i.plan.as_ref()),
        ),
        (BoardMessage::SourceWord, source.map(|s| s.0.clone())),
    ];
    let row = |word: BoardMessage<'static>, value: El| (el("dt").child(board.word(word)), value);
    let mut facts = Vec::new();
    facts.extend(status.map(|status| row(BoardMessage::Status, el("dd").child(status))));
    facts.extend(rows.into_iter().filter_map(|(word, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(row(word, el("dd").child(value)))
    }));
    facts
}

/// When something is that is no card.
fn when(board: Board, item: &ItemView) -> Option<String> {
    let (locale, dates) = (board.frame.locale.get(), board.frame.dates());
    match (item.start, item.end) {
        (Some(start), Some(end)) if start != end => Some(dates.span(locale, start, end)),
        (Some(date), _) | (None, Some(date)) => Some(dates.day_time(locale, date)),
        (None, None) => item.when_text.as_ref().map(|text| text.0.clone()),
    }
}

fn links(board: Board, shown: &Shown) -> Option<El> {
    let links = &shown.item.as_ref()?.links;
    let row = |link: &LinkView| {
        let key = link.key.clone();
        el("li").child((
            el("span")
                .class("co-count")
                .child(board.word(BoardMessage::Link(link_word(link.kind)))),
            button("co-btn co-btn--link")
                .on("click", move |_| board.open_item(&key))
                .child(board.frame.title_of(link.title.as_ref())),
        ))
    };
    let rows: Vec<El> = links.iter().map(row).collect();
    part(board, BoardMessage::Linked, rows)
}

fn notes(board: Board, shown: &Shown) -> Option<El> {
    let notes = &shown.detail.as_ref()?.notes;
    let (locale, dates) = (board.frame.locale.get(), board.frame.dates());
    let rows = notes.iter().map(|note| {
        let author = note.author.as_ref().map(|author| author.0.clone());
        let time = note.time.map(|time: FhirDate| dates.day_time(locale, time));
        let by: Vec<String> = author.into_iter().chain(time).collect();
        el("li").child((
            el("p").child(note.text.0.clone()),
            el("span").class("co-count").child(by.join(", ")),
        ))
    });
    part(board, BoardMessage::Notes, rows.collect())
}

/// A titled list, where it holds anything.
fn part(board: Board, title: BoardMessage<'static>, rows: Vec<El>) -> Option<El> {
    let level = board.frame.heading.get().saturating_add(2);
    (!rows.is_empty()).then(|| {
        el("div").class("bd-part").child((
            heading(level, "bd-part-t", move || board.word(title)),
            el("ul").child(rows),
        ))
    })
}

fn link_word(kind: LinkKind) -> LinkWord {
    match kind {
        LinkKind::PartOf => LinkWord::PartOf,
        LinkKind::Part => LinkWord::Part,
        LinkKind::BasedOn => LinkWord::BasedOn,
        LinkKind::Leads => LinkWord::Leads,
        LinkKind::Focus => LinkWord::Focus,
        LinkKind::FulfilledBy => LinkWord::FulfilledBy,
        LinkKind::After => LinkWord::After,
        LinkKind::Before => LinkWord::Before,
        LinkKind::Encounter => LinkWord::Encounter,
        LinkKind::During => LinkWord::During,
    }
}
