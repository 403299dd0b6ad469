//! What a directory on screen knows: what is asked, the last answer, the open record.

use coordo_client::view::SelectionView;
use coordo_client::view::directory::{
    CardOfActorView, DirectoryQuery, Facet, FacetView, ResultView,
};
use coordo_core::{Private, RecordKey};
use coordo_i18n::InDirectory;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement, HtmlInputElement};

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
    /// The widget's outermost element, once it is there.
    pub root: Option<Element>,
    pub query: DirectoryQuery,
    /// Whether the query changed since it was last answered.
    pub is_asked: bool,
    /// Waits for the person to stop typing before the count is said.
    pub saying: Option<TimeoutHandle>,
    /// What was chosen in all widgets when this one last looked.
    pub seen: Option<RecordKey>,
}

/// The directory's state: cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Directory {
    pub frame: Frame,
    pub outside: StoredValue<Outside, LocalStorage>,
    pub count: RwSignal<Count>,
    pub results: RwSignal<Vec<ResultView>>,
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
    pub chosen: RwSignal<Option<SelectionView>>,
    /// The value that was copied last.
    pub copied: RwSignal<Option<String>>,
}

impl Directory {
    pub(super) fn new(frame: Frame) -> Self {
        Self {
            frame,
            outside: StoredValue::new_local(Outside::default()),
            count: RwSignal::new(Count::default()),
            results: RwSignal::new(Vec::new()),
            facets: RwSignal::new(Vec::new()),
            folded: RwSignal::new(Vec::new()),
            n_chosen: RwSignal::new(0),
            is_circle_only: RwSignal::new(false),
            has_text: RwSignal::new(false),
            is_filtering: RwSignal::new(false),
            at: RwSignal::new(0),
            card: RwSignal::new(None),
            is_sheet: RwSignal::new(false),
            chosen: RwSignal::new(None),
            copied: RwSignal::new(None),
        }
    }

    /// A sentence in the widget's language, drawn again when that changes.
    pub(super) fn say(self, message: &InDirectory<'_>) -> String {
        self.frame.locale.get().in_directory(message)
    }

    /// Says a sentence to those who do not see the widget change.
    pub(super) fn announce(self, message: &InDirectory<'_>) {
        let locale = self.frame.locale.get_untracked();
        self.frame.live.say(locale.in_directory(message));
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
        use wasm_bindgen::JsCast;
        let root = self.outside.with_value(|o| o.root.clone())?;
        // Fails only for what is no selector.
        let found = root.query_selector(selector).ok().flatten()?;
        found.dyn_into().ok()
    }

    /// The search field.
    pub(super) fn field(self) -> Option<HtmlInputElement> {
        use wasm_bindgen::JsCast;
        self.find("[part=search]")?.dyn_into().ok()
    }

    /// Moves the focus to the first element that answers a selector.
    pub(super) fn focus(self, selector: &str) {
        if let Some(element) = self.find(selector) {
            // Fails only for an element that has left the page.
            let _ = element.focus();
        }
    }

    /// How wide the widget is, in CSS pixels.
    pub(super) fn width(self) -> f64 {
        let root = self.find("[part=directory]");
        root.map_or(0.0, |el| el.get_bounding_client_rect().width())
    }
}
