/** The stage of the server tests: a real FHIR server behind the page's own, and one file of a person for each test. */

import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ENGINES, launch } from '../kit/web/browsers.mjs';
import { startFhirServer } from '../kit/web/fhir-server.mjs';
import { openPage } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The folders of the stage: the page of the element tests, and the package as it is packed. */
export const FOLDERS = {
  '/': folder('../elements/pages'),
  '/coordo/': folder('../../bindings/npm/elements/dist'),
};

/** A secret that opens what a test keeps, as source for the page. */
export const SECRET = [...'un secret de seize octets au moins'].map((letter) => letter.charCodeAt(0));

const WORK = ['Organiser le retour à domicile', 'Passer voir la plaie', 'Suivre la prise en charge sociale'];

let people = 0;

/** Declares the same tests for every engine, each on a server of its own. */
export function inEveryEngine(title, declare) {
  for (const engine of ENGINES) {
    describe(`${title}, in ${engine.name}`, () => {
      const stage = { engine };
      before(async () => {
        stage.fhir = await startFhirServer();
        stage.server = await serve(FOLDERS);
        stage.behind = stage.server.proxy('/fhir/', stage.fhir.base);
        stage.browser = await launch(engine);
      });
      after(async () => {
        await stage.browser?.close();
        await stage.server?.close();
        await stage.fhir?.close();
      });
      /** A test with a person of its own on the server; it opens and closes pages as visits. */
      stage.visiting = (body) => async () => {
        stage.behind.trouble = null;
        stage.behind.instead.length = 0;
        const person = await admit(stage.fhir);
        const visits = new Visits(stage, person);
        try {
          await body(visits, person);
        } finally {
          await visits.end();
        }
      };
      declare(stage);
    });
  }
}

/** Puts somebody on the server, with a task of each of these statuses. */
export async function admit(fhir, statuses = ['requested', 'accepted', 'in-progress']) {
  people += 1;
  const id = `personne-${people}`;
  const put = (resource) => ({
    fullUrl: `${fhir.base}/${resource.resourceType}/${resource.id}`,
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  });
  const task = (n, status, description) => put({
    resourceType: 'Task', id: `${id}-t${n}`, status, intent: 'order', description, for: { reference: `Patient/${id}` },
    authoredOn: '2026-11-20T09:00:00+01:00', executionPeriod: { start: '2026-11-27' },
    extension: [{ url: 'https://exemple.test/inconnue', valueDecimal: 1.5 }],
  });
  await fhir.load(JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      put({
        resourceType: 'Patient', id, name: [{ family: `Quévremont${people}`, given: ['Aldegonde'] }],
        identifier: [{ system: 'https://exemple.test/dossiers', value: `D-${people}` }],
      }),
      ...statuses.map((status, at) => task(at + 1, status, `${WORK[at % WORK.length]} (${at + 1})`)),
    ],
  }));
  return { id, task: (n) => `Task/${id}-t${n}` };
}

/** The visits of one device: pages that share what the browser keeps, one after the other or at the same time. */
class Visits {
  #stage;
  #person;
  #context;
  #pages = [];

  constructor(stage, person) {
    this.#stage = stage;
    this.#person = person;
  }

  get engine() {
    return this.#stage.engine;
  }

  get fhir() {
    return this.#stage.fhir;
  }

  get behind() {
    return this.#stage.behind;
  }

  /** A page with a client of the person's plan and a board. `options` are added to those of `createClient`. */
  async open(options = {}) {
    const { page } = await this.blank();
    await openClient(page, this.#person, options);
    return page;
  }

  /** A page with the package and nothing else. */
  async blank() {
    this.#context ??= await this.#stage.browser.createBrowserContext();
    const opened = await openPage(this.#context, this.#stage.server, '/stage.html');
    this.#pages.push(opened.page);
    waitByTimer(opened.page);
    await prepared(opened.page);
    return opened;
  }

  /** Another device: nothing of what this one keeps. */
  other() {
    return new Visits(this.#stage, this.#person);
  }

  /** Ends all visits, and forgets what the browser kept. */
  async end() {
    for (const page of this.#pages) if (!page.isClosed()) await page.close();
    await this.#context?.close();
  }
}

/** Waits in a page look by a timer, not at each frame: one that lies behind another may draw none at all. */
function waitByTimer(page) {
  const wait = page.waitForFunction.bind(page);
  page.waitForFunction = (isSo, options, ...given) => wait(isSo, { polling: 50, ...options }, ...given);
}

/** A client of a person's plan and a board in a page. `options` are added to those of `createClient`. */
export async function openClient(page, person, { encrypted = true, pull = true, secret = SECRET, ...options } = {}) {
  await prepared(page);
  const given = {
    sources: [{ id: 'dac', kind: 'fhir', url: '/fhir' }],
    subject: { source: 'dac', reference: `Patient/${person.id}` },
    sendAfter: 0,
    ...options,
  };
  await page.evaluate(async (wanted, isKept, bytes, isPulled) => {
    const { host } = globalThis;
    const cache = isKept
      ? { mode: 'encrypted', partition: 'essai/infirmiere', secret: new Uint8Array(bytes) }
      : { mode: 'memory' };
    host.heard = [];
    host.client = await host.coordo.createClient({ ...host.base, ...wanted, cache });
    for (const name of ['conflict', 'refused', 'synced', 'credentials-needed', 'error', 'locked']) {
      host.client.on(name, (detail) => host.heard.push({ name, ...detail }));
    }
    host.board(host.client);
    if (isPulled) await host.client.pull();
  }, given, encrypted, secret, pull);
}

/** Waits until a page has the package and its elements. */
export async function prepared(page) {
  await page.waitForFunction(() => globalThis.host !== undefined);
  await page.evaluate(() => globalThis.host.coordo.defineCoordoElements());
}

/** Where the client of a page stands. */
export const statusOf = (page) => page.evaluate(() => globalThis.host.client.status());

/** Resolves when nothing is unsent any more. */
export async function allSent(page) {
  const isSent = page.waitForFunction(() => globalThis.host.client.status().pending === 0);
  await isSent.catch(async (cause) => {
    const [status, said] = await page.evaluate(() => [globalThis.host.client.status(), globalThis.host.heard]);
    throw new Error(`still unsent: ${JSON.stringify({ status, said })}`, { cause });
  });
}

/** Resolves when the host of a page heard of something. */
export async function heard(page, name) {
  await page.waitForFunction((wanted) => globalThis.host.heard.some((entry) => entry.name === wanted), {}, name);
}
