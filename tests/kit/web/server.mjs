/** The server of the browser tests: folders under a policy, with a collector for the reports of its violations. */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { POLICY } from './policy.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Serves folders on a free port of this machine.
 *
 * @param {Record<string, string>} folders a folder for each path prefix, such as `{ '/': pages, '/coordo/': dist }`
 */
export async function serve(folders) {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const served = new Served();
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(String(error));
    });
  });

  async function answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, 'http://here').pathname);
    if (path === '/__csp') {
      served.reports.push(...(await reportsOf(request)));
      response.writeHead(204).end();
      return;
    }
    served.requests.push(path);
    const behind = served.behind.find(({ prefix }) => path.startsWith(prefix));
    if (behind !== undefined) {
      await behind.pass(request, response);
      return;
    }
    await served.held.get(path)?.open;
    const file = served.refused.has(path) ? undefined : await fileAt(path);
    if (file === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
      return;
    }
    response.writeHead(200, {
      'content-type': served.types.get(path) ?? TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': `${served.policies.get(path) ?? POLICY}; report-uri /__csp`,
      'cache-control': 'no-store',
    });
    await pipeline(createReadStream(file), response);
  }

  async function fileAt(path) {
    const prefix = prefixes.find((candidate) => path.startsWith(candidate));
    if (prefix === undefined) return undefined;
    const file = normalize(join(folders[prefix], path.slice(prefix.length)));
    if (!file.startsWith(normalize(folders[prefix] + sep))) return undefined;
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory()) return fileAt(`${path.replace(/\/$/, '')}/index.html`);
    return found === undefined ? undefined : file;
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  served.origin = `http://127.0.0.1:${server.address().port}`;
  served.close = () => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  return served;
}

/** A server behind this one, as a portal's proxy puts it there, and the trouble on the way to it. */
class Behind {
  /** `'down'`: nobody answers; `'cut'`: what is asked arrives, its answer breaks off. */
  trouble = null;
  /** Answers to give in place of the server's, each once: `{ status, headers, body }`. */
  instead = [];
  /** Method and path of what was passed on, in order. */
  passed = [];

  constructor(prefix, base) {
    this.prefix = prefix;
    this.base = base;
  }

  async pass(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (this.trouble === 'down') {
      request.socket.destroy();
      return;
    }
    const path = request.url.slice(this.prefix.length);
    const planned = this.instead.shift();
    if (planned !== undefined) {
      response.writeHead(planned.status, planned.headers).end(planned.body);
      return;
    }
    this.passed.push(`${request.method} ${path}`);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const body = chunks.length === 0 ? undefined : Buffer.concat(chunks);
    const answer = await fetch(path === '' ? this.base : `${this.base}/${path}`, { method: request.method, headers, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const told = {};
    for (const name of ['content-type', 'etag', 'location', 'retry-after', 'last-modified']) {
      if (answer.headers.has(name)) told[name] = answer.headers.get(name);
    }
    response.writeHead(answer.status, { ...told, 'content-length': bytes.length });
    if (this.trouble === 'cut') {
      response.write(bytes.subarray(0, bytes.length >> 1), () => request.socket.destroy());
      return;
    }
    response.end(bytes);
  }
}

/** What a test can see of the server, and what it can make it do. */
class Served {
  /** Every report of a violated policy. */
  reports = [];
  /** The path of every request, in order. */
  requests = [];
  policies = new Map();
  types = new Map();
  refused = new Set();
  behind = [];

  /** Puts a server behind this one: what begins with the prefix is passed on to it. */
  proxy(prefix, base) {
    const behind = new Behind(prefix, base);
    this.behind.push(behind);
    return behind;
  }

  held = new Map();

  /** Holds back the answers at a path until the returned function is called. */
  hold(path) {
    let release;
    const open = new Promise((resolve) => {
      release = resolve;
    });
    this.held.set(path, { open });
    return () => {
      this.held.delete(path);
      release();
    };
  }
}

async function reportsOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  return (Array.isArray(body) ? body : [body]).map((report) => report['csp-report'] ?? report.body ?? report);
}
