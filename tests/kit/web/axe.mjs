/** axe-core over a page, shadow roots included: the rules of WCAG 2.2 A and AA, none left out. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Every violation, one line each. */
export async function accessibilityViolations(page) {
  // By the debugging protocol, which no policy of the page concerns.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const results = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), WCAG);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${JSON.stringify(node.target)}: ${node.failureSummary}`),
  );
}

/** Fails on the first page state that someone could not use. */
export async function assertAccessible(page, state) {
  assert.deepEqual(await accessibilityViolations(page), [], `accessibility of: ${state}`);
}
