/** A server that lies or loses its way: the page stays usable, says so, loses no change, and goes on with the next true answer. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn, cards, moveByKeyboard } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

/**
 * How an answer is twisted, as functions of the page: `(answer, request, n)`, where `n` counts the searches for tasks.
 * A page may not evaluate text, so they come with this file.
 */
const LIES = `{
  circle: (answer, { path }) => path.startsWith('Task?') ? withNext(answer, path) : answer,
  endless: (answer, { path }, n) => path.startsWith('Task?') ? withNext(answer, 'Task?page=' + n) : answer,
  half: (answer, { path }) => path.startsWith('Task?') ? { ...answer, body: answer.body.slice(0, answer.body.length >> 1) } : answer,
  version: (answer) => ({
    ...answer,
    headers: { ...answer.headers, ...(answer.headers.etag && { etag: 'W/"999"' }) },
    body: answer.body.replace(/"versionId":"\\d+"/g, '"versionId":"999"'),
  }),
  id: (answer, { method }) => method === 'PUT' ? { ...answer, body: answer.body.replace('"id":"lettre"', '"id":"autre"') } : answer,
}`;

/** A board over a server that tells the truth until a test says otherwise. */
async function begin(page, options = {}) {
  await page.evaluate(`{
    const withNext = (answer, url) => {
      const bundle = JSON.parse(answer.body);
      bundle.link = [{ relation: 'next', url }];
      return { ...answer, body: JSON.stringify(bundle) };
    };
    globalThis.host.lies = ${LIES};
  }`);
  await page.evaluate(async ({ year, lie, ...given }) => {
    const { host } = globalThis;
    host.year = year ?? 0;
    const clock = () => Date.now() + host.year * 31_536_000_000;
    host.behind = await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')], clock });
    host.asked = 0;
    host.lie = lie ?? null;
    let pages = 0;
    const send = async (request) => {
      host.asked += 1;
      const known = request.path.startsWith('Task?page=') ? { ...request, path: 'Task?_count=1' } : request;
      const answer = await host.forward(host.behind)(known);
      if (host.lie === null || !answer.body) return answer;
      pages += 1;
      return host.lies[host.lie](answer, request, pages);
    };
    host.client = await host.hostClient(send, {}, { sendAfter: 0, refresh: 0, ...given });
    host.heard = [];
    for (const name of ['conflict', 'refused', 'error']) host.client.on(name, () => host.heard.push(name));
    host.board(host.client);
  }, options);
}

const lie = (page, name) => page.evaluate((which) => {
  globalThis.host.lie = which;
}, name);
const pull = (page) => page.evaluate(async () => {
  const { host } = globalThis;
  host.asked = 0;
  await host.client.pull();
  return { asked: host.asked, ...host.client.status() };
});
const there = (page, path) => page.evaluate(async (name) =>
  JSON.parse((await globalThis.host.behind.request({ method: 'GET', path: name })).body), path);

inEveryEngine('A server that lies', ({ onStage }) => {
  for (const [name, what] of [
    ['circle', 'gives pages that turn in a circle'],
    ['endless', 'gives pages without end'],
    ['half', 'breaks off in the middle of an answer'],
  ]) {
    test(`and ${what}: not whole, said, nothing forgotten, and whole with the next true answer`, onStage(async (page) => {
      await begin(page);
      assert.equal((await pull(page)).complete, true);
      const shown = (await cards(page)).length;
      await lie(page, name);
      const lied = await pull(page);
      assert.ok(lied.asked < 2_500, `${lied.asked} requests`);
      assert.equal(lied.online, false);
      await page.waitForFunction(() =>
        document.querySelector('coordo-board').shadowRoot.querySelector('[part~="error"], .co-note') !== null);
      assert.equal((await cards(page)).length, shown);
      await lie(page, null);
      const { online, complete } = await pull(page);
      assert.deepEqual({ online, complete }, { online: true, complete: true });
      assert.equal((await cards(page)).length, shown);
    }));

    test(`and ${what} from the first request on: never passes for whole`, onStage(async (page) => {
      await begin(page, { lie: name });
      assert.equal((await pull(page)).complete, false);
      await page.waitForFunction(() => document.querySelector('coordo-board').shadowRoot.querySelector('[part~="error"], .co-note') !== null);
      await lie(page, null);
      assert.equal((await pull(page)).complete, true);
      await boardReady(page);
    }));
  }

  test('about versions: the change waits for a person in the end, and is not sent for ever', onStage(async (page) => {
    await begin(page);
    await lie(page, 'version');
    await pull(page);
    await boardReady(page);
    await moveByKeyboard(page, 'Task/lettre', 1);
    await page.waitForFunction(() => globalThis.host.heard.some((name) => name === 'conflict' || name === 'refused'));
    assert.equal((await there(page, 'Task/lettre')).status, 'accepted');
    assert.equal(await page.evaluate(() => globalThis.host.client.status().pending), 1);
    const asked = await page.evaluate(() => globalThis.host.asked);
    assert.ok(asked < 100, `${asked} requests`);
  }));

  test('about an id: the change is there once, and no card is two', onStage(async (page) => {
    await begin(page);
    await pull(page);
    await boardReady(page);
    const shown = (await cards(page)).map(({ resource }) => resource).sort();
    await lie(page, 'id');
    await moveByKeyboard(page, 'Task/lettre', 1);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    await page.evaluate(() => globalThis.host.client.sync());
    await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
    await lie(page, null);
    await pull(page);
    const { status, meta } = await there(page, 'Task/lettre');
    assert.equal(`${status} ${meta.versionId}`, 'in-progress 2');
    assert.deepEqual((await cards(page)).map(({ resource }) => resource).sort(), shown);
  }));

  for (const year of [-1, 1]) {
    test(`about the year (${year}): news come all the same, also when its clock is set right`, onStage(async (page) => {
      await begin(page, { year, refresh: 200 });
      await pull(page);
      await pull(page);
      await boardReady(page);
      const colleague = (path, status) => page.evaluate(async (name, to) => {
        const { behind } = globalThis.host;
        const held = JSON.parse((await behind.request({ method: 'GET', path: name })).body);
        await behind.request({ method: 'PUT', path: name, body: JSON.stringify({ ...held, status: to }) });
      }, path, status);
      await colleague('Task/lettre', 'in-progress');
      await cardInColumn(page, 'Task/lettre', 'in-progress');
      await page.evaluate(() => {
        globalThis.host.year = 0;
      });
      await colleague('Task/bilan', 'in-progress');
      await cardInColumn(page, 'Task/bilan', 'in-progress');
      await moveByKeyboard(page, 'Task/appel', 1);
      await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
      assert.equal((await there(page, 'Task/appel')).meta.versionId, '2');
    }));
  }
});
