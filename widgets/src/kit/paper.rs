//! What a widget does before the page is printed, and afterwards.

use gloo_events::EventListener;

use super::frame::Frame;
use super::signal::StoredValue;

/// Calls `before` in the turn in which the page is about to be printed, and `after` once that
/// is over, for as long as the widget is there.
///
/// What they draw through signals is on paper where a person prints. A page that calls
/// `window.print()` itself leaves no turn for it, so the widget's documentation has it say
/// `beforeprint` a frame earlier.
pub(crate) fn follow_print(frame: Frame, before: impl Fn() + 'static, after: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let listen = |event: &'static str, act: Box<dyn Fn()>| {
        EventListener::new(&window, event, move |_| {
            if frame.is_alive() {
                act();
            }
        })
    };
    // Kept by the widget, so that they end with it.
    let _listeners = StoredValue::new([
        listen("beforeprint", Box::new(before)),
        listen("afterprint", Box::new(after)),
    ]);
}
