/** What is printed where a screen shows only the first of many. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine } from './stage.mjs';

/** An element over so many records of one kind. */
async function over(page, tag, resources) {
  await page.evaluate(async (name, entries) => {
    const { host } = globalThis;
    const bundle = { resourceType: 'Bundle', type: 'collection', entry: entries.map((resource) => ({ resource })) };
    const client = await host.coordo.createClient({ sources: [{ id: 'essai', kind: 'bundle', bundles: [bundle] }] });
    Object.assign(host, { client, shown: host.element(name, client) });
    await client.pull();
  }, tag, resources);
  await widgetReady(page, tag);
}

function drawn(page, n) {
  return page.waitForFunction((wanted) =>
    globalThis.host.shown.shadowRoot.querySelectorAll('[part~="card"], [part~="result"]').length === wanted, {}, n);
}

/** What a person starts from the browser's menu. */
const print = (page) => page.evaluate(() => { dispatchEvent(new Event('beforeprint')); });
const printed = (page) => page.evaluate(() => { dispatchEvent(new Event('afterprint')); });

const tasks = (n) => Array.from({ length: n }, (_, at) => ({
  resourceType: 'Task', id: `t${at}`, status: at % 3 === 0 ? 'completed' : 'requested', intent: 'order', description: `Tâche ${at}`,
}));
const people = (n) => Array.from({ length: n }, (_, at) => ({
  resourceType: 'Practitioner', id: `p${at}`, name: [{ family: `Nom${at}`, given: ['Anne'] }],
}));

inEveryEngine('on paper', ({ onStage, engine }) => {
  test('a board has every card, and afterwards as many as before', onStage(async (page) => {
    await over(page, 'coordo-board', tasks(180));
    await drawn(page, 50);
    await print(page);
    await drawn(page, 180);
    await printed(page);
    await drawn(page, 50);
  }));

  test('a board whose cards are all drawn keeps each of them', onStage(async (page) => {
    await over(page, 'coordo-board', tasks(7));
    await drawn(page, 7);
    await print(page);
    await drawn(page, 7);
    await printed(page);
    await drawn(page, 7);
  }));

  test('a timeline has every line before the page takes another turn', onStage(async (page) => {
    const dated = tasks(180).map((task, at) => ({
      ...task, executionPeriod: { start: new Date(Date.UTC(2026, 10, 1) + at * 86_400_000).toISOString().slice(0, 10) },
    }));
    await over(page, 'coordo-timeline', dated);
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[part~="item"]') !== null);
    const n = await page.evaluate(async () => {
      dispatchEvent(new Event('beforeprint'));
      // The browser takes its picture once this turn is over: no timer comes before it.
      for (let n = 0; n < 50; n += 1) await null;
      return globalThis.host.shown.shadowRoot.querySelectorAll('tbody tr').length;
    });
    assert.equal(n, 180);
    await printed(page);
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('.tl-table').hidden);
  }));

  test('a directory has a thousand results, and says how many are not printed', onStage(async (page) => {
    await over(page, 'coordo-directory', people(1_204));
    await drawn(page, 30);
    // Firefox tells some pages twice.
    await print(page);
    await print(page);
    await drawn(page, 1_000);
    if (engine.name === 'chromium') await page.emulateMediaType('print');
    const said = await page.evaluate(() => {
      const line = globalThis.host.shown.shadowRoot.querySelector('.di-paper');
      return { text: line.textContent.replace(/\s+/gu, ' '), isSeen: line.checkVisibility() };
    });
    assert.deepEqual(said, {
      text: 'Sans compter 204 autres résultats : précisez la recherche pour les imprimer.',
      isSeen: engine.name === 'chromium',
    });
    await printed(page);
    await drawn(page, 30);
  }));
});
