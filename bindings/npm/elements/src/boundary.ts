/** The functions that Rust exports, as JavaScript sees them: free functions over opaque handles. */

import type { SourceReference, Thresholds } from './options.js';

/** A handle into one instance's table; it means nothing in another instance. */
export type Handle = number;

/** What the sandbox asks of the page. */
export interface SandboxHooks {
  now(): number;
  journal(entry: Uint8Array): void;
  wait(ms: number): Promise<void>;
}

/** A request to a host's source, as Rust makes it. */
export interface BoundaryRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  headers: [string, string][];
  body?: string;
}

/** Its answer: checked, names of headers in lower case. */
export interface BoundaryAnswer {
  status: number;
  headers: [string, string][];
  body: string;
}

/** What a host's source gives; null where there was no answer. Never rejects. */
export interface HostHooks {
  send(request: BoundaryRequest): Promise<BoundaryAnswer | null>;
  /** A channel at an address that the source told; null where there is none. Never rejects. */
  openChannel(address: string): Promise<ChannelHooks | null>;
}

/** A way on which a source speaks unasked. */
export interface ChannelHooks {
  say(text: string): void;
  /** What is heard next; null once it is closed. */
  next(): Promise<string | null>;
  close(): void;
}

/** A source as Rust takes it: its bundles as bytes, the handle of a sandbox, or the way to a host. */
export type BoundarySource =
  | { id: string; kind: 'bundle'; bundles: Uint8Array[] }
  | { id: string; kind: 'sandbox'; sandbox: Handle; readOnly: boolean }
  | { id: string; kind: 'host'; host: HostHooks; readOnly: boolean; hasChannel: boolean };

/** A filter, flat. `of` goes with the owner `of`. */
export interface BoundaryFilter {
  text: string;
  owner: 'all' | 'mine' | 'nobody' | 'of';
  of?: { source: string; reference: string };
  goal?: { source: string; reference: string };
  onlyOpen: boolean;
}

/** Something chosen. */
export interface BoundaryItem {
  source: string;
  resource: string;
  activity?: number;
}

/** The options of a client as Rust takes them: checked, complete, in its own terms. */
export interface BoundaryClientOptions {
  sources: BoundarySource[];
  subject?: { source: string; reference: string };
  subjectIdentifier?: { system: string; value: string; type?: string };
  actor?: { source: string; reference: string };
  locale: 'fr' | 'en';
  timeZone: string;
  readOnly: boolean;
  thresholds?: Thresholds;
  transitions: 'strict' | 'lenient';
  sendAfterMs?: number;
  /** The handle of the device's cache; without one, the page's memory. */
  cache?: Handle;
  maxAgeDays?: number;
  outbox?: Uint8Array;
}

/** What a client asks of the page: time, zone, ids, patience, and someone to tell. */
export interface ClientHooks {
  now(): number;
  offsetMinutes(atMs: number): number;
  newId(): string;
  pause(): Promise<void>;
  wait(ms: number): Promise<void>;
  event(name: string, detail: object | null): void;
  outbox(bytes: Uint8Array): void;
  /** What the device keeps is different now. */
  kept(): void;
}

/** Where a client stands. */
export interface ClientStatus {
  /** False once a source did not answer, until it answers again. */
  readonly online: boolean;
  /** Changes made here that their source has not acknowledged. */
  readonly pending: number;
  /** When the oldest of them was made, in milliseconds since 1970; null when there is none. */
  readonly oldestPendingAt: number | null;
  /** When a source last answered whole; null before the first time. */
  readonly lastSyncedAt: number | null;
  /**
   * True once the first load is whole: only then is an absence a fact. False where a source keeps a type of record back,
   * or where the end of a document or a page of a search is missing; `client.notices()` says which.
   */
  readonly complete: boolean;
  /** Where records and unsent changes lie between two visits: sealed on this device, or nowhere. */
  readonly cache: 'memory' | 'encrypted';
  /** What is wrong with the device's cache, the worst first; null where nothing is, or where none was asked for. */
  readonly cacheTrouble: CacheTrouble | null;
  /** Unsent changes that could not be read any more; they were set aside on this device, not deleted. */
  readonly setAside: number;
}

/**
 * `unavailable`: a private window or a strict setting; `blocked`: a page of an older version holds the storage;
 * `outdated`: a newer version took it over, reload the page; `erased`: from another page; `failed`: the storage failed.
 * With these five the page's memory is all there is. `full`: what was last read is not kept; `evicted`: the browser
 * threw away what was kept before; `set-aside`: something could not be read.
 */
export type CacheTrouble =
  'unavailable' | 'blocked' | 'outdated' | 'erased' | 'failed' | 'full' | 'evicted' | 'set-aside';

/** Something in the data that could not be read as meant; the rest is shown all the same. */
export interface Notice {
  readonly code: string;
  /** `Type/id`, or null when the entry has none. */
  readonly resource: string | null;
  readonly source: string | null;
  /** The field, as a FHIR path. */
  readonly path: string;
  readonly message: string;
}

/** Something that a coordinator would want to look at. Never a score of a person. */
export interface Finding {
  /** Which rule: stable, listed in the documentation. */
  readonly code: string;
  readonly severity: 'urgent' | 'attention' | 'info';
  /** One sentence in the client's language. Names people: not for a log. */
  readonly message: string;
  /** From when on it is true, in milliseconds since 1970; it does not move while it lasts. */
  readonly since: number;
  /** What it is about. */
  readonly subjects: readonly SourceReference[];
  /** What can be done in the elements, best first. None is done by itself. */
  readonly remedies: readonly { readonly code: string; readonly label: string }[];
}

/** A request to the sandbox, as to any FHIR R4 server. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Its answer. */
export interface SandboxResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Trouble to play: slow, away, or refusing the next requests. */
export interface SandboxFaults {
  /** How long each answer takes, in milliseconds. */
  readonly latencyMs?: number;
  /** True: nothing answers. */
  readonly offline?: boolean;
  /** So many of the next requests are refused with this status. */
  readonly failNext?: { readonly status: number; readonly count: number };
}

/** What a widget asks of its element. `emit` answers false when a host cancelled. */
export interface WidgetHooks {
  emit(name: string, detail: object | null, cancelable: boolean): boolean;
}

/** What every widget is mounted with. */
export interface MountOptions {
  client: Handle;
  locale: 'fr' | 'en';
  headingLevel: number;
  groupBy?: 'goal' | 'actor' | 'kind';
}

/** What an element may change in a mounted widget. */
export interface WidgetPatch {
  locale?: 'fr' | 'en';
  headingLevel?: number;
  groupBy?: 'goal' | 'actor' | 'kind';
}

/** What an instance holds, for tests and for the curious. */
export interface InstanceDescription {
  readonly sandboxes: number;
  readonly clients: number;
  readonly widgets: number;
  readonly memoryBytes: number;
}

/** One instance of the module. */
export interface Glue {
  start(): void;
  createSandbox(bundles: Uint8Array[], options: { latencyMs?: number }, hooks: SandboxHooks): Handle;
  sandboxPlay(sandbox: Handle, bundle: Uint8Array): void;
  sandboxReplay(sandbox: Handle, entry: Uint8Array): void;
  sandboxRequest(
    sandbox: Handle,
    request: Omit<SandboxRequest, 'headers'> & { headers: [string, string][] },
  ): Omit<SandboxResponse, 'headers'> & { headers: [string, string][] };
  sandboxFaults(sandbox: Handle, faults: SandboxFaults): void;
  sandboxClose(sandbox: Handle): void;
  openCache(partition: string, file: string, secret: CryptoKey | Uint8Array): Promise<{ cache: Handle; name?: string }>;
  cacheChangeSecret(cache: Handle, secret: CryptoKey | Uint8Array): Promise<void>;
  cacheClose(cache: Handle): void;
  createClient(options: BoundaryClientOptions, hooks: ClientHooks): Handle;
  clientPull(client: Handle): Promise<void>;
  clientPoll(client: Handle): Promise<boolean>;
  clientLead(client: Handle, isLeading: boolean): void;
  clientNews(client: Handle): void;
  clientSync(client: Handle): Promise<void>;
  clientStatus(client: Handle): ClientStatus;
  clientExport(client: Handle): Promise<Uint8Array<ArrayBuffer>>;
  clientBringBack(client: Handle): Promise<number>;
  clientPurge(client: Handle, options: { discardUnsent: boolean }): Promise<void>;
  clientNotices(client: Handle): Notice[];
  clientFindings(client: Handle): Finding[];
  clientSelect(client: Handle, item: BoundaryItem | null): void;
  clientSelection(client: Handle): BoundaryItem | null;
  clientFilter(client: Handle): BoundaryFilter;
  clientSetFilter(client: Handle, filter: BoundaryFilter): void;
  clientClose(client: Handle): void;
  mountTimeline(root: HTMLElement, options: MountOptions, hooks: WidgetHooks): Handle;
  mountBoard(root: HTMLElement, options: MountOptions, hooks: WidgetHooks): Handle;
  mountDirectory(root: HTMLElement, options: MountOptions, hooks: WidgetHooks): Handle;
  updateWidget(widget: Handle, patch: WidgetPatch): void;
  unmountWidget(widget: Handle): void;
  describeInstance(): InstanceDescription;
  panicForTest(): void;
}

/** What wasm-bindgen adds beside our exports: the way to instantiate. */
export interface LoadableGlue extends Glue {
  default(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;
}
