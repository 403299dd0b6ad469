/** The browser's process is killed at random moments of writing: what a person was told is held is never lost. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { boardReady, cards } from '../kit/web/board.mjs';
import { ENGINES, launch } from '../kit/web/browsers.mjs';
import { startFhirServer } from '../kit/web/fhir-server.mjs';
import { openPage } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';
import { FOLDERS, SECRET, admit, openClient } from './stage.mjs';

/** How often a browser is killed; the soak sets more. */
const KILLS = Number(process.env.COORDO_KILLS ?? 10);
/** Printed with every failure: the same seed kills at the same moments. */
const SEED = Number(process.env.COORDO_SEED ?? 20261122);
const TASKS = 24;

for (const engine of ENGINES) {
  describe(`A browser killed while it writes, ${engine.name}`, () => {
    const stage = {};
    before(async () => {
      stage.fhir = await startFhirServer();
      stage.server = await serve(FOLDERS);
      stage.behind = stage.server.proxy('/fhir/', stage.fhir.base);
    });
    after(async () => {
      await stage.server?.close();
      await stage.fhir?.close();
    });

    test(`has lost nothing that was held, ${KILLS} times out of ${KILLS}`, async () => {
      const random = randomOf(SEED);
      for (let n = 0; n < KILLS; n += 1) {
        const moment = 1 + Math.floor(random() * 400);
        await oneLife(engine, stage, { moment, isOnline: n % 2 === 1, seed: `seed ${SEED}, kill ${n + 1}` });
        if ((n + 1) % 10 === 0) console.log(`${engine.name}: killed ${n + 1} times of ${KILLS}, nothing lost`);
      }
    });
  });
}

/** Kills a browser some milliseconds after the first change, and looks at what a new one finds. */
async function oneLife(engine, { fhir, server, behind }, { moment, isOnline, seed }) {
  const person = await admit(fhir, Array.from({ length: TASKS }, () => 'accepted'));
  const profile = await mkdtemp(join(tmpdir(), 'coordo-profile-'));
  try {
    behind.trouble = null;
    const held = await changesUntilKilled(engine, { server, behind, person, profile, moment, isOnline });
    behind.trouble = 'down';
    const browser = await launch(engine, { userDataDir: profile });
    try {
      const { page } = await openPage(browser, server, '/stage.html');
      await openClient(page, person);
      await boardReady(page);
      const shown = await cards(page);
      for (const resource of held) {
        const card = shown.find((candidate) => candidate.resource === resource);
        assert.equal(card?.status, 'in-progress', `${seed}: a change that was held is not there`);
      }
      behind.trouble = null;
      await page.evaluate(() => globalThis.host.client.sync());
      await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
      for (const resource of held) {
        const there = await fhir.read(resource);
        assert.equal(`${there.status} ${there.meta.versionId}`, 'in-progress 2', `${seed}: it did not arrive once`);
      }
    } finally {
      await browser.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The tasks whose change the page was told to be held before its browser was killed. */
async function changesUntilKilled(engine, { server, behind, person, profile, moment, isOnline }) {
  const held = [];
  const browser = await launch(engine, { userDataDir: profile });
  const gone = new Promise((resolve) => { browser.once('disconnected', resolve); });
  const { page } = await openPage(browser, server, '/stage.html');
  await openClient(page, person);
  await boardReady(page);
  if (!isOnline) behind.trouble = 'down';
  await page.exposeFunction('held', (resource) => {
    held.push(resource);
    // From the first change on: before it there is nothing to lose.
    if (held.length === 1) setTimeout(() => browser.process().kill('SIGKILL'), moment);
  });
  // The page ends in the middle of this.
  page.evaluate(changeAll).catch(() => undefined);
  await gone;
  return held;
}

/** Runs in the page: moves one card after the other as a person does by keyboard, and tells each change that is held. */
async function changeAll() {
  const root = document.querySelector('coordo-board').shadowRoot;
  const press = (key) => root.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );
  for (;;) {
    const card = root.querySelector('[part~="card"][data-status="accepted"]');
    if (card === null) return;
    const moved = new Promise((resolve) => {
      document.addEventListener('coordo-task-moved', ({ detail }) => resolve(detail.resource), { once: true });
    });
    (card.matches('[tabindex]') ? card : card.querySelector('[tabindex]')).focus();
    for (const key of [' ', 'ArrowRight', 'Enter']) press(key);
    await globalThis.held(await moved);
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
