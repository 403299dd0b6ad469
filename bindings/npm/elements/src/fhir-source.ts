/** A FHIR server that the browser reaches by itself: a `Send` over fetch, to that server's base and nowhere else. */

import { CoordoError } from './errors.js';
import type { HostRequest, Send } from './host-source.js';

/** Names and values to send with each request: who may ask, most of all. */
export type GivenHeaders = Readonly<Record<string, string>> | Headers;

/** What is said of a FHIR server besides its name. */
export interface FhirServer {
  /** The base, as in `https://portail.example/fhir`; relative to the page where it begins with a slash. */
  readonly url: string | URL;
  /** Asked once for requests that leave together, and anew when the server wants other credentials. */
  readonly headers?: () => GivenHeaders | Promise<GivenHeaders>;
  /** Whether cookies go along; `same-origin` by default, as fetch does. */
  readonly credentials?: RequestCredentials;
}

/** How long an answer to `headers()` serves further requests, in milliseconds. */
const TOGETHER = 1_000;

/** The way to a server. */
export function fhirSend(server: FhirServer): Send {
  const base = fhirBase(server.url);
  let asked: Promise<GivenHeaders> | undefined;
  const credentials = (): Promise<GivenHeaders> => {
    if (asked === undefined) {
      const fresh = Promise.resolve(server.headers?.() ?? {});
      asked = fresh;
      const forget = (): void => {
        if (asked === fresh) asked = undefined;
      };
      fresh.catch(forget);
      setTimeout(forget, TOGETHER);
    }
    return asked;
  };
  return async (request) => {
    const first = await exchange(base, request, await credentials(), server.credentials);
    if (first.status !== 401 || server.headers === undefined) return first;
    // The token ran out between two batches: once more, with a new one.
    asked = undefined;
    return exchange(base, request, await credentials(), server.credentials);
  };
}

/** The base with one slash at its end. Throws where it is no address that fetch could ask. */
export function fhirBase(url: string | URL): URL {
  const base = new URL(url, document.baseURI);
  if (!/^https?:$/.test(base.protocol) || base.username !== '' || base.search !== '' || base.hash !== '') {
    throw new CoordoError('wrong-option', 'The address of a FHIR server is http(s), without user, query or fragment.');
  }
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

/**
 * Where a request goes: always under the base. Servers behind a proxy write the links to their next pages with the
 * name that they have inside; what follows the base's last folder counts there.
 */
export function addressOf(base: URL, path: string): URL {
  if (!/^https?:\/\//i.test(path)) return inside(base, new URL(path, base));
  const told = new URL(path);
  if (told.origin === base.origin && told.pathname.startsWith(base.pathname)) return told;
  if (told.pathname === base.pathname.slice(0, -1)) return new URL(base.href + told.search);
  const folder = base.pathname.split('/').at(-2);
  const folders = told.pathname.split('/');
  const at = folder === undefined || folder === '' ? 0 : folders.lastIndexOf(folder);
  if (at < 0) throw new Error('a link of the server leads elsewhere');
  return inside(base, new URL(folders.slice(at + 1).join('/') + told.search, base));
}

function inside(base: URL, address: URL): URL {
  if (address.origin === base.origin && address.pathname.startsWith(base.pathname.slice(0, -1))) return address;
  throw new Error('a request would leave the base of the server');
}

async function exchange(
  base: URL,
  { method, path, headers, body, signal }: HostRequest,
  given: GivenHeaders,
  credentials: RequestCredentials | undefined,
): Promise<{ status: number; headers: Headers; body: Uint8Array }> {
  const all = new Headers(given);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  const response = await fetch(addressOf(base, path), {
    method,
    headers: all,
    signal,
    // Copies that lie in the browser's own cache are not sealed.
    cache: 'no-store',
    // An address of ours names a person's file.
    referrerPolicy: 'no-referrer',
    // A login page elsewhere is no answer of this server.
    redirect: 'error',
    ...(credentials !== undefined && { credentials }),
    ...(body !== undefined && { body }),
  });
  return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) };
}
