// The board with 200, 1,000 and 5,000 cards in Chromium: how long it takes to read and draw a plan, to show one
// change, and how frames flow while a card is dragged. Writes target/bench/board.json and prints a table.
//
//   node tests/bench/board.mjs [COUNT...]

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackElements } from '../../demo-site/vendor.mjs';
import { CHROMIUM, launch } from '../kit/web/browsers.mjs';
import { serve } from '../kit/web/server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const out = join(root, 'target', 'bench');
const counts = process.argv.slice(2).map(Number);
/** The median of several runs: a shared machine has bad moments. */
const RUNS = 3;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
const round = (value) => Math.round(value * 10) / 10;

/** Drags a card over every column and back, and gives the frames meanwhile. */
async function drag(page) {
  const { card, columns } = await page.evaluate(() => bench.places());
  const recorder = await page.evaluateHandle(() => bench.recordFrames());
  await page.mouse.move(card.x, card.y);
  await page.mouse.down();
  for (const column of [...columns, ...columns.toReversed()]) await page.mouse.move(column.x, card.y + 10, { steps: 12 });
  const { deltas, longestTask } = await recorder.evaluate((stop) => stop());
  await page.keyboard.press('Escape');
  await page.mouse.up();
  // The first interval spans the pointer's journey to the card.
  return { frames: deltas.length - 1, p50: round(quantile(deltas.slice(1), 0.5)), p95: round(quantile(deltas.slice(1), 0.95)), longestTask: round(longestTask) };
}

async function once(page, origin, count, isFirst) {
  await page.goto(`${origin}/board.html`);
  for (;;) {
    if (await page.evaluate(() => globalThis.bench !== undefined)) break;
  }
  const first = await page.evaluate((n) => bench.mount(n), count);
  const update = await page.evaluate(() => bench.updateOne());
  const dragged = await drag(page);
  // Nobody opens five thousand cards often: once is enough to know the price.
  const all = isFirst ? await page.evaluate((n) => bench.showAll(n), count) : undefined;
  const { memoryBytes } = await page.evaluate(() => bench.memory());
  await page.evaluate(() => bench.unmount());
  return { first, update, dragged, all, memoryBytes };
}

function summary(count, runs) {
  const of = (pick) => round(median(runs.map(pick)));
  const [{ first, all }] = runs;
  return {
    tasks: count,
    bundleKilobytes: Math.round(first.bytes / 1024),
    loadMs: of(({ first: { load } }) => load.ms),
    loadLongestTaskMs: of(({ first: { load } }) => load.longestTask),
    mountMs: of(({ first: { mount } }) => mount.ms),
    mountLongestTaskMs: of(({ first: { mount } }) => mount.longestTask),
    cardsShown: first.cards,
    nodes: first.nodes,
    updateOneMs: of(({ update }) => update.ms),
    updateOneLongestTaskMs: of(({ update }) => update.longestTask),
    dragFrames: of(({ dragged }) => dragged.frames),
    dragP50Ms: of(({ dragged }) => dragged.p50),
    dragP95Ms: of(({ dragged }) => dragged.p95),
    dragLongestTaskMs: of(({ dragged }) => dragged.longestTask),
    showAllMs: round(all.ms),
    showAllLongestTaskMs: round(all.longestTask),
    allCards: all.cards,
    allNodes: all.nodes,
    memoryMegabytes: of(({ memoryBytes }) => memoryBytes / 1024 / 1024),
  };
}

const folder = join(out, 'site');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
cpSync(join(here, 'pages'), folder, { recursive: true });
const version = unpackElements(join(root, 'target', 'npm'), join(folder, 'vendor'));

const server = await serve({ '/': folder });
const browser = await launch(CHROMIUM);
const results = [];
try {
  for (const count of counts.length > 0 ? counts : [200, 1000, 5000]) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1280, height: 900 });
      runs.push(await once(page, server.origin, count, run === 0));
      await page.close();
    }
    results.push(summary(count, runs));
  }
  writeFileSync(join(out, 'board.json'), `${JSON.stringify({ version, browser: await browser.version(), runs: RUNS, results }, null, 1)}\n`);
} finally {
  await browser.close();
  await server.close();
}

const rows = Object.keys(results[0]).map((name) => [name, ...results.map((result) => String(result[name]))]);
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '));
