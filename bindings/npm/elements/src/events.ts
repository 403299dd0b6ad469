/** What a client tells its host, by name, and the list of who listens. */

import { wrongOption } from './errors.js';
import type { CoordoErrorCode } from './generated/contract.js';
import type { Selected } from './choice.js';
import type { SourceReference } from './options.js';
import type { Unavailable } from './runtime.js';

/** The record that an event is about. */
export interface EventRecord {
  /** The id of its source. */
  readonly source: string;
  /** `Type/id`. */
  readonly resource: string;
}

/** The same, about a change that was made here. */
export interface EventChange extends EventRecord {
  /** Who acts here: the option `actor` of the client. */
  readonly actor: SourceReference | null;
}

/** What was done here, by whom and when: paths, never values. */
export interface EventAudit extends EventChange {
  readonly what: 'status' | 'created' | 'edited' | 'offered' | 'taken-back';
  /** FHIR paths of what changed, without the type, such as `restriction.period`. */
  readonly fields: readonly string[];
  /** By the client's clock, in milliseconds since 1970. */
  readonly at: number;
}

/** A source that misbehaves, in words for developers. Holds nothing of a record. */
export interface SourceError {
  readonly source: string;
  readonly code: CoordoErrorCode;
  /** English, for the developer who reads it. */
  readonly message: string;
}

/** What a client tells, by name. */
export interface ClientEvents {
  /** The number of unsent changes went up or down. */
  pending: { readonly pending: number };
  /** A source acknowledged a change. */
  synced: EventChange;
  /** A source refused a change; it is kept here until a person decides. */
  refused: EventChange & { readonly status: number };
  /** A change met a newer version of its record; it is kept here until a person decides. */
  conflict: EventChange;
  /** A change was made here and is held, or an unsent one was taken back: for the host's own journal. */
  audit: EventAudit;
  /** So many things in the data could not be read as meant: see `client.notices()`. */
  notices: { readonly count: number };
  /** Another number of things is missing than before: see `client.findings()`. */
  findings: { readonly count: number };
  /** The first load of all sources is whole, or a later one is. */
  loaded: { readonly resources: number };
  /** Something was chosen in an element or by `client.select`; null when nothing is chosen any more. */
  select: Selected | null;
  /**
   * A source answered 401 or 403: what it gave is hidden, and nothing is sent to it. Told once; it goes on by itself as
   * soon as `headers()` gives what it takes, at once after `client.sync()`.
   */
  'credentials-needed': { readonly source: string; readonly status: 401 | 403 };
  /**
   * A source could not be read (`network`, `server`, `wrong-answer`, `not-json` or `too-large`), or did not take a change
   * that goes on waiting (`network`, `server` or `wrong-answer`). Told again only once it fares otherwise; it is asked
   * again by itself.
   */
  error: SourceError;
  /**
   * Nobody touched the page for as long as the option `idle` says. The client is closed by now, unless changes would
   * be lost with it: then `unsent` says how many, its elements show that the plan is hidden and nothing of it until
   * `client.unlock()`, and once the changes are sent it is closed and this is told again.
   */
  locked: { readonly purged: boolean; readonly unsent?: number };
  /** The module stopped; said once. */
  unavailable: Unavailable;
}

/** Called with the detail of an event. */
export type Handler<K extends keyof ClientEvents> = (detail: ClientEvents[K]) => void;

const NAMES: Readonly<Record<keyof ClientEvents, true>> = {
  pending: true, synced: true, refused: true, conflict: true, audit: true, notices: true, findings: true, loaded: true,
  select: true, 'credentials-needed': true, error: true, locked: true, unavailable: true,
};

/** What is wrong with a source, in words for developers. */
const TROUBLES: Readonly<Record<string, string>> = {
  network: 'gave no answer: there is no connection, it took too long, or its send() or headers() failed',
  'wrong-answer': 'answered something that is no FHIR, perhaps a page to sign in',
  'not-json': 'holds something that is not JSON',
  'too-large': 'holds more than 64 MB',
};

/** A source that could not be read or written to, as Rust tells it. */
export interface SourceTrouble {
  readonly source: string;
  readonly code: CoordoErrorCode;
  /** Of an answer that is an error. */
  readonly status?: number;
  /** Where a change was sent. */
  readonly sending?: true;
}

/** The error that tells of it. */
export function sourceError({ source, code, status, sending }: SourceTrouble): SourceError {
  const what = status === undefined ? TROUBLES[code] : `answered with the status ${status}`;
  const when = sending ? '; it was sent a change, which is kept and sent again by itself' : '';
  return { source, code, message: `Source "${source}" ${what ?? 'could not be read'}${when}.` };
}

const ABOUT_CHANGES: readonly string[] = ['synced', 'refused', 'conflict', 'audit'];

/** Who listens to a client. */
export class Listeners {
  readonly #actor: SourceReference | null;
  readonly #handlers = new Map<string, Set<(detail: never) => void>>();

  constructor(actor: SourceReference | null) {
    this.#actor = actor;
  }

  /** Adds a handler. Throws where there is no such event, or nothing to call. */
  add<K extends keyof ClientEvents>(name: K, handler: Handler<K>): void {
    if (!Object.hasOwn(NAMES, name)) throw wrongOption('name', `one of ${Object.keys(NAMES).join(', ')}`);
    if (typeof handler !== 'function') throw wrongOption('handler', 'a function');
    const handlers = this.#handlers.get(name) ?? new Set();
    handlers.add(handler as (detail: never) => void);
    this.#handlers.set(name, handlers);
  }

  /** Takes a handler out. */
  remove<K extends keyof ClientEvents>(name: K, handler: Handler<K>): void {
    this.#handlers.get(name)?.delete(handler as (detail: never) => void);
  }

  /** Calls everybody who listens to an event. */
  tell(name: string, detail: object | null): void {
    const told = ABOUT_CHANGES.includes(name) ? { ...detail, actor: this.#actor } : detail;
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      try {
        handler(told as never);
      } catch (thrown) {
        // A host's mistake is the host's to see, and nobody else's to suffer.
        reportError(thrown);
      }
    }
  }
}
