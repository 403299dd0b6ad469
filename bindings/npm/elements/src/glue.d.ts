// Written by build.mjs from the output of wasm-bindgen.
import type { LoadableGlue } from './boundary.js';

/**
 * A fresh set of bindings. The argument stands for the global `WebAssembly` inside them, which is how the shell
 * puts its guard around every export.
 */
export function createGlue(WebAssembly: object): LoadableGlue;
