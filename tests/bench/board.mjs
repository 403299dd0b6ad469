// The board with 200, 1,000 and 5,000 cards in Chromium: how long it takes to read and draw a plan, to show one
// change, and how frames flow while a card is dragged. Writes target/bench/board.json and prints a table.
//
//   node tests/bench/board.mjs [COUNT...]

import { bench, frames, median, megabytes } from './browser.mjs';

/** Drags a card over every column and back, and gives the frames meanwhile. */
async function drag(page) {
  const { card, columns } = await page.evaluate(() => bench.places());
  const recorder = await page.evaluateHandle(() => bench.recordFrames());
  await page.mouse.move(card.x, card.y);
  await page.mouse.down();
  for (const column of [...columns, ...columns.toReversed()]) await page.mouse.move(column.x, card.y + 10, { steps: 12 });
  const recorded = await recorder.evaluate((stop) => stop());
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return frames(recorded);
}

async function once(page, meter, count, run) {
  const loadShown = await page.evaluate((n) => bench.loadShown(n), count);
  await page.evaluate(() => bench.unmount());
  const load = await page.evaluate((n) => bench.load(n), count);
  const mount = await meter.busy(() => page.evaluate(() => bench.mount()));
  const update = await page.evaluate(() => bench.updateOne());
  const dragged = await drag(page);
  // Nobody opens five thousand cards often: once is enough to know the price.
  const all = run === 0 ? await page.evaluate((n) => bench.showAll(n), count) : undefined;
  const memoryBytes = await page.evaluate(() => bench.memory());
  await page.evaluate(() => bench.unmount());
  return { loadShown, load, mount, update, dragged, all, memoryBytes };
}

function summary(count, runs) {
  const of = (pick) => median(runs.map(pick));
  const [{ load, mount, all }] = runs;
  return {
    tasks: count,
    bundleKilobytes: load.bytes / 1024,
    loadMs: of((run) => run.load.ms),
    loadLongestTaskMs: of((run) => run.load.longestTask),
    loadShownMs: of((run) => run.loadShown.ms),
    loadShownLongestTaskMs: of((run) => run.loadShown.longestTask),
    mountMs: of((run) => run.mount.ms),
    mountMainThreadMs: of((run) => run.mount.mainThreadMs),
    mountLongestTaskMs: of((run) => run.mount.longestTask),
    cardsShown: mount.cards,
    nodes: mount.nodes,
    updateOneMs: of((run) => run.update.ms),
    updateOneLongestTaskMs: of((run) => run.update.longestTask),
    dragFrames: of((run) => run.dragged.frames),
    dragP50Ms: of((run) => run.dragged.p50),
    dragP95Ms: of((run) => run.dragged.p95),
    dragLongestTaskMs: of((run) => run.dragged.longestTask),
    showAllMs: all.ms,
    showAllLongestTaskMs: all.longestTask,
    allCards: all.cards,
    allNodes: all.nodes,
    memoryMegabytes: of((run) => megabytes(run.memoryBytes)),
  };
}

await bench({ name: 'board', sizes: [200, 1000, 5000], once, summary });
