//! The directory: who there is, how to reach them, and who belongs to the person's circle.
//!
//! [`state`] holds what is on screen as signals; [`news`] asks the client and writes its
//! answer into them; [`search`], [`facets`], [`results`] and [`record`] draw them. A press, a
//! key or a choice made in another widget opens a record by the same way, [`open`].

mod circle;
mod copy;
mod facets;
mod keys;
mod news;
mod open;
mod reach;
mod record;
mod results;
mod search;
mod situation;
mod state;
mod view;
mod words;

use std::rc::Rc;

use coordo_client::Client;
use web_sys::HtmlElement;

use crate::host::HostPorts;
use crate::kit::mount::{Started, WidgetHandle, WidgetOptions, mount};
use state::Directory;

/// How a directory is shown.
pub type DirectoryOptions = WidgetOptions;

/// A directory in the page. Dropping it removes everything that it put there.
pub type DirectoryHandle = WidgetHandle;

/// Puts a directory into `root`, an element of the widget's shadow root.
pub fn mount_directory(
    root: HtmlElement,
    client: Client,
    options: DirectoryOptions,
    ports: Rc<dyn HostPorts>,
) -> DirectoryHandle {
    mount(root, client, options, ports, |frame| {
        let directory = Directory::new(frame);
        directory.refresh();
        Started {
            view: Box::new(move || view::view(directory)),
            refresh: Rc::new(move || directory.refresh()),
        }
    })
}
