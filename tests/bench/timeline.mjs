// The timeline with 100, 1,000 and 10,000 items in Chromium: how long it takes to draw them, to show one change, and
// how frames flow while time is panned and zoomed where most marks lie. Writes target/bench/timeline.json and prints a
// table.
//
//   node tests/bench/timeline.mjs [COUNT...]

import { bench, frames, median, megabytes } from './browser.mjs';

/** Frames of one gesture, and half of them forth, half of them back. */
const FRAMES = 120;

async function gesture(page, meter, name) {
  const recorded = await meter.busy(() => page.evaluate((what, n) => bench[what](n), name, FRAMES));
  return { ...frames(recorded), perFrame: recorded.mainThreadMs / FRAMES };
}

async function once(page, meter, count) {
  const loadShown = await page.evaluate((n) => bench.loadShown(n), count);
  await page.evaluate(() => bench.unmount());
  const load = await page.evaluate((n) => bench.load(n), count);
  const mount = await meter.busy(() => page.evaluate(() => bench.mount()));
  const [heapBytes, memoryBytes] = [await meter.heap(page), await page.evaluate(() => bench.memory())];
  await page.evaluate(() => bench.showYear());
  const nodesOfYear = await page.evaluate(() => bench.nodes());
  const pan = await gesture(page, meter, 'pan');
  const zoom = await gesture(page, meter, 'zoom');
  const scroll = await gesture(page, meter, 'scroll');
  const update = await page.evaluate(() => bench.updateOne());
  await page.evaluate(() => bench.unmount());
  return { loadShown, load, mount, heapBytes, memoryBytes, nodesOfYear, pan, zoom, scroll, update };
}

function summary(count, runs) {
  const of = (pick) => median(runs.map(pick));
  const flow = (name) => ({
    [`${name}P50Ms`]: of((run) => run[name].p50),
    [`${name}P95Ms`]: of((run) => run[name].p95),
    [`${name}MainThreadMsAFrame`]: of((run) => run[name].perFrame),
    [`${name}LongestTaskMs`]: of((run) => run[name].longestTask),
  });
  return {
    items: count,
    loadMs: of((run) => run.load.ms),
    loadLongestTaskMs: of((run) => run.load.longestTask),
    loadShownMs: of((run) => run.loadShown.ms),
    loadShownLongestTaskMs: of((run) => run.loadShown.longestTask),
    mountMs: of((run) => run.mount.ms),
    mountMainThreadMs: of((run) => run.mount.mainThreadMs),
    mountLongestTaskMs: of((run) => run.mount.longestTask),
    nodes: of((run) => run.mount.nodes),
    updateOneMs: of((run) => run.update.ms),
    updateOneLongestTaskMs: of((run) => run.update.longestTask),
    nodesOfYear: of((run) => run.nodesOfYear),
    ...flow('pan'),
    ...flow('zoom'),
    ...flow('scroll'),
    heapMegabytes: of((run) => megabytes(run.heapBytes)),
    memoryMegabytes: of((run) => megabytes(run.memoryBytes)),
  };
}

await bench({ name: 'timeline', sizes: [100, 1_000, 10_000], once, summary });
