/** Every state of the board, in light and dark, under the rules of WCAG 2.2 A and AA: no violation at all. */

import { test } from 'node:test';
import { assertAccessible } from '../kit/web/axe.mjs';
import { boardReady, focusCard } from '../kit/web/board.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

const WASM = '/coordo/coordo_bg.wasm';

/** How to bring a page into each state. */
const STATES = {
  'skeleton': async (page) => {
    await page.evaluate(() => globalThis.host.board());
  },
  'ready': async (page) => {
    await sandboxBoard(page);
  },
  'empty': async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      host.board(await host.bundleClient(await host.bundle('empty.json')));
    });
    await toldOf(page, 'coordo-ready');
  },
  'error': async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      const { sandbox, client } = await host.sandboxClient('small.json');
      sandbox.faults({ failNext: { status: 503, count: 1000 } });
      host.board(client);
      await host.refusal(() => client.pull());
    });
    await settled(page);
  },
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
  'stopped by a panic': async (page) => {
    await sandboxBoard(page);
    await page.evaluate(() => globalThis.host.instance().glue.panicForTest());
    await toldOf(page, 'coordo-unavailable');
  },
  'module not found': async (page, { server }) => {
    server.refused.add(WASM);
    await page.evaluate(() => {
      const { host } = globalThis;
      host.board();
      return host.refusal(() => host.bundleClient('{}'));
    });
    await toldOf(page, 'coordo-unavailable');
    server.refused.delete(WASM);
  },
};

async function sandboxBoard(page) {
  await page.evaluate(async () => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json');
    Object.assign(host, { sandbox, client });
    host.board(client);
  });
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

inEveryEngine('accessibility', ({ onStage }) => {
  for (const [state, bring] of Object.entries(STATES)) {
    for (const scheme of ['light', 'dark']) {
      test(`of the state: ${state}, ${scheme}`, onStage(async (page, _watch, stage) => {
        await page.evaluate((wanted) => {
          document.body.classList.add(wanted);
          // The element takes the scheme of its own attribute, whatever the browser prefers.
          const { board } = globalThis.host;
          globalThis.host.board = (client, attributes) => board(client, { ...attributes, 'data-coordo-scheme': wanted });
        }, scheme);
        await bring(page, stage);
        await settled(page);
        await assertAccessible(page, `${state}, ${scheme}`);
      }, { expectErrors: state === 'stopped by a panic' || state === 'module not found' }));
    }
  }
});
