/** What a server may answer to a change, and what may come in its place: the change arrives once, or somebody is told. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn, moveByKeyboard } from '../kit/web/board.mjs';
import { allSent, heard, inEveryEngine, statusOf } from './stage.mjs';

const HTML = { 'content-type': 'text/html' };
const FHIR = { 'content-type': 'application/fhir+json' };

/** Answers that say nothing of the change: it is sent again by itself. */
const PASSING = [
  ['503', { status: 503, headers: HTML, body: '<h1>Service indisponible</h1>' }],
  ['429 and when to come back', { status: 429, headers: { 'retry-after': '1' }, body: '' }],
  ['a login page with 200', { status: 200, headers: HTML, body: '<form>Connexion</form>' }],
];

/** A session that ended: who asks is to be known again. */
const ENDED = { status: 401, headers: HTML, body: '<h1>Session expirée</h1>' };

inEveryEngine('A change that was sent', ({ visiting }) => {
  for (const [name, answer] of PASSING) {
    test(`and answered with ${name} arrives later, once`, visiting(async (visits, person) => {
      const page = await visits.open();
      await boardReady(page);
      visits.behind.instead.push(answer);
      await moveByKeyboard(page, person.task(2), 1);
      await cardInColumn(page, person.task(2), 'in-progress');
      await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
      await page.evaluate(() => globalThis.host.client.sync());
      await allSent(page);
      const there = await visits.fhir.read(person.task(2));
      assert.equal(`${there.status} ${there.meta.versionId}`, 'in-progress 2');
    }));
  }

  test('and met the end of a session hides the plan, and arrives once whoever asks is known again', visiting(async (visits, person) => {
    const page = await visits.open();
    await boardReady(page);
    visits.behind.instead.push(ENDED);
    await moveByKeyboard(page, person.task(2), 1);
    await heard(page, 'credentials-needed');
    await page.waitForFunction(() => document.querySelector('coordo-board').shadowRoot.querySelector('[part~="card"]') === null);
    await page.evaluate(() => globalThis.host.client.sync());
    await allSent(page);
    await cardInColumn(page, person.task(2), 'in-progress');
    const there = await visits.fhir.read(person.task(2));
    assert.equal(`${there.status} ${there.meta.versionId}`, 'in-progress 2');
  }));

  test('and arrived, while its answer broke off, is there once', visiting(async (visits, person) => {
    const page = await visits.open();
    await boardReady(page);
    visits.behind.trouble = 'cut';
    await moveByKeyboard(page, person.task(2), 1);
    await cardInColumn(page, person.task(2), 'in-progress');
    await page.waitForFunction(() => !globalThis.host.client.status().online);
    visits.behind.trouble = null;
    await page.evaluate(() => globalThis.host.client.sync());
    await allSent(page);
    const there = await visits.fhir.read(person.task(2));
    assert.equal(`${there.status} ${there.meta.versionId}`, 'in-progress 2');
  }));

  test('and refused stays here with the words of the server, and the rest is sent', visiting(async (visits, person) => {
    const page = await visits.open();
    await boardReady(page);
    const words = 'Un dossier clos ne prend plus de tâche';
    visits.behind.instead.push({
      status: 422,
      headers: FHIR,
      body: JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'business-rule', diagnostics: words }] }),
    });
    await moveByKeyboard(page, person.task(2), 1);
    await heard(page, 'refused');
    await moveByKeyboard(page, person.task(1), 1);
    await page.waitForFunction(() => globalThis.host.heard.some(({ name }) => name === 'synced'));
    assert.equal((await statusOf(page)).pending, 1);
    assert.equal((await visits.fhir.read(person.task(1))).meta.versionId, '2');
    assert.equal((await visits.fhir.read(person.task(2))).meta.versionId, '1');
    const shown = await page.evaluate(() => document.querySelector('coordo-board').shadowRoot.textContent);
    assert.ok(shown.includes(words), 'the card does not say why');
  }));

  test('to a resource that is gone is told to be gone, and is kept', visiting(async (visits, person) => {
    const page = await visits.open();
    await boardReady(page);
    await visits.fhir.request('DELETE', person.task(2));
    await moveByKeyboard(page, person.task(2), 1);
    await heard(page, 'refused');
    const told = await page.evaluate(() => globalThis.host.heard.find(({ name }) => name === 'refused'));
    assert.ok([404, 410].includes(told.status), `told ${told.status}`);
    assert.equal((await statusOf(page)).pending, 1);
  }));
});
