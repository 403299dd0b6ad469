/**
 * What a device sends after it was offline in the stories: what merges by itself and what a person is asked is what
 * each `expected.json` says. The bundles themselves go through the machine of the client, natively; what of them people
 * can do by hand they do on a board, over a real server and over the sandbox.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { boardReady } from '../kit/web/board.mjs';
import { editByForm, inShown, openReview } from '../kit/web/conflict.mjs';
import { startFhirServer } from '../kit/web/fhir-server.mjs';
import { overBothServers } from './both.mjs';
import { heard, statusOf } from './stage.mjs';

const file = (story, name) => JSON.parse(readFileSync(new URL(`../data/stories/${story}/${name}`, import.meta.url), 'utf8'));

const STORIES = ['1-sortie-hopital', '2-onco-geriatrie', '3-enfant-handicap'];

test('The offline bundles of the stories merge and ask over a real server as they say', async () => {
  const fhir = await startFhirServer();
  try {
    const run = ['run', '--quiet', '-p', 'coordo-scenarios', '--bin', 'offline', '--', fhir.base];
    const program = spawn('cargo', run, { cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => said.push(chunk));
    const [code] = await once(program, 'close');
    const told = Buffer.concat(said).toString('utf8');
    assert.equal(code, 0, told);
    for (const story of STORIES) assert.equal(told.split(`${story}, `).length, 3, `${story}, decided both ways: ${told}`);
  } finally {
    await fhir.close();
  }
});

/** Brings the server to where the device lost its network. */
async function before(device, story, offline) {
  const names = ['bundle-00.json'];
  for (let step = 1; step <= offline.base_after_step; step += 1) names.push(`step-${String(step).padStart(2, '0')}.json`);
  for (const name of names) await device.load(file(story, name));
}

const at = (resource, path) => path.split('.').slice(1).reduce((value, name) => value?.[name], resource);

/** By hand: the end of the window and a note by the form; a status by the menu. */
const BY_HAND = {
  '1-sortie-hopital': async (page, reference, mine) => {
    const { restriction, note: [{ text }], description } = mine;
    await editByForm(page, reference, { title: description, due: restriction.period.end.slice(0, 10), note: text });
  },
  '2-onco-geriatrie': async (page, reference) => {
    await page.evaluate((wanted) => {
      const root = globalThis.host.shown.shadowRoot;
      const found = root.querySelector(`[data-resource="${CSS.escape(wanted)}"]`);
      (found.matches('[tabindex]') ? found : found.querySelector('[tabindex]')).focus();
    }, reference);
    await page.keyboard.press('.');
    await inShown(page, '[role="menu"] [data-to="completed"]');
    await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[role="menu"] [data-to="completed"]').click());
    await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
  },
};

overBothServers('A device of the stories that comes back', (onDevice) => {
  for (const [story, change] of Object.entries(BY_HAND)) {
    for (const [side, key] of [['offline', 'ArrowLeft'], ['server', 'ArrowRight']]) {
      test(`asks only what needs a person, ${story}, decided for: ${side}`, onDevice(async (device) => {
        const { page } = device;
        const { patient, steps } = file(story, 'expected.json');
        const { offline } = steps.find((step) => step.offline !== undefined);
        const [{ resource: mine, request: { url: reference } }] = file(story, offline.bundle).entry;
        await before(device, story, offline);
        await device.visit(patient);
        await boardReady(page);
        await device.server.cut(true);
        await change(page, reference, mine);
        await device.load(file(story, offline.sent_after));
        const theirs = await device.there(reference);
        await device.leave();
        await device.server.cut(false);

        await device.visit(patient);
        await heard(page, 'conflict');
        assert.deepEqual(await device.there(reference), theirs, 'nothing was forced');
        await inShown(page, '[data-choice="review"]');
        await openReview(page);
        const asked = await page.evaluate(() =>
          [...globalThis.host.shown.shadowRoot.querySelectorAll('[part~="conflict-field"]')].map(({ dataset }) => dataset.path));
        const needed = offline.needs_a_person;
        assert.deepEqual(asked, needed.map(({ path }) => path.split('.').slice(1).join('.')));

        await page.waitForFunction(() => globalThis.host.shown.shadowRoot.activeElement?.closest('[part~="conflict-field"]') != null);
        await page.keyboard.press(key);
        await page.keyboard.down('Control');
        await page.keyboard.press('Enter');
        await page.keyboard.up('Control');
        if (story === '2-onco-geriatrie' && side === 'offline') {
          // Nothing follows a cancelled task but a correction, which the next step of the story makes.
          await inShown(page, '[part~="outcome"] [role="alert"]');
          assert.deepEqual(await device.there(reference), theirs, 'what may not follow is not sent');
          assert.equal((await statusOf(page)).pending, 1, 'and not lost');
          return;
        }
        await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[part~="conflict"]') === null);
        await device.send();

        const merged = await device.there(reference);
        const day = (value) => (/^\d{4}-/.test(value) ? value.slice(0, 10) : value);
        for (const { path, [side]: chosen } of needed) assert.equal(day(at(merged, path)), day(chosen), path);
        const notes = ({ note = [] }) => note.map(({ text }) => text);
        const added = story === '1-sortie-hopital' ? notes(mine) : [];
        assert.deepEqual(notes(merged), [...notes(theirs), ...added], 'every note of either side is there once');
      }));
    }
  }
});
