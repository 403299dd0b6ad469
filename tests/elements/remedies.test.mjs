/** Each kind of remedy by keyboard alone: a reason, a date, somebody; said aloud, kept in the record, and taken back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../kit/web/axe.mjs';
import { focusCard } from '../kit/web/board.mjs';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine } from './stage.mjs';

const ACTOR = { source: 'essai', reference: 'Practitioner/nadia' };
const THRESHOLDS = { undatedDaysBefore: 7, orderUrgentWithinHours: 72 };
const ALL = ['urgent order-broken', 'attention no-owner', 'attention owner-left', 'attention undated-prerequisite'];

/** An element over a plan with one finding of each kind of remedy. Changes leave when a test says so. */
async function open(page, tag = 'coordo-board') {
  await page.evaluate(async (name, options) => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('missing.json', options);
    const shown = host.element(name, client);
    const said = [];
    Object.assign(host, { sandbox, client, shown, said });
    const listen = () => {
      const region = shown.shadowRoot?.querySelector('[aria-live]');
      if (region === null || region === undefined) return false;
      new MutationObserver(() => {
        const text = region.textContent.replace(/\s+/gu, ' ').trim();
        if (text !== '') said.push(text);
      }).observe(region, { childList: true, characterData: true, subtree: true });
      return true;
    };
    while (!listen()) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, tag, { actor: ACTOR, thresholds: THRESHOLDS, sendAfter: 600_000 });
  await widgetReady(page, tag);
  await inside(page, '[data-findings] .co-find--alert');
}

function inside(page, selector) {
  return page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted) !== null, {}, selector);
}

function gone(page, selector) {
  return page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted) === null, {}, selector);
}

function lines(page) {
  return page.evaluate(() => [...globalThis.host.shown.shadowRoot.querySelectorAll('[part~="findings"] li[data-finding]')]
    .map((line) => `${line.dataset.severity} ${line.dataset.finding}`).sort());
}

function linesAre(page, wanted) {
  return page.waitForFunction((names) => {
    const found = [...globalThis.host.shown.shadowRoot.querySelectorAll('[part~="findings"] li[data-finding]')];
    return found.map((line) => line.dataset.finding).sort().join() === names;
  }, {}, wanted.map((line) => line.split(' ')[1]).sort().join());
}

/** What holds the focus: its data and its words. */
function focused(page) {
  return page.evaluate(() => {
    const el = globalThis.host.shown.shadowRoot.activeElement;
    if (el === null) return {};
    return { tag: el.localName, type: el.type, text: el.textContent, line: el.closest('[data-finding]')?.dataset.finding, ...el.dataset };
  });
}

async function heard(page, pattern) {
  try {
    await page.waitForFunction((source) => globalThis.host.said.some((said) => new RegExp(source, 'u').test(said)), {}, pattern.source);
  } catch {
    assert.fail(`not heard: ${pattern}; heard: ${await page.evaluate(() => globalThis.host.said.join(' | '))}`);
  }
}

/** Opens the panel from the bar. */
async function openPanel(page) {
  await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-findings]').focus());
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.classList.contains('fd-t'));
}

/** Goes to a line, unfolds it, and presses one of its remedies. */
async function choose(page, finding, remedy) {
  await openPanel(page);
  for (let n = 0; n < ALL.length && (await focused(page)).line !== finding; n += 1) await page.keyboard.press('ArrowDown');
  assert.equal((await focused(page)).line, finding);
  await page.keyboard.press('Enter');
  await inside(page, `[data-finding="${finding}"] [data-remedy="${remedy}"]`);
  for (let n = 0; n < 8 && (await focused(page)).remedy !== remedy; n += 1) await page.keyboard.press('Tab');
  assert.equal((await focused(page)).remedy, remedy);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('.fd-ask') != null);
}

/** From the field to the button that keeps it. */
async function keep(page) {
  for (let n = 0; n < 5 && (await focused(page)).keep === undefined; n += 1) await page.keyboard.press('Tab');
  assert.equal((await focused(page)).keep, '');
  await page.keyboard.press('Enter');
}

/** A record as the client holds it, changes of this page included. */
function held(page, reference) {
  return page.evaluate(async (wanted) => {
    const bundle = JSON.parse(new TextDecoder().decode(await globalThis.host.client.export()));
    const [type, id] = wanted.split('/');
    return bundle.entry.map(({ resource }) => resource).find((one) => one.resourceType === type && one.id === id);
  }, reference);
}

async function undo(page) {
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
}

function pending(page, n) {
  return page.waitForFunction((wanted) => globalThis.host.client.status().pending === wanted, {}, n);
}

/** The focus is somewhere in the panel: nobody is thrown out of it by what they did. */
function focusStays(page) {
  return page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('[part~="findings"]') != null);
}

inEveryEngine('a remedy', ({ onStage }) => {
  test('that leaves it so keeps the reason in the record, asks for one first, and is taken back', onStage(async (page) => {
    await open(page);
    await choose(page, 'order-broken', 'leave-so');
    assert.equal((await focused(page)).type, 'text');
    await keep(page);
    await heard(page, /^Dites pourquoi\.$/u);
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 0);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.fd-ask input').focus());
    await page.keyboard.type('Vu avec le service, la lettre suivra.');
    await assertAccessible(page, 'a reason is asked for');
    await keep(page);
    await linesAre(page, ALL.slice(1));
    await heard(page, /^Laisser ainsi.*: c’est noté\. 1 constat levé\. Annuler : Ctrl Z\.$/u);
    assert.match(JSON.stringify((await held(page, 'Task/visite')).extension), /Vu avec le service, la lettre suivra\./u);
    await focusStays(page);
    await undo(page);
    await pending(page, 0);
    await linesAre(page, ALL);
    assert.equal((await held(page, 'Task/visite')).extension, undefined);
    await focusStays(page);
  }));

  test('that gives a date asks for it, writes it, and is taken back', onStage(async (page) => {
    await open(page);
    await choose(page, 'undated-prerequisite', 'set-date');
    assert.equal((await focused(page)).type, 'date');
    await keep(page);
    await heard(page, /^Donnez une date\.$/u);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.fd-ask input').focus());
    // Day and month are alike, so that their order, which is the browser's language, does not matter.
    await page.keyboard.type('11112026');
    await keep(page);
    await linesAre(page, ALL.slice(0, 3));
    await heard(page, /: c’est noté\. 1 constat levé\./u);
    assert.deepEqual((await held(page, 'Task/bilan')).executionPeriod, { start: '2026-11-11' });
    await focusStays(page);
    await undo(page);
    await pending(page, 0);
    await linesAre(page, ALL);
    assert.equal((await held(page, 'Task/bilan')).executionPeriod, undefined);
  }));

  test('that offers it to somebody lets one be chosen, writes whom, and is taken back', onStage(async (page) => {
    await open(page);
    await choose(page, 'no-owner', 'offer-to-someone');
    assert.equal((await focused(page)).tag, 'select');
    await keep(page);
    await heard(page, /^Choisissez à qui\.$/u);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.fd-ask select').focus());
    await page.keyboard.press('ArrowDown');
    await keep(page);
    await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
    const { owner, status } = await held(page, 'Task/portage');
    // What is ready cannot be asked for again: whose it is can be said.
    assert.deepEqual([owner.reference, status], ['Practitioner/paul', 'ready']);
    await heard(page, /: c’est noté\./u);
    await focusStays(page);
    await undo(page);
    await pending(page, 0);
    await linesAre(page, ALL);
    assert.equal((await held(page, 'Task/portage')).owner, undefined);
  }));

  test('is left by Escape, first the question and then the panel, and nothing is changed', onStage(async (page) => {
    await open(page);
    await choose(page, 'order-broken', 'move-date');
    await page.keyboard.press('Escape');
    await gone(page, '.fd-ask');
    await focusStays(page);
    await page.keyboard.press('Escape');
    await gone(page, '[part~="findings"].fd-panel');
    assert.equal('findings' in (await focused(page)), true);
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 0);
  }));
});

inEveryEngine('a badge', ({ onStage }) => {
  test('has words on a card, on what a card is called, on an item of the timeline and on an entry of the directory', onStage(async (page) => {
    await open(page);
    const words = (selector) => page.evaluate((wanted) => {
      const badge = globalThis.host.shown.shadowRoot.querySelector(wanted);
      return [badge?.textContent, badge?.querySelector('svg') !== null];
    }, selector);
    await inside(page, '[data-resource="Task/visite"] [data-finding="order-broken"]');
    assert.deepEqual(await words('[data-resource="Task/visite"] [data-finding="order-broken"]'), ['Ordre non respecté', true]);
    assert.match(await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-resource="Task/visite"]').ariaLabel),
      /À traiter.: Ordre non respecté/u);

    await open(page, 'coordo-timeline');
    await inside(page, '[part~="row-label"] [data-finding="order-broken"]');
    assert.deepEqual(await words('[part~="row-label"] [data-finding="order-broken"]'), ['Ordre non respecté', true]);
    await page.waitForFunction(() => [...globalThis.host.shown.shadowRoot.querySelectorAll('[data-resource="Task/visite"]')]
      .some((mark) => /À traiter.: Ordre non respecté/u.test(mark.ariaLabel ?? mark.textContent)));

    await open(page, 'coordo-directory');
    await inside(page, '[data-resource="Practitioner/paul"] [data-finding="owner-left"]');
    const [text, hasShape] = await words('[data-resource="Practitioner/paul"] [data-finding="owner-left"]');
    assert.match(text, /\w+/u);
    assert.equal(hasShape, true);
  }));
});

inEveryEngine('the badge of what is shown whole', ({ onStage }) => {
  for (const [tag, resource, code] of [
    ['coordo-timeline', 'Task/visite', 'order-broken'],
    ['coordo-board', 'Task/visite', 'order-broken'],
    ['coordo-directory', 'Practitioner/paul', 'owner-left'],
  ]) {
    test(`in <${tag}> leads to its sentence, its facts and what can be done`, onStage(async (page) => {
      await open(page, tag);
      await inside(page, `[data-resource="${resource}"]`);
      if (tag === 'coordo-board') {
        await focusCard(page, resource);
        await page.keyboard.press('Enter');
      } else {
        await page.evaluate((name) => {
          const shown = globalThis.host.shown.shadowRoot.querySelector(`[data-resource="${name}"]`);
          (shown.querySelector('button') ?? shown).click();
        }, resource);
      }
      await inside(page, `.fd-x > [data-finding="${code}"]`);
      await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.fd-x').focus());
      await page.keyboard.press('Enter');
      await inside(page, `[part~="findings"] li[data-finding="${code}"].is-open`);
      await page.waitForFunction((wanted) =>
        globalThis.host.shown.shadowRoot.activeElement?.closest('li')?.dataset.finding === wanted, {}, code);
    }));
  }
});

inEveryEngine('the panel of what is missing', ({ onStage }) => {
  for (const tag of TAGS) {
    test(`of <${tag}> lists all by how soon somebody should look, leads to what it speaks of, and can be used by everybody`,
      onStage(async (page) => {
        await open(page, tag);
        await openPanel(page);
        assert.deepEqual(await lines(page), [...ALL].sort());
        await page.keyboard.press('Enter');
        await inside(page, '[part~="findings"] [data-show="Task/visite"]');
        for (const scheme of ['light', 'dark']) {
          await page.evaluate((wanted) => globalThis.host.shown.setAttribute('data-coordo-scheme', wanted), scheme);
          await assertAccessible(page, `<${tag}>, the panel, ${scheme}`);
        }
        await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-show="Task/visite"]').click());
        await page.waitForFunction(() => globalThis.host.client.selection?.resource === 'Task/visite'
          || globalThis.host.shown.shadowRoot.activeElement?.closest('[data-resource="Task/visite"]') != null);
      }));

    test(`of <${tag}> waits until all is loaded before it says that nothing is missing`, onStage(async (page) => {
      await page.evaluate(async (name) => {
        const { host } = globalThis;
        const { sandbox, client } = await host.sandboxClient('small.json');
        let letGo;
        const held = new Promise((resolve) => { letGo = resolve; });
        const late = await host.clientOf(sandbox, {
          sources: [
            { id: 'essai', kind: 'sandbox', sandbox },
            { id: 'lent', kind: 'host', send: async (request) => { await held; return host.forward(sandbox)(request); } },
          ],
        });
        Object.assign(host, { client: late, letGo, shown: host.element(name, late), unused: client });
      }, tag);
      await inside(page, '[data-findings]');
      await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-findings]').click());
      await inside(page, '[part~="findings"] .fd-none');
      assert.match(await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.fd-none').textContent),
        /attendent le chargement complet/u);
    }));
  }
});
