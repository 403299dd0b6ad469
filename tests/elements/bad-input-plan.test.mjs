/** Plans and people as no form would make them, in all three elements at once: all is shown, and what is odd is told. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEveryEngine, toldOf } from './stage.mjs';

const bundleOf = (resources) => JSON.stringify({
  resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })),
});
const task = (id, more = {}) => ({ resourceType: 'Task', id, status: 'accepted', intent: 'order', description: id, ...more });
const during = (start, end) => ({ executionPeriod: { start, end } });
const person = (id, name, more = {}) => ({ resourceType: 'Practitioner', id, name: [{ text: name }], ...more });

/** All three elements over one bundle a source: `{ dac: [resource, …] }`. */
async function show(page, sources) {
  const texts = Object.entries(sources).map(([id, resources]) => [id, bundleOf(resources)]);
  await page.evaluate(async (given) => {
    const { host } = globalThis;
    const client = await host.coordo.createClient({
      ...host.base, sources: given.map(([id, text]) => ({ id, kind: 'bundle', bundles: [text] })),
    });
    host.client = client;
    for (const tag of ['coordo-timeline', 'coordo-board', 'coordo-directory']) host.element(tag, client);
    await client.pull();
  }, texts);
  await toldOf(page, 'coordo-ready', 3);
}

/** Clicks, in an element, the first thing that answers a selector once it is there. */
async function click(page, tag, selector) {
  await page.waitForFunction((name, wanted) => {
    const found = document.querySelector(name).shadowRoot.querySelector(wanted);
    found?.click();
    return found != null;
  }, {}, tag, selector);
}

/** Presses the button of an element that says these words. */
async function press(page, tag, words) {
  await page.waitForFunction((name, wanted) => {
    const pressable = [...document.querySelector(name).shadowRoot.querySelectorAll('button, [role^="menuitem"]')];
    const found = pressable.find((one) => one.textContent.trim().startsWith(wanted));
    found?.click();
    return found !== undefined;
  }, {}, tag, words);
}

/** Waits until an element says something, whatever its spaces are. */
function says(page, tag, words) {
  return page.waitForFunction((name, wanted) =>
    document.querySelector(name).shadowRoot.textContent.replace(/\s+/g, ' ').includes(wanted), {}, tag, words);
}

const open = (page, resource) => click(page, 'coordo-directory', `[part~="result"][data-resource="${resource}"]`);

/** How many elements show a record. */
const drawn = (page, tag) => page.evaluate((name) => document.querySelector(name).shadowRoot.querySelectorAll('[data-resource]').length, tag);

/** The page still answers: a turn of it comes, and what is chosen shows. */
async function stillAnswers(page, resource) {
  await page.evaluate((chosen) => {
    const { source } = document.querySelector('coordo-board').shadowRoot.querySelector('[data-source]').dataset;
    globalThis.host.client.select({ source, resource: chosen });
  }, resource);
  await page.waitForFunction(() => document.querySelector('coordo-board').shadowRoot.querySelector('[aria-current="true"]') !== null);
}

inEveryEngine('a plan that no form would make', ({ onStage }) => {
  test('an end before its start and a century are items, and the odd one is told', onStage(async (page) => {
    await show(page, { dac: [
      task('envers', during('2026-11-26', '2026-11-20')),
      task('siecle', during('1926-01-01', '2026-12-31')),
    ] });
    await press(page, 'coordo-timeline', 'Tableau');
    await page.waitForFunction(() => document.querySelector('coordo-timeline').shadowRoot.querySelectorAll('tbody tr').length === 2);
    const lines = await page.evaluate(() => [...document.querySelector('coordo-timeline').shadowRoot.querySelectorAll('tbody tr')]
      .map((line) => [line.dataset.resource, ...[...line.querySelectorAll('.tl-date')].map((cell) => cell.textContent.replace(/\s/g, ' '))]));
    assert.deepEqual(lines, [
      ['Task/siecle', 'ven. 1 janv. 1926', 'jeu. 31 déc.'],
      ['Task/envers', 'jeu. 26 nov.', 'ven. 20 nov.'],
    ]);
    await click(page, 'coordo-timeline', 'tr[data-resource="Task/envers"] button');
    await says(page, 'coordo-timeline', 'Fin avant le début');
    const notices = await page.evaluate(() => globalThis.host.client.notices().map(({ resource }) => resource));
    assert.ok(notices.includes('Task/envers'), notices.join());
  }));

  test('three thousand items on one day are a few marks, and the page answers', onStage(async (page) => {
    const minute = (n) => new Date(Date.UTC(2026, 10, 23, 6) + n * 15_000).toISOString();
    const measures = Array.from({ length: 3000 }, (_, n) => ({
      resourceType: 'Observation', id: `m${n}`, status: 'final', code: { text: 'Pouls' }, effectiveDateTime: minute(n),
      valueQuantity: { value: 60 + (n % 30), unit: '/min' },
    }));
    await show(page, { dac: [...measures, task('appel', during('2026-11-23', '2026-11-24'))] });
    assert.ok(await drawn(page, 'coordo-timeline') < 300, `${await drawn(page, 'coordo-timeline')} marks are drawn`);
    await says(page, 'coordo-timeline', '3 000');
    await stillAnswers(page, 'Task/appel');
  }));

  test('a person with 400 activities has them all counted, and a lane of their own', onStage(async (page) => {
    const activities = Array.from({ length: 400 }, (_, n) => task(`t${n}`, { owner: { reference: 'Practitioner/nadia' }, ...during('2026-11-20', '2026-11-30') }));
    await show(page, { dac: [person('nadia', 'Nadia Benhaddou'), ...activities] });
    await open(page, 'Practitioner/nadia');
    await says(page, 'coordo-directory', 'Répond de 400 activités');
    await press(page, 'coordo-board', 'Couloirs');
    await press(page, 'coordo-board', 'Par responsable');
    await says(page, 'coordo-board', 'Nadia Benhaddou');
    await says(page, 'coordo-board', '400 ouvertes');
    await stillAnswers(page, 'Task/t0');
  }));

  test('an actor of whom there is only a name is an owner, a lane and an entry that says so', onStage(async (page) => {
    await show(page, { dac: [task('courses', { owner: { display: 'La voisine' } })] });
    await says(page, 'coordo-board', 'La voisine');
    await says(page, 'coordo-directory', 'connu par son seul nom');
    await press(page, 'coordo-timeline', 'Par besoin');
    await press(page, 'coordo-timeline', 'Par intervenant');
    await press(page, 'coordo-timeline', 'Tableau');
    await says(page, 'coordo-timeline', 'La voisine');
  }));

  test('homonyms are two entries, and both say that they are', onStage(async (page) => {
    await show(page, { dac: [person('a', 'Jean MARTIN'), person('b', 'Jean Martin'), task('appel')] });
    const homonyms = await page.evaluate(() => [...document.querySelector('coordo-directory').shadowRoot.querySelectorAll('[part~="result"]')]
      .filter((one) => one.textContent.includes('homonyme')).map(({ dataset }) => dataset.resource));
    assert.deepEqual(homonyms.sort(), ['Practitioner/a', 'Practitioner/b']);
  }));

  test('structures that are parts of each other in a ring open like any other', onStage(async (page) => {
    const structure = (id, whole) => ({ resourceType: 'Organization', id, name: `Maison ${id}`, partOf: { reference: `Organization/${whole}` } });
    await show(page, { dac: [structure('a', 'b'), structure('b', 'c'), structure('c', 'a'), structure('seule', 'seule'), task('appel')] });
    for (const id of ['a', 'b', 'c', 'seule']) {
      await open(page, `Organization/${id}`);
      await page.waitForFunction((name) => {
        const card = document.querySelector('coordo-directory').shadowRoot.querySelector('[part~="card"]');
        return card?.textContent.includes(`Maison ${name}`);
      }, {}, id);
    }
    await stillAnswers(page, 'Task/appel');
  }));

  test('members who have left a team are told as such, and are not in the circle', onStage(async (page) => {
    const member = (id, end) => ({ member: { reference: `Practitioner/${id}` }, period: { start: '2026-01-01', end } });
    await show(page, { dac: [
      { resourceType: 'Patient', id: 'odile', name: [{ text: 'Odile' }] },
      person('partie', 'Anne PARTIE'), person('restee', 'Rose RESTÉE'),
      { resourceType: 'CareTeam', id: 'cercle', status: 'active', name: 'Cercle de soins', subject: { reference: 'Patient/odile' },
        participant: [member('partie', '2026-06-30'), member('restee', undefined)] },
    ] });
    const facts = await page.evaluate(() => Object.fromEntries([...document.querySelector('coordo-directory').shadowRoot.querySelectorAll('[part~="result"]')]
      .map((one) => [one.dataset.resource, one.textContent.replace(/\s+/g, ' ')])));
    assert.match(facts['Practitioner/partie'], /a quitté le cercle de soins/);
    assert.match(facts['Practitioner/restee'], /dans le cercle de soins/);
  }));

  test('two sources that contradict each other are both shown, each with its name', onStage(async (page) => {
    const rpps = (value) => [{ type: { coding: [{ code: 'RPPS' }] }, system: 'https://rpps.esante.gouv.fr', value }];
    const nurse = (phone) => person('n', 'Nadia Benhaddou', { identifier: rpps('10003461033'), telecom: [{ system: 'phone', use: 'work', value: phone }] });
    await show(page, {
      dac: [nurse('05 36 49 02 03'), task('visite', { ...during('2026-11-24', '2026-11-25'), status: 'accepted' })],
      hopital: [nurse('05 36 49 02 99'), task('visite', { ...during('2026-11-27', '2026-11-28'), status: 'cancelled' })],
    });
    // One person by her number; her two telephones by the source of each.
    await open(page, 'Practitioner/n');
    for (const words of ['les sources ne disent pas la même chose', '05 36 49 02 03', '05 36 49 02 99', 'selon « dac »', 'selon « hopital »']) {
      await says(page, 'coordo-directory', words);
    }
    const entries = await page.evaluate(() => document.querySelector('coordo-directory').shadowRoot.querySelectorAll('[part~="result"]').length);
    assert.equal(entries, 1);
    // Two tasks of one id are two: nothing proves that they are the same.
    const cards = await page.evaluate(() => [...document.querySelector('coordo-board').shadowRoot.querySelectorAll('[part~="card"]')]
      .map(({ dataset }) => `${dataset.source} ${dataset.resource} ${dataset.status}`));
    assert.deepEqual(cards.sort(), ['dac Task/visite accepted', 'hopital Task/visite cancelled']);
    await press(page, 'coordo-timeline', 'Tableau');
    for (const source of ['dac', 'hopital']) {
      for (const [tag, item] of [['coordo-board', '[part~="card"]'], ['coordo-timeline', 'tbody tr']]) {
        await page.waitForFunction((name, wanted, from) => {
          const of = document.querySelector(name).shadowRoot.querySelector(`${wanted}[data-source="${from}"]`);
          return of?.textContent.includes(from);
        }, {}, tag, item, source);
      }
    }
  }));
});
