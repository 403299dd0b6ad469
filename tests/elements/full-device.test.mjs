/** The room of a device is really used up: what was read is shown and not kept, a change is kept all the same. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { boardReady, card, cardInColumn, moveByKeyboard } from '../kit/web/board.mjs';
import { ENGINES, launch } from '../kit/web/browsers.mjs';
import { withPage } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';
import { FOLDERS } from './stage.mjs';

/** Firefox takes a limit when it starts, in kB, of which one site gets a fifth; Chromium takes one for a site at any time. */
const LITTLE_ROOM = { 'dom.quotaManager.temporaryStorage.fixedLimit': 102_400 };
const ROOM = 12 << 20;

for (const engine of ENGINES) {
  describe(`A device without room, in ${engine.name}`, () => {
    const stage = {};
    before(async () => {
      stage.server = await serve(FOLDERS);
      const preferences = { ...engine.options.extraPrefsFirefox, ...LITTLE_ROOM };
      stage.browser = await launch(engine, engine.name === 'firefox' ? { extraPrefsFirefox: preferences } : {});
    });
    after(async () => {
      await stage.browser?.close();
      await stage.server?.close();
    });

    test('says so, reads on, keeps a change over the visit and sends it', () =>
      withPage(stage.browser, stage.server, '/stage.html', async (page) => {
        await page.waitForFunction(() => globalThis.host !== undefined);
        await page.evaluate(() => globalThis.host.coordo.defineCoordoElements());
        if (engine.name === 'chromium') {
          const devtools = await page.createCDPSession();
          await devtools.send('Storage.overrideQuotaForOrigin', { origin: stage.server.origin, quotaSize: ROOM });
        }
        await page.evaluate(visit);
        await boardReady(page);
        await page.evaluate(fill);
        await page.evaluate(manyTasks);
        await page.waitForFunction(() => globalThis.host.client.status().cacheTrouble === 'full');
        const words = await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[part~="cache-note"]')?.textContent);
        assert.match(words, /plus de place sur cet appareil/);
        assert.ok(await card(page, 'Task/long-1') !== undefined, 'what was read is shown');

        await page.evaluate(() => globalThis.host.sandbox.faults({ offline: true }));
        await moveByKeyboard(page, 'Task/lettre', 1);
        await cardInColumn(page, 'Task/lettre', 'in-progress');
        await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
        assert.equal(await page.evaluate(() => globalThis.host.client.status().cache), 'encrypted');
        await page.evaluate(async () => {
          await globalThis.host.client.close();
          globalThis.host.shown.remove();
        });
        await page.evaluate(visit);
        await boardReady(page);
        assert.equal((await card(page, 'Task/lettre')).status, 'in-progress');
        assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 1);
        await page.evaluate(async () => {
          globalThis.host.sandbox.faults({ offline: false });
          await globalThis.host.client.pull();
          await globalThis.host.client.sync();
        });
        await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
      }));
  });
}

/** Runs in the page: a client that keeps the plan, over a sandbox that outlives it. */
async function visit() {
  const { host } = globalThis;
  host.sandbox ??= await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')] });
  host.client = await host.clientOf(host.sandbox, {
    sendAfter: 0,
    cache: { mode: 'encrypted', partition: 'essai/plein', secret: new TextEncoder().encode('un secret assez long') },
  });
  host.shown = host.board(host.client);
  await host.client.pull();
}

/** Runs in the page: another part of the portal writes noise until nothing more fits. */
async function fill() {
  const fits = (noise) => new Promise((resolve) => {
    const request = indexedDB.open('filler', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('noise', { autoIncrement: true });
    request.onerror = () => resolve(false);
    request.onsuccess = () => {
      const change = request.result.transaction('noise', 'readwrite');
      const end = (is) => {
        request.result.close();
        resolve(is);
      };
      change.oncomplete = () => end(true);
      change.onabort = () => end(false);
      change.objectStore('noise').put(noise);
    };
  });
  for (let size = 1 << 20; size >= 1 << 16;) {
    const noise = new Uint8Array(size);
    for (let at = 0; at < size; at += 1 << 16) crypto.getRandomValues(noise.subarray(at, at + (1 << 16)));
    if (!(await fits(noise))) size >>= 1;
  }
}

/** Runs in the page: colleagues write far more than there is room for. */
async function manyTasks() {
  const { host } = globalThis;
  const noise = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(24_000));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  };
  const entry = Array.from({ length: 100 }, (_, n) => ({ resource: {
    resourceType: 'Task', id: `long-${n}`, status: 'requested', intent: 'order', description: `Tâche longue ${n}`,
    for: { reference: 'Patient/odile' }, note: [{ text: noise() }],
  } }));
  await host.sandbox.play({ resourceType: 'Bundle', type: 'collection', entry });
  await host.client.pull();
}
