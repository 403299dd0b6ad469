/** A session that ended: the plan is hidden and said to be, the host is told once, and all comes back with new credentials. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

/** A portal in front of a sandbox, whose session the test ends and begins. */
async function portal(page) {
  await page.evaluate(async () => {
    const { host } = globalThis;
    const sandbox = await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')] });
    host.isSignedIn = true;
    host.asked = [];
    const client = await host.hostClient(async (request) => (host.isSignedIn ? host.forward(sandbox)(request) : { status: 401 }), {}, { refresh: 0 });
    client.on('credentials-needed', (detail) => host.asked.push(detail));
    host.client = client;
    host.board(client);
  });
  await boardReady(page);
}

const shown = (page) => page.evaluate(() => document.querySelector('coordo-board').shadowRoot.querySelectorAll('[data-resource]').length);

inEveryEngine('A session that ended', ({ onStage }) => {
  test('hides the plan, says so, tells the host once, and gives all back after a new one', onStage(async (page) => {
    await portal(page);
    const before = await shown(page);
    assert.ok(before > 0);
    const told = await page.evaluate(async () => {
      const { host } = globalThis;
      host.isSignedIn = false;
      await host.client.pull();
      await host.client.pull();
      await Promise.resolve();
      return host.asked;
    });
    assert.deepEqual(told.map(({ status }) => status), [401]);
    await page.waitForFunction(() => document.querySelector('coordo-board').shadowRoot.querySelectorAll('[data-resource]').length === 0);
    const said = await page.evaluate(() => document.querySelector('coordo-board').shadowRoot.querySelector('[part~="error"]')?.textContent);
    assert.match(said, /401.*reconnectez-vous au portail/);
    await page.evaluate(async () => {
      globalThis.host.isSignedIn = true;
      await globalThis.host.client.sync();
    });
    await page.waitForFunction((n) => document.querySelector('coordo-board').shadowRoot.querySelectorAll('[data-resource]').length === n, {}, before);
    assert.equal(await page.evaluate(() => globalThis.host.client.status().complete), true);
  }));
});
