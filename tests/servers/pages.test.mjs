/** Several tabs on one plan, over a real server: any of them may change, one sends, all show the same. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn, moveByKeyboard } from '../kit/web/board.mjs';
import { allSent, heard, inEveryEngine, statusOf } from './stage.mjs';

inEveryEngine('Two tabs on one plan', ({ engine, visiting }) => {
  test('show what is changed in one of them within a second, and send it once', visiting(async (visits, person) => {
    const [first, second] = [await visits.open({ sendAfter: 600_000 }), await visits.open({ sendAfter: 600_000 })];
    await boardReady(first);
    await boardReady(second);
    await second.bringToFront();
    await moveByKeyboard(second, person.task(2), 1);
    await first.bringToFront();
    await cardInColumn(first, person.task(2), 'in-progress');
    assert.equal((await statusOf(first)).pending, 1);
    assert.equal((await visits.fhir.read(person.task(2))).meta.versionId, '1');
    await second.evaluate(() => globalThis.host.client.sync());
    await allSent(first);
    await allSent(second);
    const there = await visits.fhir.read(person.task(2));
    assert.equal(there.status, 'in-progress');
    assert.equal(there.meta.versionId, '2');
  }));

  test('send on when the one that sends is closed', visiting(async (visits, person) => {
    const first = await visits.open();
    const second = await visits.open();
    await boardReady(second);
    await first.close();
    await second.bringToFront();
    await moveByKeyboard(second, person.task(2), 1);
    await cardInColumn(second, person.task(2), 'in-progress');
    await allSent(second);
    assert.equal((await visits.fhir.read(person.task(2))).status, 'in-progress');
  }));

  test('send each for itself what they change once a newer version of the software keeps the device', visiting(async (visits, person) => {
    const [first, second] = [await visits.open(), await visits.open()];
    await boardReady(second);
    const { page: newer } = await visits.blank();
    await newer.evaluate(async () => {
      const [{ name, version }] = await indexedDB.databases();
      await new Promise((resolve, reject) => {
        const asked = indexedDB.open(name, version + 1_000);
        asked.onsuccess = () => resolve(asked.result.close());
        asked.onerror = () => reject(asked.error);
      });
    });
    for (const page of [first, second]) {
      await page.waitForFunction(() => globalThis.host.client.status().cacheTrouble === 'outdated');
    }
    await second.bringToFront();
    await moveByKeyboard(second, person.task(2), 1);
    await cardInColumn(second, person.task(2), 'in-progress');
    await allSent(second);
    const there = await visits.fhir.read(person.task(2));
    assert.equal(`${there.status} ${there.meta.versionId}`, 'in-progress 2');
  }));

  test('forget together what one of them was told to forget', visiting(async (visits) => {
    const first = await visits.open();
    const second = await visits.open();
    await boardReady(second);
    await first.evaluate(() => globalThis.host.client.purge());
    await second.evaluate(() => globalThis.host.client.pull());
    assert.equal((await statusOf(second)).cacheTrouble, 'erased');
  }));

  test('leave what is kept to the one that somebody still uses, and erase it with the last', visiting(async (visits) => {
    // A client that is locked while it loads would reject the load.
    const idle = { idle: { afterMinutes: 0.1, then: 'purge' }, pull: false };
    const locked = async (page) => {
      await heard(page, 'locked');
      return page.evaluate(() => globalThis.host.heard.find(({ name }) => name === 'locked').purged);
    };
    const used = await visits.open();
    const forgotten = await visits.open(idle);
    assert.equal(await locked(forgotten), false);
    await used.evaluate(() => globalThis.host.client.pull());
    const { cache, cacheTrouble } = await statusOf(used);
    assert.deepEqual([cache, cacheTrouble], ['encrypted', null]);
    await used.close();
    const last = await visits.open(idle);
    assert.equal(await locked(last), true);
  }));

  if (engine.name === 'chromium') {
    // WebDriver BiDi cannot freeze a page.
    test('go on sending while the one that sends is frozen, and send nothing twice when it thaws', visiting(
      async (visits, person) => {
        const first = await visits.open();
        const second = await visits.open();
        await boardReady(second);
        await second.bringToFront();
        await nothingUnderWay(first);
        const devtools = await first.createCDPSession();
        await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
        await moveByKeyboard(second, person.task(2), 1);
        await cardInColumn(second, person.task(2), 'in-progress');
        await second.waitForFunction(() => globalThis.host.client.status().pending === 0, { timeout: 60_000 });
        assert.equal((await visits.fhir.read(person.task(2))).meta.versionId, '2');
        await devtools.send('Page.setWebLifecycleState', { state: 'active' });
        await first.bringToFront();
        await cardInColumn(first, person.task(2), 'in-progress');
        await allSent(first);
        await second.bringToFront();
        await moveByKeyboard(second, person.task(1), 1);
        await cardInColumn(second, person.task(1), 'accepted');
        await allSent(second);
        assert.equal((await visits.fhir.read(person.task(2))).meta.versionId, '2');
        assert.equal((await visits.fhir.read(person.task(1))).meta.versionId, '2');
      },
    ));
  }
});

/** A browser does not freeze a page in the midst of a transaction, which would hold up all others; DevTools does. */
async function nothingUnderWay(page) {
  await page.evaluate(() => {
    const { host } = globalThis;
    host.under = 0;
    host.endedAt = performance.now();
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function transaction(...wanted) {
      const begun = begin.apply(this, wanted);
      host.under += 1;
      const end = () => {
        host.under -= 1;
        host.endedAt = performance.now();
      };
      begun.addEventListener('complete', end);
      begun.addEventListener('abort', end);
      return begun;
    };
  });
  await page.waitForFunction(() => globalThis.host.under === 0 && performance.now() - globalThis.host.endedAt > 1_000, { polling: 100 });
}
