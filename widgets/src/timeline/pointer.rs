//! Mouse and fingers: dragging the ground moves through time, wheel and pinch zoom.

use crate::kit::signal::StoredValue;
use web_sys::{Element, Event, PointerEvent, WheelEvent};

use super::focus::place_of;
use super::state::Timeline;
use crate::kit::dom;

/// A pointer that is down on the ground.
#[derive(Clone, Copy, Debug)]
struct Touch {
    id: i32,
    x: f64,
}

/// What pointers are doing.
#[derive(Clone, Debug, Default)]
pub(super) struct Pointers {
    down: Vec<Touch>,
    /// Where the first one came down, until it has moved far enough to be a drag.
    from: Option<f64>,
    /// Whether the click that ends this is no click.
    was_drag: bool,
}

/// Pixels that a pointer moves before it drags.
const SLACK: f64 = 4.0;

/// Listens on the chart.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    timeline: Timeline,
    pointers: StoredValue<Pointers>,
}

impl Hands {
    pub(super) fn new(timeline: Timeline) -> Self {
        Self {
            timeline,
            pointers: StoredValue::new(Pointers::default()),
        }
    }

    pub(super) fn down(self, event: &PointerEvent) {
        if event.button() != 0 || !dom::is_within(event, ".tl-plot") {
            return;
        }
        let x = f64::from(event.client_x());
        self.pointers.update_value(|p| {
            if p.down.is_empty() {
                p.from = Some(x);
                p.was_drag = false;
            }
            p.down.retain(|touch| touch.id != event.pointer_id());
            p.down.push(Touch {
                id: event.pointer_id(),
                x,
            });
        });
    }

    pub(super) fn moved(self, event: &PointerEvent) {
        let x = f64::from(event.client_x());
        let mut pinch = None;
        let mut by = 0.0;
        let mut began = false;
        self.pointers.update_value(|p| {
            if p.from.is_some_and(|from| (x - from).abs() >= SLACK) {
                p.from = None;
                p.was_drag = true;
                began = true;
            }
            let other = p.down.iter().find(|t| t.id != event.pointer_id());
            let other = other.map(|touch| touch.x);
            let Some(touch) = p.down.iter_mut().find(|t| t.id == event.pointer_id()) else {
                return;
            };
            if p.from.is_none() {
                by = touch.x - x;
                if let Some(other) = other {
                    pinch = Some(((touch.x - other).abs(), (x - other).abs(), other));
                }
                touch.x = x;
            }
        });
        if began && let Some(element) = event.current_target() {
            use wasm_bindgen::JsCast;
            // Fails where the pointer has gone up meanwhile.
            let _ = element
                .unchecked_into::<Element>()
                .set_pointer_capture(event.pointer_id());
        }
        if let Some((before, now, other)) = pinch {
            if before > 8.0 && now > 8.0 {
                self.timeline.glide(before / now, self.in_plot(other));
            }
        } else if by != 0.0 {
            self.timeline.pan(by);
        }
    }

    pub(super) fn up(self, event: &PointerEvent) {
        self.pointers.update_value(|p| {
            p.down.retain(|touch| touch.id != event.pointer_id());
            p.from = None;
        });
    }

    /// Whether the click that comes is the end of a drag.
    pub(super) fn clicked(self, event: &Event) {
        let was_drag = self
            .pointers
            .try_update_value(|p| std::mem::take(&mut p.was_drag))
            .unwrap_or(false);
        if was_drag {
            return;
        }
        let Some(place) = dom::target(event).as_ref().and_then(place_of) else {
            return;
        };
        if place.at.is_none() {
            self.timeline.fold(place.line, None);
        } else {
            self.timeline.open_place(&place, false);
        }
    }

    /// Ctrl and over the axis: zoom. Shift and sideways: through time. Else the rows scroll.
    pub(super) fn wheel(self, event: &WheelEvent) {
        let lines = if event.delta_mode() == 0 { 1.0 } else { 24.0 };
        let (dx, dy) = (event.delta_x() * lines, event.delta_y() * lines);
        let is_zoom = event.ctrl_key() || (!event.shift_key() && dom::is_within(event, ".tl-axis"));
        if is_zoom && dy != 0.0 {
            event.prevent_default();
            // A notch of a wheel is a hundred; a pinch on a pad is a few at a time.
            let factor = 1.0 + dy.clamp(-240.0, 240.0).abs() * 0.004;
            let factor = if dy > 0.0 { factor } else { 1.0 / factor };
            let x = self.in_plot(f64::from(event.client_x()));
            self.timeline.glide(factor, x);
        } else if dx.abs() > dy.abs() {
            event.prevent_default();
            self.timeline.pan(dx);
        } else if event.shift_key() {
            event.prevent_default();
            self.timeline.pan(dy);
        }
    }

    fn in_plot(self, client_x: f64) -> Option<f64> {
        let page = self.timeline.page()?;
        let area = page.plot.get_bounding_client_rect();
        Some((client_x - area.left()).clamp(0.0, area.width()))
    }
}
