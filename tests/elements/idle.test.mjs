/** A machine that several people use: what happens when nobody has touched the page for a while. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn, moveByKeyboard } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

/** 300 ms, as minutes. */
const SOON = 0.005;

/** A client that is closed after a while; the page hears of it. */
async function watched(page, idle, options = {}) {
  await page.evaluate(async (wanted, more) => {
    const { host } = globalThis;
    const { client } = await host.sandboxClient('small.json', { idle: wanted, ...more });
    host.client = client;
    host.locked = [];
    client.on('locked', (detail) => host.locked.push(detail));
    host.board(client);
  }, idle, options);
}

/** What the board shows. */
const screen = (page) => page.evaluate(() => {
  const { client, shadowRoot } = document.querySelector('coordo-board');
  return { client: client === null ? null : 'open', records: shadowRoot.querySelectorAll('[data-resource]').length, text: shadowRoot.textContent };
});

const locked = (page) => page.waitForFunction(() => globalThis.host.locked.length > 0);

inEveryEngine('A page that nobody touches', ({ onStage }) => {
  for (const then of ['lock', 'purge']) {
    test(`shows the plan no more after a while (${then}), and its host hears of it once`, onStage(async (page) => {
      await watched(page, { afterMinutes: SOON, then });
      await locked(page);
      const { told, client, shown } = await page.evaluate(() => ({
        told: globalThis.host.locked,
        client: document.querySelector('coordo-board').client,
        shown: document.querySelector('coordo-board').shadowRoot.querySelectorAll('[data-resource]').length,
      }));
      assert.deepEqual(told, [{ purged: then === 'purge' }]);
      assert.equal(client, null);
      assert.equal(shown, 0);
    }));
  }

  test('keeps it while there are signs of somebody', onStage(async (page) => {
    await watched(page, { afterMinutes: 0.06, then: 'lock' });
    await boardReady(page);
    for (let n = 0; n < 20; n += 1) {
      await page.mouse.move(100 + n, 100);
      await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
    }
    assert.equal(await page.evaluate(() => globalThis.host.locked.length), 0);
    await locked(page);
  }));

  test('locks nothing away that would be lost: an unsent change in memory is said instead', onStage(async (page) => {
    await watched(page, { afterMinutes: 0.1, then: 'purge' }, { sendAfter: 600_000 });
    await boardReady(page);
    await moveByKeyboard(page, 'Task/lettre', 1);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    await locked(page);
    const { told, pending } = await page.evaluate(() => ({ told: globalThis.host.locked, pending: globalThis.host.client.status().pending }));
    assert.deepEqual(told, [{ purged: false, unsent: 1 }]);
    assert.equal(pending, 1);
    const covered = await screen(page);
    assert.equal(covered.records, 0);
    assert.match(covered.text, /masqué.*modification non envoyée/s);
    await page.evaluate(() => globalThis.host.client.unlock());
    await cardInColumn(page, 'Task/lettre', 'in-progress');
  }));

  test('hides what it cannot lock until the changes are sent, then closes', onStage(async (page) => {
    await watched(page, { afterMinutes: 0.1, then: 'lock' }, { sendAfter: 600_000 });
    await boardReady(page);
    await moveByKeyboard(page, 'Task/lettre', 1);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    await locked(page);
    await page.evaluate(() => globalThis.host.client.sync());
    await page.waitForFunction(() => globalThis.host.locked.length === 2);
    assert.deepEqual(await page.evaluate(() => globalThis.host.locked), [{ purged: false, unsent: 1 }, { purged: false }]);
    assert.equal((await screen(page)).client, null);
  }));

  test('is told by name where the option is wrong', onStage(async (page) => {
    const refusal = await page.evaluate(() => globalThis.host.refusal(() => globalThis.host.sandboxClient('small.json', { idle: { afterMinutes: 0, then: 'lock' } })));
    assert.equal(refusal.option, 'idle.afterMinutes');
  }));
});
