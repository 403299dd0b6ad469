/** What people see of sending: two versions decided by keyboard alone, the opened chip, on a phone too. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { focusCard, listenToAnnouncements } from '../kit/web/board.mjs';
import { boardInConflict, inShown, openChip, openReview, slowBoard } from '../kit/web/conflict.mjs';
import { inEveryEngine } from './stage.mjs';

/** Waits for an announcement; spaces of every kind count as one. */
async function heard(page, pattern) {
  try {
    await page.waitForFunction((source) =>
      globalThis.announcements.some((said) => new RegExp(source, 'u').test(said.replace(/\s+/gu, ' '))), {}, pattern.source);
  } catch {
    assert.fail(`not heard: ${pattern}; heard: ${await page.evaluate(() => globalThis.announcements.join(' | '))}`);
  }
}

/** What has the focus inside the element: its part or that of what it lies in. */
function focusedIn(page, selector) {
  return page.waitForFunction((wanted) =>
    document.activeElement?.shadowRoot?.activeElement?.closest(wanted) != null, {}, selector);
}

function goneFrom(page, selector) {
  return page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted) === null, {}, selector);
}

/** The radios that are chosen, field by field. */
function chosen(page) {
  return page.evaluate(() => {
    const rows = [...globalThis.host.shown.shadowRoot.querySelectorAll('[part~="conflict-field"]')];
    return rows.map((row) => `${row.dataset.path}: ${row.querySelector(':checked')?.value ?? 'nothing'}`);
  });
}

/** Text of a part, spaces of every kind as one. */
function text(page, selector) {
  return page.evaluate((wanted) =>
    globalThis.host.shown.shadowRoot.querySelector(wanted).innerText.replace(/\s+/gu, ' '), selector);
}

async function keys(page, ...pressed) {
  for (const key of pressed) await page.keyboard.press(key);
}

async function save(page) {
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
}

function onServer(page, path) {
  return page.evaluate(async (name) => {
    await globalThis.host.client.sync();
    return JSON.parse((await globalThis.host.sandbox.request({ method: 'GET', path: name })).body);
  }, path);
}

inEveryEngine('a conflict', ({ onStage }) => {
  test('is decided by keyboard alone, from its card and back', onStage(async (page) => {
    await boardInConflict(page);
    await listenToAnnouncements(page);
    await focusCard(page, 'Task/bilan');
    await keys(page, '.');
    await inShown(page, '[role="menu"]');
    await keys(page, 'Enter');
    await focusedIn(page, '[part~="conflict-field"]');
    await heard(page, /^Deux versions de .*\. Champ 1 sur 2, Titre\. La vôtre : Prise de sang à jeun\. La sienne : Prise de sang au laboratoire\./);
    assert.deepEqual(await chosen(page), ['description: nothing', 'restriction.period.end: nothing'], 'nothing is chosen in advance');

    await keys(page, 'ArrowLeft');
    await save(page);
    await inShown(page, '[part~="outcome"] [role="alert"]');
    assert.match(await text(page, '[part~="outcome"] [role="alert"]'), /^Il reste 1 champ à décider : Échéance, fin\./);
    await heard(page, /^Champ 1 sur 2|^Deux versions/);
    await keys(page, 'ArrowRight');
    assert.deepEqual(await chosen(page), ['description: mine', 'restriction.period.end: theirs']);
    await heard(page, /^Titre : Prise de sang à jeun ; Note : Étage 3\. Le reste est celui de Nadia Benhaddou\./);
    await save(page);
    await goneFrom(page, '[part~="conflict"]');
    await focusedIn(page, '[data-resource="Task/bilan"]');
    await heard(page, /^Choix enregistré\./);

    const held = await onServer(page, 'Task/bilan');
    assert.equal(held.description, 'Prise de sang à jeun');
    assert.equal(held.restriction.period.end, '2026-11-30');
    assert.deepEqual(held.note.map((note) => note.text).sort(), ['Vu avec la famille.', 'Étage 3.']);
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 0);
  }));

  test('is heard when it comes', onStage(async (page) => {
    await boardInConflict(page, listenToAnnouncements);
    await heard(page, /^1 modification attend votre choix/);
  }));

  test('is set aside by Escape, and the focus comes back to the card', onStage(async (page) => {
    await boardInConflict(page);
    await listenToAnnouncements(page);
    await openReview(page);
    await focusedIn(page, '[part~="conflict-field"]');
    await keys(page, 'Escape');
    await goneFrom(page, '[part~="conflict"]');
    await focusedIn(page, '[data-resource="Task/bilan"]');
    await heard(page, /^Mis de côté, rien n’est perdu ni envoyé\./);
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending > 0), true);
  }));

  test('says who and when, what merges by itself, and what would be sent', onStage(async (page) => {
    await boardInConflict(page);
    await openReview(page);
    const all = await text(page, '[part~="conflict"]');
    for (const part of ['Entre-temps, Nadia Benhaddou l’avait modifiée à 08:05.', 'Vu avec la famille.', 'Étage 3.', 'Il reste 2 champs à décider']) {
      assert.ok(all.includes(part), `${part}: ${all}`);
    }
  }));

  test('is reached from the opened chip, which tells what waits', onStage(async (page) => {
    await boardInConflict(page);
    await openChip(page);
    assert.match(await text(page, '[part~="sync-row"]'), /Titre, Échéance, fin Choisir/);
    await page.keyboard.press('Enter');
    await focusedIn(page, '[part~="conflict-field"]');
    await keys(page, 'ArrowRight', 'ArrowDown', 'ArrowRight');
    await save(page);
    await goneFrom(page, '[part~="conflict"]');
    await focusedIn(page, '[part~="sync"]');
    assert.equal((await onServer(page, 'Task/bilan')).description, 'Prise de sang au laboratoire');
  }));

  test('fits a phone: no column is cut, each version says whose it is', onStage(async (page) => {
    await page.setViewport({ width: 390, height: 844 });
    await boardInConflict(page);
    await openReview(page);
    const { wide, parts } = await page.evaluate(() => {
      const dialog = globalThis.host.shown.shadowRoot.querySelector('dialog[open]');
      const inside = [...dialog.querySelectorAll('[part]')].map((one) => one.getBoundingClientRect());
      return {
        wide: dialog.scrollWidth - dialog.clientWidth,
        parts: inside.filter(({ left, right }) => left < -1 || right > innerWidth + 1).length,
      };
    });
    assert.deepEqual({ wide, parts }, { wide: 0, parts: 0 });
    assert.match(await text(page, '[part~="conflict-field"] [part~="mine"]'), /^La vôtre Prise de sang à jeun/);
  }));
});

inEveryEngine('the opened chip', ({ onStage }) => {
  test('says that all is sent, since when, and from where; it closes by Escape', onStage(async (page) => {
    await slowBoard(page);
    // Cards are there before the whole of the reading is over.
    await page.evaluate(() => globalThis.host.client.pull());
    await openChip(page);
    assert.match(await text(page, 'dialog[open]'), /Tout est envoyé\. Dernière réception à 10:42 depuis 1 source : essai\./);
    await page.keyboard.press('Escape');
    await goneFrom(page, 'dialog');
    await focusedIn(page, '[part~="sync"]');
  }));

  test('sends what waits by its button, and by Ctrl Enter without being opened', onStage(async (page) => {
    await slowBoard(page);
    const move = async (resource) => {
      await focusCard(page, resource);
      await keys(page, ' ', 'ArrowRight', 'Enter');
      await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
    };
    await move('Task/lettre');
    await openChip(page);
    assert.match(await text(page, '[part~="sync-row"]'), /Relire la lettre de liaison En cours, 10:42, gardé tant que cette page reste ouverte/);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.ex-foot button').click());
    await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
    await page.keyboard.press('Escape');
    await goneFrom(page, 'dialog');

    await move('Task/bilan');
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[part~="sync"]').focus());
    await save(page);
    await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
    await goneFrom(page, 'dialog');
  }));

  test('covers nothing of the portal beside the widget, where its button stands at the beginning of a line', onStage(async (page) => {
    await slowBoard(page);
    await page.evaluate(() => {
      const { style } = globalThis.host.shown;
      style.marginInlineStart = '400px';
      style.width = '340px';
    });
    await openChip(page);
    const [button, opened] = await page.evaluate(() => ['[part~="sync"]', 'dialog[open]'].map((wanted) =>
      globalThis.host.shown.shadowRoot.querySelector(wanted).getBoundingClientRect().left));
    assert.ok(button < 500, `the button stands at ${button} px`);
    assert.ok(opened >= 400, `it begins at ${opened} px`);
  }));
});
