/** The states of the elements, and how to bring a page into each. */

import { boardReady, focusCard } from '../kit/web/board.mjs';
import { boardInConflict, openChip, openReview } from '../kit/web/conflict.mjs';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { toldOf } from './stage.mjs';

const WASM = '/coordo/coordo_bg.wasm';

/** States that every element has. */
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
  'without network since it was read': async (page, _stage, tag) => {
    await sandboxElement(page, tag);
    await fail(page, { offline: true });
  },
  'older than what its server holds': async (page, _stage, tag) => {
    await sandboxElement(page, tag);
    await fail(page, { failNext: { status: 503, count: 1000 } });
  },
  'a story': async (page, _stage, tag) => {
    await storyElement(page, tag);
  },
  'what is missing': async (page, _stage, tag) => {
    await missing(page, tag);
    await inside(page, '[part~="findings"] [data-finding]');
    await page.keyboard.press('Enter');
    await inside(page, '[part~="findings"] [aria-expanded="true"]');
  },
  'nothing is missing': async (page, _stage, tag) => {
    await storyElement(page, tag);
    await click(page, '[data-findings]');
    await inside(page, '[part~="findings"]');
  },
  'closed': async (page, _stage, tag) => {
    await sandboxElement(page, tag);
    await page.evaluate(() => globalThis.host.client.close());
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

/** States after which the page has an error to tell. */
export const LOUD_STATES = ['stopped by a panic', 'module not found'];

const TIMELINE_STATES = {
  'as a table': async (page) => {
    await storyElement(page, 'coordo-timeline');
    await press(page, 'Tableau');
    await inside(page, '[part~="table"] tbody tr');
  },
  'the details of an item': async (page) => {
    await storyElement(page, 'coordo-timeline');
    await click(page, '[part~="shelf"] [data-resource]');
    await inside(page, '[part~="inspector"]');
  },
  'the filter': async (page) => {
    await storyElement(page, 'coordo-timeline');
    await press(page, 'Filtrer');
    await inside(page, '[part~="field"]');
  },
  'the choice of lanes': async (page) => {
    await storyElement(page, 'coordo-timeline');
    await press(page, 'Par besoin');
    await inside(page, '[role="menu"]');
  },
};

const DIRECTORY_STATES = {
  'an open record': async (page) => {
    await storyElement(page, 'coordo-directory');
    await click(page, '[part~="result"]');
    await inside(page, '[part~="card"]');
  },
  'nothing found': async (page) => {
    await storyElement(page, 'coordo-directory');
    await click(page, '[part~="search"]');
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[part~="search"]').focus());
    await page.keyboard.type('zzz');
    await inside(page, '[part~="empty"]');
  },
  'found by words': async (page) => {
    await storyElement(page, 'coordo-directory');
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[part~="search"]').focus());
    await page.keyboard.type('inf loire');
    await inside(page, 'mark');
  },
};

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
  'the details of a task': async (page) => {
    await openDetails(page, 'Task/t-pilulier');
  },
  'the question why a task is declined': async (page) => {
    await openDetails(page, 'Task/t-premiere-visite');
    await press(page, 'Décliner pour Cabinet infirmier Loire-Sud…');
    await inside(page, 'dialog[open] textarea');
  },
  'the form of a new task': async (page) => {
    await storyElement(page, 'coordo-board');
    await press(page, 'Nouvelle tâche');
    await press(page, 'Préciser…');
    await inside(page, 'dialog[open] [part~="field"]');
  },
  'the form of a task that is there': async (page) => {
    await openDetails(page, 'Task/t-pilulier');
    await press(page, 'Modifier…');
    await inside(page, 'dialog[open] [part~="field"]');
  },
  'two versions to decide between': async (page) => {
    await boardInConflict(page);
    await openReview(page);
    await page.keyboard.press('ArrowLeft');
  },
  'the opened chip': async (page) => {
    await boardInConflict(page);
    await openChip(page);
  },
  'swimlanes': async (page) => {
    await storyElement(page, 'coordo-board');
    await press(page, 'Couloirs');
    await press(page, 'Par responsable');
    await inside(page, '[part~="lane"]');
  },
  'who does what': async (page) => {
    await storyElement(page, 'coordo-board');
    await press(page, 'Qui fait quoi');
    await inside(page, '[part~="who"] table');
  },
  'the filter': async (page) => {
    await storyElement(page, 'coordo-board');
    await press(page, 'Filtrer');
    await inside(page, '[part~="field"]');
  },
};

const OWN_STATES = { 'coordo-timeline': TIMELINE_STATES, 'coordo-board': BOARD_STATES, 'coordo-directory': DIRECTORY_STATES };

/** Every state: `{ tag, state, bring }`, where `bring(page, stage, tag)` leads a fresh stage to it. */
export const STATES = TAGS.flatMap((tag) =>
  Object.entries({ ...COMMON_STATES, ...OWN_STATES[tag] }).map(([state, bring]) => ({ tag, state, bring })));

async function sandboxElement(page, tag) {
  await page.evaluate(async (name) => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json');
    Object.assign(host, { sandbox, client, shown: host.element(name, client) });
  }, tag);
  await widgetReady(page, tag);
}

async function sandboxBoard(page) {
  await sandboxElement(page, 'coordo-board');
  await boardReady(page);
}

/** An element over the first story: long names, two goals, a team, an appointment. */
export async function storyElement(page, tag) {
  await page.evaluate(async (name) => {
    const { host } = globalThis;
    const { sandbox, client } = await host.storyClient();
    Object.assign(host, { sandbox, client, shown: host.element(name, client) });
    await client.pull();
  }, tag);
  await toldOf(page, 'coordo-ready');
}

/** The panel of what is missing, over tasks that nobody answers for. */
async function missing(page, tag) {
  await page.evaluate(async (name) => {
    const { host } = globalThis;
    const actor = { source: 'essai', reference: 'Practitioner/nadia' };
    const { sandbox, client } = await host.sandboxClient('small.json', { actor });
    Object.assign(host, { sandbox, client, shown: host.element(name, client) });
  }, tag);
  await widgetReady(page, tag);
  await inside(page, '[data-findings] [class*="co-find--caution"]');
  await click(page, '[data-findings]');
}

/** From now on the server does not answer as it should, and the client has noticed. */
async function fail(page, faults) {
  await page.evaluate(async (wanted) => {
    const { host } = globalThis;
    host.sandbox.faults(wanted);
    await host.refusal(() => host.client.pull());
  }, faults);
}

async function openDetails(page, resource) {
  await storyElement(page, 'coordo-board');
  await focusCard(page, resource);
  await page.keyboard.press('Enter');
  await inside(page, '[part~="inspector"]');
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

/** Waits until the element has something in it. */
function inside(page, selector) {
  return page.waitForFunction((wanted) =>
    [...document.querySelectorAll('#stage > *')].some(({ shadowRoot }) => shadowRoot.querySelector(wanted) !== null), {}, selector);
}

/** Clicks the first thing that answers a selector. */
async function click(page, selector) {
  await inside(page, selector);
  await page.evaluate((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted).click(), selector);
}

/** Presses what says these words, once it is there. */
async function press(page, words) {
  await page.waitForFunction((wanted) => {
    const pressable = globalThis.host.shown.shadowRoot.querySelectorAll('button, [role^="menuitem"]');
    const found = [...pressable].find((one) => one.textContent.trim().startsWith(wanted) || one.ariaLabel === wanted);
    found?.click();
    return found !== undefined;
  }, {}, words);
}
