/** The net itself: a page that breaks the policy is seen to do so, in both engines. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEveryEngine } from './stage.mjs';

inEveryEngine('the policy', ({ page: inPage, engine }) => {
  test('reports what it blocks, and the watcher fails on it', () =>
    inPage('/careless.html', async (page, watch) => {
      await page.waitForFunction(() => document.documentElement.dataset.done === 'yes');
      await watch.settle();
      const blocked = watch.reports.map((report) => report['effective-directive'] ?? report['violated-directive']);
      assert.ok(blocked.some((directive) => directive.startsWith('style-src')), blocked.join());
      assert.ok(blocked.includes('connect-src'), blocked.join());
      if (engine.name === 'chromium') assert.ok(blocked.includes('require-trusted-types-for'), blocked.join());
      assert.throws(() => watch.assertClean(), /the policy was violated/);
    }, { expectErrors: true }));
});
