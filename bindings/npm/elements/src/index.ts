/**
 * Care coordination widgets for any page: `<coordo-timeline>`, `<coordo-board>`,
 * `<coordo-directory>`, and the clients that feed them.
 * Importing this module does nothing by itself, in a browser and in Node.
 */

export { CoordoBoardElement } from './board.js';
export type { CacheTrouble, ClientStatus, Finding, Notice, SandboxFaults, SandboxRequest, SandboxResponse } from './boundary.js';
export { type BundleInput, MAX_BUNDLE_BYTES } from './bundles.js';
export type { Filter, Selected } from './choice.js';
export { type Client, createClient } from './client.js';
export { type DefineOptions, defineCoordoElements } from './define.js';
export { CoordoDirectoryElement } from './directory.js';
export { CoordoElement } from './element.js';
export { eraseCache } from './erase-cache.js';
export { CoordoError, type CoordoErrorCode } from './errors.js';
export type { Subscribe } from './channel.js';
export type { ClientEvents, EventAudit, EventChange, EventRecord, SourceError } from './events.js';
export type { FhirServer, GivenHeaders } from './fhir-source.js';
export type { HostAnswer, HostRequest, Send } from './host-source.js';
export type { Idle } from './idle.js';
export type {
  BundleSource, ClientOptions, EncryptedCache, FhirSource, HostSource, Locale, MemoryCache, SandboxOptions,
  SandboxSource, Secret, Source, SourceReference, SubjectIdentifier, Thresholds,
} from './options.js';
export type { Unavailable, UnavailableReason } from './runtime.js';
export { type Sandbox, createSandbox } from './sandbox.js';
export { CoordoTimelineElement, type GroupBy } from './timeline.js';
export { VERSION } from './version.js';
