/** What a person can do over a server is the same over every server: one suite for a real one and for the sandbox. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, card, cardInColumn, cards, focusCard, moveByKeyboard } from '../kit/web/board.mjs';
import { editByForm, inShown, openReview } from '../kit/web/conflict.mjs';
import { overBothServers } from './both.mjs';
import { heard, statusOf } from './stage.mjs';

let people = 0;

/** Somebody with a plan and three tasks, none of whose ids was used before. */
async function admitted(device) {
  people += 1;
  const id = `suivie-${people}`;
  const put = (resource) => ({
    fullUrl: `https://portail.example/fhir/${resource.resourceType}/${resource.id}`,
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  });
  const task = (n, status, description) => put({
    resourceType: 'Task', id: `${id}-t${n}`, status, intent: 'order', description, for: { reference: `Patient/${id}` },
    basedOn: [{ reference: `CarePlan/${id}-plan` }], authoredOn: '2026-11-20T09:00:00+01:00',
    extension: [{ url: 'https://exemple.test/inconnue', valueDecimal: 1.5 }],
  });
  await device.load({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      put({ resourceType: 'Patient', id, name: [{ family: 'Quévremont', given: ['Aldegonde'] }] }),
      put({
        resourceType: 'CarePlan', id: `${id}-plan`, status: 'active', intent: 'plan', title: 'Retour à domicile',
        subject: { reference: `Patient/${id}` },
      }),
      task(1, 'requested', 'Organiser le retour'),
      task(2, 'accepted', 'Passer voir la plaie'),
      task(3, 'in-progress', 'Suivre la prise en charge'),
    ],
  });
  return { subject: `Patient/${id}`, task: (n) => `Task/${id}-t${n}` };
}

async function chord(page, modifier, key) {
  await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  await page.keyboard.up(modifier);
}

const pending = (page, count) => page.waitForFunction((n) => globalThis.host.client.status().pending === n, {}, count);

overBothServers('Over any server', (onDevice) => {
  test('a plan is shown as it holds it, and the reading is whole', onDevice(async (device) => {
    const person = await admitted(device);
    await device.visit(person.subject);
    await boardReady(device.page);
    const shown = (await cards(device.page)).map(({ resource, status }) => `${resource} ${status}`);
    assert.deepEqual(shown.sort(), ['requested', 'accepted', 'in-progress'].map((status, at) => `${person.task(at + 1)} ${status}`));
    const status = await statusOf(device.page);
    assert.deepEqual([status.complete, status.online, status.cache], [true, true, 'encrypted']);
  }));

  test('a change arrives once, and leaves alone what it does not name', onDevice(async (device) => {
    const person = await admitted(device);
    await device.visit(person.subject);
    await boardReady(device.page);
    const { meta: _, ...was } = await device.there(person.task(2));
    await moveByKeyboard(device.page, person.task(2), 1);
    await cardInColumn(device.page, person.task(2), 'in-progress');
    await device.send();
    const { meta, lastModified, ...is } = await device.there(person.task(2));
    assert.equal(meta.versionId, '2');
    assert.equal(typeof lastModified, 'string');
    assert.deepEqual(is, { ...was, status: 'in-progress' });
  }));

  test('a change that is taken back in time never leaves', onDevice(async (device) => {
    const person = await admitted(device);
    await device.visit(person.subject, { sendAfter: 600_000 });
    await boardReady(device.page);
    await moveByKeyboard(device.page, person.task(2), 1);
    await pending(device.page, 1);
    await chord(device.page, 'Control', 'z');
    await cardInColumn(device.page, person.task(2), 'accepted');
    await device.send();
    assert.equal((await device.there(person.task(2))).meta.versionId, '1');
  }));

  test('a change that was sent is taken back by another one', onDevice(async (device) => {
    const person = await admitted(device);
    await device.visit(person.subject, { sendAfter: 600_000 });
    await boardReady(device.page);
    await editByForm(device.page, person.task(3), { title: 'Suivre de loin', due: '2026-11-30', note: '' });
    await device.send();
    assert.equal((await device.there(person.task(3))).description, 'Suivre de loin');
    await focusCard(device.page, person.task(3));
    await chord(device.page, 'Control', 'z');
    await pending(device.page, 1);
    await device.send();
    const there = await device.there(person.task(3));
    assert.equal(`${there.description} ${there.meta.versionId}`, 'Suivre la prise en charge 3');
    assert.equal(there.restriction, undefined);
  }));

  test('a note of a colleague and a move of mine are both there, and nobody is asked', onDevice(async (device) => {
    const person = await admitted(device);
    await device.visit(person.subject, { sendAfter: 600_000 });
    await boardReady(device.page);
    await moveByKeyboard(device.page, person.task(2), 1);
    await pending(device.page, 1);
    const note = [{ authorString: 'Nadia Benhaddou', time: '2026-11-23T08:05:00+01:00', text: 'Vu avec la famille.' }];
    await device.colleague(person.task(2), { note });
    await device.send();
    const there = await device.there(person.task(2));
    assert.equal(`${there.status} ${there.meta.versionId}`, 'in-progress 3');
    assert.deepEqual(there.note, note);
    assert.deepEqual(await device.page.evaluate(() => globalThis.host.heard.filter(({ name }) => name === 'conflict')), []);
  }));

  for (const [whose, key, description, end] of [
    ['mine', 'ArrowLeft', 'Passer chaque matin', '2026-11-25'],
    ['theirs', 'ArrowRight', 'Passer chaque soir', '2026-11-30'],
  ]) {
    test(`two titles and two dates are asked, and what was chosen is there: ${whose}`, onDevice(async (device) => {
      const { page } = device;
      const person = await admitted(device);
      await device.visit(person.subject, { sendAfter: 600_000 });
      await boardReady(page);
      await editByForm(page, person.task(2), { title: 'Passer chaque matin', due: '2026-11-25', note: 'Étage 3.' });
      const theirs = { description: 'Passer chaque soir', restriction: { period: { end: '2026-11-30' } } };
      await device.colleague(person.task(2), theirs);
      await page.evaluate(() => globalThis.host.client.sync());
      await heard(page, 'conflict');
      const { meta: _, ...held } = await device.there(person.task(2));
      assert.equal(held.description, theirs.description, 'nothing was forced');
      await inShown(page, '[data-choice="review"]');
      await openReview(page);
      await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('[part~="conflict-field"]') != null);
      for (const pressed of [key, 'ArrowDown', key]) await page.keyboard.press(pressed);
      await chord(page, 'Control', 'Enter');
      await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[part~="conflict"]') === null);
      await device.send();
      const there = await device.there(person.task(2));
      assert.equal(there.description, description);
      assert.equal(there.restriction.period.end, end);
      assert.deepEqual(there.note.map(({ text }) => text), ['Étage 3.']);
    }));
  }

  test('a task that is made without a network arrives once from a later visit', onDevice(async (device) => {
    const { page } = device;
    const person = await admitted(device);
    await device.visit(person.subject);
    await boardReady(page);
    await device.server.cut(true);
    await focusCard(page, person.task(1));
    await page.keyboard.press('n');
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('.bd-quick') != null);
    await page.keyboard.type('Appeler la famille');
    await page.keyboard.press('Enter');
    await pending(page, 1);
    const [made] = (await cards(page)).map(({ resource }) => resource).filter((one) => !one.includes('suivie-'));
    await device.leave();
    await device.server.cut(false);
    await device.visit(person.subject);
    await device.send();
    const there = await device.there(made);
    assert.equal(`${there.description} ${there.meta.versionId}`, 'Appeler la famille 1');
    const all = await device.server.request('GET', `Task?patient=${person.subject}`);
    const same = JSON.parse(all.body).entry.filter(({ resource }) => resource.description === 'Appeler la famille');
    assert.equal(same.length, 1);
  }));

  test('a change that is made without a network is shown at each visit and arrives once', onDevice(async (device) => {
    const { page } = device;
    const person = await admitted(device);
    await device.visit(person.subject);
    await device.leave();
    await device.server.cut(true);
    await device.visit(person.subject);
    await boardReady(page);
    await moveByKeyboard(page, person.task(2), 1);
    await cardInColumn(page, person.task(2), 'in-progress');
    await pending(page, 1);
    await device.leave();
    await device.visit(person.subject);
    await boardReady(page);
    assert.equal((await card(page, person.task(2))).status, 'in-progress');
    assert.equal((await statusOf(page)).online, false);
    await device.leave();
    assert.equal((await device.there(person.task(2))).status, 'accepted');
    await device.server.cut(false);
    await device.visit(person.subject);
    await device.send();
    const there = await device.there(person.task(2));
    assert.equal(`${there.status} ${there.meta.versionId}`, 'in-progress 2');
  }));

  test('a change of what is gone is told and kept', onDevice(async (device) => {
    const { page } = device;
    const person = await admitted(device);
    await device.visit(person.subject, { sendAfter: 600_000 });
    await boardReady(page);
    await moveByKeyboard(page, person.task(2), 1);
    await pending(page, 1);
    await device.server.request('DELETE', person.task(2));
    await page.evaluate(() => globalThis.host.client.sync());
    await heard(page, 'refused');
    assert.equal((await statusOf(page)).pending, 1);
  }));
});
