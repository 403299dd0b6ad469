/** The packed tarball in other people's builds: each shows every element in both engines, under the policy, in a sub-path. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { boardReady, cards } from '../kit/web/board.mjs';
import { ENGINES, launch } from '../kit/web/browsers.mjs';
import { withPage } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';
import { TAGS, resources, widgetReady } from '../kit/web/widget.mjs';
import { HOSTS, buildHost, install } from './hosts.mjs';

const CARDS = ['Task/appel', 'Task/bilan', 'Task/lettre', 'Task/passage', 'Task/portage', 'Task/sortie'];
const root = fileURLToPath(new URL('../..', import.meta.url));

for (const name of Object.keys(HOSTS)) {
  describe(`packed, in ${name}`, () => {
    let server;
    before(async () => {
      // Portals live in sub-paths as often as at a root.
      server = await serve({ '/portail/plan/': await buildHost(name) });
    });
    after(() => server?.close());

    for (const engine of ENGINES) {
      test(`shows a bundle in every element in ${engine.name}`, async () => {
        const browser = await launch(engine);
        try {
          await withPage(browser, server, '/portail/plan/index.html', async (page) => {
            for (const tag of TAGS) await widgetReady(page, tag);
            await boardReady(page);
            assert.deepEqual((await cards(page)).map(({ resource }) => resource).sort(), CARDS);
            assert.ok((await resources(page, 'coordo-timeline')).includes('Task/lettre'));
            assert.ok((await resources(page, 'coordo-directory')).includes('Practitioner/nadia'));
            if (name === 'react') await assertStrictMode(page);
          });
        } finally {
          await browser.close();
        }
      });
    }
  });
}

/** StrictMode ran every effect twice: one client and three widgets are left, and hiding leaves none. */
async function assertStrictMode(page) {
  const described = () => page.evaluate(() => {
    const { widgets, clients } = globalThis[Symbol.for('@coordo/elements')].glue.describeInstance();
    return { widgets, clients };
  });
  await page.waitForFunction(() => document.querySelector('output').value === '6');
  assert.deepEqual(await described(), { widgets: 3, clients: 1 });
  const level = await page.$eval('coordo-board', (element) => element.headingLevel);
  assert.equal(level, 3);
  assert.equal(await page.$eval('coordo-timeline', (element) => element.groupBy), 'actor');
  await page.click('button');
  await page.waitForFunction(() => document.querySelector('coordo-board') === null);
  assert.deepEqual(await described(), { widgets: 0, clients: 1 });
  await page.click('button');
  await boardReady(page);
  assert.deepEqual(await described(), { widgets: 3, clients: 1 });
}

describe('packed, without a browser', () => {
  test('importing in Node does nothing and throws nothing', () => {
    const { at } = install('node-import');
    const said = JSON.parse(execFileSync(process.execPath, [join(at, 'import.mjs')], { encoding: 'utf8' }));
    assert.deepEqual(said.added, []);
    assert.deepEqual(said.exported, [
      'CoordoBoardElement', 'CoordoDirectoryElement', 'CoordoElement', 'CoordoError', 'CoordoTimelineElement', 'MAX_BUNDLE_BYTES', 'VERSION',
      'createClient', 'createSandbox', 'defineCoordoElements', 'eraseCache',
    ]);
  });

  for (const name of ['typings', 'react']) {
    test(`the typings hold for a strict host that checks libraries too: ${name}`, () => {
      const { at } = install(name);
      execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', at], { encoding: 'utf8' });
    });
  }

  test('the tarball holds what a page needs and nothing else', () => {
    const { installed } = install('plain');
    const files = execFileSync('find', ['.', '-type', 'f'], { cwd: installed, encoding: 'utf8' }).trim().split('\n');
    const kinds = new Set(files.map((file) => file.replace(/^.*\/(?=[^/]*$)/, '').replace(/^.*\.d\.ts$/, '*.d.ts')));
    const known = ['*.d.ts', 'LICENSE', 'README.md', 'coordo_bg.wasm', 'custom-elements.json', 'index.js', 'package.json'];
    assert.deepEqual([...kinds].filter((kind) => !known.includes(kind)), []);
    for (const needed of ['index.js', 'coordo_bg.wasm', '*.d.ts', 'package.json', 'LICENSE']) assert.ok(kinds.has(needed), needed);
  });
});
