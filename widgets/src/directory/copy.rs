//! Copying a value: by the clipboard, else by selecting it.

use coordo_i18n::InDirectory;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::state::Directory;
use crate::kit::dom;
use crate::kit::el::{self, El};

/// The button that copies `value`; it says so once it did.
pub(super) fn button(directory: Directory, value: String) -> El {
    let is_copied = directory
        .copied
        .with(|copied| copied.as_deref() == Some(value.as_str()));
    let (word, name) = if is_copied {
        (InDirectory::Copied, InDirectory::SpokenCopied(&value))
    } else {
        (InDirectory::Copy, InDirectory::CopyValue(&value))
    };
    el::button("co-btn co-btn--s co-btn--quiet di-copy")
        .attr("aria-label", directory.say(&name))
        .child(directory.say(&word))
        .on("click", move |event| {
            let beside = dom::target(&event)
                .and_then(|el| el.closest("li, .di-side-by").ok().flatten())
                .and_then(|el| el.query_selector(".di-v").ok().flatten());
            copy(directory, value.clone(), beside);
        })
}

fn copy(directory: Directory, value: String, beside: Option<Element>) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let clipboard = window.navigator().clipboard();
    // Pages that are not served securely have none.
    let clipboard: &JsValue = clipboard.as_ref();
    let written =
        (!clipboard.is_undefined()).then(|| window.navigator().clipboard().write_text(&value));
    directory.frame.spawn(async move {
        let is_written = match written {
            Some(written) => JsFuture::from(written).await.is_ok(),
            None => false,
        };
        if !directory.frame.is_alive() {
            return;
        }
        if is_written {
            directory.announce(&InDirectory::SpokenCopied(&value));
            directory.copied.set(Some(value));
        } else if let Some(element) = beside
            && let Ok(Some(selection)) = window.get_selection()
            && selection.select_all_children(&element).is_ok()
        {
            directory.announce(&InDirectory::SpokenSelected);
        }
    });
}
