//! The one WebAssembly module: handles, ports of the browser, typed errors.
