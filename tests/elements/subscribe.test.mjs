/** A source that says by itself that something has changed, over a real WebSocket; and what becomes of it in trouble. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { boardReady, cardInColumn } from '../kit/web/board.mjs';
import { openChannels } from '../kit/web/channel.mjs';
import { POLICY } from '../kit/web/policy.mjs';
import { inEveryEngine } from './stage.mjs';

/** A portal in front of a sandbox, told of changes at an address; nothing is asked by the clock. */
async function portal(page, address) {
  await page.evaluate(async (subscribe) => {
    const { host } = globalThis;
    const sandbox = await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')] });
    host.portal = sandbox;
    const client = await host.hostClient(host.forward(sandbox), { subscribe }, { refresh: 0 });
    host.client = client;
    host.board(client);
    await client.pull();
  }, address);
  await boardReady(page);
}

/** A colleague begins a task, at the source. */
const begin = (page, id) => page.evaluate(async (task) => {
  const { portal } = globalThis.host;
  const { body } = await portal.request({ method: 'GET', path: `Task/${task}` });
  const text = body.replace(/"status":\s*"(accepted|requested)"/, '"status":"in-progress"');
  const { status } = await portal.request({ method: 'PUT', path: `Task/${task}`, body: text });
  return status;
}, id);

inEveryEngine('A source that tells of changes', (stage) => {
  let channels;
  before(async () => {
    channels = await openChannels();
    stage.server.policies.set('/stage.html', POLICY.replace("connect-src 'self'", `connect-src 'self' ${channels.origin}`));
  });
  after(() => channels.close());

  test("shows a colleague's change at its word, without records on the way, and asks on where the channel breaks", stage.onStage(async (page) => {
    await portal(page, channels.address);
    const [id] = await channels.bound(1);
    assert.equal(await begin(page, 'lettre'), 200);
    channels.ping(id);
    await cardInColumn(page, 'Task/lettre', 'in-progress');
    assert.ok(channels.heard.every((word) => /^bind [\w-]+$/.test(word)), channels.heard.join());
    channels.cut();
    await page.evaluate(() => globalThis.host.client.pull());
    assert.equal(await page.evaluate(() => globalThis.host.client.status().online), true);
  }));

  test('is refused by name where the address is none', stage.onStage(async (page) => {
    const refused = await page.evaluate(() => {
      const { host } = globalThis;
      return host.refusal(() => host.hostClient(() => ({ status: 500 }), { subscribe: 'https://portail.example' }));
    });
    assert.deepEqual([refused.code, refused.option], ['wrong-option', 'sources[0].subscribe']);
  }));
});
