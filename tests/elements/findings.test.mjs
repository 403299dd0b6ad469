/** What is missing: said in the bar and on cards, dealt with from a panel by keyboard alone, and taken back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { listenToAnnouncements } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

const ACTOR = { source: 'essai', reference: 'Practitioner/nadia' };

/** An element over tasks of which two have nobody who answers for them. */
async function open(page, tag, options = {}) {
  await page.evaluate(async (name, given) => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json', given);
    const counts = [];
    client.on('findings', ({ count }) => counts.push(count));
    Object.assign(host, { sandbox, client, counts, shown: host.element(name, client) });
  }, tag, { actor: ACTOR, ...options });
  await widgetReady(page, tag);
}

function inside(page, selector) {
  return page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted) !== null, {}, selector);
}

function lines(page) {
  return page.evaluate(() => [...globalThis.host.shown.shadowRoot.querySelectorAll('[part~="findings"] li[data-finding]')]
    .map((line) => `${line.dataset.severity} ${line.dataset.finding}`));
}

function nLines(page, n) {
  return page.waitForFunction((wanted) =>
    globalThis.host.shown.shadowRoot.querySelectorAll('[part~="findings"] li[data-finding]').length === wanted, {}, n);
}

/** What holds the focus in the element. */
function focused(page) {
  return page.evaluate(() => {
    const { activeElement } = globalThis.host.shown.shadowRoot;
    return activeElement === null ? null : { text: activeElement.textContent, ...activeElement.dataset };
  });
}

async function heard(page, pattern) {
  await page.waitForFunction((source) =>
    globalThis.announcements.some((said) => new RegExp(source, 'u').test(said.replace(/\s+/gu, ' '))), {}, pattern.source);
}

/** Opens the panel from the bar, by keyboard. */
async function openPanel(page) {
  await inside(page, '[data-findings] .co-find--caution');
  await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-findings]').focus());
  await page.keyboard.press('Enter');
  await inside(page, '[part~="findings"]');
  await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.classList.contains('fd-t'));
}

inEveryEngine('what is missing', ({ onStage }) => {
  for (const tag of TAGS) {
    test(`is said in the bar of <${tag}> with its count, and listed with its sentence`, onStage(async (page) => {
      await open(page, tag);
      await openPanel(page);
      assert.deepEqual(await lines(page), ['attention no-owner', 'attention no-owner']);
      assert.match((await focused(page)).text, /personne n’en est chargé/u);
    }));
  }

  test('is a badge with words on its card, and part of what the card is called', onStage(async (page) => {
    await open(page, 'coordo-board');
    await inside(page, '[data-resource="Task/bilan"] [data-finding="no-owner"]');
    const { words, name } = await page.evaluate(() => {
      const card = globalThis.host.shown.shadowRoot.querySelector('[data-resource="Task/bilan"]');
      return { words: card.querySelector('[data-finding]').textContent, name: card.ariaLabel };
    });
    assert.equal(words, 'Sans responsable');
    // Once: the owner's line does not say it again.
    assert.equal(name.match(/Sans responsable/gu).length, 1);
    const all = await page.evaluate(() =>
      globalThis.host.shown.shadowRoot.querySelector('[data-resource="Task/bilan"]').textContent);
    assert.equal(all.match(/Sans responsable/gu).length, 1);
  }));

  test('is dealt with by keyboard alone, said aloud, and taken back', onStage(async (page) => {
    await open(page, 'coordo-board');
    await listenToAnnouncements(page);
    await openPanel(page);
    await page.keyboard.press('j');
    const second = await focused(page);
    await page.keyboard.press('k');
    const first = await focused(page);
    assert.notEqual(first.text, second.text);
    await page.keyboard.press('Enter');
    await inside(page, '[part~="findings"] [data-remedy="take-it"]');
    for (let stop = 0; stop < 6 && (await focused(page))?.remedy !== 'take-it'; stop += 1) await page.keyboard.press('Tab');
    assert.equal((await focused(page)).remedy, 'take-it');
    await page.keyboard.press('Enter');
    await nLines(page, 1);
    await heard(page, /M’en charger : c’est noté\. 1 constat levé\. Annuler : Ctrl Z\./u);
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 1);
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement !== null);
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await nLines(page, 2);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[part~="findings"]') === null);
    assert.equal('findings' in (await focused(page)), true);
  }));

  test('is told to the host, typed and by event', onStage(async (page) => {
    await open(page, 'coordo-board');
    await inside(page, '[data-findings] .co-find--caution');
    const { found, counts } = await page.evaluate(() => ({ found: globalThis.host.client.findings(), counts: globalThis.host.counts }));
    assert.deepEqual(found.map(({ code, severity }) => [code, severity]), [['no-owner', 'attention'], ['no-owner', 'attention']]);
    assert.equal(counts.at(-1), 2);
    assert.equal(found[0].subjects[0].source, 'essai');
    assert.match(found[0].message, /personne n’en est chargé/u);
    assert.equal(found[0].remedies[0].code, 'offer-to-someone');
  }));

  test('has thresholds, of which a wrong one is named', onStage(async (page) => {
    const refused = await page.evaluate(() => {
      const { host } = globalThis;
      return host.refusal(() => host.sandboxClient('small.json', { thresholds: { offerWorkingDays: -1 } }));
    });
    assert.deepEqual([refused.code, refused.option], ['wrong-option', 'thresholds.offerWorkingDays']);
  }));
});
