//! The board: tasks and activities of a plan in columns by status.
//!
//! [`state`] holds what is on screen as signals, [`news`] writes the client's view
//! into them, [`view`] and its neighbours draw them; [`keys`], [`drag`] and [`menu`] turn three ways of moving a card into the
//! same [`gesture`]. What a drop would do is decided in [`lift`], from the moves
//! that the client's view model lists: no rule about statuses lives here.

mod bar;
mod card;
mod column;
mod drag;
mod focus;
mod gesture;
mod help;
mod keys;
mod lift;
mod menu;
mod news;
mod reason;
mod state;
mod state_lines;
mod view;
mod words;

use std::fmt;
use std::rc::Rc;

use coordo_client::{Client, Subscription};
use coordo_i18n::Locale;
use leptos::mount::{UnmountHandle, mount_to_renderer};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use web_sys::HtmlElement;

use crate::host::HostPorts;
use state::Board;

/// How a board is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardOptions {
    /// Language of its words.
    pub locale: Locale,
    /// Level of its title among the host's headings; columns are one below.
    pub heading_level: u8,
}

/// A board in the page. Dropping it removes everything that it put there.
pub struct BoardHandle {
    board: Board,
    owner: Owner,
    // Dropped in this order: no news any more, then the elements.
    subscription: Option<Subscription>,
    mounted: Option<UnmountHandle<AnyViewState>>,
}

impl BoardHandle {
    /// Changes the language, in place.
    pub fn set_locale(&self, locale: Locale) {
        self.board.locale.set(locale);
    }

    /// Changes the level of the headings, in place.
    pub fn set_heading_level(&self, level: u8) {
        self.board.heading.set(level);
    }
}

impl Drop for BoardHandle {
    fn drop(&mut self) {
        drop(self.subscription.take());
        drop(self.mounted.take());
        self.owner.cleanup();
    }
}

impl fmt::Debug for BoardHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BoardHandle")
    }
}

/// Puts a board into `root`, an element of the widget's shadow root.
pub fn mount_board(
    root: HtmlElement,
    client: Client,
    options: BoardOptions,
    ports: Rc<dyn HostPorts>,
) -> BoardHandle {
    // Fails where an executor is there already, which is as good.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let (board, mounted) = owner.with(|| {
        let board = Board::new(client.clone(), ports, options.locale, options.heading_level);
        (board, mount_to_renderer(&root, move || view::view(board)))
    });
    let subscription = client.subscribe(move || {
        if board.is_alive() {
            board.changed();
        }
    });
    board.say_news();
    BoardHandle {
        board,
        owner,
        subscription: Some(subscription),
        mounted: Some(mounted),
    }
}
