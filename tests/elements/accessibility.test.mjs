/** Every state of the elements, in light and dark, under the rules of WCAG 2.2 A and AA: no violation at all. */

import { test } from 'node:test';
import { assertAccessible } from '../kit/web/axe.mjs';
import { boardReady, focusCard } from '../kit/web/board.mjs';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

const WASM = '/coordo/coordo_bg.wasm';

/** How to bring any element into the states that all have. */
const COMMON_STATES = {
  'skeleton': async (page, _stage, tag) => {
    await page.evaluate((name) => globalThis.host.element(name), tag);
  },
  'ready': async (page, _stage, tag) => {
    await sandboxElement(page, tag);
  },
  'empty': async (page, _stage, tag) => {
    await page.evaluate(async (name) => {
      const { host } = globalThis;
      host.element(name, await host.bundleClient(await host.bundle('empty.json')));
    }, tag);
    await toldOf(page, 'coordo-ready');
  },
  'error': async (page, _stage, tag) => {
    await page.evaluate(async (name) => {
      const { host } = globalThis;
      const { sandbox, client } = await host.sandboxClient('small.json');
      sandbox.faults({ failNext: { status: 503, count: 1000 } });
      host.element(name, client);
      await host.refusal(() => client.pull());
    }, tag);
  },
  'something chosen': async (page, _stage, tag) => {
    await sandboxElement(page, tag);
    await page.evaluate(() => globalThis.host.client.select({ source: 'essai', resource: 'Task/passage' }));
  },
  'stopped by a panic': async (page, _stage, tag) => {
    await sandboxElement(page, tag);
    await page.evaluate(() => globalThis.host.instance().glue.panicForTest());
    await toldOf(page, 'coordo-unavailable');
  },
  'module not found': async (page, { server }, tag) => {
    server.refused.add(WASM);
    await page.evaluate((name) => {
      const { host } = globalThis;
      host.element(name);
      return host.refusal(() => host.bundleClient('{}'));
    }, tag);
    await toldOf(page, 'coordo-unavailable');
    server.refused.delete(WASM);
  },
};

/** How to bring a board into its own states. */
const BOARD_STATES = {
  'read-only': async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      const { client } = await host.sandboxClient('small.json', { readOnly: true });
      host.board(client);
    });
    await boardReady(page);
  },
  'offline with an unsent change': async (page) => {
    await sandboxBoard(page);
    await page.evaluate(() => globalThis.host.sandbox.faults({ offline: true }));
    await focusCard(page, 'Task/lettre');
    for (const key of [' ', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
  },
  'a card lifted': async (page) => {
    await sandboxBoard(page);
    await focusCard(page, 'Task/lettre');
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowRight');
  },
  'the menu of a card': async (page) => {
    await sandboxBoard(page);
    await focusCard(page, 'Task/lettre');
    await page.keyboard.press('.');
    await inside(page, '[role="menu"]');
  },
  'the dialog for a reason': async (page) => {
    await sandboxBoard(page);
    await openReason(page);
  },
  'the help': async (page) => {
    await sandboxBoard(page);
    await focusCard(page, 'Task/lettre');
    await page.keyboard.press('?');
    await inside(page, 'dialog[open]');
  },
};

async function sandboxElement(page, tag) {
  await page.evaluate(async (name) => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json');
    Object.assign(host, { sandbox, client });
    host.element(name, client);
  }, tag);
  await widgetReady(page, tag);
}

async function sandboxBoard(page) {
  await sandboxElement(page, 'coordo-board');
  await boardReady(page);
}

/** The menu's first entry that asks for a reason. */
async function openReason(page) {
  await focusCard(page, 'Task/lettre');
  await page.keyboard.press('.');
  await inside(page, '[role="menu"]');
  await page.evaluate(() => {
    const entries = [...document.querySelector('coordo-board').shadowRoot.querySelectorAll('[role="menuitem"]')];
    entries.find((entry) => entry.getAttribute('aria-disabled') !== 'true' && entry.textContent.includes('…')).click();
  });
  await inside(page, 'dialog[open]');
}

function inside(page, selector) {
  return page.waitForFunction((wanted) =>
    document.querySelector('coordo-board').shadowRoot.querySelector(wanted) !== null, {}, selector);
}

function settled(page) {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

const EVERY = [
  ...TAGS.flatMap((tag) => Object.entries(COMMON_STATES).map(([state, bring]) => ({ tag, state, bring }))),
  ...Object.entries(BOARD_STATES).map(([state, bring]) => ({ tag: 'coordo-board', state, bring })),
];

inEveryEngine('accessibility', ({ onStage }) => {
  for (const { tag, state, bring } of EVERY) {
    for (const scheme of ['light', 'dark']) {
      test(`of <${tag}> in the state: ${state}, ${scheme}`, onStage(async (page, _watch, stage) => {
        await page.evaluate((wanted) => {
          document.body.classList.add(wanted);
          // The element takes the scheme of its own attribute, whatever the browser prefers.
          const { element } = globalThis.host;
          globalThis.host.element = (name, client, attributes) =>
            element(name, client, { ...attributes, 'data-coordo-scheme': wanted });
          globalThis.host.board = (client, attributes) => globalThis.host.element('coordo-board', client, attributes);
        }, scheme);
        await bring(page, stage, tag);
        await settled(page);
        await assertAccessible(page, `<${tag}>, ${state}, ${scheme}`);
      }, { expectErrors: state === 'stopped by a panic' || state === 'module not found' }));
    }
  }
});
