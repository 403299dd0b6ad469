/**
 * Care coordination widgets for any page: `<coordo-board>` and the clients that feed it.
 * Importing this module does nothing by itself, in a browser and in Node.
 */

export { CoordoBoardElement } from './board.js';
export type { ClientStatus, Notice, SandboxFaults, SandboxRequest, SandboxResponse } from './boundary.js';
export { type BundleInput, MAX_BUNDLE_BYTES } from './bundles.js';
export { type Client, type ClientEvents, type EventRecord, createClient } from './client.js';
export { type DefineOptions, defineCoordoElements } from './define.js';
export { CoordoElement } from './element.js';
export { CoordoError, type CoordoErrorCode } from './errors.js';
export type {
  BundleSource, ClientOptions, Locale, SandboxOptions, SandboxSource, Source, SourceReference,
} from './options.js';
export type { Unavailable, UnavailableReason } from './runtime.js';
export { type Sandbox, createSandbox } from './sandbox.js';
export { VERSION } from './version.js';
