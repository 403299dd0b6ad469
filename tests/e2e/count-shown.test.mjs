// What the timeline and the directory show of every file of FHIR, counted in the page by data-resource against scripts
// that share no code with them. The board is counted on the page where a visitor brings a bundle (your-bundle.test.mjs).

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { countEntries } from '../kit/count/directory.mjs';
import { countItems } from '../kit/count/timeline.mjs';
import { ENGINES, FIREFOX, launch } from '../kit/web/browsers.mjs';
import { openPage } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';
import { files } from './files.mjs';
import { repository } from './site.mjs';

/** A page that has shown so many files is closed: the next one starts with an empty memory. */
const FILES_A_PAGE = 40;
const SHELF = 12;
/** Records of one type of many people are no plan; cargo test counts those files too. */
const MOST_ITEMS = 2_000;

const counted = files()
  .map((file) => ({ ...file, items: countItems(file.text), entries: countEntries(file.text) }))
  .filter(({ items, entries }) => items.length + entries.length > 0 && items.length <= MOST_ITEMS);
const folder = mkdtempSync(join(tmpdir(), 'coordo-count-'));
counted.forEach(({ text }, n) => writeFileSync(join(folder, `${n}.json`), text));
after(() => rmSync(folder, { recursive: true, force: true }));

test('there is something to count', () => {
  assert.ok(counted.length > 200, `${counted.length} files`);
});

/** Both widgets over one file, all that they show once every "more" was pressed; then they are gone. */
async function shown(page, path) {
  return page.evaluate(async (url) => {
    const { host } = globalThis;
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
    const until = async (question) => {
      const end = Date.now() + 90_000;
      while (!question()) {
        if (Date.now() > end) throw new Error(`never came: ${question}`);
        await frame();
      }
    };
    const ready = (element, count) =>
      new Promise((resolve) => element.addEventListener('coordo-ready', ({ detail }) => resolve(detail[count]), { once: true }));
    const keys = (elements) => [...elements].map(({ dataset }) => ({
      key: dataset.resource + (dataset.activity === undefined ? '' : `#${dataset.activity}`),
      source: dataset.source,
      dated: dataset.dated,
    }));
    const client = await host.bundleClient(await (await fetch(url)).blob());
    const timeline = host.element('coordo-timeline', client);
    const directory = host.element('coordo-directory', client);
    const told = Promise.all([ready(timeline, 'items'), ready(directory, 'entries')]);
    await client.pull();
    const [items, entries] = await told;

    const inTimeline = (selector) => timeline.shadowRoot.querySelectorAll(selector);
    const shelf = keys(inTimeline('[part~="shelf"] [data-resource]'));
    const tableButton = [...inTimeline('[part~="toolbar"] button')].find((one) => one.textContent.trim() === 'Tableau');
    tableButton?.click();
    const lines = () => inTimeline('[part~="table"] tbody [data-resource]');
    await until(() => {
      timeline.shadowRoot.querySelector('[part~="more"]')?.click();
      return lines().length >= items;
    });

    const results = () => directory.shadowRoot.querySelectorAll('[part~="result"]');
    await until(() => {
      directory.shadowRoot.querySelector('[part~="more"]')?.click();
      return results().length >= entries;
    });
    const seen = { shelf, items: keys(lines()), entries: keys(results()) };
    timeline.remove();
    directory.remove();
    await client.close();
    return seen;
  }, path);
}

/** A key as both write it; what has no id is counted by its type. */
const written = (key) => key.replace(/\/(sans-id-|\?)[^/#]*/g, '/?');

const itemLines = (items) => items.map(({ key, dated }) => `${written(key)} ${dated}`).sort();

for (const engine of ENGINES) {
  describe(`what is shown, in ${engine.name}`, { timeout: 900_000 }, () => {
    let server;
    let browser;
    let page;
    let watch;
    let n = 0;
    before(async () => {
      server = await serve({
        '/': join(repository, 'tests', 'elements', 'pages'),
        '/coordo/': join(repository, 'bindings', 'npm', 'elements', 'dist'),
        '/counted/': folder,
      });
      browser = await launch(engine);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    async function fresh() {
      await page?.close();
      ({ page, watch } = await openPage(browser, server, '/stage.html'));
      await page.waitForFunction(() => globalThis.host !== undefined);
      await page.evaluate(() => globalThis.host.coordo.defineCoordoElements());
    }

    counted.forEach(({ name, items, entries, isOwn }, at) => {
      // Another engine reads the same module: its part is the drawing, which files of the repository try enough.
      if (engine === FIREFOX && !isOwn) return;
      test(`${name}: ${items.length} items in time, ${entries.length} in the directory`, async () => {
        if (n % FILES_A_PAGE === 0) await fresh();
        n += 1;
        const seen = await shown(page, `/counted/${at}.json`);
        assert.deepEqual(itemLines(seen.items), itemLines(items), 'the lines of the table');
        const undated = itemLines(items.filter(({ dated }) => !dated));
        assert.equal(seen.shelf.length, Math.min(SHELF, undated.length), 'the shelf');
        for (const line of itemLines(seen.shelf)) assert.ok(undated.includes(line), `${line} is no undated item`);
        assert.deepEqual(seen.entries.map(({ key }) => written(key)).sort(), entries.map(written).sort(), 'the directory');
        for (const { key, source } of [...seen.items, ...seen.entries]) assert.equal(source, 'dossier', key);
        await watch.settle();
        watch.assertClean();
      });
    });
  });
}
