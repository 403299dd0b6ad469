/** "Repeat" in the form of a new task (row 51): plain pickers, each time shown before saving, one command, one undo. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../kit/web/axe.mjs';
import { boardReady, listenToAnnouncements } from '../kit/web/board.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

/** The form of a new task over a board, with a title. */
async function openForm(page, options = {}) {
  await page.evaluate(async (given) => {
    const { host } = globalThis;
    const clock = () => Date.parse('2026-12-21T10:42:00+01:00');
    const { sandbox, client } = await host.sandboxClient('small.json', { sendAfter: 600_000, clock, ...given });
    Object.assign(host, { sandbox, client, shown: host.element('coordo-board', client) });
  }, options);
  await boardReady(page);
  await listenToAnnouncements(page);
  await page.evaluate(() => {
    const root = globalThis.host.shown.shadowRoot;
    [...root.querySelectorAll('[part~="toolbar"] button')].find(({ ariaLabel }) => /^(Nouvelle tâche|New task)/u.test(ariaLabel)).click();
  });
  await inside(page, '[part~="quick-create"] input');
  await page.keyboard.type('Toilette');
  await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[part~="quick-create"] [aria-haspopup="dialog"]').click());
  await inside(page, 'dialog[open] [part~="series"] select');
}

function inside(page, selector) {
  return page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted) !== null, {}, selector);
}

function field(page, selector) {
  return page.evaluate((wanted) => globalThis.host.shown.shadowRoot.querySelector(`[part~="series"] ${wanted}`).focus(), selector);
}

/** Chooses the n-th of a list by keyboard. */
async function chooseDown(page, selector, n) {
  await field(page, selector);
  for (let press = 0; press < n; press += 1) await page.keyboard.press('ArrowDown');
}

function summary(page) {
  return page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.rp-n').textContent.replace(/\s+/gu, ' ').trim());
}

async function summaryIs(page, wanted) {
  try {
    await page.waitForFunction((text) =>
      globalThis.host.shown.shadowRoot.querySelector('.rp-n').textContent.replace(/\s+/gu, ' ').trim() === text, {}, wanted);
  } catch {
    assert.equal(await summary(page), wanted);
  }
}

function times(page) {
  return page.evaluate(() => [...globalThis.host.shown.shadowRoot.querySelectorAll('.rp-l li')]
    .map((line) => line.textContent.replace(/\s+/gu, ' ').trim()));
}

/** The tasks of that name, with when they are planned. */
function made(page) {
  return page.evaluate(async () => {
    const bundle = JSON.parse(new TextDecoder().decode(await globalThis.host.client.export()));
    const tasks = bundle.entry.map(({ resource }) => resource).filter(({ description }) => description?.startsWith('Toilette'));
    return tasks.map(({ description, executionPeriod }) => `${description} ${executionPeriod?.start}`).sort();
  });
}

inEveryEngine('what recurs', ({ onStage }) => {
  test('is picked plainly, shown time by time with holidays, made by one command and taken back by one undo', onStage(async (page) => {
    await openForm(page);
    await chooseDown(page, 'select', 1);
    // Every day, for three weeks, from today on: so it begins.
    await summaryIs(page, '21 fois, du lun. 21 déc. au dim. 10 janv. 2027, dont 2 jours fériés et 6 jours non travaillés.');
    assert.equal(await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.rp-n').getAttribute('role')), 'status');
    await field(page, '[data-day="sun"]');
    await page.keyboard.press(' ');
    await summaryIs(page, '18 fois, du lun. 21 déc. au sam. 9 janv. 2027, dont 2 jours fériés et 3 jours non travaillés.');
    const all = await times(page);
    const area = await page.evaluate(() => {
      const { width, height } = globalThis.host.shown.shadowRoot.querySelector('.rp').getBoundingClientRect();
      return [width > 200, height > 200];
    });
    assert.deepEqual(area, [true, true], 'the pickers are seen');
    assert.equal(all.length, 18);
    assert.equal(all[4], 'ven. 25 déc. jour férié : Noël');
    assert.equal(all[5], 'sam. 26 déc. jour non travaillé');
    for (const scheme of ['light', 'dark']) {
      await page.evaluate((wanted) => globalThis.host.shown.setAttribute('data-coordo-scheme', wanted), scheme);
      await assertAccessible(page, `the pickers of what recurs, ${scheme}`);
    }
    // Christmas is left out by the person, not by the machine.
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelectorAll('.rp-l input')[4].focus());
    await page.keyboard.press(' ');
    await summaryIs(page, '17 fois, du lun. 21 déc. au sam. 9 janv. 2027, dont 1 jour férié et 3 jours non travaillés.');
    assert.deepEqual(await made(page), []);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('dialog[open] [part~="button-primary"]').focus());
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.host.client.status().pending === 17);
    const tasks = await made(page);
    assert.equal(tasks.length, 17);
    assert.equal(tasks[0], 'Toilette 2026-12-21');
    assert.ok(!tasks.includes('Toilette 2026-12-25'));
    await page.waitForFunction(() => globalThis.announcements.some((said) =>
      /^17 tâches créées : Toilette\. Annuler : Ctrl Z\.$/u.test(said.replace(/\s+/gu, ' '))));
    await toldOf(page, 'coordo-task-created', 17);
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.matches('[part~="card"]') === true);
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
    assert.deepEqual(await made(page), []);
  }));

  test('keeps its part of the day, on chosen days, until a day', onStage(async (page) => {
    await openForm(page);
    await chooseDown(page, 'select', 2);
    await summaryIs(page, 'Il ne reste aucune fois à prévoir.');
    for (const day of ['mon', 'thu']) {
      await field(page, `[data-day="${day}"]`);
      await page.keyboard.press(' ');
    }
    await page.evaluate(() => {
      const selects = globalThis.host.shown.shadowRoot.querySelectorAll('[part~="series"] select');
      const part = [...selects].find((one) => [...one.options].some(({ text }) => text === 'le matin'));
      part.focus();
    });
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelectorAll('.rp-l li').length === 6);
    assert.deepEqual((await times(page)).slice(0, 2), ['lun. 21 déc., le matin', 'jeu. 24 déc., le matin']);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('dialog[open] [part~="button-primary"]').click());
    await page.waitForFunction(() => globalThis.host.client.status().pending === 6);
    assert.equal((await made(page))[0], 'Toilette, le matin 2026-12-21');
  }));

  test('says why nothing can be planned, and plans nothing then', onStage(async (page) => {
    await openForm(page, { locale: 'en' });
    await chooseDown(page, 'select', 3);
    await summaryIs(page, '11 times, from Mon 21 Dec to Sun 10 Jan 2027, of which 1 public holiday and 3 days off.');
    await page.evaluate(() => {
      const number = globalThis.host.shown.shadowRoot.querySelector('[part~="series"] input[type="number"]');
      number.value = '0';
      number.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await summaryIs(page, 'Give a number above zero.');
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('dialog[open] [part~="button-primary"]').click());
    await inside(page, 'dialog[open] [role="alert"]');
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 0);
    // Only once is the form as before.
    await page.evaluate(() => {
      const list = globalThis.host.shown.shadowRoot.querySelector('[part~="series"] select');
      list.value = '0';
      list.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('dialog[open] [part~="button-primary"]').click());
    await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
    assert.equal((await made(page)).length, 1);
  }));
});
