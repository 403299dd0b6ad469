// What the rules take in Chromium over plans of 200 and 2,000 tasks of a hundred people: a look at everything, and the
// look after one change, each in slices; and the rules by themselves, as the native bench has them. Writes target/bench/findings.json and prints a table.
//
//   node tests/bench/findings.mjs [COUNT...]

import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bench, median } from './browser.mjs';

const SIZES = [200, 2000];
const ACTORS = 100;

const root = fileURLToPath(new URL('../..', import.meta.url));

function prepare(folder) {
  cpSync(join(root, 'target/bench/module'), join(folder, 'module'), { recursive: true });
  for (const size of SIZES) {
    const plan = execFileSync('cargo', ['run', '--quiet', '-p', 'coordo-testkit', '--bin', 'coordinated-plan', String(size), String(ACTORS)], { maxBuffer: 1 << 28 });
    writeFileSync(join(folder, `plan-${size}.json`), plan);
  }
}

async function once(page, meter, count) {
  await page.evaluate((n) => bench.load(n), count);
  const look = await meter.busy(() => page.evaluate(() => bench.look()));
  const change = await meter.busy(() => page.evaluate(() => bench.change()));
  await page.evaluate(() => bench.close());
  return { look, change, rules: await page.evaluate((n) => bench.rules(n), count) };
}

function summary(count, runs) {
  const of = (pick) => median(runs.map(pick));
  return {
    tasks: count,
    found: runs[0].look.found,
    rulesTakeMs: of((run) => run.rules.takeMs),
    rulesLookMs: of((run) => run.rules.lookMs),
    rulesChangeMs: of((run) => median(run.rules.changes)),
    lookMs: of((run) => run.look.ms),
    lookMainThreadMs: of((run) => run.look.mainThreadMs),
    lookLongestTaskMs: of((run) => run.look.longestTask),
    changeMs: of((run) => run.change.ms),
    changeMainThreadMs: of((run) => run.change.mainThreadMs),
    changeLongestTaskMs: of((run) => run.change.longestTask),
  };
}

await bench({ name: 'findings', sizes: SIZES, once, summary, prepare });
