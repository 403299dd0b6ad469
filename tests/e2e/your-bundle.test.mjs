// The page where a visitor brings FHIR of their own: what it shows is counted by a script that shares no code with it.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { asShown, countCards } from '../kit/count/count.mjs';
import { FIREFOX } from '../kit/web/browsers.mjs';
import { filesForTheBoard } from './files.mjs';
import { ENGINES, openSite, repository } from './site.mjs';

const BOARD = '#shown coordo-board';
const STORY = join(repository, 'tests/data/stories/1-sortie-hopital/bundle-00.json');
/** Firefox reads a few of the files: other shapes, not other counts. */
const IN_FIREFOX = /bundle-00|CarePlan-integrate|RequestGroup|tddui|Task-example1|plan-definition|careteam.*29428/;

const files = filesForTheBoard();
const folder = mkdtempSync(join(tmpdir(), 'coordo-e2e-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function written(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function give(page, ...paths) {
  const input = await page.page.$('#files');
  await input.uploadFile(...paths);
  await settled(page);
}

const settled = (page) => page.until(() => document.getElementById('shown').ariaBusy === 'false'
  && (document.querySelector('#shown coordo-board') !== null || !document.getElementById('trouble').hidden));

async function shownCards(page) {
  await page.showAll(BOARD);
  const shown = new Map();
  for (const [name] of await page.cards(BOARD)) shown.set(name, (shown.get(name) ?? 0) + 1);
  return shown;
}

/** Where the data give no id, only the number of such cards can be known from outside. */
function withoutLocalIds(shown, expected) {
  const known = new Map();
  for (const [name, count] of shown) {
    const key = expected.has(name) ? name : `${name.split('/')[0]}/?`;
    known.set(key, (known.get(key) ?? 0) + count);
  }
  return known;
}

const sorted = (map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

for (const engine of ENGINES) {
  describe(`your bundle in ${engine.name}`, { timeout: 900_000 }, () => {
    let site;
    let page;
    before(async () => {
      site = await openSite(engine);
      page = await site.open('votre-bundle.html');
    });
    after(async () => {
      await page?.close();
      await site?.close();
    });

    for (const { name, text } of files) {
      if (engine === FIREFOX && !IN_FIREFOX.test(name)) continue;
      const cards = countCards(text);
      test(`${name} shows its ${cards.length} cards`, async () => {
        await give(page, written(name.replaceAll('/', '--').replace(/\.gz$/, ''), text));
        const expected = asShown(cards);
        assert.deepEqual(sorted(withoutLocalIds(await shownCards(page), expected)), sorted(expected));
      });
    }

    test('several files are one plan', async () => {
      const [plan, tasks] = [{ resourceType: 'CarePlan', id: 'p', status: 'active', intent: 'plan', activity: [{ detail: { status: 'not-started', description: 'Marcher' } }] }, { resourceType: 'Task', id: 't', status: 'ready', intent: 'plan', description: 'Appeler' }];
      await give(page, written('plan.json', JSON.stringify(plan)), written('tasks.ndjson', `${JSON.stringify(tasks)}\n`));
      assert.deepEqual((await page.cards(BOARD)).map(([name]) => name).sort(), ['CarePlan/p', 'Task/t']);
      assert.match(await page.text('#summary'), /2 fichiers · 2 cartes/);
    });

    test('pasted text is read too', async () => {
      await page.page.evaluate(() => {
        document.getElementById('pasted').value = JSON.stringify({ resourceType: 'Task', id: 'collee', status: 'requested', intent: 'order', description: 'Collée' });
      });
      await page.page.click('#read');
      await page.cardIs(BOARD, 'Task/collee', 'requested');
      await settled(page);
    });

    test('a field that cannot be read is named with its resource', async () => {
      await give(page, written('odd.json', JSON.stringify({ resourceType: 'Task', id: 'odd', status: 'perhaps', intent: 'order', owner: { reference: 'Practitioner/absent' } })));
      const rows = await page.page.evaluate(() => [...document.querySelectorAll('#notice-rows tr')].map((row) => row.textContent));
      assert.ok(rows.some((row) => row.includes('Task/odd') && row.includes('status')), rows.join('\n'));
      assert.ok(rows.some((row) => row.includes('owner')), rows.join('\n'));
    });

    test('what is not JSON is said in words', async () => {
      await give(page, written('note.txt.json', 'Bonjour, ceci est une lettre.'));
      assert.match(await page.text('#trouble'), /note\.txt\.json.*pas du JSON/);
    });

    test('an empty file is said in words', async () => {
      await give(page, written('vide.json', ''));
      assert.match(await page.text('#trouble'), /vide\.json.*rien à lire/);
    });

    test('a file too large to read is refused before it is read', async () => {
      await page.page.evaluate(() => {
        const input = document.getElementById('files');
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(200 * 1024 * 1024)], 'enorme.json'));
        input.files = transfer.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await page.until(() => !document.getElementById('trouble').hidden);
      await settled(page);
      assert.match(await page.text('#trouble'), /enorme\.json.*trop grand/);
    });

    test('in a sandbox the tasks move, and the changed bundle comes back out', async () => {
      await give(page, STORY);
      await page.page.click('input[value="move"]');
      await page.cardIs(BOARD, 'Task/t-pilulier', 'accepted');
      await settled(page);
      await page.focusCard(BOARD, 'Task/t-pilulier');
      await page.carry(1);
      await page.cardIs(BOARD, 'Task/t-pilulier', 'in-progress');
      const exported = await page.page.evaluate(async () => {
        const caught = new Promise((resolve) => {
          const original = URL.createObjectURL;
          URL.createObjectURL = (blob) => {
            URL.createObjectURL = original;
            resolve(blob);
            return original.call(URL, blob);
          };
        });
        document.addEventListener('click', (event) => event.target.download && event.preventDefault(), { once: true, capture: true });
        document.getElementById('download').click();
        return (await caught).text();
      });
      const { entry } = JSON.parse(exported);
      const task = entry.map(({ resource }) => resource).find(({ id }) => id === 't-pilulier');
      assert.equal(task.status, 'in-progress');
      const before = JSON.parse(readFileSync(STORY, 'utf8')).entry.map(({ resource }) => resource).find(({ id }) => id === 't-pilulier');
      assert.deepEqual({ ...task, status: before.status, meta: before.meta, lastModified: before.lastModified }, before, 'nothing else changed');
      await page.page.click('input[value="read"]');
      await settled(page);
    });

    test('reading only, no card offers to move', async () => {
      await give(page, STORY);
      await page.focusCard(BOARD, 'Task/t-pilulier');
      await page.carry(1);
      await page.cardIs(BOARD, 'Task/t-pilulier', 'accepted');
    });

    test('clearing leaves nothing behind', async () => {
      await give(page, STORY);
      await page.page.click('#clear');
      await page.until(() => document.querySelector('#shown coordo-board') === null);
      const held = await page.page.evaluate(() => globalThis[Symbol.for('@coordo/elements')].glue.describeInstance());
      assert.deepEqual([held.clients, held.widgets, held.sandboxes], [0, 0, 0]);
    });
  });
}
