/** Where no widget can be shown: the element says why in its place, and tells the page once. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../kit/web/axe.mjs';
import { boardReady } from '../kit/web/board.mjs';
import { TAGS, textOf } from '../kit/web/widget.mjs';
import { POLICY_WITHOUT_WASM } from '../kit/web/policy.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

const WASM = '/coordo/coordo_bg.wasm';

/** Puts every kind of element on the stage and tries to make a client; what the attempt was refused with. */
function attempt(page, options = {}) {
  return page.evaluate(async (tags, given) => {
    const { host } = globalThis;
    for (const tag of tags) host.element(tag);
    return host.refusal(async () => host.coordo.createClient({
      sources: [{ id: 'dossier', kind: 'bundle', bundles: [await host.bundle('small.json')] }],
      locale: 'fr',
      ...given,
    }));
  }, TAGS, options);
}

/** Every kind of element was told why, once, and says it in its place. */
async function everyElementSays(page, reason, ...sentences) {
  const told = await toldOf(page, 'coordo-unavailable', TAGS.length);
  assert.deepEqual(told.map((detail) => detail.reason), TAGS.map(() => reason));
  for (const tag of TAGS) {
    const text = await textOf(page, tag);
    for (const sentence of sentences) assert.match(text, sentence, tag);
  }
}

inEveryEngine('an element that cannot open', (stage) => {
  const { onStage } = stage;
  const mayComplain = { expectErrors: true };

  test('a policy that refuses WebAssembly is named, with the line that the portal lacks', onStage(async (page, watch, { server }) => {
    server.policies.set('/stage.html', POLICY_WITHOUT_WASM);
    try {
      await page.reload({ waitUntil: 'load' });
      await page.waitForFunction(() => globalThis.host !== undefined);
      await page.evaluate(() => globalThis.host.coordo.defineCoordoElements());
      const refused = await attempt(page);
      assert.equal(refused.code, 'webassembly-refused');
      assert.equal(refused.isCoordoError, true);
      await everyElementSays(page, 'webassembly-refused', /refuse WebAssembly/, /script-src 'self' 'wasm-unsafe-eval'/);
      for (const scheme of ['light', 'dark']) {
        await page.evaluate((forced) => {
          for (const element of document.querySelectorAll('#stage > *')) element.dataset.coordoScheme = forced;
        }, scheme);
        await assertAccessible(page, `WebAssembly refused, ${scheme}`);
      }
      // The one report is the one that this page asked for.
      for (const report of watch.reports) assert.match(JSON.stringify(report), /script-src/);
    } finally {
      server.policies.delete('/stage.html');
    }
  }, mayComplain));

  test('a module that is not there is named with its address', onStage(async (page, _watch, { server }) => {
    server.refused.add(WASM);
    try {
      const refused = await attempt(page);
      assert.equal(refused.code, 'module-not-found');
      assert.match(refused.message, /coordo_bg\.wasm \(answer 404\)/);
      await everyElementSays(page, 'module-not-found', /n’a pas été trouvé/);
    } finally {
      server.refused.delete(WASM);
    }
  }, mayComplain));

  test('after a missing module a later attempt opens the same element', onStage(async (page, _watch, { server }) => {
    server.refused.add(WASM);
    assert.equal((await attempt(page)).code, 'module-not-found');
    server.refused.delete(WASM);
    await page.evaluate(async () => {
      const { host } = globalThis;
      document.querySelector('coordo-board').client = await host.bundleClient(await host.bundle('small.json'));
    });
    await boardReady(page);
    assert.equal(await page.evaluate(() => document.querySelector('coordo-board').shadowRoot.querySelector('.shell')), null);
  }, mayComplain));

  test('a page in place of the module is not taken for a refusal', onStage(async (page) => {
    const refused = await attempt(page, { wasmUrl: '/stage.html' });
    assert.equal(refused.code, 'module-not-found');
    assert.equal(refused.option, 'wasmUrl');
  }, mayComplain));

  test('a server that does not know the type of the module serves it all the same', onStage(async (page, _watch, { server }) => {
    server.types.set(WASM, 'application/octet-stream');
    try {
      await page.evaluate(async () => {
        const { host } = globalThis;
        host.board(await host.bundleClient(await host.bundle('small.json')));
      });
      await boardReady(page);
    } finally {
      server.types.delete(WASM);
    }
  }));

  test('a host may say it in its own words; the gesture stays', onStage(async (page, _watch, { server }) => {
    server.refused.add(WASM);
    try {
      await attempt(page);
      const kept = await page.evaluate(() => {
        const element = document.querySelector('coordo-board');
        const own = document.createElement('p');
        own.slot = 'unavailable';
        own.textContent = 'Appelez le 05 00 00 00 00.';
        element.append(own);
        return { button: element.shadowRoot.querySelector('button').textContent, placed: own.assignedSlot !== null };
      });
      assert.deepEqual(kept, { button: 'Copier la ligne', placed: true });
    } finally {
      server.refused.delete(WASM);
    }
  }, mayComplain));
});
