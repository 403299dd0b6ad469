/** Asking by itself, where one of two sources is silent. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEveryEngine } from './stage.mjs';

inEveryEngine('A page over a source that answers and one that does not', ({ onStage }) => {
  test('asks the one as often as before and the other each time later', onStage(async (page) => {
    const asked = await page.evaluate(async () => {
      const { host } = globalThis;
      const sandbox = await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')] });
      const rounds = { answers: 0, silent: 0 };
      const isRound = ({ path }) => path.startsWith('Task?');
      let enough;
      const often = new Promise((resolve) => { enough = resolve; });
      const client = await host.coordo.createClient({
        ...host.base,
        clock: Date.now,
        refresh: 50,
        sources: [
          {
            id: 'answers', kind: 'host',
            send: (request) => {
              if (isRound(request)) rounds.answers += 1;
              if (rounds.answers > 12) enough();
              return host.forward(sandbox)(request);
            },
          },
          {
            id: 'silent', kind: 'host',
            send: (request) => {
              if (isRound(request)) rounds.silent += 1;
              throw new Error('no network');
            },
          },
        ],
      });
      await often;
      const online = client.status().online;
      await client.close();
      return { ...rounds, online };
    });
    assert.equal(asked.online, false);
    assert.ok(asked.answers > 12 && asked.silent <= 4, JSON.stringify(asked));
  }));
});
