//! The facade that widgets use: sources, commands, view models.
