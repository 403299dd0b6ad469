/** Fetches and compiles the WebAssembly module, and tells apart the two ways in which that fails on other people's pages. */

import { CoordoError } from './errors.js';

/** The smallest valid module: what refuses it refuses WebAssembly itself. */
const EMPTY_MODULE = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);

/** The directive that a page's policy lacks when it refuses WebAssembly. */
export const CSP_LINE = "script-src 'self' 'wasm-unsafe-eval'";

/**
 * The module, compiled once a page. Rejects with `webassembly-refused` when the page's policy (or the browser)
 * refuses WebAssembly and with `module-not-found` when the address does not lead to our module.
 */
export async function compileModule(wasmUrl: string | URL | undefined): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') throw refused();
  const url = wasmUrl ?? new URL('./coordo_bg.wasm', import.meta.url);
  const response = await fetchModule(url);
  try {
    return await compile(response);
  } catch {
    throw (await acceptsWebAssembly()) ? notTheModule(url, 'what the server sent is not the module') : refused();
  }
}

async function fetchModule(url: string | URL): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw notTheModule(url, 'no answer');
  }
  if (!response.ok) throw notTheModule(url, `answer ${response.status}`);
  return response;
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  // A server that does not know the type makes compileStreaming fail after the body is spent, so ask first.
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

async function acceptsWebAssembly(): Promise<boolean> {
  try {
    await WebAssembly.compile(EMPTY_MODULE);
    return true;
  } catch {
    return false;
  }
}

function refused(): CoordoError {
  return new CoordoError(
    'webassembly-refused',
    `This page does not let WebAssembly run. Its Content-Security-Policy needs: ${CSP_LINE}`,
  );
}

function notTheModule(url: string | URL, why: string): CoordoError {
  const shown = String(url);
  return new CoordoError(
    'module-not-found',
    `The WebAssembly module is not at ${shown} (${why}). Serve coordo_bg.wasm beside the script, or give its address as "wasmUrl".`,
    'wasmUrl',
  );
}
