/**
 * A source that the portal answers for: its own `send`, with its own session, cookies and journal. What it answers is
 * checked here; Rust sees an answer or none.
 */

import type { BoundaryAnswer, BoundaryRequest, ChannelHooks, HostHooks } from './boundary.js';
import { asObject, type Given } from './checks.js';

/** A request of the FHIR API, relative to the base of the source. */
export interface HostRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query without a leading slash: `Task/1`, `Task?patient=2`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Aborted when nobody waits any more: too late, or the client was closed. */
  readonly signal: AbortSignal;
}

/** What the source answered. */
export interface HostAnswer {
  /** HTTP status, 100 to 599. */
  readonly status: number;
  /** Needed are `etag`, `location` and `retry-after`, where the source gives them. */
  readonly headers?: Readonly<Record<string, string>> | Headers;
  /** UTF-8, as text or as bytes. */
  readonly body?: string | Uint8Array | ArrayBuffer | null;
}

/** Reaches the source. A throw, a rejection, or nothing in time: there was no answer, and it is tried again later. */
export type Send = (request: HostRequest) => Promise<HostAnswer>;

/** How long an answer is waited for, in milliseconds, where the source does not say. */
export const PATIENCE = 30_000;

/** Calls a host's `send`, lets go of it in time, and says once what is wrong with its answers. */
export class HostSource implements HostHooks {
  readonly #send: Send;
  readonly #patience: number;
  readonly #complain: (why: string) => void;
  readonly #open: (address: string) => Promise<ChannelHooks | null>;
  readonly #channels = new Set<ChannelHooks>();
  readonly #flights = new Set<AbortController>();
  #complained = false;
  #isMalformed = false;

  constructor(
    send: Send,
    patience: number,
    complain: (why: string) => void,
    open: (address: string) => Promise<ChannelHooks | null>,
  ) {
    this.#send = send;
    this.#patience = patience;
    this.#complain = complain;
    this.#open = open;
  }

  /** Whether the last answer was none by its form, which was told. */
  get isMalformed(): boolean {
    return this.#isMalformed;
  }

  /** The answer, or null where there was none. Never rejects. */
  async send({ method, path, headers, body }: BoundaryRequest): Promise<BoundaryAnswer | null> {
    const flight = new AbortController();
    const { signal } = flight;
    this.#flights.add(flight);
    // Zero waits as long as it takes.
    const timer = this.#patience === 0 ? undefined : setTimeout(() => flight.abort(), this.#patience);
    const late = new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    try {
      const request = { method, path, headers: Object.fromEntries(headers), ...(body !== undefined && { body }), signal };
      // Whoever ignores the signal is not waited for either.
      const answer: unknown = await Promise.race([this.#ask(request), late]);
      return signal.aborted ? null : this.#read(answer);
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      this.#flights.delete(flight);
    }
  }

  /** A channel to the source, or null. Never rejects. */
  async openChannel(address: string): Promise<ChannelHooks | null> {
    const channel = await this.#open(address);
    if (channel !== null) this.#channels.add(channel);
    return channel;
  }

  /** Lets go of every request that is on its way, and of every channel. */
  abort(): void {
    for (const flight of this.#flights) flight.abort();
    for (const channel of this.#channels) channel.close();
    this.#channels.clear();
  }

  async #ask(request: HostRequest): Promise<unknown> {
    // From a task of its own: Rust has left before any host code runs.
    await Promise.resolve();
    const send = this.#send;
    return send(request);
  }

  #read(answer: unknown): BoundaryAnswer | null {
    try {
      const read = readAnswer(answer);
      this.#isMalformed = false;
      return read;
    } catch (thrown) {
      this.#isMalformed = true;
      if (!this.#complained) {
        this.#complained = true;
        this.#complain(thrown instanceof Malformed ? thrown.message : 'its answer cannot be read');
      }
      return null;
    }
  }
}

/** What is wrong with an answer. Says kinds only, never content. */
class Malformed extends Error {}

function readAnswer(value: unknown): BoundaryAnswer {
  if (typeof value !== 'object' || value === null) {
    throw new Malformed(`it gave ${kindOf(value)} in place of { status, headers, body }`);
  }
  const { status, headers, body } = value as Given;
  if (!(Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 599)) {
    throw new Malformed(`"status" must be an integer from 100 to 599, and is ${kindOf(status)}`);
  }
  return { status: status as number, headers: readHeaders(headers), body: readBody(body) };
}

function readHeaders(headers: unknown): [string, string][] {
  if (headers === undefined || headers === null) return [];
  const pairs = headers instanceof Headers ? [...headers] : Object.entries(asHeaders(headers));
  return pairs.map(([name, value]): [string, string] => {
    if (typeof value !== 'string') throw new Malformed(`header "${name}" must be a string, and is ${kindOf(value)}`);
    return [name.toLowerCase(), value];
  });
}

function asHeaders(headers: unknown): Given {
  try {
    return asObject(headers, 'headers');
  } catch {
    throw new Malformed(`"headers" must be an object of strings, and is ${kindOf(headers)}`);
  }
}

function readBody(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(body);
    } catch {
      throw new Malformed('"body" is not UTF-8');
    }
  }
  const more = body instanceof ReadableStream ? ': read it first, by `await response.text()`' : '';
  throw new Malformed(`"body" must be a string, a Uint8Array or an ArrayBuffer, and is ${kindOf(body)}${more}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'object') return `an object of the class ${value.constructor?.name ?? 'none'}`;
  return value === undefined ? 'nothing' : `a ${typeof value}`;
}
