/** Two hundred elements of each kind come and go: nothing of them stays in the wasm memory, in the DOM, or in the listeners. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TAGS, widgetReady } from '../kit/web/widget.mjs';
import { inEveryEngine } from './stage.mjs';

const CYCLES = 200;

/** Mounts and removes elements one after the other; what the instance holds afterwards. */
function cycle(page, tag, times) {
  return page.evaluate(async (name, count) => {
    const { host } = globalThis;
    for (let turn = 0; turn < count; turn += 1) {
      const element = host.element(name, host.client);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      element.remove();
      await Promise.resolve();
    }
    host.told.length = 0;
    return host.instance().glue.describeInstance();
  }, tag, times);
}

/** What Chromium counts after a forced collection. */
async function counted(session) {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { nodes: value('Nodes'), listeners: value('JSEventListeners') };
}

/**
 * What leaks grows on and on; an allocator may still take a page late, when its holes don't fit.
 * Memory is said to grow when it does in each of three rounds of the same work.
 */
async function staysWithin(warm, first, nextRound) {
  const sizes = [warm.memoryBytes, first.memoryBytes];
  while (sizes.at(-1) > sizes.at(-2) && sizes.length < 4) sizes.push((await nextRound()).memoryBytes);
  assert.ok(sizes.at(-1) <= sizes.at(-2), `wasm memory grew each round: ${sizes.join(', ')} bytes`);
}

inEveryEngine('two hundred mounts', ({ onStage, engine }) => {
  for (const tag of TAGS) {
    test(`of <${tag}> leave nothing behind`, onStage(async (page) => {
      await page.evaluate(async (name) => {
        const { host } = globalThis;
        host.client = await host.bundleClient(await host.bundle('small.json'));
        host.element(name, host.client);
      }, tag);
      await widgetReady(page, tag);
      await page.$eval(tag, (element) => element.remove());

      // The first mounts fill caches and let the memory grow to its working size, a page at a time.
      const warm = await cycle(page, tag, CYCLES + CYCLES / 2);
      const session = engine.name === 'chromium' ? await page.createCDPSession() : undefined;
      await session?.send('Performance.enable');
      const before = session && (await counted(session));

      const after = await cycle(page, tag, CYCLES);
      assert.equal(after.widgets, 0);
      assert.equal(after.clients, 1);
      await staysWithin(warm, after, () => cycle(page, tag, CYCLES));
      if (session !== undefined) {
        const left = await counted(session);
        assert.ok(left.nodes <= before.nodes + 20, `nodes: ${before.nodes} before, ${left.nodes} after`);
        assert.ok(left.listeners <= before.listeners + 5, `listeners: ${before.listeners} before, ${left.listeners} after`);
      }
    }));
  }

  test('of clients and sandboxes leave nothing behind either', onStage(async (page) => {
    const round = (turns) => page.evaluate(async (tags, count) => {
      const { host } = globalThis;
      for (let turn = 0; turn < count; turn += 1) {
        const { sandbox, client } = await host.sandboxClient('small.json');
        const elements = tags.map((tag) => host.element(tag, client));
        await client.pull();
        for (const element of elements) element.remove();
        await client.close();
        sandbox.close();
      }
      return host.instance().glue.describeInstance();
    }, TAGS, turns);
    const warm = await round(60);
    const last = await round(30);
    assert.deepEqual({ ...last, memoryBytes: 0 }, { sandboxes: 0, clients: 0, widgets: 0, memoryBytes: 0 });
    await staysWithin(warm, last, () => round(30));
  }));
});
