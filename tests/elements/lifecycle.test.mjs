/** The life of an element in a page that adds, moves and removes it as it likes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn, cards, focusCard, moveByKeyboard } from '../kit/web/board.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

const WASM = '/coordo/coordo_bg.wasm';

inEveryEngine('life of an element', ({ onStage, page: inPage }) => {
  test('a property set before the tag is defined is kept', () =>
    inPage('/stage.html', async (page) => {
      await page.waitForFunction(() => globalThis.host !== undefined);
      await page.evaluate(async () => {
        const { host } = globalThis;
        const element = document.createElement('coordo-board');
        element.client = await host.bundleClient(await host.bundle('small.json'));
        element.headingLevel = 4;
        host.stage.append(element);
        host.coordo.defineCoordoElements();
      });
      await boardReady(page);
      const seen = await page.evaluate(() => {
        const element = document.querySelector('coordo-board');
        return { own: Object.keys(element), level: element.headingLevel, attribute: element.getAttribute('heading-level') };
      });
      assert.deepEqual(seen, { own: [], level: 4, attribute: '4' });
    }));

  test('the skeleton is there before a late module, and the board after it', onStage(async (page, _watch, { server }) => {
    const release = server.hold(WASM);
    await page.evaluate(() => {
      const { host } = globalThis;
      const element = host.board();
      host.bundle('small.json').then((text) => host.bundleClient(text)).then((client) => {
        element.client = client;
      });
    });
    const skeleton = await page.evaluate(() => {
      const section = document.querySelector('coordo-board').shadowRoot.querySelector('section');
      return { busy: section.getAttribute('aria-busy'), shape: section.querySelector('[part="skeleton"]') !== null };
    });
    assert.deepEqual(skeleton, { busy: 'true', shape: true });
    release();
    await boardReady(page);
    assert.equal(await page.evaluate(() =>
      document.querySelector('coordo-board').shadowRoot.querySelector('.shell') === null), true);
  }));

  test('two elements share one instance', onStage(async (page, _watch, { server }) => {
    const before = server.requests.filter((path) => path === WASM).length;
    await page.evaluate(async () => {
      const { host } = globalThis;
      const text = await host.bundle('small.json');
      const [one, two] = await Promise.all([host.bundleClient(text), host.bundleClient(text)]);
      host.board(one);
      host.board(two);
    });
    await boardReady(page, 0);
    await boardReady(page, 1);
    const described = await page.evaluate(() => globalThis.host.instance().glue.describeInstance());
    assert.equal(described.widgets, 2);
    assert.equal(described.clients, 2);
    assert.equal(server.requests.filter((path) => path === WASM).length - before, 1);
  }));

  test('the first whole rendering is told once, with its number of cards', onStage(async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      host.board(await host.bundleClient(await host.bundle('small.json')));
    });
    const [ready, ...more] = await toldOf(page, 'coordo-ready');
    assert.deepEqual(ready, { cards: 6 });
    assert.equal((await cards(page)).length, 6);
    assert.deepEqual(more, []);
  }));

  test('a move in the page changes nothing: same widget, same scroll', onStage(async (page) => {
    // On a phone the columns lie side by side and are scrolled to.
    await page.setViewport({ width: 390, height: 800 });
    await page.evaluate(async () => {
      const { host } = globalThis;
      host.board(await host.bundleClient(await host.bundle('small.json')));
    });
    await boardReady(page);
    const kept = await page.evaluate(async () => {
      const element = document.querySelector('coordo-board');
      const root = element.shadowRoot;
      const card = root.querySelector('[part~="card"]');
      const columns = [...root.querySelectorAll('*')].find((node) => node.scrollWidth > node.clientWidth + 100
        && /auto|scroll/.test(getComputedStyle(node).overflowX) && node.querySelector('[data-column]') !== null);
      const column = root.querySelector('[data-column="in-progress"]');
      const scrolled = new Promise((resolve) => columns.addEventListener('scroll', resolve, { once: true }));
      columns.scrollTo({ left: column.offsetLeft - columns.offsetLeft, behavior: 'instant' });
      await scrolled;
      const widgets = () => globalThis.host.instance().glue.describeInstance().widgets;
      const before = { left: columns.scrollLeft, widgets: widgets() };
      document.getElementById('elsewhere').append(element);
      await Promise.resolve();
      return {
        far: before.left > 200, widgets: widgets() - before.widgets,
        sameCard: root.querySelector('[part~="card"]') === card, scroll: columns.scrollLeft - before.left,
      };
    });
    assert.deepEqual(kept, { far: true, widgets: 0, sameCard: true, scroll: 0 });
  }));

  test('a card lifted before a move in the page can be put down after it', onStage(async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      const { client } = await host.sandboxClient('small.json');
      host.board(client);
    });
    await boardReady(page);
    await focusCard(page, 'Task/lettre');
    await page.keyboard.press(' ');
    await page.evaluate(() => document.getElementById('elsewhere').append(document.querySelector('coordo-board')));
    await focusCard(page, 'Task/lettre');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await cardInColumn(page, 'Task/lettre', 'in-progress');
  }));

  test('a removed element frees its widget at the end of the turn', onStage(async (page) => {
    const left = await page.evaluate(async () => {
      const { host } = globalThis;
      const element = host.board(await host.bundleClient(await host.bundle('small.json')));
      element.remove();
      const atOnce = host.instance().glue.describeInstance().widgets;
      await Promise.resolve();
      return { atOnce, afterwards: host.instance().glue.describeInstance().widgets };
    });
    assert.deepEqual(left, { atOnce: 1, afterwards: 0 });
  }));

  test('a client that is closed lets go of its elements', onStage(async (page) => {
    const left = await page.evaluate(async () => {
      const { host } = globalThis;
      const client = await host.bundleClient(await host.bundle('small.json'));
      const element = host.board(client);
      await client.pull();
      await client.close();
      const { widgets, clients } = host.instance().glue.describeInstance();
      return { widgets, clients, client: element.client, refused: (await host.refusal(() => client.pull())).code };
    });
    assert.deepEqual(left, { widgets: 0, clients: 0, client: null, refused: 'stale-handle' });
  }));

  test('the language changes while the board is shown', onStage(async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      host.board(await host.bundleClient(await host.bundle('small.json')), { locale: 'fr' });
    });
    await boardReady(page);
    const title = () => page.evaluate(() =>
      document.querySelector('coordo-board').shadowRoot.querySelector('h1, h2, h3').textContent.trim());
    const french = await title();
    await page.evaluate(() => document.querySelector('coordo-board').setAttribute('locale', 'en'));
    await page.waitForFunction((before) =>
      document.querySelector('coordo-board').shadowRoot.querySelector('h1, h2, h3').textContent.trim() !== before, {}, french);
    assert.match(french, /Tâches/);
    assert.match(await title(), /Tasks/);
    assert.equal((await cards(page)).length, 6);
  }));

  test('an element taken into another document keeps its styles', onStage(async (page) => {
    const sheets = await page.evaluate(async () => {
      const { host } = globalThis;
      const element = host.board(await host.bundleClient(await host.bundle('small.json')));
      const frame = document.createElement('iframe');
      frame.src = 'about:blank';
      document.body.append(frame);
      frame.contentDocument.body.append(element);
      await Promise.resolve();
      return { sheets: element.shadowRoot.adoptedStyleSheets.length, shown: element.isConnected };
    });
    assert.deepEqual(sheets, { sheets: 1, shown: true });
  }));

  test('unsent changes make the browser ask before the tab ends, and only they', onStage(async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      const added = [];
      const { addEventListener: add, removeEventListener: remove } = globalThis;
      globalThis.addEventListener = (name, ...rest) => (added.push(`+${name}`), add.call(globalThis, name, ...rest));
      globalThis.removeEventListener = (name, ...rest) => (added.push(`-${name}`), remove.call(globalThis, name, ...rest));
      host.questions = added;
      const { sandbox, client } = await host.sandboxClient('small.json');
      host.sandbox = sandbox;
      host.client = client;
      host.board(client);
    });
    await boardReady(page);
    await page.evaluate(() => globalThis.host.sandbox.faults({ offline: true }));
    await moveByKeyboard(page, 'Task/lettre', 1);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    const asked = () => page.evaluate(() => globalThis.host.questions.filter((entry) => entry.endsWith('beforeunload')));
    assert.deepEqual(await asked(), ['+beforeunload']);
    assert.equal(await page.evaluate(async () =>
      (await globalThis.host.refusal(() => globalThis.host.client.close())).code), 'unsent-changes');
    await page.evaluate(async () => {
      globalThis.host.sandbox.faults({ offline: false });
      await globalThis.host.client.sync();
    });
    await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
    await page.waitForFunction(() => globalThis.host.questions.includes('-beforeunload'));
    assert.deepEqual(await asked(), ['+beforeunload', '-beforeunload']);
  }));
});
