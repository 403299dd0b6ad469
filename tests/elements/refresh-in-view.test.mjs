/** What a person looks at stays where it is while news come in above it, and the view goes with the day until it is moved. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine } from './stage.mjs';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 20, 9);

/** Tasks of the days around now, in a timeline over a sandbox whose clock the test moves. */
async function timeline(page) {
  await page.evaluate(async (now, day) => {
    const { host } = globalThis;
    host.at = now;
    const task = (at) => ({
      resourceType: 'Task', id: `t${at}`, status: 'accepted', intent: 'order', description: `Tâche ${at}`, owner: { display: 'Nadia' },
      executionPeriod: { start: new Date(now + (at - 30) * day / 10).toISOString() },
    });
    const bundle = { resourceType: 'Bundle', type: 'collection', entry: Array.from({ length: 60 }, (_, at) => ({ resource: task(at) })) };
    const clock = () => host.at;
    host.sandbox = await host.coordo.createSandbox({ bundles: [bundle], clock });
    host.client = await host.coordo.createClient({
      sources: [{ id: 'essai', kind: 'sandbox', sandbox: host.sandbox }], clock, timeZone: 'Europe/Paris',
    });
    host.shown = host.element('coordo-timeline', host.client);
  }, NOW, DAY);
  await widgetReady(page, 'coordo-timeline');
}

/** A row by its name, and how far below the top of the grid it is; null where it is not drawn. */
const placeOf = (page, name) => page.evaluate((wanted) => {
  const root = globalThis.host.shown.shadowRoot;
  const row = [...root.querySelectorAll('[part~="row"]')].find((one) => one.querySelector('[part~="row-label"]').textContent.startsWith(wanted));
  return row === undefined ? null : Math.round(row.getBoundingClientRect().top - root.querySelector('[role="grid"]').getBoundingClientRect().top);
}, name);

const range = (page) => page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.tl-range').textContent.trim());

inEveryEngine('what is in view', ({ onStage }) => {
  test('stays where it is when rows come in above it', onStage(async (page) => {
    await timeline(page);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[role="grid"]').scrollTo(0, 900));
    await page.waitForFunction(() => [...globalThis.host.shown.shadowRoot.querySelectorAll('[part~="row-label"]')]
      .some((label) => label.textContent.startsWith('Tâche 32')));
    const before = await placeOf(page, 'Tâche 32');
    await page.evaluate(async (start) => {
      const { sandbox, client } = globalThis.host;
      const task = { resourceType: 'Task', id: 'neuf', status: 'accepted', intent: 'order', description: 'Neuve', owner: { display: 'Nadia' }, executionPeriod: { start } };
      await sandbox.request({ method: 'PUT', path: 'Task/neuf', body: JSON.stringify(task) });
      await client.pull();
    }, new Date(NOW - 5 * DAY).toISOString());
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[role="grid"]').getAttribute('aria-rowcount') === '63');
    assert.equal(await placeOf(page, 'Tâche 32'), before);
  }));

  test('goes with the day until somebody looks elsewhere', onStage(async (page) => {
    await timeline(page);
    const first = await range(page);
    const later = async (days) => page.evaluate(async (to, id) => {
      const { host } = globalThis;
      host.at = to;
      const task = { resourceType: 'Task', id, status: 'accepted', intent: 'order', description: id };
      await host.sandbox.request({ method: 'PUT', path: `Task/${id}`, body: JSON.stringify(task) });
      await host.client.pull();
    }, NOW + days * DAY, `plus-${days}`);
    await later(7);
    await page.waitForFunction((words) => globalThis.host.shown.shadowRoot.querySelector('.tl-range').textContent.trim() !== words, {}, first);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.tl-scale button').click());
    const chosen = await range(page);
    await later(14);
    await page.waitForFunction(() => globalThis.host.client.status().lastSyncedAt === globalThis.host.at);
    await page.evaluate(() => new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    }));
    assert.equal(await range(page), chosen);
  }));
});
