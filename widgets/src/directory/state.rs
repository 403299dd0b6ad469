//! What a directory on screen knows: what is asked, the last answer, the open record.

use crate::kit::signal::{RwSignal, StoredValue};
use coordo_client::view::SelectionView;
use coordo_client::view::directory::{
    CardOfActorView, DirectoryQuery, Facet, FacetView, ResultView,
};
use coordo_core::{Private, RecordKey};
use coordo_i18n::{InDirectory, Message};
use leptos::leptos_dom::helpers::TimeoutHandle;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::kit::dom::{self, Held};
use crate::kit::frame::Frame;

/// The parts of an answer that are not about one result or facet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub n_entries: usize,
    pub n_found: usize,
    pub n_circle: usize,
    pub is_building: bool,
    /// Whether words or filters narrow it.
    pub is_narrowed: bool,
}

/// What lives outside the reactive graph.
#[derive(Default)]
pub(super) struct Outside {
    pub query: DirectoryQuery,
    /// Whether the query changed since it was last answered.
    pub is_asked: bool,
    /// Whether the page is being printed.
    pub is_on_paper: bool,
    /// Waits for the person to stop typing before the count is said.
    pub saying: Option<TimeoutHandle>,
    /// What was chosen in all widgets when this one last looked.
    pub seen: Option<RecordKey>,
}

/// The directory's state: cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Directory {
    pub frame: Frame,
    /// The widget's outermost element.
    pub root: Held,
    pub outside: StoredValue<Outside>,
    pub count: RwSignal<Count>,
    pub results: RwSignal<Vec<ResultView>>,
    /// What was probably meant where nothing answers.
    pub meant: RwSignal<Option<Private<String>>>,
    pub facets: RwSignal<Vec<FacetView>>,
    /// Facets that are folded.
    pub folded: RwSignal<Vec<Facet>>,
    /// How many values are chosen, in all facets.
    pub n_chosen: RwSignal<usize>,
    pub is_circle_only: RwSignal<bool>,
    pub has_text: RwSignal<bool>,
    /// Where there is no room for them at all times: whether the filters are shown.
    pub is_filtering: RwSignal<bool>,
    /// The one result that Tab leads to.
    pub at: RwSignal<usize>,
    /// The open record.
    pub card: RwSignal<Option<CardOfActorView>>,
    /// Whether it lies over the results, where there is no room beside them.
    pub is_sheet: RwSignal<bool>,
    /// The task, activity or event that is chosen in all widgets, with its actors.
    pub item: RwSignal<Option<SelectionView>>,
    /// Who belongs to the person's circle now.
    pub circle: RwSignal<Vec<ResultView>>,
    /// The value that was copied last.
    pub copied: RwSignal<Option<String>>,
}

impl Directory {
    pub(super) fn new(frame: Frame) -> Self {
        Self {
            frame,
            root: Held::new(),
            outside: StoredValue::new(Outside::default()),
            count: RwSignal::new(Count::default()),
            results: RwSignal::new(Vec::new()),
            meant: RwSignal::new(None),
            facets: RwSignal::new(Vec::new()),
            folded: RwSignal::new(Vec::new()),
            n_chosen: RwSignal::new(0),
            is_circle_only: RwSignal::new(false),
            has_text: RwSignal::new(false),
            is_filtering: RwSignal::new(false),
            at: RwSignal::new(0),
            card: RwSignal::new(None),
            is_sheet: RwSignal::new(false),
            item: RwSignal::new(None),
            circle: RwSignal::new(Vec::new()),
            copied: RwSignal::new(None),
        }
    }

    /// A sentence in the widget's language, drawn again when that changes.
    pub(super) fn say(self, message: &InDirectory<'_>) -> String {
        self.frame.say(&Message::Directory(*message))
    }

    /// Says a sentence to those who do not see the widget change.
    pub(super) fn announce(self, message: &InDirectory<'_>) {
        let sentence = self.frame.say_now(&Message::Directory(*message));
        self.frame.live.say(sentence);
    }

    /// A name as shown: an entry without one is called so.
    pub(super) fn name_of(self, name: Option<&Private<String>>) -> String {
        match name {
            Some(name) => name.0.clone(),
            None => self.say(&InDirectory::NoName),
        }
    }

    /// A number with its thousands set apart.
    pub(super) fn number(self, n: usize) -> String {
        self.say(&InDirectory::Number(n))
    }

    /// The first element of the widget that answers a selector.
    pub(super) fn find(self, selector: &str) -> Option<HtmlElement> {
        let root = self.root.get()?;
        dom::all_within(&root, selector).into_iter().next()
    }

    /// The search field.
    pub(super) fn field(self) -> Option<HtmlInputElement> {
        self.find("[part=search]")?.dyn_into().ok()
    }

    /// Moves the focus to the first element that answers a selector.
    pub(super) fn focus(self, selector: &str) {
        if let Some(element) = self.find(selector) {
            dom::focus(&element);
        }
    }

    /// Whether the results take the whole width, so that nothing fits beside them.
    pub(super) fn is_narrow(self) -> bool {
        let width = |selector| {
            let found = self.find(selector);
            found.map_or(0.0, |el| el.get_bounding_client_rect().width())
        };
        width(".di-r") > 0.9 * width(".di-g")
    }
}
