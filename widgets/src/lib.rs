//! Widgets: view models to DOM, gestures to commands.
