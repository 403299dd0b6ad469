/** What changed since a person last looked (row 36): marks with words, a count, and the gesture that ends them, by keyboard. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../kit/web/axe.mjs';
import { focusCard } from '../kit/web/board.mjs';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine } from './stage.mjs';

const ACTOR = { source: 'essai', reference: 'Practitioner/nadia' };

/** An element over a few tasks, looked at once. */
async function open(page, tag, options = {}) {
  await page.evaluate(async (name, given) => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json', given);
    const shown = host.element(name, client);
    const said = [];
    Object.assign(host, { sandbox, client, shown, said });
    while (shown.shadowRoot?.querySelector('[aria-live]') == null) await new Promise((resolve) => requestAnimationFrame(resolve));
    const region = shown.shadowRoot.querySelector('[aria-live]');
    new MutationObserver(() => {
      const text = region.textContent.replace(/\s+/gu, ' ').trim();
      if (text !== '') said.push(text);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  }, tag, { actor: ACTOR, ...options });
  await widgetReady(page, tag);
}

/** A colleague changes a task on its server, and the page asks what is new. */
function colleague(page, resource, members) {
  return page.evaluate(async (path, more) => {
    const { sandbox, client } = globalThis.host;
    const { status, body } = await sandbox.request({ method: 'GET', path });
    const before = status === 200 ? JSON.parse(body) : { resourceType: 'Task', id: path.split('/')[1], intent: 'order' };
    const answer = await sandbox.request({ method: 'PUT', path, body: JSON.stringify({ ...before, ...more }) });
    if (answer.status >= 300) throw new Error(answer.body);
    await client.pull();
  }, resource, members);
}

function inside(page, selector) {
  return page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted) !== null, {}, selector);
}

function gone(page, selector) {
  return page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted) === null, {}, selector);
}

function text(page, selector) {
  return page.evaluate((wanted) =>
    globalThis.host.shown.shadowRoot.querySelector(wanted).textContent.replace(/\s+/gu, ' ').trim(), selector);
}

function lines(page) {
  return page.evaluate(() => [...globalThis.host.shown.shadowRoot.querySelectorAll('[data-change]')]
    .map((line) => `${line.dataset.change}: ${line.querySelector('.co-new').textContent.replace(/\s+/gu, ' ')}`));
}

async function heard(page, pattern) {
  try {
    await page.waitForFunction((source) => globalThis.host.said.some((said) => new RegExp(source, 'u').test(said)), {}, pattern.source);
  } catch {
    assert.fail(`not heard: ${pattern}; heard: ${await page.evaluate(() => globalThis.host.said.join(' | '))}`);
  }
}

function focused(page) {
  return page.evaluate(() => {
    const el = globalThis.host.shown.shadowRoot.activeElement;
    return el === null ? {} : { name: el.ariaLabel, text: el.textContent, ...el.dataset };
  });
}

async function openPanel(page) {
  await inside(page, '[data-changes]');
  await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-changes]').focus());
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('[data-change]') != null);
}

/** What the page's own storage holds. */
function stored(page) {
  return page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]);
}

inEveryEngine('what changed since a person last looked', ({ onStage }) => {
  for (const tag of TAGS) {
    test(`is counted in the bar of <${tag}>, listed with words, and marked as seen by keyboard alone`, onStage(async (page) => {
      await open(page, tag);
      const before = await stored(page);
      // Looked at for the first time, nothing is new.
      await page.waitForFunction(() => globalThis.host.client.status().complete);
      await colleague(page, 'Task/visite', { status: 'requested', description: 'Visite du soir' });
      await colleague(page, 'Task/lettre', { status: 'in-progress', description: 'Relire la lettre' });
      await inside(page, '[data-changes]');
      await page.waitForFunction(() => /2/u.test(globalThis.host.shown.shadowRoot.querySelector('[data-changes]').textContent));
      assert.equal(await text(page, '[data-changes]'), '2 changements');
      await openPanel(page);
      assert.deepEqual(await lines(page), ['Task/lettre: modifié : intitulé, état', 'Task/visite: nouveau']);
      assert.match(await text(page, '[data-change="Task/lettre"] .fd-m'), / · En cours, Dr Roques, .*\d\d:\d\d$/u);
      assert.match(await text(page, '[part~="changes"]'), /depuis lun\. 23 nov\. 10:42|depuis 10:42|depuis lun\./u);
      for (const scheme of ['light', 'dark']) {
        await page.evaluate((wanted) => globalThis.host.shown.setAttribute('data-coordo-scheme', wanted), scheme);
        await assertAccessible(page, `<${tag}>, what changed, ${scheme}`);
      }
      await page.keyboard.press('ArrowDown');
      assert.equal((await focused(page)).text, 'Visite du soir');
      await page.keyboard.press('Tab');
      const { name, seen } = await focused(page);
      assert.equal(seen, 'Task/visite');
      assert.match(name, /^Marquer comme vu.: Visite du soir$/u);
      await page.keyboard.press('Enter');
      await gone(page, '[data-change="Task/visite"]');
      await heard(page, /^Marqué comme vu\. Il reste 1 changement\.$/u);
      await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('[part~="changes"]') != null);
      await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-all]').focus());
      await page.keyboard.press('Enter');
      await gone(page, '[data-change]');
      await heard(page, /^Marqué comme vu\. Rien n’a changé/u);
      await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.matches('[part~="changes"]') === true);
      await page.keyboard.press('Escape');
      await gone(page, '[data-changes]');
      assert.equal(await page.evaluate(() => globalThis.host.shown.shadowRoot.activeElement?.closest('[role="toolbar"]') != null), true);
      assert.deepEqual(await stored(page), before);
    }));
  }

  test('is a dot with a word on its card, part of what the card is called, and ends from its menu', onStage(async (page) => {
    await open(page, 'coordo-board');
    await colleague(page, 'Task/lettre', { restriction: { period: { end: '2026-11-30' } } });
    await inside(page, '[data-resource="Task/lettre"] [data-unread]');
    assert.equal(await text(page, '[data-resource="Task/lettre"] [data-unread]'), 'modifié');
    const name = () => page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-resource="Task/lettre"]').ariaLabel);
    assert.match(await name(), /modifié.: échéance/u);
    await focusCard(page, 'Task/lettre');
    await page.keyboard.press('.');
    await inside(page, '[role="menu"] [data-to="seen"]');
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[role="menu"] [data-to="seen"]').focus());
    await page.keyboard.press('Enter');
    await gone(page, '[data-unread]');
    assert.doesNotMatch(await name(), /modifié/u);
  }));

  test('leaves the focus on its line when something newer comes above it', onStage(async (page) => {
    await open(page, 'coordo-board');
    await colleague(page, 'Task/lettre', { status: 'in-progress' });
    await openPanel(page);
    await colleague(page, 'Task/visite', { status: 'requested', description: 'Visite du soir' });
    await inside(page, '[data-change="Task/visite"]');
    assert.deepEqual(await lines(page), ['Task/visite: nouveau', 'Task/lettre: modifié : état']);
    await page.waitForFunction(() =>
      globalThis.host.shown.shadowRoot.activeElement?.closest('[data-change]')?.dataset.change === 'Task/lettre');
  }));

  test('is never what the person changed here', onStage(async (page) => {
    await open(page, 'coordo-board', { sendAfter: 0 });
    await focusCard(page, 'Task/lettre');
    for (const key of [' ', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await page.evaluate(async () => {
      await globalThis.host.client.sync();
      await globalThis.host.client.pull();
    });
    await colleague(page, 'Task/appel', { status: 'accepted' });
    await inside(page, '[data-changes]');
    assert.equal(await text(page, '[data-changes]'), '1 changement');
    await gone(page, '[data-resource="Task/lettre"] [data-unread]');
  }));

  test('shows on the timeline beside its row, on its mark and in the inspector', onStage(async (page) => {
    await open(page, 'coordo-timeline');
    await colleague(page, 'Task/lettre', { description: 'Relire la lettre' });
    await inside(page, '[part~="row-label"] .co-new');
    assert.equal(await text(page, '[part~="row-label"] .co-new'), '1 changement');
    await inside(page, '[data-resource="Task/lettre"] .tl-new');
    await page.waitForFunction(() => /modifié.: intitulé/u.test(
      globalThis.host.shown.shadowRoot.querySelector('[data-resource="Task/lettre"]').ariaLabel ?? ''));
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-resource="Task/lettre"]').focus());
    await page.keyboard.press('Enter');
    await inside(page, '[part~="inspector"] [data-seen]');
    await assertAccessible(page, 'the inspector of what changed');
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[part~="inspector"] [data-seen]').focus());
    await page.keyboard.press('Enter');
    await gone(page, '.tl-new');
  }));

  test('is said in English too, and nobody who is not named has marks', onStage(async (page) => {
    await open(page, 'coordo-board', { locale: 'en' });
    await colleague(page, 'Task/lettre', { status: 'in-progress' });
    await inside(page, '[data-changes]');
    assert.equal(await text(page, '[data-changes]'), '1 change');
    assert.equal(await text(page, '[data-resource="Task/lettre"] [data-unread]'), 'changed');

    await open(page, 'coordo-board', { actor: undefined });
    await colleague(page, 'Task/lettre', { status: 'in-progress' });
    await page.waitForFunction(() =>
      globalThis.host.shown.shadowRoot.querySelector('[data-resource="Task/lettre"]')?.dataset.status === 'in-progress');
    assert.equal(await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-changes]')), null);
  }));
});
