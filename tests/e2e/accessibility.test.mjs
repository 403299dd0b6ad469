// Every page of the site, in the states a visitor meets, in both languages and schemes: no axe violation, no overflow.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible } from '../kit/web/axe.mjs';
import { ENGINES, openSite } from './site.mjs';

const told = (page) => page.until(() => document.getElementById('again')?.disabled === false);

/** Page states: the address, and what brings the state about. */
const STATES = {
  'first page at rest': ['index.html', told],
  'first page in English': ['en/index.html', told],
  'first page without network, with a change kept': ['index.html', async (page) => {
    await told(page);
    await page.page.click('#network');
    await page.focusCard('#left', 'Task/t-pilulier');
    await page.carry(1);
    await page.cardIs('#left', 'Task/t-pilulier', 'in-progress');
  }],
  'first page in the middle of the story': ['index.html', async (page) => {
    await told(page);
    await page.page.click('#next');
    await page.cardIs('#right', 'Task/t-sortie-prep', 'completed');
  }],
  'your bundle, nothing given': ['votre-bundle.html', () => {}],
  'your bundle, shown with its notes': ['votre-bundle.html', async (page) => {
    await page.page.click('#example');
    await page.cardIs('#shown coordo-board', 'Task/t-pilulier', 'accepted');
    await page.until(() => !document.getElementById('download').hidden);
  }],
  'your bundle, refused': ['en/your-bundle.html', async (page) => {
    await page.page.click('#read');
    await page.until(() => !document.getElementById('trouble').hidden);
  }],
  'the clinic portal': ['portail-clinique.html', told],
  'the clinic portal in English': ['en/clinic-portal.html', told],
  'the DAC portal': ['portail-dac.html', told],
  'the DAC portal in English': ['en/dac-portal.html', told],
  'for developers': ['docs/embed.html', () => {}],
  'for developers in English': ['en/docs/embed.html', () => {}],
};

for (const engine of ENGINES) {
  describe(`the pages in ${engine.name}`, { timeout: 900_000 }, () => {
    let site;
    before(async () => {
      site = await openSite(engine);
    });
    after(() => site?.close());

    for (const [state, [path, reach]] of Object.entries(STATES)) {
      test(`${state}: nothing for axe to say, in light and dark, wide and narrow`, async () => {
        const page = await site.open(path);
        if (engine.name === 'chromium') {
          // A colour on its way to another is none: only this driver can ask for less motion.
          await page.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
        }
        await reach(page);
        for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']]) {
          await page.page.setViewport({ width, height: 900 });
          await page.scheme(scheme);
          await assertAccessible(page.page, `${state}, ${scheme} at ${width} px`);
          const over = await page.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(over <= 0, `${over} px of sideways scroll at ${width} px`);
        }
        await page.close();
      });
    }
  });
}
