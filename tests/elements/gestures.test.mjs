/** What is done about a finding in place: each gesture asks for the one thing that it lacks, and ends its line. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widgetReady } from '../kit/web/widget.mjs';
import { listenToAnnouncements } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

const ALL = ['several-referents', 'order-broken', 'handover-unacknowledged', 'no-next-step'];

async function open(page) {
  await page.evaluate(async () => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('gestures.json', {
      actor: { source: 'essai', reference: 'Practitioner/nadia' }, timeZone: 'Europe/Paris',
    });
    Object.assign(host, { sandbox, client, shown: host.element('coordo-board', client) });
  });
  await widgetReady(page, 'coordo-board');
  await listenToAnnouncements(page);
  await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[data-findings] .co-find--caution'));
  await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-findings]').click());
  await listed(page, ALL);
}

/** Waits until exactly these findings are listed. */
async function listed(page, codes) {
  await page.waitForFunction((wanted) => {
    const lines = [...globalThis.host.shown.shadowRoot.querySelectorAll('[part~="findings"] li[data-finding]')];
    return JSON.stringify(lines.map((line) => line.dataset.finding).sort()) === JSON.stringify(wanted.toSorted());
  }, {}, codes);
}

/** Unfolds a line and presses one of its gestures, by keyboard. */
async function press(page, finding, remedy) {
  await page.evaluate((code) => globalThis.host.shown.shadowRoot
    .querySelector(`li[data-finding="${code}"] .fd-t`).focus(), finding);
  const isOpen = () => page.evaluate((code) => globalThis.host.shown.shadowRoot
    .querySelector(`li[data-finding="${code}"] .fd-t`).ariaExpanded, finding);
  if (await isOpen() !== 'true') await page.keyboard.press('Enter');
  const selector = `li[data-finding="${finding}"] [data-remedy="${remedy}"]`;
  await page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted), {}, selector);
  await page.evaluate((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted).focus(), selector);
  await page.keyboard.press('Enter');
}

/** The field that a gesture asks for, once it has the focus. */
async function field(page) {
  await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('.fd-ask') !== null
    && globalThis.host.shown.shadowRoot.activeElement?.closest('.fd-ask') !== undefined);
  return page.evaluate(() => {
    const { activeElement: field } = globalThis.host.shown.shadowRoot;
    const options = [...field.querySelectorAll('option')].map((option) => option.textContent);
    return { type: field.type, value: field.value, options, label: field.closest('label').firstChild.textContent };
  });
}

async function keep(page, value) {
  await page.evaluate((given) => {
    const root = globalThis.host.shown.shadowRoot;
    const { activeElement: asked } = root;
    if (given !== undefined) asked.value = given;
    root.querySelector('.fd-ask [data-keep]').click();
  }, value);
}

async function undo(page) {
  await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement !== null);
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
}

/** All that the client holds. */
function all(page) {
  return page.evaluate(async () => {
    const { entry } = JSON.parse(new TextDecoder().decode(await globalThis.host.client.export()));
    return entry.map(({ resource }) => resource);
  });
}

async function held(page, reference) {
  return (await all(page)).find(({ resourceType, id }) => `${resourceType}/${id}` === reference);
}

inEveryEngine('a gesture about a finding', ({ onStage }) => {
  test('notes that a hand-over was received, by the delay of the plan', onStage(async (page) => {
    await open(page);
    await press(page, 'handover-unacknowledged', 'acknowledge');
    await listed(page, ALL.filter((code) => code !== 'handover-unacknowledged'));
    assert.match((await held(page, 'Communication/relais')).received, /^20\d\d-/u);
    await undo(page);
    await listed(page, ALL);
    assert.equal((await held(page, 'Communication/relais')).received, undefined);
  }));

  test('names one lead among the members, and keeps who was one until then', onStage(async (page) => {
    await open(page);
    await press(page, 'several-referents', 'set-referent');
    const asked = await field(page);
    assert.equal(asked.label, 'Qui coordonne');
    assert.deepEqual(asked.options.slice(1).sort(), ['Nadia BENHADDOU', 'Paul ROQUES']);
    const place = asked.options.findIndex((name) => name.includes('ROQUES'));
    await keep(page, String(place));
    await listed(page, ALL.filter((code) => code !== 'several-referents'));
    const { participant } = await held(page, 'CareTeam/equipe');
    const told = participant.map(({ member, role, period }) => [member.reference, role !== undefined, period.end !== undefined]);
    assert.deepEqual(told, [
      ['Practitioner/nadia', true, true],
      ['Practitioner/roques', true, false],
      ['Practitioner/nadia', false, false],
    ]);
  }));

  test('makes the next task of a plan, for who acts here', onStage(async (page) => {
    await open(page);
    await press(page, 'no-next-step', 'make-task');
    assert.deepEqual([(await field(page)).type, (await field(page)).label], ['text', 'À faire, par moi']);
    await keep(page, '  ');
    await page.waitForFunction(() => globalThis.announcements.some((said) => said.includes('Dites ce qui est à faire')));
    await keep(page, 'Appeler la fille');
    await listed(page, ALL.filter((code) => code !== 'no-next-step'));
    const tasks = (await all(page)).filter(({ description }) => description === 'Appeler la fille');
    assert.deepEqual(tasks.map(({ status, owner, basedOn }) => [status, owner.reference, basedOn[0].reference]),
      [['accepted', 'Practitioner/nadia', 'CarePlan/suivi']]);
  }));

  test('ends a plan, and undo goes on with it', onStage(async (page) => {
    await open(page);
    await press(page, 'no-next-step', 'close-plan');
    // Neither its team nor its own delay for hand-overs counts any more.
    await listed(page, ['order-broken']);
    assert.equal((await held(page, 'CarePlan/suivi')).status, 'completed');
    await undo(page);
    await listed(page, ALL);
    assert.equal((await held(page, 'CarePlan/suivi')).status, 'active');
  }));

  test('moves what has an hour to another hour, as long as before', onStage(async (page) => {
    await open(page);
    await press(page, 'order-broken', 'move-date');
    const asked = await field(page);
    assert.deepEqual([asked.type, asked.value], ['datetime-local', '2036-07-10T07:00']);
    await keep(page, '2036-07-10T09:15');
    await listed(page, ALL.filter((code) => code !== 'order-broken'));
    const { executionPeriod } = await held(page, 'Task/visite');
    assert.deepEqual(executionPeriod, { start: '2036-07-10T09:15:00+02:00', end: '2036-07-10T10:00:00+02:00' });
  }));
});
