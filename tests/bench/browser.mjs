/** What the benches in a browser share: the site, runs, medians, results as JSON and as a table. */

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackElements } from '../../demo-site/vendor.mjs';
import { CHROMIUM, launch } from '../kit/web/browsers.mjs';
import { Watch } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const out = join(root, 'target', 'bench');
/** The median of several runs: a shared machine has bad moments. */
const RUNS = 3;

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
export const round = (value) => Math.round(value * 10) / 10;
export const megabytes = (bytes) => bytes / 1024 / 1024;

/** Median and 95th percentile of the time between frames, and the longest task meanwhile. */
export function frames({ deltas, longestTask }) {
  // The first interval spans the journey from the driver to the page.
  const between = deltas.slice(1);
  return { frames: between.length, p50: quantile(between, 0.5), p95: quantile(between, 0.95), longestTask };
}

/** What the driver sees of a page. */
class Meter {
  #session;

  static async of(page) {
    const meter = new Meter();
    meter.#session = await page.createCDPSession();
    // The time that the main thread ran, not the time that other programs took from it.
    await meter.#session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return meter;
  }

  async #metric(name) {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === name).value;
  }

  /** What `act` gives, and for how long the main thread was busy until then. */
  async busy(act) {
    const before = await this.#metric('TaskDuration');
    const given = await act();
    return { ...given, mainThreadMs: (await this.#metric('TaskDuration') - before) * 1000 };
  }

  /** Bytes of JavaScript's heap that are in use. */
  async heap(page) {
    await page.evaluate(() => gc());
    return this.#metric('JSHeapUsedSize');
  }
}

/**
 * Runs `once(page, meter, size, run)` for each size and writes what `summary(size, runs)` makes of the runs to
 * target/bench/NAME.json. The page is pages/NAME.html; `prepare(folder)` puts beside it what else it loads. Sizes may
 * be named on the command line.
 */
export async function bench({ name, sizes, once, summary, prepare }) {
  const asked = process.argv.slice(2).map(Number);
  const folder = join(out, 'site');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(here, 'pages'), folder, { recursive: true });
  prepare?.(folder);
  const version = unpackElements(join(root, 'target', 'npm'), join(folder, 'vendor'));
  const server = await serve({ '/': folder });
  // Five thousand cards take minutes where others use the machine too.
  const browser = await launch(CHROMIUM, { protocolTimeout: 600_000 });
  const results = [];
  try {
    for (const size of asked.length > 0 ? asked : sizes) {
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) {
        const page = await browser.newPage();
        const watch = new Watch(page, server);
        await page.setViewport({ width: 1280, height: 900 });
        await page.goto(`${server.origin}/${name}.html`);
        await page.waitForFunction(() => globalThis.bench !== undefined);
        runs.push(await once(page, await Meter.of(page), size, run));
        await watch.settle();
        watch.assertClean();
        await page.close();
      }
      const rounded = Object.entries(summary(size, runs)).map(([key, value]) => [key, round(value)]);
      results.push(Object.fromEntries(rounded));
    }
    writeFileSync(join(out, `${name}.json`), `${JSON.stringify({ version, browser: await browser.version(), runs: RUNS, results }, null, 1)}\n`);
  } finally {
    await browser.close();
    await server.close();
  }
  print(results);
}

function print(results) {
  const rows = Object.keys(results[0]).map((name) => [name, ...results.map((result) => String(result[name]))]);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '));
}
