// The directory over 10,000 structures and as many as FINESS has, 57,042, in Chromium: how long it takes to build its
// index, and each key press until its answer is in the DOM. Writes target/bench/directory.json and prints a table.
//
//   node tests/bench/directory.mjs [COUNT...]

import { bench, median, megabytes, quantile } from './browser.mjs';

async function once(page, meter, count) {
  const loadShown = await page.evaluate((n) => bench.loadShown(n), count);
  await page.evaluate(() => bench.unmount());
  const load = await page.evaluate((n) => bench.load(n), count);
  const build = await meter.busy(() => page.evaluate(() => bench.mount()));
  const typed = await meter.busy(() => page.evaluate(() => bench.type()));
  const [heapBytes, memoryBytes] = [await meter.heap(page), await page.evaluate(() => bench.memory())];
  const nodes = await page.evaluate(() => bench.nodes());
  await page.evaluate(() => bench.unmount());
  return { loadShown, load, build, typed, heapBytes, memoryBytes, nodes };
}

function summary(count, runs) {
  const of = (pick) => median(runs.map(pick));
  const key = (q) => of((run) => quantile(run.typed.times, q));
  return {
    structures: count,
    bundleKilobytes: runs[0].load.bytes / 1024,
    loadMs: of((run) => run.load.ms),
    loadLongestTaskMs: of((run) => run.load.longestTask),
    loadShownMs: of((run) => run.loadShown.ms),
    loadShownLongestTaskMs: of((run) => run.loadShown.longestTask),
    buildMs: of((run) => run.build.ms),
    buildMainThreadMs: of((run) => run.build.mainThreadMs),
    buildLongestTaskMs: of((run) => run.build.longestTask),
    keys: of((run) => run.typed.times.length),
    keyP50Ms: key(0.5),
    keyP95Ms: key(0.95),
    keyMostMs: key(1),
    keyMainThreadMs: of((run) => run.typed.mainThreadMs / run.typed.times.length),
    typingLongestTaskMs: of((run) => run.typed.longestTask),
    nodes: of((run) => run.nodes),
    heapMegabytes: of((run) => megabytes(run.heapBytes)),
    memoryMegabytes: of((run) => megabytes(run.memoryBytes)),
  };
}

await bench({ name: 'directory', sizes: [10_000, 57_042], once, summary });
