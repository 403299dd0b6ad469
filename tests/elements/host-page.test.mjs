/** What a host page sees of us: events it may refuse, tags it may name, and nothing else changed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, card, cardInColumn, cards, moveByKeyboard } from '../kit/web/board.mjs';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

async function sandboxBoard(page) {
  await page.evaluate(async () => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json');
    Object.assign(host, { sandbox, client });
    host.board(client);
  });
  await boardReady(page);
}

inEveryEngine('the host page', ({ onStage, page: inPage }) => {
  test('is asked before a task moves and told after it', onStage(async (page) => {
    await sandboxBoard(page);
    await moveByKeyboard(page, 'Task/lettre', 1);
    const [moved] = await toldOf(page, 'coordo-task-moved');
    const [asked] = await toldOf(page, 'coordo-task-move');
    const expected = { source: 'essai', resource: 'Task/lettre', from: 'accepted', to: 'in-progress', actor: null };
    assert.deepEqual({ ...asked, ...expected }, asked);
    assert.deepEqual({ ...moved, ...expected }, moved);
    const order = await page.evaluate(() => globalThis.host.told
      .filter(({ name }) => name.startsWith('coordo-task')).map(({ name, cancelable }) => `${name} ${cancelable}`));
    assert.deepEqual(order, ['coordo-task-move true', 'coordo-task-moved false']);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
  }));

  test('refuses a move by preventDefault: the card stays and no change is made', onStage(async (page) => {
    await sandboxBoard(page);
    await page.evaluate(() =>
      document.addEventListener('coordo-task-move', (event) => event.preventDefault()));
    await moveByKeyboard(page, 'Task/lettre', 1);
    await toldOf(page, 'coordo-task-move');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    assert.equal((await card(page, 'Task/lettre')).column, 'accepted');
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 0);
    assert.equal(await page.evaluate(() => globalThis.host.told.some(({ name }) => name === 'coordo-task-moved')), false);
  }));

  test('may throw in a listener without harm to the widget', onStage(async (page, watch) => {
    await sandboxBoard(page);
    await page.evaluate(() => document.addEventListener('coordo-task-move', () => {
      throw new Error('a mistake of the host');
    }));
    await moveByKeyboard(page, 'Task/lettre', 1);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    assert.equal(watch.errors.every((error) => error.includes('a mistake of the host')), true, watch.errors.join());
  }, { expectErrors: true }));

  test('finds no new global but the registry, and no changed prototype', () =>
    inPage('/globals.html', async (page) => {
      await page.waitForFunction(() => document.documentElement.dataset.added !== undefined);
      const added = await page.evaluate(() => document.documentElement.dataset.added.split(' '));
      // The driver of the browser adds two helpers of its own to every page.
      assert.deepEqual(added.filter((key) => !key.includes('ariaQuerySelector')), ['Symbol(@coordo/elements)']);
    }));

  test('importing alone defines nothing', () =>
    inPage('/stage.html', async (page) => {
      await page.waitForFunction(() => globalThis.host !== undefined);
      const state = await page.evaluate((tags) => ({
        tags: tags.filter((tag) => customElements.get(tag) !== undefined), registry: globalThis.host.instance() !== undefined,
      }), TAGS);
      assert.deepEqual(state, { tags: [], registry: false });
    }));

  test('may give the tags a prefix of its own, beside the default one', onStage(async (page) => {
    const prefixed = TAGS.map((tag) => tag.replace('coordo', 'dac'));
    await page.evaluate(async (tags) => {
      const { host } = globalThis;
      host.coordo.defineCoordoElements({ prefix: 'dac' });
      const client = await host.bundleClient(await host.bundle('small.json'));
      for (const tag of tags) host.element(tag, client);
    }, [...TAGS, ...prefixed]);
    for (const tag of [...TAGS, ...prefixed]) await widgetReady(page, tag);
    assert.equal((await cards(page)).length, 6);
  }));

  test('defining again is silent; another version of a tag is told once', onStage(async (page, watch) => {
    await page.evaluate(() => {
      const { coordo } = globalThis.host;
      coordo.defineCoordoElements();
      customElements.define('old-board', class extends HTMLElement {
        static coordoVersion = '0.0.1';
      });
      coordo.defineCoordoElements({ prefix: 'old' });
      coordo.defineCoordoElements({ prefix: 'old' });
    });
    assert.equal(watch.warnings.length, 1, watch.warnings.join('\n'));
    assert.match(watch.warnings[0], /<old-board> is already defined by version 0\.0\.1/);
  }));

  test('with two copies of the package has one instance, and their objects fit together', onStage(async (page, _watch, { server }) => {
    const before = server.requests.filter((path) => path.endsWith('.wasm')).length;
    await page.evaluate(async () => {
      const { host } = globalThis;
      const second = await host.secondCopy();
      second.defineCoordoElements();
      const sandbox = await second.createSandbox({ bundles: [await host.bundle('small.json')] });
      host.board(await host.clientOf(sandbox));
      host.board(await second.createClient({ sources: [{ id: 'essai', kind: 'sandbox', sandbox }] }));
    });
    await boardReady(page, 0);
    await boardReady(page, 1);
    assert.equal(server.requests.filter((path) => path.endsWith('.wasm')).length - before, 1);
    const { widgets, clients, sandboxes } = await page.evaluate(() => globalThis.host.instance().glue.describeInstance());
    assert.deepEqual({ widgets, clients, sandboxes }, { widgets: 2, clients: 2, sandboxes: 1 });
  }));

  test('styles of the page do not reach in, and tokens do', onStage(async (page) => {
    await page.evaluate((tags) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('h2, button { color: rgb(255, 0, 0) !important } #stage { --coordo-ink: rgb(1, 2, 3) }');
      document.adoptedStyleSheets = [sheet];
      for (const tag of tags) globalThis.host.element(tag);
    }, TAGS);
    for (const tag of TAGS) {
      const colour = await page.$eval(tag, ({ shadowRoot }) => getComputedStyle(shadowRoot.querySelector('h2')).color);
      assert.equal(colour, 'rgb(1, 2, 3)', tag);
    }
  }));
});
