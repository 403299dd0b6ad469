/** A whole journey by keyboard alone, from a button of the page and back, as it is seen and as it is heard. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, cardInColumn, listenToAnnouncements, boardReady } from '../kit/web/board.mjs';
import { widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

/** The card that holds the focus, by its resource. */
function focusedCard(page) {
  return page.evaluate(() =>
    document.activeElement?.shadowRoot?.activeElement?.closest('[data-resource]')?.dataset.resource);
}

/** Waits for an announcement; spaces of every kind count as one. */
async function heard(page, pattern) {
  try {
    await page.waitForFunction((source) =>
      globalThis.announcements.some((said) => new RegExp(source, 'u').test(said.replace(/\s+/gu, ' '))), {}, pattern.source);
  } catch {
    assert.fail(`not heard: ${pattern}; heard: ${await page.evaluate(() => globalThis.announcements.join(' | '))}`);
  }
}

function inBoard(page, selector) {
  return page.waitForFunction((wanted) =>
    document.querySelector('coordo-board').shadowRoot.querySelector(wanted) !== null, {}, selector);
}

function goneFromBoard(page, selector) {
  return page.waitForFunction((wanted) =>
    document.querySelector('coordo-board').shadowRoot.querySelector(wanted) === null, {}, selector);
}

async function openBoard(page, options = {}) {
  await page.evaluate(async (given) => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json', given);
    Object.assign(host, { sandbox, client });
    host.board(client);
  }, options);
  await boardReady(page);
  await toldOf(page, 'coordo-ready');
  await listenToAnnouncements(page);
  await page.focus('#host-button');
}

/** Tabs from the page into the board until a card has the focus. */
async function tabToCards(page) {
  for (let stop = 0; stop < 8; stop += 1) {
    await page.keyboard.press('Tab');
    if ((await focusedCard(page)) !== undefined) return stop + 1;
  }
  return assert.fail('no card within eight stops');
}

/** Goes with the arrows to a card; every card is reached from the first of its column. */
async function arrowTo(page, resource) {
  const { column, place } = await page.evaluate((wanted) => {
    const root = document.querySelector('coordo-board').shadowRoot;
    const found = root.querySelector(`[data-resource="${CSS.escape(wanted)}"]`);
    const own = found.closest('[data-column]');
    const filled = [...root.querySelectorAll('[data-column]')].filter((one) => one.querySelector('[part~="card"]') !== null);
    return { column: filled.indexOf(own), place: [...own.querySelectorAll('[part~="card"]')].indexOf(found) };
  }, resource);
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowLeft');
  for (let step = 0; step < column; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Home');
  for (let step = 0; step < place; step += 1) await page.keyboard.press('ArrowDown');
  assert.equal(await focusedCard(page), resource);
}

async function chord(page, modifier, key) {
  await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  await page.keyboard.up(modifier);
}

inEveryEngine('by keyboard alone', ({ onStage }) => {
  test('a card is lifted, carried, put down, and the move taken back', onStage(async (page) => {
    await openBoard(page);
    await tabToCards(page);
    await arrowTo(page, 'Task/lettre');

    await page.keyboard.press(' ');
    await heard(page, /^Carte soulevée : Relire la lettre de liaison\. Acceptées?, \d sur 2\./);
    await page.keyboard.press('ArrowRight');
    await heard(page, /^En cours/);
    await page.keyboard.press('Enter');
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    await heard(page, /^Posée dans En cours\. Annuler : Ctrl Z\./);
    assert.equal(await focusedCard(page), 'Task/lettre', 'the focus went with the card');

    await chord(page, 'Control', 'z');
    await cardInColumn(page, 'Task/lettre', 'accepted');
    await heard(page, /^Annulé\. Relire la lettre de liaison/);
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 0);
  }));

  test('a lifted card is put back by Escape', onStage(async (page) => {
    await openBoard(page);
    await tabToCards(page);
    await arrowTo(page, 'Task/passage');
    for (const key of [' ', 'ArrowRight', 'Escape']) await page.keyboard.press(key);
    await heard(page, /^Reposée à sa place\./);
    assert.equal((await card(page, 'Task/passage')).column, 'in-progress');
    assert.equal(await focusedCard(page), 'Task/passage');
  }));

  test('a forbidden move says why and the card stays', onStage(async (page) => {
    await openBoard(page);
    await tabToCards(page);
    await arrowTo(page, 'Task/sortie');
    for (const key of [' ', 'ArrowLeft', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
    const heardAll = () => page.evaluate(() => globalThis.announcements.at(-1));
    assert.ok((await heardAll())?.length > 20, `a reason is said: ${await heardAll()}`);
    assert.equal((await card(page, 'Task/sortie')).column, 'ended');
    assert.equal(await page.evaluate(() => globalThis.host.told.some(({ name }) => name === 'coordo-task-move')), false);
  }));

  test('the menu gives a status with its reason, and the focus comes back to the card', onStage(async (page) => {
    await openBoard(page);
    await tabToCards(page);
    await arrowTo(page, 'Task/passage');
    await page.keyboard.press('.');
    await inBoard(page, '[role="menu"]');
    // Down to the first entry that asks for a reason.
    for (let step = 0; step < 12; step += 1) {
      const asks = await page.evaluate(() => {
        const item = document.activeElement.shadowRoot.activeElement;
        return item.getAttribute('aria-disabled') !== 'true' && item.textContent.includes('…');
      });
      if (asks) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await inBoard(page, 'dialog textarea');
    await chord(page, 'Control', 'Enter');
    await inBoard(page, '[role="alert"]');
    await page.keyboard.type('En attente du laboratoire');
    await chord(page, 'Control', 'Enter');
    const [moved] = await toldOf(page, 'coordo-task-moved');
    assert.equal(moved.reason, 'En attente du laboratoire');
    await goneFromBoard(page, 'dialog[open]');
    assert.equal(await focusedCard(page), 'Task/passage');
    assert.equal((await card(page, 'Task/passage')).status, moved.to);
  }));

  test('the help opens and closes, and Tab leaves the board', onStage(async (page) => {
    await openBoard(page);
    const stops = await tabToCards(page);
    assert.ok(stops <= 4, `${stops} stops from the page to the cards`);
    const before = await focusedCard(page);
    await page.keyboard.press('?');
    await inBoard(page, 'dialog[open]');
    await page.keyboard.press('Escape');
    await goneFromBoard(page, 'dialog[open]');
    assert.equal(await focusedCard(page), before);
    await page.evaluate(() => {
      const after = document.createElement('button');
      after.id = 'after';
      after.textContent = 'Après';
      document.querySelector('main').append(after);
    });
    let left = false;
    for (let stop = 0; stop < 8 && !left; stop += 1) {
      await page.keyboard.press('Tab');
      left = await page.evaluate(() => document.activeElement.id === 'after');
    }
    assert.ok(left, 'the board is no trap');
  }));

  test('an unsent change survives without network and is sent by keyboard', onStage(async (page) => {
    await openBoard(page);
    await page.evaluate(() => globalThis.host.sandbox.faults({ offline: true }));
    await tabToCards(page);
    await arrowTo(page, 'Task/lettre');
    for (const key of [' ', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    await page.evaluate(() => globalThis.host.client.sync());
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 1);
    await page.evaluate(async () => {
      globalThis.host.sandbox.faults({ offline: false });
      await globalThis.host.client.sync();
    });
    await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
  }));
});

inEveryEngine('the timeline by keyboard', ({ onStage }) => {
  test('keeps in view what has the focus, through zooms and periods', onStage(async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      const { client } = await host.storyClient();
      host.client = client;
      host.shown = host.element('coordo-timeline', client);
    });
    await widgetReady(page, 'coordo-timeline');
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('.tl-m[data-at][aria-label]') !== null);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.tl-m[data-at]').focus());
    const seen = () => page.evaluate(() => {
      const root = globalThis.host.shown.shadowRoot;
      const focused = root.activeElement;
      const own = focused?.getBoundingClientRect();
      const area = focused?.closest('.tl-plot, .tl-name')?.getBoundingClientRect();
      return own !== undefined && area !== undefined && own.right > area.left && own.left < area.right;
    });
    for (const key of ['+', '+', '+', 'PageUp', 'PageUp', '-', 'PageDown', 'PageDown', 'PageDown', 'PageDown', '-', '-', '-', '0', '+']) {
      await page.keyboard.press(key);
      assert.ok(await seen(), `after ${key}`);
    }
  }));
});
