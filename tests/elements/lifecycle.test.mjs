/** The life of an element in a page that adds, moves and removes it as it likes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn, focusCard, moveByKeyboard } from '../kit/web/board.mjs';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

const WASM = '/coordo/coordo_bg.wasm';

/** What `coordo-ready` counts. */
const COUNTED = { 'coordo-timeline': 'items', 'coordo-board': 'cards', 'coordo-directory': 'entries' };
const TITLES = {
  'coordo-timeline': { fr: /Plan/, en: /plan/i },
  'coordo-board': { fr: /Tâches/, en: /Tasks/ },
  'coordo-directory': { fr: /Annuaire/, en: /Directory/ },
};

inEveryEngine('life of an element', ({ onStage, page: inPage }) => {
  for (const tag of TAGS) {
    test(`<${tag}> keeps a property that was set before the tag was defined`, () =>
      inPage('/stage.html', async (page) => {
        await page.waitForFunction(() => globalThis.host !== undefined);
        await page.evaluate(async (name) => {
          const { host } = globalThis;
          const element = document.createElement(name);
          element.client = await host.bundleClient(await host.bundle('small.json'));
          element.headingLevel = 4;
          host.stage.append(element);
          host.coordo.defineCoordoElements();
        }, tag);
        await widgetReady(page, tag);
        const seen = await page.$eval(tag, (element) => (
          { own: Object.keys(element), level: element.headingLevel, attribute: element.getAttribute('heading-level') }));
        assert.deepEqual(seen, { own: [], level: 4, attribute: '4' });
      }));

    test(`<${tag}> is a skeleton before a late module, and itself after it`, onStage(async (page, _watch, { server }) => {
      const release = server.hold(WASM);
      await page.evaluate((name) => {
        const { host } = globalThis;
        const element = host.element(name);
        host.bundle('small.json').then((text) => host.bundleClient(text)).then((client) => {
          element.client = client;
        });
      }, tag);
      const skeleton = await page.$eval(tag, ({ shadowRoot }) => {
        const section = shadowRoot.querySelector('section');
        return { busy: section.getAttribute('aria-busy'), shape: section.querySelector('[part="skeleton"]') !== null };
      });
      assert.deepEqual(skeleton, { busy: 'true', shape: true });
      release();
      await widgetReady(page, tag);
      assert.equal(await page.$eval(tag, ({ shadowRoot }) => shadowRoot.querySelector('.shell') === null), true);
    }));

    test(`<${tag}> is told to be ready once, with how much it has`, onStage(async (page) => {
      await page.evaluate(async (name) => {
        const { host } = globalThis;
        host.element(name, await host.bundleClient(await host.bundle('small.json')));
      }, tag);
      const [ready, ...more] = await toldOf(page, 'coordo-ready');
      assert.deepEqual(Object.keys(ready), [COUNTED[tag]]);
      assert.ok(ready[COUNTED[tag]] > 0);
      await widgetReady(page, tag);
      await page.evaluate(() => document.querySelector('#stage > *').client.pull());
      assert.deepEqual(more, []);
      assert.equal((await toldOf(page, 'coordo-ready')).length, 1);
    }));

    test(`<${tag}> moved in the page is the same widget`, onStage(async (page) => {
      await page.evaluate(async (name) => {
        const { host } = globalThis;
        host.element(name, await host.bundleClient(await host.bundle('small.json')));
      }, tag);
      await widgetReady(page, tag);
      const kept = await page.$eval(tag, async (element) => {
        const widgets = () => globalThis.host.instance().glue.describeInstance().widgets;
        const first = () => element.shadowRoot.querySelector('[data-resource]');
        const before = { first: first(), widgets: widgets() };
        document.getElementById('elsewhere').append(element);
        await Promise.resolve();
        return { same: first() === before.first, widgets: widgets() - before.widgets };
      });
      assert.deepEqual(kept, { same: true, widgets: 0 });
    }));

    test(`<${tag}> that is removed frees its widget at the end of the turn`, onStage(async (page) => {
      const left = await page.evaluate(async (name) => {
        const { host } = globalThis;
        const element = host.element(name, await host.bundleClient(await host.bundle('small.json')));
        element.remove();
        const atOnce = host.instance().glue.describeInstance().widgets;
        await Promise.resolve();
        return { atOnce, afterwards: host.instance().glue.describeInstance().widgets };
      }, tag);
      assert.deepEqual(left, { atOnce: 1, afterwards: 0 });
    }));

    test(`<${tag}> speaks another language while it is shown`, onStage(async (page) => {
      await page.evaluate(async (name) => {
        const { host } = globalThis;
        host.element(name, await host.bundleClient(await host.bundle('small.json')), { locale: 'fr' });
      }, tag);
      await widgetReady(page, tag);
      const shown = await page.$eval(tag, ({ shadowRoot }) => shadowRoot.querySelectorAll('[data-resource]').length);
      const title = () => page.$eval(tag, ({ shadowRoot }) => shadowRoot.querySelector('h2').textContent.trim());
      const french = await title();
      await page.$eval(tag, (element) => element.setAttribute('locale', 'en'));
      await page.waitForFunction((name, before) =>
        document.querySelector(name).shadowRoot.querySelector('h2').textContent.trim() !== before, {}, tag, french);
      assert.match(french, TITLES[tag].fr);
      assert.match(await title(), TITLES[tag].en);
      assert.equal(await page.$eval(tag, ({ shadowRoot }) => shadowRoot.querySelectorAll('[data-resource]').length), shown);
    }));

    test(`<${tag}> taken into another document keeps its styles`, onStage(async (page) => {
      const sheets = await page.evaluate(async (name) => {
        const { host } = globalThis;
        const element = host.element(name, await host.bundleClient(await host.bundle('small.json')));
        const frame = document.createElement('iframe');
        frame.src = 'about:blank';
        document.body.append(frame);
        frame.contentDocument.body.append(element);
        await Promise.resolve();
        return { sheets: element.shadowRoot.adoptedStyleSheets.length, shown: element.isConnected };
      }, tag);
      assert.deepEqual(sheets, { sheets: 1, shown: true });
    }));
  }

  test('elements of two clients share one instance', onStage(async (page, _watch, { server }) => {
    const before = server.requests.filter((path) => path === WASM).length;
    await page.evaluate(async (tags) => {
      const { host } = globalThis;
      const text = await host.bundle('small.json');
      const clients = await Promise.all([host.bundleClient(text), host.bundleClient(text)]);
      for (const client of clients) for (const tag of tags) host.element(tag, client);
    }, TAGS);
    for (const tag of TAGS) for (const index of [0, 1]) await widgetReady(page, tag, index);
    const described = await page.evaluate(() => globalThis.host.instance().glue.describeInstance());
    assert.equal(described.widgets, 6);
    assert.equal(described.clients, 2);
    assert.equal(server.requests.filter((path) => path === WASM).length - before, 1);
  }));

  test('a client that is closed lets go of its elements, which say that it is', onStage(async (page) => {
    const left = await page.evaluate(async (tags) => {
      const { host } = globalThis;
      const client = await host.bundleClient(await host.bundle('small.json'));
      const elements = tags.map((tag) => host.element(tag, client));
      await client.pull();
      await client.close();
      const { widgets, clients } = host.instance().glue.describeInstance();
      const held = elements.filter((element) => element.client !== null).length;
      const said = new Set(elements.map(({ shadowRoot }) => shadowRoot.querySelector('h3')?.textContent));
      // Another client is to come where the host gives one: it loads as any other.
      elements[0].client = await host.bundleClient(await host.bundle('small.json'));
      const isOver = elements[0].shadowRoot.textContent.includes('Ce plan est fermé');
      await elements[0].client.close();
      return { widgets, clients, held, said: [...said], isOver, refused: (await host.refusal(() => client.pull())).code };
    }, TAGS);
    assert.deepEqual(left, { widgets: 0, clients: 0, held: 0, said: ['Ce plan est fermé'], isOver: false, refused: 'stale-handle' });
  }));

  test('a client that was closed shows nothing and throws nothing where it is given late', onStage(async (page) => {
    const said = await page.evaluate(async () => {
      const { host } = globalThis;
      const client = await host.bundleClient(await host.bundle('small.json'));
      await client.close();
      const element = host.element('coordo-board', client);
      return [element.client, element.shadowRoot.querySelector('h3')?.textContent];
    });
    assert.deepEqual(said, [null, 'Ce plan est fermé']);
  }));

  test('what is open about a task goes where the plan is erased', onStage(async (page) => {
    for (const open of ['.', 'menu']) {
      await page.evaluate(async () => {
        const { host } = globalThis;
        document.querySelector('coordo-board')?.remove();
        const { client } = await host.sandboxClient('small.json');
        host.client = client;
        host.board(client);
      });
      await boardReady(page);
      await focusCard(page, 'Task/passage');
      await page.keyboard.press('.');
      await page.waitForFunction(() => document.querySelector('coordo-board').shadowRoot.querySelector('[role="menu"]') !== null);
      if (open === 'menu') {
        await page.evaluate(() => [...document.querySelector('coordo-board').shadowRoot.querySelectorAll('[role="menuitem"]')]
          .find((item) => item.textContent.startsWith('Modifier')).click());
        await page.waitForFunction(() => document.querySelector('coordo-board').shadowRoot.querySelector('.co-form') !== null);
      }
      await page.evaluate(() => globalThis.host.client.purge({ discardUnsent: true }));
      await page.waitForFunction(() => document.querySelector('coordo-board').shadowRoot.querySelector('[role="menu"], .co-form') === null);
    }
  }));

  test('the attribute group-by is a property of the timeline, and what it does not know is goals', onStage(async (page) => {
    const seen = await page.evaluate(() => {
      const element = globalThis.host.element('coordo-timeline');
      const read = [element.groupBy];
      element.groupBy = 'actor';
      read.push(element.getAttribute('group-by'));
      element.setAttribute('group-by', 'nonsense');
      read.push(element.groupBy);
      element.groupBy = null;
      return [...read, element.hasAttribute('group-by')];
    });
    assert.deepEqual(seen, ['goal', 'actor', 'goal', false]);
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
