//! Widget tests in real browsers.
