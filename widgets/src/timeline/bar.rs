//! What stands in the bars: the plan, and how the person looks at it.

use coordo_client::timeline::Grouping;
use coordo_i18n::{Message, TimelineMessage, TimelineWord as Word};
use leptos::prelude::AnyView;
use web_sys::HtmlElement;

use super::keys::STEP;
use super::state::{Mode, Timeline};
use crate::kit::bar::{tool, tools_of};
use crate::kit::dom::Held;
use crate::kit::el::{El, el, live};
use crate::kit::icon::{Icon, icon};
use crate::kit::menu::{Entry, Menu, menu};
use crate::kit::segmented::segmented;

/// A word as the messages that the kit takes.
pub(super) fn said(word: Word) -> Message<'static> {
    Message::Timeline(TimelineMessage::Word(word))
}

/// « version 4, tenu par Claire Lescure (DAC), revu ven. 20 nov. »
pub(super) fn subtitle(timeline: Timeline) -> Option<String> {
    timeline.version.track();
    let view = timeline.view();
    let plan = view.plan.as_ref()?;
    let locale = timeline.frame.locale.get();
    let dates = timeline.frame.dates();
    let title = plan.title.as_ref().map(|title| title.0.clone());
    let holder = plan
        .holder
        .as_ref()
        .map(|name| locale.timeline(&TimelineMessage::HeldBy { name: &name.0 }));
    let span = match (plan.start, plan.end) {
        (Some(start), Some(end)) => Some(dates.span(locale, start, end)),
        (Some(start), None) => Some(locale.timeline(&TimelineMessage::Since {
            date: &dates.day(locale, start),
        })),
        (None, Some(end)) => Some(locale.say(&Message::Until {
            date: &dates.day(locale, end),
        })),
        (None, None) => None,
    };
    let review = plan.review.map(|review| {
        let date = dates.day(locale, review);
        locale.timeline(&TimelineMessage::ReviewOn { date: &date })
    });
    let parts: Vec<String> = [title, holder, span, review]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The tools beside the title: presentation and lanes.
pub(super) fn tools(timeline: Timeline, menu_anchor: Held) -> Vec<AnyView> {
    let presentation = segmented(
        timeline.frame,
        said(Word::Presentation),
        vec![said(Word::Chart), said(Word::Table)],
        move || usize::from(timeline.mode.get() == Mode::Table),
        move |at| {
            timeline
                .mode
                .set(if at == 0 { Mode::Chart } else { Mode::Table });
        },
    );
    let lanes = tool("co-btn co-btn--quiet tl-by-what")
        .attr("aria-haspopup", "menu")
        .on("click", move |_| timeline.is_menu_open.set(true))
        .built(menu_anchor.keep())
        .live_text(move || timeline.word(by_word(timeline.grouping.get())))
        .child(icon(Icon::Down));
    vec![
        presentation.into_any(),
        lanes.into_any(),
        timeline.filtering.tool(),
    ]
}

fn by_word(grouping: Grouping) -> Word {
    match grouping {
        Grouping::Goal => Word::ByGoal,
        Grouping::Actor => Word::ByActor,
        Grouping::Kind => Word::ByKind,
    }
}

/// The open menu of lanes, if it is open.
pub(super) fn lanes_menu(timeline: Timeline, anchor: Held) -> AnyView {
    live(move || {
        timeline.is_menu_open.get().then(|| {
            let now = timeline.grouping.get_untracked();
            let entries = Grouping::ALL.into_iter().map(|grouping| {
                let word = timeline.word_now(by_word(grouping)).to_owned();
                Entry::new(Icon::List, word, move || timeline.group_by(grouping))
                    .checked(grouping == now)
            });
            let button = anchor.get_as::<HtmlElement>();
            menu(Menu {
                label: timeline.word_now(Word::GroupBy).to_owned(),
                level: timeline.frame.heading.get_untracked().saturating_add(1),
                title: timeline.word_now(Word::GroupBy).to_owned(),
                subtitle: None,
                entries: entries.collect(),
                closed: Box::new({
                    let button = button.clone();
                    move || {
                        timeline.is_menu_open.set(false);
                        if let Some(button) = &button {
                            crate::kit::dom::focus(button);
                        }
                    }
                }),
                anchor: button,
            })
        })
    })
}

/// The second bar: where in time, and how much of it.
pub(super) fn time(timeline: Timeline) -> El {
    let step = move |glyph: Icon, word: Word, act: fn(Timeline)| {
        tool("co-btn co-btn--icon co-btn--quiet")
            .live_attr("aria-label", move || timeline.word(word))
            .on("click", move |_| act(timeline))
            .child(icon(glyph))
    };
    let range = el("span").class("tl-range").live_text(move || {
        timeline.range.track();
        timeline.range_words(timeline.frame.locale.get())
    });
    let scale = el("div")
        .class("co-seg tl-scale")
        .attr("role", "group")
        .live_attr("aria-label", move || timeline.word(Word::Scale))
        .child((
            step(Icon::Minus, Word::ZoomOut, |t| t.zoom(STEP)),
            step(Icon::Plus, Word::ZoomIn, |t| t.zoom(1.0 / STEP)),
            step(Icon::Fit, Word::Fit, Timeline::fit),
        ));
    let today = tool("co-btn")
        .on("click", move |_| timeline.look_at_now())
        .live_text(move || timeline.word(Word::Today));
    tools_of(timeline.frame, said(Word::Toolbar))
        .class("tl-time")
        .child((
            step(Icon::Left, Word::Earlier, |t| t.turn(-0.8)),
            range,
            step(Icon::Right, Word::Later, |t| t.turn(0.8)),
            scale,
            today,
        ))
}

impl Timeline {
    /// Moves by a part of the width.
    pub(super) fn turn(self, widths: f64) {
        let scale = self
            .host
            .with_value(|host| host.scale.panned(host.bounds.width * widths));
        self.look(scale);
        self.say_range();
    }

    /// Other lanes for the same items.
    pub(super) fn group_by(self, grouping: Grouping) {
        if self.grouping.get_untracked() != grouping {
            self.grouping.set(grouping);
            self.host.update_value(|host| host.folded.clear());
            self.refresh();
            self.draw_anew();
        }
    }
}
