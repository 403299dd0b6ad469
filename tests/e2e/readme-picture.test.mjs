// The picture of the README, from the page that it shows: two people change the same task without network.
// COORDO_NEW_LOOKS=1 takes it anew; look at it before it is committed.

import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CHROMIUM } from '../kit/web/browsers.mjs';
import { openSite, repository } from './site.mjs';

const PICTURE = join(repository, 'demo-site', 'docs', 'two-people.png');
const TASK = 'Task/t-courses';

test('the two people of the first page come to what the README shows of them', async () => {
  const site = await openSite(CHROMIUM);
  const page = await site.open('index.html');
  await page.page.setViewport({ width: 1280, height: 2000 });
  await page.page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: 'light' },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.until(() => document.getElementById('again')?.disabled === false);
  await page.page.click('#network');
  for (const [board, columns] of [['#left', 2], ['#right', 1]]) {
    await page.cardIs(board, TASK, 'in-progress');
    await page.focusCard(board, TASK);
    await page.carry(columns);
  }
  await page.cardIs('#left', TASK, 'completed');
  await page.giveReason('#right', 'Voisine absente cette semaine');
  await page.cardIs('#right', TASK, 'on-hold');
  await page.page.click('#network');
  await page.boardSays('#right', '1 modification attend votre choix');
  assert.ok(existsSync(PICTURE), 'COORDO_NEW_LOOKS=1 takes the picture');
  if (process.env.COORDO_NEW_LOOKS === '1') {
    // The card in question and what is asked of it are in view on both sides.
    await page.page.evaluate(async () => {
      document.activeElement?.blur();
      for (const board of ['#left', '#right']) document.querySelector(board).shadowRoot.querySelector('.bd-cols').scrollTo(10_000, 0);
      for (let n = 0; n < 20; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
    const { x, y, width, height } = await page.page.evaluate(() => document.getElementById('live').getBoundingClientRect().toJSON());
    writeFileSync(PICTURE, await page.page.screenshot({ clip: { x, y, width, height }, captureBeyondViewport: false }));
  }
  await page.close();
  await site.close();
});
