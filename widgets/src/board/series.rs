//! "Repeat" in the form of a new task: plain pickers, and each time shown before any is saved
//! (row 51).

use coordo_client::OccurrenceView;
use coordo_client::engine::protocol::{Occurrence, Picked, PickedTime, Until};
use coordo_core::calendar::Weekday;
use coordo_core::timing::{Moment, Unit};
use coordo_core::{DateParts, FhirDate, Private, TaskDraft};
use coordo_i18n::NewsWord as Word;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::state::Board;
use crate::kit::dom::Held;
use crate::kit::el::{El, el};
use crate::kit::filter::select;
use crate::kit::signal::RwSignal;

/// Most tasks that are made at once.
const MOST: usize = 120;

/// How it recurs, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rhythm {
    Once,
    Daily,
    OnDays,
    EveryN,
}

const RHYTHMS: [(Rhythm, Word); 4] = [
    (Rhythm::Once, Word::Once),
    (Rhythm::Daily, Word::Daily),
    (Rhythm::OnDays, Word::OnDays),
    (Rhythm::EveryN, Word::EveryN),
];

/// The pickers of an open form, and what was picked.
#[derive(Clone, Copy)]
pub(super) struct Series {
    board: Board,
    rhythm: RwSignal<Rhythm>,
    is_until_day: RwSignal<bool>,
    list: Held,
    number: Held,
    unit: Held,
    moment: Held,
    from: Held,
    length: Held,
    weeks: Held,
    last: Held,
    days: [Held; 7],
    /// Each time, or why there is none.
    found: RwSignal<Result<Vec<OccurrenceView>, &'static str>>,
    /// Those that the person left out.
    out: RwSignal<Vec<usize>>,
}

fn number_of(field: Held) -> u32 {
    let field = field.get_as::<HtmlInputElement>();
    field.and_then(|f| f.value().parse().ok()).unwrap_or(0)
}

fn day_of(field: Held) -> Option<DateParts> {
    let field = field.get_as::<HtmlInputElement>()?;
    match FhirDate::parse(&field.value())? {
        FhirDate::Day(day) => Some(day),
        FhirDate::Year(_) | FhirDate::Month { .. } | FhirDate::Exact { .. } => None,
    }
}

fn option_of(field: Held) -> usize {
    let field = field.get_as::<HtmlSelectElement>();
    field.and_then(|f| f.value().parse().ok()).unwrap_or(0)
}

impl Series {
    pub(super) fn new(board: Board) -> Self {
        Self {
            board,
            rhythm: RwSignal::new(Rhythm::Once),
            is_until_day: RwSignal::new(false),
            list: Held::new(),
            number: Held::new(),
            unit: Held::new(),
            moment: Held::new(),
            from: Held::new(),
            length: Held::new(),
            weeks: Held::new(),
            last: Held::new(),
            days: [(); 7].map(|()| Held::new()),
            found: RwSignal::new(Ok(Vec::new())),
            out: RwSignal::new(Vec::new()),
        }
    }

    pub(super) fn is_on(self) -> bool {
        self.rhythm.get() != Rhythm::Once
    }

    fn word(self, word: Word) -> &'static str {
        self.board.frame.locale.get().news(word)
    }

    fn ticked(self) -> Vec<Weekday> {
        let ticked = self.days.into_iter().map(|day| {
            let field = day.get_as::<HtmlInputElement>();
            field.is_some_and(|field| field.checked())
        });
        let days = Weekday::ALL.into_iter().zip(ticked);
        days.filter_map(|(day, is)| is.then_some(day)).collect()
    }

    fn picked(self, rhythm: Rhythm) -> Option<Picked> {
        let ticked = self.ticked();
        let (only, except) = match rhythm {
            Rhythm::OnDays => (ticked, Vec::new()),
            Rhythm::Once | Rhythm::Daily | Rhythm::EveryN => (Vec::new(), ticked),
        };
        let every = match rhythm {
            Rhythm::Once | Rhythm::Daily => (1, Unit::Day),
            Rhythm::OnDays => (1, Unit::Week),
            Rhythm::EveryN if option_of(self.unit) == 1 => (number_of(self.number), Unit::Week),
            Rhythm::EveryN => (number_of(self.number), Unit::Day),
        };
        let moment = option_of(self.moment).checked_sub(1);
        let moment = moment.and_then(|at| Moment::ALL.get(at).copied());
        Some(Picked {
            from: day_of(self.from)?,
            every,
            only,
            except,
            at: moment.map_or(PickedTime::AnyTime, |moment| {
                PickedTime::Moments(vec![moment])
            }),
            until: if self.is_until_day.get_untracked() {
                Until::Day(day_of(self.last)?)
            } else {
                Until::For(number_of(self.weeks), Unit::Week)
            },
        })
    }

    /// Counts anew what was picked, once the page shows it.
    fn count(self) {
        let locale = self.board.frame.locale.get_untracked();
        let at = option_of(self.list);
        let rhythm = RHYTHMS.get(at).map_or(Rhythm::Once, |(rhythm, _)| *rhythm);
        if self.rhythm.get_untracked() != rhythm {
            self.rhythm.set(rhythm);
        }
        let is_until_day = option_of(self.length) == 1;
        if self.is_until_day.get_untracked() != is_until_day {
            self.is_until_day.set(is_until_day);
        }
        if rhythm == Rhythm::Once {
            return;
        }
        let is_unnamed = rhythm == Rhythm::OnDays && self.ticked().is_empty();
        let client = self.board.frame.client();
        let found = match self.picked(rhythm).filter(|_| !is_unnamed) {
            None => Err(locale.news(Word::NoneLeft)),
            Some(picked) => match client.occurrences(&picked) {
                Err(wrong) => Err(locale.picked_wrong(wrong)),
                Ok(found) if found.is_empty() => Err(locale.news(Word::NoneLeft)),
                Ok(found) if found.len() > MOST => Err(locale.news(Word::TooMany)),
                Ok(found) => Ok(found),
            },
        };
        if self.found.with_untracked(|before| *before != found) {
            self.out.set(Vec::new());
            self.found.set(found);
        }
    }

    /// The times that are left, or why there is none.
    fn left(self) -> Result<Vec<Occurrence>, &'static str> {
        let out = self.out.get_untracked();
        let all = self.found.get_untracked()?;
        let left = all.iter().enumerate();
        let left = left.filter(|(n, _)| !out.contains(n));
        Ok(left.map(|(_, of)| of.occurrence).collect())
    }

    /// A draft for each time that is left; nothing where the task does not recur.
    pub(super) fn drafts(self, of: &TaskDraft) -> Option<Result<Vec<TaskDraft>, &'static str>> {
        if self.rhythm.get_untracked() == Rhythm::Once {
            return None;
        }
        let locale = self.board.frame.locale.get_untracked();
        Some(self.left().and_then(|left| {
            if left.is_empty() {
                return Err(locale.news(Word::NoneLeft));
            }
            let mut drafts = self.board.frame.client().series(of, &left);
            for (draft, occurrence) in drafts.iter_mut().zip(&left) {
                if let Some(moment) = occurrence.moment {
                    // Nobody said at what hour a morning begins: the part of the day is words.
                    let title = [draft.title.as_str(), ", ", locale.moment(moment)].concat();
                    draft.title = Private(title);
                }
            }
            Ok(drafts)
        }))
    }

    fn listed(self, words: Vec<String>, held: Held) -> El {
        select(words, Vec::new(), 0).built(held.keep())
    }

    fn labelled(self, word: Word, field: El) -> El {
        el("label")
            .class("co-field")
            .child(el("span").child(self.word(word)))
            .child(field.attr("part", "field"))
    }

    fn input(self, kind: &'static str, held: Held, value: String) -> El {
        el("input")
            .attr("type", kind)
            .attr("autocomplete", "off")
            .attr("value", value)
            .built(held.keep())
    }

    fn n(self, held: Held, value: u32) -> El {
        self.input("number", held, value.to_string())
            .attr("min", "1")
            .attr("max", "99")
            .attr("inputmode", "numeric")
    }

    /// Shown only where it has a meaning; hidden fields keep what was picked.
    fn only(self, field: El, is_shown: impl Fn() -> bool + 'static) -> El {
        field.live_attr("hidden", move || (!is_shown()).then_some(""))
    }

    /// The pickers, and the list of what they mean.
    pub(super) fn fields(self) -> El {
        let words = |all: &[Word]| all.iter().map(|w| self.word(*w).to_owned()).collect();
        let rhythms = RHYTHMS.map(|(_, word)| word);
        let list = self.listed(words(&rhythms), self.list);
        let is = move |rhythm| move || self.rhythm.get() == rhythm;
        let number = self.labelled(Word::Number, self.n(self.number, 2));
        let units = words(&[Word::UnitDays, Word::UnitWeeks]);
        let unit = self.listed(units, self.unit);
        let unit = unit.live_attr("aria-label", move || self.word(Word::EveryN));
        let moments = Moment::ALL.map(|m| self.board.frame.locale.get().moment(m).to_owned());
        let mut parts = vec![self.word(Word::AnyPart).to_owned()];
        parts.extend(moments);
        let today = self.board.frame.client().today();
        let from = today.map_or_else(String::new, |day| FhirDate::Day(day).to_fhir());
        let lengths = words(&[Word::ForWeeks, Word::UntilDay]);
        let last = self.input("date", self.last, String::new());
        let weeks = self.labelled(Word::Weeks, self.n(self.weeks, 3));
        let pickers = el("div").class("rp").child((
            self.only(
                el("div")
                    .class("rp-row")
                    .child((number, unit.attr("part", "field"))),
                is(Rhythm::EveryN),
            ),
            self.week(),
            el("div").class("rp-row").child((
                self.labelled(Word::From, self.input("date", self.from, from)),
                self.labelled(Word::Part, self.listed(parts, self.moment)),
            )),
            el("div").class("rp-row").child((
                self.labelled(Word::Until, self.listed(lengths, self.length)),
                self.only(weeks, move || !self.is_until_day.get()),
                self.only(self.labelled(Word::LastDay, last), move || {
                    self.is_until_day.get()
                }),
            )),
            el("p")
                .class("rp-n")
                .attr("role", "status")
                .live_text(move || self.summary()),
            el("div").live(move || self.times()),
        ));
        el("div")
            .attr("part", "series")
            .on("input", move |_| self.count())
            .on("change", move |_| self.count())
            .child((
                self.labelled(Word::Repeat, list),
                self.only(pickers, move || self.is_on()),
            ))
    }

    /// The days of the week: on which, or on which not.
    fn week(self) -> El {
        let word = move || match self.rhythm.get() {
            Rhythm::OnDays => self.word(Word::On),
            Rhythm::Once | Rhythm::Daily | Rhythm::EveryN => self.word(Word::Except),
        };
        let days = Weekday::ALL.into_iter().zip(self.days);
        let days = days.map(|(day, held)| {
            el("label").class("co-check").child((
                el("input")
                    .attr("type", "checkbox")
                    .attr("data-day", day.code())
                    .built(held.keep()),
                self.board.frame.locale.get().weekday(day),
            ))
        });
        el("fieldset").class("rp-days").child((
            el("legend").live_text(word),
            el("div").child(days.collect::<Vec<_>>()),
        ))
    }

    /// « 15 fois, du … au …, dont 1 jour férié » or why there is none.
    fn summary(self) -> String {
        let locale = self.board.frame.locale.get();
        if !self.is_on() {
            return String::new();
        }
        let out = self.out.get();
        self.found.with(|found| {
            let all = match found {
                Ok(all) => all,
                Err(why) => return (*why).to_owned(),
            };
            let left = all.iter().enumerate();
            let left: Vec<&OccurrenceView> = left
                .filter(|(n, _)| !out.contains(n))
                .map(|(_, of)| of)
                .collect();
            let (Some(first), Some(last)) = (left.first(), left.last()) else {
                return locale.news(Word::NoneLeft).to_owned();
            };
            let dates = self.board.frame.dates();
            let day = |of: &OccurrenceView| dates.day(locale, FhirDate::Day(of.occurrence.day));
            let n_holidays = left.iter().filter(|of| of.holiday.is_some()).count();
            let n_off = left.iter().filter(|of| of.is_off).count() - n_holidays;
            locale.n_times(left.len(), (&day(first), &day(last)), n_holidays, n_off)
        })
    }

    /// Each time with a box to leave it out; days off are marked, and left to the person.
    fn times(self) -> Option<El> {
        if !self.is_on() {
            return None;
        }
        let locale = self.board.frame.locale.get();
        let dates = self.board.frame.dates();
        let all = self.found.get().ok()?;
        let lines =
            all.iter().enumerate().map(|(n, of)| {
                let mut words = dates.day(locale, FhirDate::Day(of.occurrence.day));
                if let Some(moment) = of.occurrence.moment {
                    words.push_str(", ");
                    words.push_str(locale.moment(moment));
                }
                let off = of.is_off.then(|| {
                    el("span")
                        .class("co-tag")
                        .attr("data-off", "")
                        .child(locale.day_off(of.holiday))
                });
                el("li").child(el("label").class("co-check").child((
                    el("input").attr("type", "checkbox").attr("checked", "").on(
                        "change",
                        move |_| {
                            self.out
                                .update(|out| match out.iter().position(|is| *is == n) {
                                    Some(at) => {
                                        out.swap_remove(at);
                                    }
                                    None => out.push(n),
                                });
                        },
                    ),
                    el("span").child((words, " ", off)),
                )))
            });
        Some(
            el("ul")
                .class("rp-l")
                .attr("aria-label", locale.news(Word::Occurrences))
                .child(lines.collect::<Vec<_>>()),
        )
    }
}
