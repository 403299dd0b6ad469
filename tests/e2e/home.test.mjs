// The first page: two people on one plan, in both browsers.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ENGINES, openSite } from './site.mjs';

const LEFT = '#left';
const RIGHT = '#right';
const PILL_BOX = 'Task/t-pilulier';
const SHOPPING = 'Task/t-courses';

for (const engine of ENGINES) {
  describe(`the first page in ${engine.name}`, { timeout: 900_000 }, () => {
    let site;
    before(async () => {
      site = await openSite(engine);
    });
    after(() => site?.close());

    async function open(path = 'index.html') {
      const page = await site.open(path);
      await page.cardIs(LEFT, PILL_BOX, 'accepted');
      await page.cardIs(RIGHT, PILL_BOX, 'accepted');
      // Both first loads are whole: until then cards still find their places.
      await page.until(() => !document.getElementById('again').disabled);
      return page;
    }

    const journal = (page, words) => page.until((expected) => document.getElementById('journal').textContent.includes(expected), words);

    test('both seats show the tasks of the story', async () => {
      const page = await open();
      const left = await page.cards(LEFT);
      assert.equal(left.length, 11);
      assert.deepEqual(left, await page.cards(RIGHT));
      assert.match(await page.text('.live'), /personnes inventées/);
      await page.close();
    });

    test('what is moved on the left arrives on the right', async () => {
      const page = await open();
      await page.focusCard(LEFT, PILL_BOX);
      await page.carry(1);
      await page.cardIs(LEFT, PILL_BOX, 'in-progress');
      await page.cardIs(RIGHT, PILL_BOX, 'in-progress');
      await journal(page, 'Acceptée');
      await page.close();
    });

    test('a card can be dragged, and the other seat sees where it went', async () => {
      const page = await open();
      await page.drag(LEFT, PILL_BOX, 'in-progress');
      await page.cardIs(LEFT, PILL_BOX, 'in-progress');
      await page.cardIs(RIGHT, PILL_BOX, 'in-progress');
      await page.close();
    });

    test('two changes of one card without network: one is sent, the other is told and not lost', async () => {
      const page = await open();
      await page.page.click('#network');
      await journal(page, 'Réseau coupé');
      await page.focusCard(LEFT, SHOPPING);
      await page.carry(2);
      await page.cardIs(LEFT, SHOPPING, 'completed');
      await page.focusCard(RIGHT, SHOPPING);
      await page.carry(1);
      await page.giveReason(RIGHT, 'La voisine est absente.');
      await page.cardIs(RIGHT, SHOPPING, 'on-hold');
      await journal(page, '1 modification gardée');
      await page.page.click('#network');
      await journal(page, 'a changé ailleurs entre-temps');
      await page.boardSays(RIGHT, 'Choisir…');
      const { pending } = await page.page.evaluate(() => document.getElementById('right').client.status());
      assert.equal(pending, 1, 'the second gesture is still held');
      await page.press(RIGHT, 'Choisir…');
      await page.boardSays(RIGHT, 'Ce qui sera envoyé');
      // The other version, and the choice is kept.
      await page.page.keyboard.press('ArrowRight');
      await page.page.keyboard.down('Control');
      await page.page.keyboard.press('Enter');
      await page.page.keyboard.up('Control');
      await page.until(() => document.getElementById('right').client.status().pending === 0);
      await page.cardIs(RIGHT, SHOPPING, 'completed');
      await page.close();
    });

    test('the story moves on, with its clock', async () => {
      const page = await open();
      await page.page.click('#next');
      await page.cardIs(LEFT, 'Task/t-sortie-prep', 'completed');
      await page.cardIs(RIGHT, 'Task/t-aide-domicile', 'requested');
      assert.equal(await page.text('#story-step'), 'Étape 1 sur 10');
      assert.match(await page.text('#story-now'), /18 nov/);
      await page.close();
    });

    test('starting again brings back the first day', async () => {
      const page = await open();
      await page.page.click('#next');
      await page.cardIs(LEFT, 'Task/t-sortie-prep', 'completed');
      await page.page.click('#again');
      await page.cardIs(LEFT, 'Task/t-sortie-prep', 'in-progress');
      await page.cardIs(RIGHT, 'Task/t-sortie-prep', 'in-progress');
      assert.equal(await page.text('#story-step'), 'Étape 0 sur 10');
      await page.close();
    });

    test('the whole story can be told to its end', async () => {
      const page = await open();
      for (let step = 1; step <= 10; step += 1) {
        await page.until(() => !document.getElementById('next').disabled);
        await page.page.click('#next');
        await page.until((told) => document.getElementById('story-step').textContent === told, `Étape ${step} sur 10`);
      }
      await page.cardIs(LEFT, 'Task/t-rdv-cardio', 'in-progress');
      await page.cardIs(RIGHT, 'Task/t-rdv-cardio', 'in-progress');
      assert.ok(await page.page.evaluate(() => document.getElementById('next').disabled));
      await page.close();
    });

    test('the English page speaks English throughout', async () => {
      const page = await open('en/index.html');
      await page.page.click('#next');
      await page.until(() => document.getElementById('story-step').textContent === 'Step 1 of 10');
      const words = await page.page.evaluate(() => document.body.innerText);
      assert.doesNotMatch(words, /Réseau|tableau|Étape|coupé/);
      await page.boardSays(LEFT, 'In progress');
      await page.close();
    });

    test('once loaded, the page goes on without its server', async () => {
      const alone = await openSite(engine);
      try {
        const page = await alone.open('index.html');
        await page.cardIs(LEFT, PILL_BOX, 'accepted');
        await page.until(() => !document.getElementById('again').disabled);
        await alone.server.close();
        await page.focusCard(LEFT, PILL_BOX);
        await page.carry(1);
        await page.cardIs(RIGHT, PILL_BOX, 'in-progress');
        await page.page.click('#next');
        await page.cardIs(RIGHT, 'Task/t-sortie-prep', 'completed');
        await page.close();
      } finally {
        await alone.close();
      }
    });

    test('the whole of it works by keyboard alone', async () => {
      const page = await open();
      const keyboard = page.page.keyboard;
      const focused = () => page.page.evaluate(() => {
        let one = document.activeElement;
        while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
        return { id: one?.id ?? '', host: document.activeElement?.id ?? '', resource: one?.closest('[data-resource]')?.dataset.resource ?? '' };
      });
      const tabTo = async (found) => {
        for (let n = 0; n < 60; n += 1) {
          if (found(await focused())) return;
          await keyboard.press('Tab');
        }
        assert.fail(`Tab never reached ${found}`);
      };
      await tabTo(({ id }) => id === 'next');
      await keyboard.press('Enter');
      await page.cardIs(LEFT, 'Task/t-sortie-prep', 'completed');
      await tabTo(({ id }) => id === 'network');
      await keyboard.press(' ');
      await journal(page, 'Réseau coupé');
      await keyboard.press(' ');
      await journal(page, 'Réseau rétabli');
      await tabTo(({ host, resource }) => host === 'left' && resource !== '');
      for (let column = 0; column < 6 && (await focused()).resource !== 'Task/t-balance'; column += 1) {
        await keyboard.press('Home');
        for (let card = 0; card < 12 && (await focused()).resource !== 'Task/t-balance'; card += 1) await keyboard.press('ArrowDown');
        if ((await focused()).resource !== 'Task/t-balance') await keyboard.press('ArrowRight');
      }
      assert.equal((await focused()).resource, 'Task/t-balance');
      await page.carry(1);
      await page.cardIs(RIGHT, 'Task/t-balance', 'in-progress');
      assert.equal((await focused()).resource, 'Task/t-balance', 'the focus stays with the card');
      await page.close();
    });
  });
}
