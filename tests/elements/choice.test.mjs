/** What the elements of one client share: the one thing that is chosen, and what is left out. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cards } from '../kit/web/board.mjs';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

/** Every kind of element on one client, and what the client tells. */
async function openAll(page) {
  await page.evaluate(async (tags) => {
    const { host } = globalThis;
    host.client = await host.bundleClient(await host.bundle('small.json'));
    host.heard = [];
    host.client.on('select', (detail) => host.heard.push(detail));
    for (const tag of tags) host.element(tag, host.client);
  }, TAGS);
  for (const tag of TAGS) await widgetReady(page, tag);
}

const CHOSEN = { source: 'dossier', resource: 'Task/passage' };

inEveryEngine('the choice', ({ onStage }) => {
  test('of the host is held, told once, and let go of', onStage(async (page) => {
    await openAll(page);
    const seen = await page.evaluate(async (item) => {
      const { client, heard } = globalThis.host;
      const held = [client.selection];
      client.select(item);
      client.select(item);
      held.push(client.selection);
      client.select(null);
      held.push(client.selection);
      client.select({ source: 'dossier', resource: 'CarePlan/absent', activity: 2 });
      held.push(client.selection);
      await Promise.resolve();
      return { held, heard };
    }, CHOSEN);
    const absent = { source: 'dossier', resource: 'CarePlan/absent', activity: 2 };
    assert.deepEqual(seen.held, [null, CHOSEN, null, absent]);
    assert.deepEqual(seen.heard, [CHOSEN, null, absent]);
  }));

  for (const tag of TAGS) {
    test(`of a person in <${tag}> is the client's, and told by both`, onStage(async (page) => {
      await openAll(page);
      const wanted = await page.$eval(tag, ({ shadowRoot }) => {
        const node = shadowRoot.querySelector('[data-resource]');
        const { source, resource } = node.dataset;
        (node.matches('button, [tabindex]') ? node : (node.querySelector('button, [tabindex]') ?? node)).click();
        return { source, resource };
      });
      const [told] = await toldOf(page, 'coordo-select');
      assert.deepEqual({ source: told.source, resource: told.resource }, wanted);
      const { selection, heard, from } = await page.evaluate(() => ({
        selection: globalThis.host.client.selection, heard: globalThis.host.heard,
        from: globalThis.host.told.filter(({ name }) => name === 'coordo-select').map((entry) => entry.tag),
      }));
      assert.deepEqual({ source: selection.source, resource: selection.resource }, wanted);
      assert.deepEqual(heard, [selection]);
      assert.deepEqual(from, [tag]);
    }));
  }
});

inEveryEngine('the filter', ({ onStage }) => {
  test('is read whole, set in part, and leaves out what does not fit', onStage(async (page) => {
    await openAll(page);
    await boardReady(page);
    const seen = await page.evaluate(() => {
      const { client } = globalThis.host;
      const read = [client.filter];
      client.filter = { text: 'LETTRE' };
      read.push(client.filter);
      client.filter = { owner: { source: 'dossier', reference: 'Practitioner/nadia' }, onlyOpen: true };
      read.push(client.filter);
      client.filter = { goal: { source: 'dossier', reference: 'Goal/1' }, owner: 'nobody' };
      read.push(client.filter);
      client.filter = { text: 'lettre' };
      return read;
    });
    const none = { text: '', owner: 'all', goal: null, onlyOpen: false };
    assert.deepEqual(seen, [
      none,
      { ...none, text: 'LETTRE' },
      { ...none, owner: { source: 'dossier', reference: 'Practitioner/nadia' }, onlyOpen: true },
      { ...none, goal: { source: 'dossier', reference: 'Goal/1' }, owner: 'nobody' },
    ]);
    await page.waitForFunction(() =>
      document.querySelector('coordo-board').shadowRoot.querySelectorAll('[part~="card"]').length === 1);
    assert.deepEqual((await cards(page)).map(({ resource }) => resource), ['Task/lettre']);
    await page.evaluate(() => {
      globalThis.host.client.filter = {};
    });
    await page.waitForFunction(() =>
      document.querySelector('coordo-board').shadowRoot.querySelectorAll('[part~="card"]').length === 6);
  }));
});
