/** The stage of the element tests: one server and one browser an engine, and a fresh page a test. */

import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ENGINES, launch } from '../kit/web/browsers.mjs';
import { withPage } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The folders of the stage: its pages, and the package as it is packed. */
export const FOLDERS = {
  '/': folder('./pages'),
  '/coordo/': folder('../../bindings/npm/elements/dist'),
  '/stories/': folder('../data/stories'),
};

/**
 * Declares the same tests for every engine. The body gets `onStage(test)`, which opens a fresh page with the package
 * imported and the tags defined, and fails on any console error or violated policy.
 */
export function inEveryEngine(title, declare) {
  for (const engine of ENGINES) {
    describe(`${title}, in ${engine.name}`, () => {
      const stage = { engine };
      before(async () => {
        stage.server = await serve(FOLDERS);
        stage.browser = await launch(engine);
      });
      after(async () => {
        await stage.browser?.close();
        await stage.server?.close();
      });
      stage.page = (path, body, options) => withPage(stage.browser, stage.server, path, (page, watch) => body(page, watch, stage), options);
      stage.onStage = (body, options) => async () => {
        await stage.page('/stage.html', async (page, watch) => {
          await page.waitForFunction(() => globalThis.host !== undefined);
          await page.evaluate(() => globalThis.host.coordo.defineCoordoElements());
          await body(page, watch, stage);
        }, options);
      };
      declare(stage);
    });
  }
}

/** Waits until the page was told of an event, and returns its details in order. */
export async function toldOf(page, name, times = 1) {
  await page.waitForFunction(
    (wanted, count) => globalThis.host.told.filter((entry) => entry.name === wanted).length >= count,
    {},
    name,
    times,
  );
  return page.evaluate(
    (wanted) => globalThis.host.told.filter((entry) => entry.name === wanted).map(({ detail }) => detail),
    name,
  );
}
