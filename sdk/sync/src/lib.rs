//! The sans-IO synchronisation machine.
