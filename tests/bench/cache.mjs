// The cache on the device in Chromium: bulk write, full load and one durable change of the store, sealed and plain,
// beside Dexie and raw IndexedDB in the same run; and a plan from the cache to its first card and to all that are in
// view. Writes target/bench/cache.json and prints a table.
//
//   node tests/bench/cache.mjs [COUNT...]

import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bench, median, quantile } from './browser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PLAN = 2_000;

async function once(page, meter, count) {
  return { ...await page.evaluate((n) => globalThis.bench.all(n), count), paint: await page.evaluate((n) => globalThis.bench.firstPaint(n), PLAN) };
}

function summary(count, runs) {
  const row = { tasks: count, bytesEach: runs[0].bytes };
  for (const store of ['sealed', 'plain', 'dexie', 'raw']) {
    row[`${store}WriteMs`] = median(runs.map((run) => run[store].write));
    row[`${store}LoadMs`] = median(runs.map((run) => run[store].load));
    row[`${store}ChangeP50Ms`] = median(runs.map((run) => quantile(run[store].change, 0.5)));
    row[`${store}ChangeP95Ms`] = median(runs.map((run) => quantile(run[store].change, 0.95)));
  }
  row[`firstCardOf${PLAN}Ms`] = median(runs.map((run) => run.paint.first));
  row[`fullPaintOf${PLAN}Ms`] = median(runs.map((run) => run.paint.full));
  row.cardsInView = median(runs.map((run) => run.paint.cards));
  return row;
}

await bench({
  name: 'cache',
  sizes: [10_000, 50_000],
  once,
  summary,
  prepare(folder) {
    cpSync(`${root}/target/bench/module`, `${folder}/module`, { recursive: true });
    cpSync(`${root}/node_modules/dexie/dist/modern/dexie.min.mjs`, `${folder}/dexie.mjs`);
  },
});
