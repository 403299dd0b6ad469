//! The table behind the numbers that JavaScript holds.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::cache::OpenCache;
use crate::client::OpenClient;
use crate::errors::stale;
use crate::sandbox::OpenSandbox;
use crate::widget::OpenWidget;

#[derive(Default)]
struct Table {
    n: u32,
    // A page holds a handful: lists cost less than maps, in time and in bytes to download.
    sandboxes: Vec<(u32, Rc<OpenSandbox>)>,
    clients: Vec<(u32, Rc<OpenClient>)>,
    widgets: Vec<(u32, Rc<OpenWidget>)>,
    caches: Vec<(u32, Rc<OpenCache>)>,
}

thread_local! {
    static TABLE: RefCell<Table> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Table) -> T) -> T {
    TABLE.with(|table| act(&mut table.borrow_mut()))
}

/// How many sandboxes, clients and widgets are open.
pub(crate) fn counts() -> (usize, usize, usize) {
    with(|t| (t.sandboxes.len(), t.clients.len(), t.widgets.len()))
}

macro_rules! kind {
    ($add:ident, $get:ident, $remove:ident, $field:ident, $type:ty) => {
        pub(crate) fn $add(value: $type) -> u32 {
            with(|table| {
                table.n += 1;
                let n = table.n;
                table.$field.push((n, Rc::new(value)));
                n
            })
        }

        pub(crate) fn $get(handle: u32) -> Result<Rc<$type>, JsValue> {
            with(|table| {
                let mut open = table.$field.iter();
                open.find(|(n, _)| *n == handle).map(|(_, v)| v.clone())
            })
            .ok_or_else(stale)
        }

        /// Takes it out; what it holds is dropped outside of the table's borrow.
        pub(crate) fn $remove(handle: u32) -> Option<Rc<$type>> {
            with(|table| {
                let at = table.$field.iter().position(|(n, _)| *n == handle)?;
                Some(table.$field.swap_remove(at).1)
            })
        }
    };
}

kind!(add_sandbox, sandbox, remove_sandbox, sandboxes, OpenSandbox);
kind!(add_cache, cache, remove_cache, caches, OpenCache);
kind!(add_client, client, remove_client, clients, OpenClient);
kind!(add_widget, widget, remove_widget, widgets, OpenWidget);
