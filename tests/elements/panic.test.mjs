/** A panic inside Rust: said once, every element calm, the page alive, and nothing unsent lost. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn, moveByKeyboard } from '../kit/web/board.mjs';
import { TAGS, textOf, widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine, toldOf } from './stage.mjs';

/** Two boards of two clients on one sandbox. */
async function twoBoards(page) {
  await page.evaluate(async () => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json');
    const second = await host.clientOf(sandbox);
    host.sandbox = sandbox;
    host.clients = [client, second];
    host.unavailable = [];
    for (const [index, one] of host.clients.entries()) {
      one.on('unavailable', ({ reason }) => host.unavailable.push({ index, reason }));
      host.board(one);
    }
  });
  await boardReady(page, 0);
  await boardReady(page, 1);
}

function panic(page) {
  return page.evaluate(() => globalThis.host.instance().glue.panicForTest());
}

function restartButton(page, index = 0) {
  return page.evaluateHandle((at) =>
    document.querySelectorAll('coordo-board')[at].shadowRoot.querySelector('button[part="button-primary"]'), index);
}

inEveryEngine('a panic', ({ onStage }) => {
  // The panic itself is written to the console, for the developer.
  const mayComplain = { expectErrors: true };

  test('is said once to each element and each client, and all show the calm sentence', onStage(async (page, watch) => {
    await twoBoards(page);
    await panic(page);
    const told = await toldOf(page, 'coordo-unavailable', 2);
    await panic(page);
    assert.deepEqual(told.map(({ reason }) => reason), ['panicked', 'panicked']);
    // The place in the module, and nothing that a record could have said.
    for (const { message } of told) assert.match(message, /internal error \(wasm-function\[\d+\](:0x[\da-f]+)?\)/);
    const heard = await page.evaluate(() => globalThis.host.unavailable);
    assert.deepEqual(heard, [{ index: 0, reason: 'panicked' }, { index: 1, reason: 'panicked' }]);
    const texts = await page.evaluate(() =>
      [...document.querySelectorAll('coordo-board')].map((element) => element.shadowRoot.textContent));
    for (const text of texts) assert.match(text, /Ce module s’est arrêté/);
    assert.equal((await toldOf(page, 'coordo-unavailable', 2)).length, 2);
    assert.deepEqual(watch.errors.filter((error) => error.startsWith('thrown')), []);
  }, mayComplain));

  test('lets what was on its way end in silence', onStage(async (page, watch) => {
    await twoBoards(page);
    await page.evaluate(async () => {
      const { clients, instance } = globalThis.host;
      const answers = clients.map((client) => client.pull().catch(({ code }) => code));
      instance().glue.panicForTest();
      globalThis.host.answers = await Promise.all(answers);
    });
    assert.deepEqual(await page.evaluate(() => globalThis.host.answers), ['panicked', 'panicked']);
    await toldOf(page, 'coordo-unavailable', 2);
    assert.deepEqual(watch.errors.filter((error) => error.startsWith('thrown')), []);
  }, mayComplain));

  test('stops every kind of element, and one gesture brings them all back', onStage(async (page) => {
    await page.evaluate(async (tags) => {
      const { host } = globalThis;
      const { client } = await host.sandboxClient('small.json');
      for (const tag of tags) host.element(tag, client);
    }, TAGS);
    for (const tag of TAGS) await widgetReady(page, tag);
    await panic(page);
    await toldOf(page, 'coordo-unavailable', TAGS.length);
    const told = await page.evaluate(() =>
      globalThis.host.told.filter(({ name }) => name === 'coordo-unavailable').map(({ tag }) => tag).sort());
    assert.deepEqual(told, [...TAGS].sort());
    for (const tag of TAGS) assert.match(await textOf(page, tag), /Ce module s’est arrêté/);
    await page.$eval('coordo-directory', ({ shadowRoot }) => shadowRoot.querySelector('button').click());
    for (const tag of TAGS) await widgetReady(page, tag);
  }, mayComplain));

  test('leaves the page around it usable', onStage(async (page) => {
    await twoBoards(page);
    await panic(page);
    await toldOf(page, 'coordo-unavailable', 2);
    await page.click('#host-button');
    assert.equal(await page.$eval('#host-count', (output) => output.value), '1');
    await page.evaluate(() => {
      const element = document.querySelector('coordo-board');
      document.getElementById('elsewhere').append(element);
      element.setAttribute('locale', 'en');
    });
    assert.match(await page.evaluate(() => document.querySelector('#elsewhere coordo-board').shadowRoot.textContent), /has stopped/);
    await page.evaluate(() => document.querySelector('coordo-board').remove());
  }, mayComplain));

  test('refuses later calls with its code instead of entering Rust again', onStage(async (page) => {
    await twoBoards(page);
    await panic(page);
    const refused = await page.evaluate(async () => {
      const { host } = globalThis;
      const [client] = host.clients;
      const attempts = [
        () => client.pull(), () => client.sync(), () => client.export(), () => client.notices(),
        () => host.sandbox.play({}), () => host.bundleClient('{}'),
      ];
      return Promise.all(attempts.map(async (attempt) => (await host.refusal(attempt))?.code));
    });
    assert.deepEqual(refused, Array(6).fill('panicked'));
    assert.equal(await page.evaluate(() => globalThis.host.clients[0].status().pending), 0);
  }, mayComplain));

  test('ends a load in the air instead of letting it wait for ever', onStage(async (page) => {
    await twoBoards(page);
    const code = await page.evaluate(async () => {
      const { host } = globalThis;
      host.sandbox.faults({ latencyMs: 60_000 });
      const pulled = host.refusal(() => host.clients[0].pull());
      host.instance().glue.panicForTest();
      return (await pulled).code;
    });
    assert.equal(code, 'panicked');
  }, mayComplain));

  test('keeps unsent changes through a restart, shows them again and sends them', onStage(async (page) => {
    await twoBoards(page);
    await page.evaluate(() => globalThis.host.sandbox.faults({ offline: true }));
    await moveByKeyboard(page, 'Task/lettre', 1);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    await panic(page);
    await toldOf(page, 'coordo-unavailable', 2);
    assert.match(await page.evaluate(() => document.querySelector('coordo-board').shadowRoot.textContent),
      /modification non envoyée est gardée/);

    await (await restartButton(page)).click();
    await page.waitForFunction(() => document.querySelector('coordo-board').shadowRoot.querySelector('.shell') === null);
    assert.equal(await page.evaluate(() => globalThis.host.clients[0].status().pending), 1);

    await page.evaluate(async () => {
      const { sandbox, clients } = globalThis.host;
      sandbox.faults({ offline: false });
      await clients[0].pull();
      await clients[0].sync();
    });
    await cardInColumn(page, 'Task/lettre', 'in-progress', 0);
    await page.waitForFunction(() => globalThis.host.clients[0].status().pending === 0);
    await page.evaluate(() => globalThis.host.clients[1].pull());
    await cardInColumn(page, 'Task/lettre', 'in-progress', 1);
  }, mayComplain));

  test('brings the sandbox back as it was, with what was written and played into it', onStage(async (page) => {
    await twoBoards(page);
    await page.evaluate(async () => {
      const { host } = globalThis;
      await host.sandbox.play({
        resourceType: 'Bundle', type: 'collection',
        entry: [{ resource: { resourceType: 'Task', id: 'jouee', status: 'requested', intent: 'order', description: 'Jouée' } }],
      });
    });
    await moveByKeyboard(page, 'Task/lettre', 1);
    await toldOf(page, 'coordo-task-moved');
    await page.evaluate(() => globalThis.host.clients[0].sync());
    await page.waitForFunction(() => globalThis.host.clients[0].status().pending === 0);
    await panic(page);
    await toldOf(page, 'coordo-unavailable', 2);
    await (await restartButton(page, 1)).click();
    await boardReady(page, 0);
    const written = await page.evaluate(async () => {
      const { sandbox } = globalThis.host;
      const read = async (path) => JSON.parse((await sandbox.request({ method: 'GET', path })).body).status;
      return { moved: await read('Task/lettre'), played: await read('Task/jouee') };
    });
    assert.deepEqual(written, { moved: 'in-progress', played: 'requested' });
  }, mayComplain));

  test('gives the focus of the lost widget to the gesture, and of the gesture to the new widget', onStage(async (page) => {
    await twoBoards(page);
    await moveByKeyboard(page, 'Task/lettre', 0);
    await panic(page);
    await toldOf(page, 'coordo-unavailable', 2);
    const focused = () => page.evaluate(() => {
      const element = document.activeElement;
      return { tag: element.localName, inside: element.shadowRoot?.activeElement?.textContent?.slice(0, 9) };
    });
    assert.deepEqual(await focused(), { tag: 'coordo-board', inside: 'Reprendre' });
    await page.keyboard.press('Enter');
    await boardReady(page, 0);
    assert.equal((await focused()).tag, 'coordo-board');
  }, mayComplain));
});
