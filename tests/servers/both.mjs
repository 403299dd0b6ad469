/** One stage for both kinds of server: a real one behind the page's own, and the sandbox that lives in the page. */

import { after, before, describe } from 'node:test';
import { ENGINES, launch } from '../kit/web/browsers.mjs';
import { startFhirServer } from '../kit/web/fhir-server.mjs';
import { openPage } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';
import { FOLDERS, SECRET, prepared } from './stage.mjs';

/** A real FHIR server; one serves all tests of a file in one engine. */
class RealServer {
  static title = 'a real server';

  static async begin(stage) {
    stage.fhir = await startFhirServer();
    stage.behind = stage.server.proxy('/fhir/', stage.fhir.base);
  }

  static end(stage) {
    return stage.fhir?.close();
  }

  #stage;

  constructor(stage) {
    this.#stage = stage;
  }

  async open() {
    this.cut(false);
  }

  source() {
    return { id: 'dac', kind: 'fhir', url: '/fhir' };
  }

  /** One exchange past the network of the page, as a colleague's software has it. */
  request(method, path, body, headers) {
    return this.#stage.fhir.request(method, path, body, headers);
  }

  /** From now on the page has no network, or has one again. */
  async cut(is) {
    this.#stage.behind.trouble = is ? 'down' : null;
  }
}

/** The sandbox: a server as far as the client can see, made anew with each page. */
class Sandbox {
  static title = 'the sandbox';

  static async begin() {}

  static async end() {}

  #page;
  #isCut = false;

  constructor(_stage, page) {
    this.#page = page;
  }

  async open() {
    await this.#page.evaluate(async () => {
      globalThis.host.sandbox = await globalThis.host.coordo.createSandbox({ bundles: [] });
    });
  }

  source() {
    return { id: 'dac', kind: 'sandbox' };
  }

  request(method, path, body, headers = {}) {
    const given = { method, path, headers, ...(body !== undefined && { body }) };
    return this.#page.evaluate(async (asked, isCut) => {
      const { sandbox } = globalThis.host;
      // It is the page that has no network, not the colleague; nothing of the page runs in between.
      if (isCut) sandbox.faults({ offline: false });
      const answer = sandbox.request(asked);
      if (isCut) sandbox.faults({ offline: true });
      return answer;
    }, given, this.#isCut);
  }

  async cut(is) {
    this.#isCut = is;
    await this.#page.evaluate((offline) => globalThis.host.sandbox.faults({ offline }), is);
  }
}

/** Declares the same tests for every engine, over a real server and over the sandbox. */
export function overBothServers(title, declare) {
  for (const engine of ENGINES) {
    for (const kind of [RealServer, Sandbox]) {
      describe(`${title}, over ${kind.title}, in ${engine.name}`, () => {
        const stage = { engine };
        before(async () => {
          stage.server = await serve(FOLDERS);
          await kind.begin(stage);
          stage.browser = await launch(engine);
        });
        after(async () => {
          await stage.browser?.close();
          await stage.server?.close();
          await kind.end(stage);
        });
        /** A test on a device of its own: a page whose client is opened and closed as visits. */
        const onDevice = (body) => async () => {
          const context = await stage.browser.createBrowserContext();
          try {
            const { page } = await openPage(context, stage.server, '/stage.html');
            await prepared(page);
            const server = new kind(stage, page);
            await server.open();
            await body(new Device(page, server));
          } finally {
            await context.close();
          }
        };
        declare(onDevice);
      });
    }
  }
}

/** One device over one server. What it keeps outlives its visits. */
class Device {
  constructor(page, server) {
    this.page = page;
    this.server = server;
  }

  /** Loads a transaction into the server, such as a step of a story. */
  async load(bundle) {
    const { status, body } = await this.server.request('POST', '', JSON.stringify(bundle));
    if (status >= 300) throw new Error(`the server refused a transaction with ${status}: ${body.slice(0, 400)}`);
  }

  /** A resource as the server holds it now. */
  async there(reference) {
    const { status, body } = await this.server.request('GET', reference);
    if (status !== 200) throw new Error(`the server answered ${status} for ${reference}`);
    return JSON.parse(body);
  }

  /** What a colleague writes over a resource, on the version that the server holds. */
  async colleague(reference, members) {
    const held = await this.there(reference);
    const { status, body } = await this.server.request(
      'PUT', reference, JSON.stringify({ ...held, ...members }), { 'if-match': `W/"${held.meta.versionId}"` },
    );
    if (status >= 300) throw new Error(`the server refused a colleague with ${status}: ${body.slice(0, 400)}`);
  }

  /** A visit: a client of somebody's plan and a board. */
  async visit(subject, options = {}) {
    const source = this.server.source();
    const wanted = { subject: { source: source.id, reference: subject }, sendAfter: 0, refresh: 0, ...options };
    await this.page.evaluate(async (given, from, secret) => {
      const { host } = globalThis;
      host.heard = [];
      host.client = await host.coordo.createClient({
        ...host.base,
        ...given,
        sources: [from.kind === 'sandbox' ? { ...from, sandbox: host.sandbox } : from],
        cache: { mode: 'encrypted', partition: 'essai/infirmiere', secret: new Uint8Array(secret) },
      });
      for (const name of ['conflict', 'refused', 'synced', 'error']) {
        host.client.on(name, (detail) => host.heard.push({ name, ...detail }));
      }
      host.shown = host.board(host.client);
      await host.client.pull();
    }, wanted, source, SECRET);
  }

  /** The visit is over; what is unsent stays on the device. */
  leave() {
    return this.page.evaluate(async () => {
      await globalThis.host.client.close();
      globalThis.host.shown.remove();
    });
  }

  /** Sends what is unsent, and waits until nothing is. */
  async send() {
    await this.page.evaluate(() => globalThis.host.client.sync());
    await this.page.waitForFunction(() => globalThis.host.client.status().pending === 0);
  }
}
