/** Who does what: the grid of the board says the same as its cards, is read line by line, and follows what changes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widgetReady } from '../kit/web/widget.mjs';
import { listenToAnnouncements } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

async function open(page, options = {}) {
  await page.evaluate(async (given) => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('who.json', {
      actor: { source: 'essai', reference: 'PractitionerRole/nadia-idel' }, timeZone: 'Europe/Paris', ...given,
    });
    Object.assign(host, { sandbox, client, shown: host.element('coordo-board', client) });
  }, options);
  await widgetReady(page, 'coordo-board');
  await listenToAnnouncements(page);
}

async function openGrid(page) {
  await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-who]').focus());
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('.wd table'));
}

/** The grid as a reader of tables reads it: groups, then each line with who has which part. */
function read(page) {
  return page.evaluate(() => {
    const table = globalThis.host.shown.shadowRoot.querySelector('.wd table');
    const names = [...table.querySelectorAll('thead tr:last-child th')].map((th) => th.textContent);
    const lines = [...table.querySelectorAll('tbody tr')].map((row) => {
      const heading = row.querySelector('th');
      if (heading.scope === 'rowgroup') return `— ${heading.textContent}`;
      const parts = [...row.querySelectorAll('td')].flatMap((cell, at) =>
        [...cell.querySelectorAll('.sr')].map((part) => `${names[at].split(/[,a-z]{4}/u)[0]} ${part.textContent}`));
      return `${heading.querySelector('b').textContent}: ${parts.join('; ')}`;
    });
    const sums = [...table.querySelectorAll('tfoot tr')].map((row) => [...row.children].map((cell) => cell.textContent).join(' '));
    return { names, lines, sums };
  });
}

inEveryEngine('who does what', ({ onStage }) => {
  test('is a grid with nobody’s first, a column a person, and what each answers and waits for', onStage(async (page) => {
    await open(page);
    await openGrid(page);
    const { names, lines, sums } = await read(page);
    assert.deepEqual(names.map((name) => name.replace(/([A-ZÉ]{3,}).*/u, '$1')),
      ['Nadia BENHADDOU', 'Paul ROQUES', 'Odile FABREGUE', 'Élodie FABREGUE']);
    assert.match(names[0], /infirmière, vous$/u);
    assert.deepEqual(lines.map((line) => line.split(':')[0]), [
      '— Sans responsable1', 'Clé chez la voisine',
      '— Proposées, sans réponse1', 'Passage du week-end',
      '— Repérer tôt une décompensation2', 'Prise de sang', 'Poids du matin',
      '— Sans objectif1', 'Consultation',
    ].map((line) => line.split(':')[0]));
    const parts = Object.fromEntries(lines.map((line) => [line.split(': ')[0], line.split(': ')[1]]));
    assert.match(parts['Clé chez la voisine'], /contribue$/u);
    assert.match(parts['Passage du week-end'], /proposé, pas accepté; .*valide$/u);
    assert.match(parts['Poids du matin'], /informé; .*répond; .*contribue$/u);
    assert.deepEqual(sums, ['Répond de 1 1 1 –', 'Attend quelqu’un pour 1 – – –']);
  }));

  test('is one tab stop that arrows lead through, and opens what is known of a line', onStage(async (page) => {
    await open(page);
    await openGrid(page);
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('.wd-x').focus());
    await page.keyboard.press('Tab');
    const here = () => page.evaluate(() => globalThis.host.shown.shadowRoot.activeElement?.dataset.resource);
    // The same item as on the board, where the grid has it.
    assert.equal(await here(), 'Task/passage');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const third = await here();
    await page.keyboard.press('Home');
    assert.equal(await here(), 'Task/cle');
    await page.keyboard.press('End');
    assert.equal(await here(), 'Task/visite');
    assert.notEqual(third, 'Task/visite');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[part~="inspector"][data-item="Task/visite"]'));
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('[part~="inspector"]'));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.dataset.resource === 'Task/visite');
    assert.equal(await page.evaluate(() =>
      globalThis.host.shown.shadowRoot.querySelector('.wd [data-resource="Task/visite"]').ariaCurrent), 'true');
  }));

  test('follows what changes, also where the rules find nothing else', onStage(async (page) => {
    await open(page);
    await openGrid(page);
    await page.evaluate(async () => {
      const { sandbox, client } = globalThis.host;
      const { body } = await sandbox.request({ method: 'GET', path: 'Task/bilan' });
      const task = { ...JSON.parse(body), owner: { reference: 'PractitionerRole/nadia-idel' } };
      await sandbox.request({ method: 'PUT', path: 'Task/bilan', body: JSON.stringify(task) });
      await client.pull();
    });
    await page.waitForFunction(() => {
      const sums = globalThis.host.shown.shadowRoot.querySelector('.wd tfoot tr');
      return [...sums.children].map((cell) => cell.textContent).join(' ') === 'Répond de 2 – 1 –';
    });
  }));

  test('goes back to the columns, with the focus on the same tool', onStage(async (page) => {
    await open(page);
    await openGrid(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('.bd-cols [data-resource="Task/cle"]'));
    assert.equal(await page.evaluate(() => globalThis.host.shown.shadowRoot.activeElement.ariaPressed), 'false');
  }));

  test('says so where nothing is open', onStage(async (page) => {
    await open(page);
    await page.evaluate(() => { globalThis.host.client.filter = { text: 'introuvable' }; });
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[data-who]')?.click());
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('.wd-none')?.textContent.includes('Aucune activité'));
  }));
});
