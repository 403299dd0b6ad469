/** What a device keeps between two visits to a real server: what was read, and above all what was changed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, card, cardInColumn, moveByKeyboard } from '../kit/web/board.mjs';
import { allSent, heard, inEveryEngine, statusOf } from './stage.mjs';

inEveryEngine('A device that keeps the plan', ({ visiting }) => {
  test('shows it at the next visit without a network, as of the last answer', visiting(async (visits, person) => {
    const first = await visits.open();
    await boardReady(first);
    assert.equal((await statusOf(first)).cache, 'encrypted');
    await first.close();
    visits.behind.trouble = 'down';
    const second = await visits.open();
    await boardReady(second);
    assert.equal((await card(second, person.task(1))).status, 'requested');
    const status = await statusOf(second);
    assert.equal(status.complete, true);
    assert.equal(status.online, false);
  }));

  test('sends a change that was made without a network once, from a later visit', visiting(async (visits, person) => {
    await (await visits.open()).close();
    visits.behind.trouble = 'down';
    const stairwell = await visits.open();
    await boardReady(stairwell);
    await moveByKeyboard(stairwell, person.task(2), 1);
    await cardInColumn(stairwell, person.task(2), 'in-progress');
    await stairwell.waitForFunction(() => globalThis.host.client.status().pending === 1);
    await stairwell.close();
    assert.equal((await visits.fhir.read(person.task(2))).status, 'accepted');
    visits.behind.trouble = null;
    const later = await visits.open();
    await allSent(later);
    const there = await visits.fhir.read(person.task(2));
    assert.equal(there.status, 'in-progress');
    assert.equal(there.meta.versionId, '2');
    assert.equal(there.extension[0].valueDecimal, 1.5);
  }));

  test('asks about a change that met another one meanwhile, also one visit later', visiting(async (visits, person) => {
    await (await visits.open()).close();
    visits.behind.trouble = 'down';
    const stairwell = await visits.open();
    await boardReady(stairwell);
    await moveByKeyboard(stairwell, person.task(2), 1);
    await stairwell.waitForFunction(() => globalThis.host.client.status().pending === 1);
    await stairwell.close();
    const held = await visits.fhir.read(person.task(2));
    const cancelled = { ...held, status: 'cancelled', statusReason: { text: 'Déjà fait par le SSIAD' } };
    await visits.fhir.request('PUT', person.task(2), JSON.stringify(cancelled), { 'if-match': 'W/"1"' });
    visits.behind.trouble = null;
    const later = await visits.open();
    await heard(later, 'conflict');
    assert.equal((await statusOf(later)).pending, 1);
    await later.close();
    assert.equal((await visits.fhir.read(person.task(2))).status, 'cancelled');
    visits.behind.trouble = 'down';
    const again = await visits.open();
    assert.equal((await statusOf(again)).pending, 1);
  }));

  test('is opened by its secret only, and a wrong one touches nothing', visiting(async (visits, person) => {
    await (await visits.open()).close();
    const { page } = await visits.blank();
    const refusal = await page.evaluate((id) => globalThis.host.refusal(() => globalThis.host.coordo.createClient({
      ...globalThis.host.base,
      sources: [{ id: 'dac', kind: 'fhir', url: '/fhir' }],
      subject: { source: 'dac', reference: `Patient/${id}` },
      cache: { mode: 'encrypted', partition: 'essai/infirmiere', secret: crypto.getRandomValues(new Uint8Array(32)) },
    })), person.id);
    assert.equal(refusal.code, 'wrong-secret');
    assert.equal(refusal.option, 'cache.secret');
    visits.behind.trouble = 'down';
    const second = await visits.open();
    await boardReady(second);
  }));

  test('goes under another secret with what it holds', visiting(async (visits) => {
    const first = await visits.open();
    const changed = [...'un autre secret, lui aussi assez long'].map((letter) => letter.charCodeAt(0));
    await first.evaluate((bytes) => globalThis.host.client.changeSecret(new Uint8Array(bytes)), changed);
    await first.close();
    visits.behind.trouble = 'down';
    const second = await visits.open({ secret: changed });
    await boardReady(second);
  }));

  test('forgets it on request, and not while a change is unsent', visiting(async (visits, person) => {
    await (await visits.open()).close();
    visits.behind.trouble = 'down';
    const first = await visits.open();
    await boardReady(first);
    await moveByKeyboard(first, person.task(2), 1);
    await first.waitForFunction(() => globalThis.host.client.status().pending === 1);
    const refusal = await first.evaluate(() => globalThis.host.refusal(() => globalThis.host.client.purge()));
    assert.equal(refusal.code, 'unsent-changes');
    await first.evaluate(() => globalThis.host.client.purge({ discardUnsent: true }));
    await first.close();
    const second = await visits.open();
    const status = await statusOf(second);
    assert.equal(status.complete, false);
    assert.equal(status.pending, 0);
  }));

  test('keeps a change over a panic, without the copy of the page', visiting(async (visits, person) => {
    await (await visits.open()).close();
    visits.behind.trouble = 'down';
    const page = await visits.open();
    await boardReady(page);
    await moveByKeyboard(page, person.task(2), 1);
    await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
    await page.evaluate(() => {
      try {
        globalThis.host.instance().glue.panicForTest();
      } catch { /* the guard tells it */ }
    });
    await page.waitForFunction(() => globalThis.host.instance().unavailable !== undefined);
    visits.behind.trouble = null;
    await page.evaluate(() => globalThis.host.instance().restart());
    await allSent(page);
    assert.equal((await visits.fhir.read(person.task(2))).meta.versionId, '2');
  }));
});
