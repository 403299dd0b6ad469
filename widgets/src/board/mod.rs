//! The board: tasks and activities of a plan in columns by status.
//!
//! [`state`] holds what is on screen as signals, [`news`] writes the client's view
//! into them, [`view`] and its neighbours draw them; [`keys`], [`drag`] and [`menu`] turn three ways of moving a card into the
//! same [`gesture`]. What a drop would do is decided in [`lift`], from the moves
//! that the client's view model lists: no rule about statuses lives here.

mod card;
mod column;
mod drag;
mod drawer;
mod focus;
mod form;
mod gesture;
mod keys;
mod lanes;
mod lift;
mod menu;
mod news;
mod quick;
mod reason;
mod rows;
mod select;
mod series;
mod state;
mod tasks;
mod verbs;
mod view;
mod who;
mod words;

pub(crate) use words::{due as due_words, status as status_words, task_icon};

use std::rc::Rc;

use coordo_client::Client;
use web_sys::HtmlElement;

use crate::host::HostPorts;
use crate::kit::mount::{Started, WidgetHandle, WidgetOptions, mount};
use state::Board;

/// Puts a board into `root`, an element of the widget's shadow root.
pub fn mount_board(
    root: HtmlElement,
    client: Client,
    options: WidgetOptions,
    ports: Rc<dyn HostPorts>,
) -> WidgetHandle {
    mount(root, client, options, ports, |frame| {
        let board = Board::new(frame);
        board.say_news();
        Started {
            view: Box::new(move || view::view(board)),
            refresh: Rc::new(move || board.refresh()),
        }
    })
}
