/** News of a colleague come by themselves while somebody looks. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

/** Changes a task on the server, as a colleague's software would. */
async function colleague(visits, reference, status) {
  const held = await visits.fhir.read(reference);
  const { status: answer } = await visits.fhir.request('PUT', reference, JSON.stringify({ ...held, status }));
  assert.ok(answer < 300, `the server answered ${answer}`);
}

inEveryEngine('A page that is seen', ({ visiting }) => {
  test('asks for news by itself', visiting(async (visits, person) => {
    const page = await visits.open({ refresh: 300 });
    await boardReady(page);
    await colleague(visits, person.task(2), 'in-progress');
    await cardInColumn(page, person.task(2), 'in-progress');
  }));

  test('asks at once when the network is back', visiting(async (visits, person) => {
    const page = await visits.open({ refresh: 600_000 });
    await boardReady(page);
    await colleague(visits, person.task(2), 'in-progress');
    await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await cardInColumn(page, person.task(2), 'in-progress');
  }));

  test('asks no more once its client is closed', visiting(async (visits) => {
    const page = await visits.open({ refresh: 100 });
    await boardReady(page);
    await page.evaluate(() => globalThis.host.client.close());
    const asked = visits.behind.passed.length;
    // Another client of the same page has time to ask a few times.
    await page.evaluate(async (id) => {
      const { host } = globalThis;
      const client = await host.coordo.createClient({
        ...host.base, sources: [{ id: 'dac', kind: 'fhir', url: '/fhir' }],
        subject: { source: 'dac', reference: `Patient/${id}` }, refresh: 0,
      });
      await client.pull();
      host.after = client;
    }, 'personne-sans-dossier');
    const others = visits.behind.passed.slice(asked);
    assert.deepEqual(others.filter((line) => !line.includes('sans-dossier') && !line.endsWith(' metadata')), []);
  }));
});
