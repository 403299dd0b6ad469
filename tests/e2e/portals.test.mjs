// The two portals: three widgets on one plan inside somebody else's page, played step by step.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { moveByKeyboard } from '../kit/web/board.mjs';
import { ENGINES, openSite } from './site.mjs';

const PORTALS = [
  { name: 'the clinic portal', path: 'portail-clinique.html?histoire=1-sortie-hopital' },
  { name: 'the DAC portal', path: 'portail-dac.html?histoire=1-sortie-hopital' },
];
const PILL_BOX = 'Task/t-pilulier';

for (const engine of ENGINES) {
  describe(`the portals in ${engine.name}`, { timeout: 900_000 }, () => {
    let site;
    before(async () => {
      site = await openSite(engine);
    });
    after(() => site?.close());

    async function open(path) {
      const page = await site.open(path);
      await page.cardIs('coordo-board', PILL_BOX, 'accepted');
      await page.until(() => !document.getElementById('again').disabled);
      return page;
    }

    for (const { name, path } of PORTALS) {
      test(`${name} shows the plan, its tasks and its people`, async () => {
        const page = await open(path);
        assert.equal((await page.cards('coordo-board')).length, 11);
        await page.until((resource) => document.querySelector('coordo-timeline').shadowRoot.querySelector(`[data-resource="${resource}"]`) !== null, PILL_BOX);
        await page.until(() => document.querySelectorAll('coordo-directory').length === 1
          && document.querySelector('coordo-directory').shadowRoot.querySelector('[data-resource]') !== null);
        await page.close();
      });

      test(`${name}: what is chosen in one widget is chosen in the others`, async () => {
        const page = await open(path);
        await page.page.evaluate((resource) => {
          document.querySelector('coordo-board').client.select({ source: 'essai', resource });
        }, PILL_BOX);
        for (const tag of ['coordo-board', 'coordo-timeline']) {
          await page.until((one, resource) => {
            const chosen = document.querySelector(one).shadowRoot.querySelector(`[data-resource="${resource}"]`);
            return chosen?.getAttribute('aria-current') === 'true' || chosen?.getAttribute('aria-selected') === 'true';
          }, tag, PILL_BOX);
        }
        await page.close();
      });

      test(`${name}: what happens next is seen in every widget`, async () => {
        const page = await open(path);
        await page.page.click('#next');
        await page.cardIs('coordo-board', 'Task/t-sortie-prep', 'completed');
        assert.match(await page.text('#story-step'), /1 sur 10/);
        await page.close();
      });
    }

    test('each story opens in each portal, in both languages', async () => {
      for (const path of ['portail-clinique.html', 'portail-dac.html', 'en/clinic-portal.html', 'en/dac-portal.html']) {
        for (const story of ['2-onco-geriatrie', '3-enfant-handicap']) {
          const page = await site.open(`${path}?histoire=${story}`);
          await page.until(() => document.querySelector('coordo-board')?.shadowRoot.querySelector('[part~="card"]') !== null);
          await page.close();
        }
      }
    });

    test('the aggressive style of an old intranet does not reach into the widgets', async () => {
      const page = await open(PORTALS[0].path);
      const [inside, outside] = await page.page.evaluate(() => {
        const look = (element) => {
          const style = getComputedStyle(element);
          return { transform: style.textTransform, border: style.borderTopStyle, position: style.position };
        };
        return [look(document.querySelector('coordo-board').shadowRoot.querySelector('[part~="card"] button')), look(document.getElementById('story'))];
      });
      assert.equal(outside.border, 'outset', 'the page is as aggressive as it should be');
      assert.notEqual(inside.border, 'outset');
      assert.equal(inside.transform, 'none');
      await page.close();
    });

    for (const { name, path } of PORTALS) {
      test(`${name}: another record is not opened over what is unsent unless a person says so`, async () => {
        const page = await open(path);
        const asked = [];
        page.page.on('dialog', (dialog) => {
          asked.push(dialog.message());
          void dialog.dismiss();
        });
        await page.page.click('#network');
        await moveByKeyboard(page.page, PILL_BOX, 1);
        await page.until(() => document.querySelector('coordo-board').client.status().pending === 1);
        await page.page.evaluate(() => {
          const choice = document.getElementById('story');
          if (choice === null) {
            document.querySelector('.people button:not([aria-current])').click();
            return;
          }
          choice.value = '2-onco-geriatrie';
          choice.dispatchEvent(new Event('change'));
        });
        await page.cardIs('coordo-board', PILL_BOX, 'in-progress');
        assert.equal(asked.length, 1);
        assert.match(asked[0], /\(1\)/u);
        assert.equal(await page.page.evaluate(() => document.querySelector('coordo-board').client.status().pending), 1);
        await page.close();
      });

      test(`${name}: a vehicle that is taken elsewhere is missing`, async () => {
        const page = await open(path);
        for (let step = 1; step <= 8; step += 1) {
          await page.until(() => !document.getElementById('next').disabled);
          await page.page.click('#next');
          await page.until((n) => document.getElementById('story-step').textContent.includes(` ${n} `), step);
        }
        await page.until(() => document.querySelector('coordo-board').client.findings()
          .some(({ code, message }) => code === 'resource-booked-twice' && message.includes('VSL n° 2')));
        await page.close();
      });
    }

    test('the DAC portal shows whom to call or write to, behind whatever tab the question was', async () => {
      const page = await open(PORTALS[1].path);
      await page.page.click('#next');
      const press = (label) => page.until((text) => {
        const buttons = [...document.querySelector('coordo-timeline').shadowRoot.querySelectorAll('button')];
        const button = buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent).startsWith(text));
        button?.click();
        return button !== undefined;
      }, label);
      // With its count: the step was read and looked at, and nothing is drawn anew under the press.
      await press('Ce qui manque,');
      await press('Appeler ou écrire');
      await page.until(() => document.getElementById('tab-directory').getAttribute('aria-selected') === 'true'
        && document.activeElement.id === 'tab-directory');
      await page.close();
    });

    test('the DAC portal keeps the client when its tabs change, and closes it with its person', async () => {
      const page = await open(PORTALS[1].path);
      await page.page.evaluate(() => {
        window.first = document.querySelector('coordo-board').client;
      });
      await page.page.click('#tab-directory');
      assert.equal(await page.page.evaluate(() => document.querySelector('coordo-directory').client === window.first), true);
      await page.page.click('.people li:nth-child(2) button');
      await page.until(() => {
        const { client } = document.querySelector('coordo-board');
        return client !== null && client !== window.first;
      });
      await page.close();
    });
  });
}
