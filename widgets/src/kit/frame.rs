//! What every widget has around its own content, in signals that are cheap to copy.

use std::rc::Rc;

use super::signal::{RwSignal, StoredValue};
use coordo_client::engine::Code;
use coordo_client::view::{FrameView, ItemKey, LoadView, SyncView};
use coordo_client::{Client, LocalFuture};
use coordo_core::{Private, RecordKey, Refusal};
use coordo_i18n::{DateFormat, Locale, Message, Spoken, SyncWord};

use super::dom::Held;
use super::live::Live;
use crate::host::{HostEvent, HostPorts};

/// What lives outside the reactive graph.
struct Outside {
    client: Client,
    ports: Rc<dyn HostPorts>,
    /// Whether news of the client wait for the task that draws them.
    is_dirty: bool,
    is_ready_said: bool,
    /// How many changes of colleagues there were before this widget.
    remote_before: u64,
}

/// Two versions of a record that someone decides between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Review {
    pub record: RecordKey,
    /// Whether the sync chip led there: the next one follows, and the focus goes back to the chip.
    pub is_from_chip: bool,
}

/// The state that all widgets share the shape of.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    outside: StoredValue<Outside>,
    /// The language of its words.
    pub locale: RwSignal<Locale>,
    /// Level of its title among the host's headings.
    pub heading: RwSignal<u8>,
    /// What is said aloud.
    pub live: Live,
    /// Whether the keyboard help is open.
    pub is_help_open: RwSignal<bool>,
    /// Load, sync, undo, read-only, remarks, as the client told them last.
    pub view: RwSignal<FrameView>,
    /// Whether there is anything to show: it decides between content and what stands in its place.
    pub has_content: RwSignal<bool>,
    /// A refusal that stays readable until the next gesture.
    pub refusal: RwSignal<Option<String>>,
    /// The open decision between two versions.
    pub review: RwSignal<Option<Review>>,
    /// The finding that somebody wants explained: its code, and a record that it is about.
    pub finding: RwSignal<Option<(Code, RecordKey)>>,
    /// Whether the sync chip is opened.
    pub is_chip_open: RwSignal<bool>,
    /// The sync chip.
    pub chip: Held,
    /// Counts the client's news, for what asks it for more than [`Frame::view`].
    pub news: RwSignal<u32>,
}

impl Frame {
    pub(crate) fn new(client: Client, ports: Rc<dyn HostPorts>, locale: Locale, level: u8) -> Self {
        // What happened before the widget was there is no news.
        let remote_before = client.last_remote_change().map_or(0, |change| change.n);
        Self {
            outside: StoredValue::new(Outside {
                client,
                ports,
                is_dirty: false,
                is_ready_said: false,
                remote_before,
            }),
            locale: RwSignal::new(locale),
            heading: RwSignal::new(level),
            live: Live::new(),
            is_help_open: RwSignal::new(false),
            view: RwSignal::new(FrameView {
                load: LoadView::Waiting,
                sync: SyncView::default(),
                undo: None,
                is_read_only: false,
                n_notices: 0,
            }),
            has_content: RwSignal::new(false),
            refusal: RwSignal::new(None),
            review: RwSignal::new(None),
            finding: RwSignal::new(None),
            is_chip_open: RwSignal::new(false),
            chip: Held::new(),
            news: RwSignal::new(0),
        }
    }

    /// Whether the widget is still there: a host may remove it while a task waits.
    pub(crate) fn is_alive(self) -> bool {
        self.locale.try_get_untracked().is_some()
    }

    /// Writes what the client told, where it differs.
    pub(crate) fn take(self, view: FrameView, has_content: bool) {
        if self.view.with_untracked(|old| *old != view) {
            self.view.set(view);
        }
        if self.has_content.get_untracked() != has_content {
            self.has_content.set(has_content);
        }
    }

    /// A sentence in the widget's language, drawn again when that changes.
    pub(crate) fn say(self, message: &Message<'_>) -> String {
        self.locale.get().say(message)
    }

    /// The same outside of drawing: the language is read, not watched.
    pub(crate) fn say_now(self, message: &Message<'_>) -> String {
        self.locale.get_untracked().say(message)
    }

    /// Says something to those who do not see the widget change.
    pub(crate) fn announce(self, spoken: Spoken<'_>) {
        self.live.say(self.say_now(&Message::Spoken(spoken)));
    }

    /// Says why something cannot be, where it is seen and where it is heard.
    pub(crate) fn refuse(self, refusal: &Refusal) {
        let sentence = self.locale.get_untracked().refusal(refusal);
        self.live.say(sentence.clone());
        self.refusal.set(Some(sentence));
    }

    /// Title as shown: what has none is called so.
    pub(crate) fn title_of(self, title: Option<&Private<String>>) -> String {
        match title {
            Some(title) => title.0.clone(),
            None => self.say_now(&Message::Untitled),
        }
    }

    /// Dates in words, in the client's time zone.
    pub(crate) fn dates(self) -> Rc<dyn DateFormat> {
        self.ports().dates()
    }

    pub(crate) fn client(self) -> Client {
        self.outside.with_value(|outside| outside.client.clone())
    }

    pub(crate) fn ports(self) -> Rc<dyn HostPorts> {
        self.outside.with_value(|outside| Rc::clone(&outside.ports))
    }

    /// A word or a sentence about sending, in the widget's language.
    pub(crate) fn sync_word(self, word: SyncWord) -> String {
        self.locale.get().sync_word(word).to_owned()
    }

    /// Runs a task to its end. It must ask [`Frame::is_alive`] before it touches a signal.
    pub(crate) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        let task: LocalFuture<'static, ()> = Box::pin(task);
        self.ports().spawn(task);
    }

    /// Tells the host of something that it cannot prevent.
    pub(crate) fn tell(self, event: HostEvent) {
        let ports = self.ports();
        self.spawn(async move {
            ports.emit(event);
        });
    }

    /// Chooses something in all widgets of the client, and tells the host.
    pub(crate) fn select(self, item: Option<ItemKey>) {
        let client = self.client();
        if client.selection().map(|chosen| chosen.key) != item {
            client.select(item.clone());
            self.tell(HostEvent::Select { item });
        }
    }

    /// Draws the client's news by `refresh`, once for however many of them come together.
    pub(crate) fn changed(self, refresh: Rc<dyn Fn()>) {
        let was_dirty = self
            .outside
            .try_update_value(|outside| std::mem::replace(&mut outside.is_dirty, true));
        if was_dirty == Some(false) {
            self.spawn(async move {
                if self.is_alive() {
                    self.drawn();
                    refresh();
                    self.news.update(|n| *n = n.wrapping_add(1));
                }
            });
        }
    }

    /// The client's view is on its way to the screen: what comes from now on is news again.
    pub(crate) fn drawn(self) {
        self.outside
            .update_value(|outside| outside.is_dirty = false);
    }

    /// Takes back the last change.
    pub(crate) fn undo(self) {
        let Some(undo) = self.view.with_untracked(|view| view.undo.clone()) else {
            self.announce(Spoken::NothingToUndo);
            return;
        };
        if let Some(refusal) = &undo.refusal {
            self.refuse(refusal);
            return;
        }
        self.refusal.set(None);
        let client = self.client();
        self.spawn(async move {
            let answer = client.undo().await;
            if !self.is_alive() {
                return;
            }
            match answer {
                Ok(_) => self.announce(Spoken::Undone {
                    title: &self.title_of(undo.title.as_ref()),
                    kind: undo.kind,
                    back_to: undo.back_to.as_ref(),
                }),
                Err(refusal) => self.refuse(&refusal),
            }
        });
    }

    /// Opens the decision between two versions of a record.
    pub(crate) fn open_review(self, record: RecordKey, is_from_chip: bool) {
        self.refusal.set(None);
        self.review.set(Some(Review {
            record,
            is_from_chip,
        }));
    }

    /// Sends or loads again, now.
    pub(crate) fn retry(self) {
        let client = self.client();
        self.spawn(async move { client.retry().await });
    }

    /// Says once that the first load is whole and drawn, to the person and to the host, and
    /// whether it said so now.
    pub(crate) fn say_ready(self, n: usize, sentence: &Message<'_>) -> bool {
        let is_ready = self
            .view
            .with_untracked(|view| view.load == LoadView::Ready);
        if !is_ready || self.outside.with_value(|outside| outside.is_ready_said) {
            return false;
        }
        self.outside
            .update_value(|outside| outside.is_ready_said = true);
        self.live.say(self.say_now(sentence));
        self.tell(HostEvent::Ready { cards: n });
        true
    }

    /// Says what came from elsewhere: a colleague's change, then that a change of this person is
    /// stopped and waits for them.
    pub(crate) fn say_news(self) {
        // What is not shown is not heard: another widget of the page says it.
        if !self.live.is_shown() {
            return;
        }
        self.say_colleague();
        if let Some(n) = self.client().hear_waiting() {
            self.live.say(self.say_now(&Message::WaitingForYou { n }));
        }
    }

    fn say_colleague(self) {
        let before = self.outside.with_value(|outside| outside.remote_before);
        let Some((change, n)) = self.client().hear_remote(before) else {
            return;
        };
        if n > 1 {
            self.announce(Spoken::ByColleagues(n));
        } else {
            let title = self.title_of(change.title.as_ref());
            self.announce(Spoken::ByColleague {
                by: change.by.as_ref().map(|by| by.0.as_str()),
                title: &title,
                to: &change.to,
            });
        }
    }
}
