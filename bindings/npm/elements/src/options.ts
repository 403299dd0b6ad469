/** What a host may say when it makes a client or a sandbox, and the checks that name what is wrong with it. */

import type { BundleInput } from './bundles.js';
import {
  type Given, asObject, checkMilliseconds, checkOneOf, checkReference, checkType, refuseUnknown,
} from './checks.js';
import { CoordoError, wrongOption } from './errors.js';
import type { Subscribe } from './channel.js';
import { type FhirServer, fhirBase } from './fhir-source.js';
import type { Send } from './host-source.js';
import type { Idle } from './idle.js';
import { isTimeZone } from './ports.js';
import type { Sandbox } from './sandbox.js';
import type { SandboxFaults } from './boundary.js';

/** The languages that the widgets speak. */
export type Locale = 'fr' | 'en';

/** Read-only FHIR data that the page already holds. */
export interface BundleSource {
  /** How the rest of the options and every event name this source. */
  readonly id: string;
  readonly kind: 'bundle';
  /** Of a search, all its pages: where one leads to a page that is not given, `status().complete` is false. */
  readonly bundles: readonly BundleInput[];
}

/** An embedded FHIR endpoint made with `createSandbox`. */
export interface SandboxSource {
  readonly id: string;
  readonly kind: 'sandbox';
  readonly sandbox: Sandbox;
  /** True: nothing is written to it. */
  readonly readOnly?: boolean;
}

/** A FHIR API that the portal reaches by itself: no request is made but by its `send`. */
export interface HostSource {
  readonly id: string;
  readonly kind: 'host';
  readonly send: Send;
  /** True: nothing is written to it. */
  readonly readOnly?: boolean;
  /** How long an answer is waited for, in milliseconds; 30,000 by default, and 0 as long as it takes. */
  readonly timeout?: number;
  /** The address of a WebSocket on which the server tells of changes (FHIR Subscriptions); none by default. */
  readonly subscribe?: string | URL;
}

/** A FHIR R4 server that the browser reaches by itself: CORS and the page's `connect-src` must allow it. */
export interface FhirSource extends FhirServer {
  readonly id: string;
  readonly kind: 'fhir';
  /** True: nothing is written to it. */
  readonly readOnly?: boolean;
  /** How long an answer is waited for, in milliseconds; 30,000 by default, and 0 as long as it takes. */
  readonly timeout?: number;
  /**
   * Changes of others are shown at once where the server has FHIR Subscriptions over a WebSocket. `true`: at the address
   * that the server tells, on the host of `url`; or the address itself. The page's `connect-src` must allow it. Records
   * never travel on it. Off by default.
   */
  readonly subscribe?: Subscribe;
}

/** Where records come from and go to. */
export type Source = BundleSource | SandboxSource | HostSource | FhirSource;

/** One record of one source. */
export interface SourceReference {
  /** The id of a source. */
  readonly source: string;
  /** A FHIR reference such as `Patient/42`. */
  readonly reference: string;
}

/** A person by a number that they bear in every source, such as the INS. */
export interface SubjectIdentifier {
  readonly identifier: {
    /** `Identifier.system`: a URI. */
    readonly system: string;
    readonly value: string;
    /** First code of `Identifier.type`, where the system alone does not tell (`INS-NIR`). */
    readonly type?: string;
  };
}

/** Nothing stays on the device: records and unsent changes end with the page. */
export interface MemoryCache {
  readonly mode: 'memory';
}

/** Records and unsent changes stay on the device, sealed under a secret of the host. */
export interface EncryptedCache {
  readonly mode: 'encrypted';
  /** Tenant and user, such as `clinique/dupont`. Each has a database of its own; only a hash of it is seen. */
  readonly partition: string;
  /** What opens it. */
  readonly secret: Secret | (() => Secret | Promise<Secret>);
  /** What was read longer ago is erased at the next opening, unless a change of it is unsent; never by default. */
  readonly maxAgeDays?: number;
}

/**
 * An AES-GCM key that may wrap and unwrap keys, best not extractable; or at least 16 random bytes, not a password.
 * Keep it out of the page's own storage.
 */
export type Secret = CryptoKey | Uint8Array;

/**
 * From when on the rules of `client.findings()` speak: numbers of the host, where neither a plan nor a request says its
 * own (extension `seuil`). A rule whose number is absent is silent; where the plan holds a date itself, no number is
 * needed.
 */
export interface Thresholds {
  /** An offer waits for so many working days, at the same hour. */
  readonly offerWorkingDays?: number;
  /** An offer of priority asap, urgent or stat waits for so many hours. */
  readonly offerHoursIfPressing?: number;
  /** An offer to a relative or to the person waits for so many days. */
  readonly offerDaysIfRelative?: number;
  /** A hand-over waits for its receipt for so many working days, at the same hour. */
  readonly handoverWorkingDays?: number;
  /** What comes before has no date: told from so many days before what follows it. */
  readonly undatedDaysBefore?: number;
  /** The same, urgent from so many hours before. */
  readonly undatedUrgentHoursBefore?: number;
  /** A broken order is urgent where the later activity is within so many hours. */
  readonly orderUrgentWithinHours?: number;
  /** So many planned days in a row without a session. */
  readonly missedInARow?: number;
  /** Days beyond the interval of the plan before silence is told. */
  readonly silenceToleranceDays?: number;
  /** Days without a measure. */
  readonly measureDays?: number;
  /** From which correction of one prescription on. */
  readonly correctionsFrom?: number;
}

const THRESHOLDS = [
  'offerWorkingDays', 'offerHoursIfPressing', 'offerDaysIfRelative', 'handoverWorkingDays', 'undatedDaysBefore',
  'undatedUrgentHoursBefore', 'orderUrgentWithinHours', 'missedInARow', 'silenceToleranceDays', 'measureDays',
  'correctionsFrom',
];

/** Options of `createClient`. */
export interface ClientOptions {
  /** At least one; the first is where new records go. */
  readonly sources: readonly Source[];
  /**
   * Whose plan: a Patient of one source, a number, or both. Other sources are asked by the number, or by the one of the
   * record that proves most; one that does not know the person gives nothing. Without it: all that the sources hold.
   */
  readonly subject?: (SourceReference & Partial<SubjectIdentifier>) | SubjectIdentifier;
  /** Who acts: named in what they create, offer and note, and in the events that tell of changes. */
  readonly actor?: SourceReference;
  /** By default the language of the page, where the widgets speak it, otherwise French. */
  readonly locale?: Locale;
  /** IANA name; by default the browser's zone. */
  readonly timeZone?: string;
  /** True: nothing can be changed through this client. */
  readonly readOnly?: boolean;
  /** From when on `client.findings()` speaks of what is missing; rules without their number are silent. */
  readonly thresholds?: Thresholds;
  /** Which moves between statuses are allowed; `strict` (the tables of FHIR R4) by default. */
  readonly transitions?: 'strict' | 'lenient';
  /** How long a change stays here before it is sent, in milliseconds; until then undo simply removes it. */
  readonly sendAfter?: number;
  /**
   * How often sources with a server behind them are asked for news while the page is seen, in milliseconds; 60,000 by
   * default, 0 for never. A source that is silent is asked each time later, the others as before; a network that is back
   * ends the waits.
   */
  readonly refresh?: number;
  /** What happens when nobody has touched the page for a while; nothing by default. */
  readonly idle?: Idle;
  /** The time, in milliseconds since 1970; `Date.now` by default. Stories and tests move it. */
  readonly clock?: () => number;
  /** Where records and unsent changes are kept; in the page's memory by default. */
  readonly cache?: MemoryCache | EncryptedCache;
  /** Where `coordo_bg.wasm` is served; by default beside the script. */
  readonly wasmUrl?: string | URL;
}

/** Options of `createSandbox`. */
export interface SandboxOptions {
  /** What the endpoint holds at the start. */
  readonly bundles?: readonly BundleInput[];
  /** The time, in milliseconds since 1970; `Date.now` by default. */
  readonly clock?: () => number;
  /** How long each answer takes, in milliseconds; none by default. */
  readonly latency?: number;
  /** Where `coordo_bg.wasm` is served; by default beside the script. */
  readonly wasmUrl?: string | URL;
}

const CLIENT_OPTIONS = [
  'thresholds', 'sources', 'subject', 'actor', 'locale', 'timeZone', 'readOnly', 'transitions', 'sendAfter', 'refresh', 'idle',
  'clock', 'cache', 'wasmUrl',
];
const SANDBOX_OPTIONS = ['bundles', 'clock', 'latency', 'wasmUrl'];

/** Who may act: what FHIR R4 allows as `Task.owner`. */
const ACTORS = [
  'Practitioner', 'PractitionerRole', 'RelatedPerson', 'Patient', 'Organization', 'CareTeam', 'HealthcareService', 'Device',
];

/** Throws a {@link CoordoError} that names the first option that is wrong. */
export function checkClientOptions(options: ClientOptions, isSandbox: (value: unknown) => boolean): void {
  const given = asObject(options, 'options');
  refuseUnknown(given, CLIENT_OPTIONS);
  const ids = checkSources(given['sources'], isSandbox);
  if (given['subject'] !== undefined) checkSubject(given['subject'], ids);
  if (given['actor'] !== undefined) checkReference(given['actor'], 'actor', ids, ACTORS);
  checkOneOf(given['locale'], 'locale', ['fr', 'en']);
  checkOneOf(given['transitions'], 'transitions', ['strict', 'lenient']);
  checkType(given['readOnly'], 'readOnly', 'boolean');
  checkType(given['clock'], 'clock', 'function');
  checkMilliseconds(given['sendAfter'], 'sendAfter');
  checkMilliseconds(given['refresh'], 'refresh');
  if (given['idle'] !== undefined) checkIdle(asObject(given['idle'], 'idle'));
  checkWasmUrl(given['wasmUrl']);
  const zone = given['timeZone'];
  if (zone !== undefined && !(typeof zone === 'string' && isTimeZone(zone))) {
    throw wrongOption('timeZone', 'an IANA time zone that this browser knows, such as "Europe/Paris"');
  }
  if (given['thresholds'] !== undefined) checkThresholds(asObject(given['thresholds'], 'thresholds'));
  if (given['cache'] !== undefined) checkCache(asObject(given['cache'], 'cache'));
}

function checkThresholds(given: Given): void {
  for (const [name, value] of Object.entries(given)) {
    const option = `thresholds.${name}`;
    if (!THRESHOLDS.includes(name)) throw wrongOption(option, `one of ${THRESHOLDS.join(', ')}`);
    const isNumber = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 100_000;
    if (value !== undefined && !isNumber) throw wrongOption(option, 'a whole number');
  }
}

/** The same for a sandbox. */
export function checkSandboxOptions(options: SandboxOptions): void {
  const given = asObject(options, 'options');
  refuseUnknown(given, SANDBOX_OPTIONS);
  if (given['bundles'] !== undefined && !Array.isArray(given['bundles'])) throw wrongOption('bundles', 'an array');
  checkType(given['clock'], 'clock', 'function');
  checkWasmUrl(given['wasmUrl']);
  checkMilliseconds(given['latency'], 'latency');
}

/** The same for the trouble that a sandbox plays. */
export function checkFaults(faults: SandboxFaults): void {
  const given = asObject(faults, 'faults');
  refuseUnknown(given, ['latencyMs', 'offline', 'failNext'], 'faults');
  checkMilliseconds(given['latencyMs'], 'faults.latencyMs');
  checkType(given['offline'], 'faults.offline', 'boolean');
  if (given['failNext'] === undefined) return;
  const next = asObject(given['failNext'], 'faults.failNext');
  refuseUnknown(next, ['status', 'count'], 'faults.failNext');
  const { status, count } = next;
  const isStatus = Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
  if (!isStatus) throw wrongOption('faults.failNext.status', 'an HTTP status from 400 to 599');
  if (!(Number.isInteger(count) && (count as number) >= 0)) throw wrongOption('faults.failNext.count', 'how many requests are refused');
}

function checkSources(sources: unknown, isSandbox: (value: unknown) => boolean): ReadonlySet<string> {
  if (sources === undefined || (Array.isArray(sources) && sources.length === 0)) {
    throw new CoordoError('no-source', 'Option "sources": at least one source is needed; nothing is invented.', 'sources');
  }
  if (!Array.isArray(sources)) throw wrongOption('sources', 'an array');
  const ids = new Set<string>();
  sources.forEach((source: unknown, index) => {
    const at = `sources[${index}]`;
    const id = checkSource(asObject(source, at), at, isSandbox);
    if (ids.has(id)) throw wrongOption(`${at}.id`, `an id of its own ("${id}" is taken)`);
    ids.add(id);
  });
  return ids;
}

function checkSource(source: Given, at: string, isSandbox: (value: unknown) => boolean): string {
  const id = source['id'];
  if (typeof id !== 'string' || id === '') throw wrongOption(`${at}.id`, 'a short name for this source');
  switch (source['kind']) {
    case 'bundle':
      refuseUnknown(source, ['id', 'kind', 'bundles'], at);
      if (!Array.isArray(source['bundles'])) throw wrongOption(`${at}.bundles`, 'an array');
      return id;
    case 'sandbox':
      refuseUnknown(source, ['id', 'kind', 'sandbox', 'readOnly'], at);
      if (!isSandbox(source['sandbox'])) throw wrongOption(`${at}.sandbox`, 'an open sandbox made with createSandbox');
      checkType(source['readOnly'], `${at}.readOnly`, 'boolean');
      return id;
    case 'host':
      refuseUnknown(source, ['id', 'kind', 'send', 'readOnly', 'timeout', 'subscribe'], at);
      if (typeof source['send'] !== 'function') throw wrongOption(`${at}.send`, 'a function that sends a request');
      checkType(source['readOnly'], `${at}.readOnly`, 'boolean');
      checkMilliseconds(source['timeout'], `${at}.timeout`);
      checkChannel(source['subscribe'], `${at}.subscribe`, false);
      return id;
    case 'fhir':
      refuseUnknown(source, ['id', 'kind', 'url', 'headers', 'credentials', 'readOnly', 'timeout', 'subscribe'], at);
      checkServer(source['url'], `${at}.url`);
      checkType(source['headers'], `${at}.headers`, 'function');
      checkOneOf(source['credentials'], `${at}.credentials`, ['omit', 'same-origin', 'include']);
      checkType(source['readOnly'], `${at}.readOnly`, 'boolean');
      checkMilliseconds(source['timeout'], `${at}.timeout`);
      checkChannel(source['subscribe'], `${at}.subscribe`, true);
      return id;
    default:
      throw wrongOption(`${at}.kind`, '"fhir", "host", "bundle" or "sandbox"');
  }
}

function checkChannel(value: unknown, option: string, mayBeTold: boolean): void {
  if (value === undefined || (mayBeTold && typeof value === 'boolean')) return;
  const expected = `${mayBeTold ? 'true, or ' : ''}the address of a WebSocket, such as "wss://portail.example/ws"`;
  try {
    if (typeof value !== 'string' && !(value instanceof URL)) throw new TypeError();
    if (!/^wss?:$/.test(new URL(value).protocol)) throw new TypeError();
  } catch {
    throw wrongOption(option, expected);
  }
}

function checkServer(url: unknown, option: string): void {
  try {
    if (typeof url !== 'string' && !(url instanceof URL)) throw new TypeError();
    fhirBase(url);
  } catch {
    throw wrongOption(option, 'the address of a FHIR server, such as "https://portail.example/fhir"');
  }
}

function checkSubject(value: unknown, sources: ReadonlySet<string>): void {
  const { identifier, ...reference } = asObject(value, 'subject');
  if (identifier === undefined || Object.keys(reference).length > 0) checkReference(reference, 'subject', sources, ['Patient']);
  if (identifier === undefined) return;
  const given = asObject(identifier, 'subject.identifier');
  refuseUnknown(given, ['system', 'value', 'type'], 'subject.identifier');
  for (const name of ['system', 'value', 'type']) {
    if (name === 'type' && given[name] === undefined) continue;
    if (typeof given[name] !== 'string' || given[name] === '') throw wrongOption(`subject.identifier.${name}`, 'a text');
  }
}

function checkCache(cache: Given): void {
  if (cache['mode'] === 'memory') return refuseUnknown(cache, ['mode'], 'cache');
  if (cache['mode'] !== 'encrypted') throw wrongOption('cache.mode', '"memory" or "encrypted"');
  refuseUnknown(cache, ['mode', 'partition', 'secret', 'maxAgeDays'], 'cache');
  const { partition, secret, maxAgeDays } = cache;
  if (typeof partition !== 'string' || partition === '') {
    throw wrongOption('cache.partition', 'a name of tenant and user, such as "clinique/dupont"');
  }
  if (typeof secret !== 'function') checkSecret(secret);
  if (maxAgeDays !== undefined && !(Number.isInteger(maxAgeDays) && (maxAgeDays as number) > 0)) {
    throw wrongOption('cache.maxAgeDays', 'a whole number of days, one or more');
  }
}

function checkIdle(idle: Given): void {
  refuseUnknown(idle, ['afterMinutes', 'then'], 'idle');
  const { afterMinutes, then } = idle;
  if (!(typeof afterMinutes === 'number' && afterMinutes > 0 && Number.isFinite(afterMinutes))) {
    throw wrongOption('idle.afterMinutes', 'a number of minutes above zero');
  }
  if (then !== 'lock' && then !== 'purge') throw wrongOption('idle.then', '"lock" or "purge"');
}

/** Throws where a secret is of a kind that can lock nothing. */
export function checkSecret(secret: unknown): asserts secret is Secret {
  if (secret instanceof Uint8Array || (typeof CryptoKey !== 'undefined' && secret instanceof CryptoKey)) return;
  throw wrongOption('cache.secret', 'a CryptoKey, a Uint8Array, or a function that gives one');
}

function checkWasmUrl(value: unknown): void {
  if (value !== undefined && typeof value !== 'string' && !(value instanceof URL)) {
    throw wrongOption('wasmUrl', 'an address, as string or URL');
  }
}
