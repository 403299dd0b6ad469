//! One polite live region a widget, which says one thing at a time.

use super::dom::Held;
use super::el::{El, el};
use super::signal::RwSignal;

/// What is being said.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    said: RwSignal<(String, bool)>,
    region: Held,
}

impl Live {
    pub(crate) fn new() -> Self {
        Self {
            said: RwSignal::new((String::new(), false)),
            region: Held::new(),
        }
    }

    /// Says a sentence, also when it is the one that was said last.
    pub(crate) fn say(self, sentence: String) {
        self.said.update(|said| {
            said.1 = !said.1;
            said.0 = sentence;
        });
    }

    /// Whether a screen reader would say anything: not where the host hides the widget.
    pub(crate) fn is_shown(self) -> bool {
        let region = self.region.get();
        region.is_some_and(|region| region.get_bounding_client_rect().width() > 0.0)
    }

    /// The region. It is in the page from the start, else nothing is heard.
    pub(crate) fn region(self) -> El {
        el("div")
            .class("sr")
            .attr("aria-live", "polite")
            .attr("part", "announcements")
            .built(self.region.keep())
            .live_text(move || {
                let (sentence, odd) = self.said.get();
                // A region is silent when its text does not change: the same sentence
                // twice differs by a no-break space at its end.
                if odd {
                    format!("{sentence}\u{a0}")
                } else {
                    sentence
                }
            })
    }
}
