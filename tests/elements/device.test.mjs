/** What a shared device does to what it keeps: other versions, other users, damage, and whoever reads its database. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, card, cardInColumn, cards, moveByKeyboard } from '../kit/web/board.mjs';
import { openPage } from '../kit/web/page.mjs';
import { inEveryEngine } from './stage.mjs';

let devices = 0;

/** A name of nobody else for what a test keeps. */
const partitionOf = (user) => {
  devices += 1;
  return `essai-${devices}/${user}`;
};

/** What tests do past the client: the database as the browser keeps it, and a sandbox of two people. */
function lend(page) {
  return page.evaluate(() => {
    const { host } = globalThis;
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('blocked'));
    });
    host.databaseOf = async (partition) => {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(partition));
      return `coordo-${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 32)}`;
    };
    host.database = async (partition, version, ...stores) => {
      const request = indexedDB.open(await host.databaseOf(partition), version);
      request.onupgradeneeded = () => {
        for (const store of stores) request.result.createObjectStore(store);
      };
      return done(request);
    };
    host.rows = async (partition) => {
      const database = await host.database(partition);
      const all = [];
      for (const name of database.objectStoreNames) {
        const store = database.transaction(name).objectStore(name);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        keys.forEach((key, at) => all.push({ store: name, key, value: [...values[at]] }));
      }
      database.close();
      return all;
    };
    host.putRow = async (partition, { store, key, value }) => {
      const database = await host.database(partition);
      await done(database.transaction(store, 'readwrite').objectStore(store).put(new Uint8Array(value), key));
      database.close();
    };
    host.secretOf = (user) => new TextEncoder().encode(`le secret de ${user}, assez long`);
    host.twoPeople = async () => {
      const entry = [];
      for (const id of ['odile', 'lucien']) {
        entry.push({ resource: { resourceType: 'Patient', id, name: [{ family: `Personne ${id}` }] } });
        for (const n of [1, 2]) {
          entry.push({ resource: {
            resourceType: 'Task', id: `${id}-${n}`, status: 'accepted', intent: 'order', description: `Visite ${n} de ${id}`,
            for: { reference: `Patient/${id}` }, authoredOn: '2026-11-20T09:00:00+01:00',
          } });
        }
      }
      return host.coordo.createSandbox({ bundles: [JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry })] });
    };
    host.visit = async (partition, user, person, options = {}) => {
      host.client = await host.clientOf(host.sandbox, {
        sendAfter: 600_000, subject: { source: 'essai', reference: `Patient/${person}` },
        cache: { mode: 'encrypted', partition, secret: host.secretOf(user) }, ...options,
      });
      host.shown = host.board(host.client);
      await host.client.pull();
    };
    host.leave = async () => {
      await host.client.close();
      host.shown.remove();
    };
  });
}

/** A stage over a sandbox of two people. */
async function begin(page) {
  await lend(page);
  await page.evaluate(async () => {
    globalThis.host.sandbox = await globalThis.host.twoPeople();
  });
}

const visit = (page, partition, person = 'odile', user = 'dupont') =>
  page.evaluate((...given) => globalThis.host.visit(...given), partition, user, person);
const leave = (page) => page.evaluate(() => globalThis.host.leave());
const cut = (page, offline) => page.evaluate((is) => globalThis.host.sandbox.faults({ offline: is }), offline);
const status = (page) => page.evaluate(() => globalThis.host.client.status());
const trouble = (page, name) => page.waitForFunction((wanted) => globalThis.host.client.status().cacheTrouble === wanted, {}, name);

/** Waits until the board says something about what the device keeps. */
async function noted(page, words) {
  await page.waitForFunction((wanted) =>
    globalThis.host.shown.shadowRoot.querySelector('[part~="cache-note"]')?.textContent.includes(wanted), {}, words);
}

async function start(page, resource) {
  await moveByKeyboard(page, resource, 1);
  await cardInColumn(page, resource, 'in-progress');
  await page.waitForFunction(() => globalThis.host.client.status().pending === 1);
}

/** A visit of Mme Dupont that ends with a change unsent; where it is kept. */
async function leaveUnsent(page) {
  const partition = partitionOf('dupont');
  await begin(page);
  await visit(page, partition);
  await boardReady(page);
  await start(page, 'Task/odile-1');
  await leave(page);
  return partition;
}

/** What the sandbox holds of a task, once all is sent. */
async function sent(page, path) {
  await page.evaluate(() => globalThis.host.client.sync());
  await page.waitForFunction(() => globalThis.host.client.status().pending === 0);
  const { status: is, meta } = JSON.parse(await page.evaluate(async (name) =>
    (await globalThis.host.sandbox.request({ method: 'GET', path: name })).body, path));
  return `${is} ${meta.versionId}`;
}

inEveryEngine('What a device keeps', ({ onStage }) => {
  for (const [what, number, again] of [
    ['a newer version opens', 2001, { cache: 'memory', cacheTrouble: 'outdated' }],
    ['a version of the same generation opens', 1003, { cache: 'encrypted', cacheTrouble: null }],
  ]) {
    test(`is let go of when ${what} in another tab; the old tab says "reload" and loses no change`, onStage(async (page, _watch, stage) => {
      const partition = partitionOf('dupont');
      await begin(page);
      await visit(page, partition);
      await boardReady(page);
      await start(page, 'Task/odile-1');
      const { page: newer } = await openPage(stage.browser, stage.server, '/stage.html');
      try {
        await newer.waitForFunction(() => globalThis.host !== undefined);
        await lend(newer);
        // Rejected where the old tab does not let go.
        await newer.evaluate(async (name, version) => (await globalThis.host.database(name, version, 'later')).close(), partition, number);
      } finally {
        await newer.close();
      }
      await page.bringToFront();
      await trouble(page, 'outdated');
      await noted(page, 'rechargez la page');
      assert.equal((await card(page, 'Task/odile-1')).status, 'in-progress');
      const before = await page.evaluate((name) => globalThis.host.rows(name), partition);
      assert.equal(before.filter(({ store }) => store === 'outbox').length, 1, 'the change stays on the device as well');

      assert.equal(await sent(page, 'Task/odile-1'), 'in-progress 2');
      await page.evaluate(async () => {
        await globalThis.host.client.close();
        globalThis.host.shown.remove();
      });
      await visit(page, partition);
      await boardReady(page);
      const { cache, cacheTrouble } = await status(page);
      assert.deepEqual({ cache, cacheTrouble }, again);
    }));
  }

  test('is left alone while an older tab holds it, and kept again once that is closed', onStage(async (page, _watch, stage) => {
    const partition = partitionOf('dupont');
    await begin(page);
    const { page: older } = await openPage(stage.browser, stage.server, '/stage.html');
    try {
      await older.waitForFunction(() => globalThis.host !== undefined);
      await lend(older);
      await older.evaluate(async (name) => {
        globalThis.held = await globalThis.host.database(name, 1001, 'meta', 'keys', 'files', 'segments', 'outbox');
      }, partition);
      await page.bringToFront();
      await visit(page, partition);
      await boardReady(page);
      await trouble(page, 'blocked');
      await noted(page, 'fermez-le, puis rechargez la page');
      await start(page, 'Task/odile-1');
      assert.equal(await sent(page, 'Task/odile-1'), 'in-progress 2');
      await leave(page);
    } finally {
      await older.close();
    }
    await visit(page, partition);
    await boardReady(page);
    const { cache, cacheTrouble } = await status(page);
    assert.deepEqual({ cache, cacheTrouble }, { cache: 'encrypted', cacheTrouble: null });
  }));

  test('of one user is nothing to the next one, who can neither see nor erase it', onStage(async (page) => {
    const [dupont, martin] = [partitionOf('dupont'), partitionOf('martin')];
    await begin(page);
    await visit(page, dupont);
    await boardReady(page);
    await start(page, 'Task/odile-1');
    await leave(page);

    await cut(page, true);
    await visit(page, martin, 'odile', 'martin');
    const other = await status(page);
    assert.deepEqual([other.pending, other.complete], [0, false]);
    assert.equal(await page.evaluate(() => globalThis.host.shown.shadowRoot.querySelector('[part~="card"]')), null);
    await page.evaluate(() => globalThis.host.client.purge({ discardUnsent: true }));
    await leave(page);
    const refusal = await page.evaluate((name) => globalThis.host.refusal(() => globalThis.host.visit(name, 'martin', 'odile')), dupont);
    assert.equal(refusal.code, 'wrong-secret');

    await visit(page, dupont);
    await boardReady(page);
    assert.equal((await card(page, 'Task/odile-1')).status, 'in-progress');
    await cut(page, false);
    assert.equal(await sent(page, 'Task/odile-1'), 'in-progress 2');
  }));

  test('is erased without its secret only where somebody says that what is unsent may be lost', onStage(async (page) => {
    const partition = await leaveUnsent(page);
    const visitAs = (user) => page.evaluate((name, who) => globalThis.host.refusal(() => globalThis.host.visit(name, who, 'odile')), partition, user);
    const erase = (options) => page.evaluate((name, given) =>
      globalThis.host.refusal(() => globalThis.host.coordo.eraseCache(name, given)), partition, options);
    assert.equal((await erase({})).code, 'unsent-changes');
    assert.equal((await visitAs('martin')).code, 'wrong-secret');
    await visit(page, partition);
    assert.equal((await status(page)).pending, 1);
    await leave(page);

    assert.equal(await erase({ discardUnsent: true }), null);
    await visit(page, partition, 'odile', 'martin');
    await boardReady(page);
    const { pending, cache, cacheTrouble } = await status(page);
    assert.deepEqual({ pending, cache, cacheTrouble }, { pending: 0, cache: 'encrypted', cacheTrouble: null });
  }));

  test('is sent at a later visit whose page asks to send at once, before anything was read', onStage(async (page) => {
    const partition = await leaveUnsent(page);

    // As a portal does whose person signs out at once: it does not wait for the reading.
    const there = await page.evaluate(async (name) => {
      const { host } = globalThis;
      const client = await host.clientOf(host.sandbox, {
        sendAfter: 600_000, subject: { source: 'essai', reference: 'Patient/odile' },
        cache: { mode: 'encrypted', partition: name, secret: host.secretOf('dupont') },
      });
      await client.sync();
      const { body } = await host.sandbox.request({ method: 'GET', path: 'Task/odile-1' });
      await client.close();
      return JSON.parse(body).status;
    }, partition);
    assert.equal(there, 'in-progress');
  }));

  test('of one person is set aside where it is damaged, said, and read again; others and unsent changes are untouched', onStage(async (page) => {
    const partition = await leaveUnsent(page);
    const segments = await page.evaluate(async (name) =>
      (await globalThis.host.rows(name)).filter(({ store }) => store === 'segments'), partition);
    assert.ok(segments.length > 0);
    await visit(page, partition, 'lucien');
    await boardReady(page);
    await leave(page);
    const [damaged] = segments;
    damaged.value[damaged.value.length - 1] ^= 1;
    await page.evaluate((name, row) => globalThis.host.putRow(name, row), partition, damaged);

    await cut(page, true);
    await visit(page, partition, 'lucien');
    await boardReady(page);
    assert.equal((await cards(page)).length, 2, 'the other person is shown without a network');
    assert.equal((await status(page)).cacheTrouble, null);
    await leave(page);

    await cut(page, false);
    await visit(page, partition);
    await boardReady(page);
    await trouble(page, 'set-aside');
    await noted(page, 'mise de côté, et relue du serveur');
    const told = await status(page);
    assert.deepEqual([told.setAside, told.pending, told.complete], [0, 1, true], 'no unsent change is said to be lost');
    assert.equal((await card(page, 'Task/odile-1')).status, 'in-progress');
    const aside = await page.evaluate(async (name) =>
      (await globalThis.host.rows(name)).filter(({ store }) => store === 'aside').map(({ value }) => value), partition);
    assert.ok(aside.some((value) => JSON.stringify(value) === JSON.stringify(damaged.value)), 'it was moved, not deleted');
    await leave(page);

    await cut(page, true);
    await visit(page, partition);
    await boardReady(page);
    const later = await status(page);
    assert.deepEqual([later.cacheTrouble, later.setAside, later.complete], [null, 0, true], 'what was read again is kept again');
    await cut(page, false);
    assert.equal(await sent(page, 'Task/odile-1'), 'in-progress 2');
  }));

  test('shows nothing to who reads the database: no name, no number, no clinical word, no id', onStage(async (page) => {
    const partition = partitionOf('dupont');
    await lend(page);
    const found = await page.evaluate(async (name) => {
      const { host } = globalThis;
      const text = await (await fetch('/stories/1-sortie-hopital/bundle-00.json')).text();
      host.sandbox = await host.coordo.createSandbox({ bundles: [text] });
      await host.visit(name, 'dupont', 'marchandeau-odette');
      const strings = new Set([name, 'essai']);
      const gather = (value) => {
        if (value === null || typeof value !== 'object') {
          for (const word of [String(value), ...String(value).split(/[^\p{L}\p{N}]+/u)]) strings.add(word);
        } else {
          for (const [key, inner] of Object.entries(value)) {
            if (!Array.isArray(value)) strings.add(key);
            gather(inner);
          }
        }
      };
      gather(JSON.parse(text));
      return { words: [...strings], complete: host.client.status().complete };
    }, partition);
    assert.equal(found.complete, true);
    await boardReady(page);
    await start(page, 'Task/t-visites-idel').catch(() => undefined);
    const rows = await page.evaluate(async (name) => {
      const { host } = globalThis;
      const small = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.title, location.href, document.cookie]);
      return { rows: await host.rows(name), names: (await indexedDB.databases()).map((one) => one.name).join(' '), small };
    }, partition);
    const latin = (bytes) => Buffer.from(bytes).toString('latin1').toLowerCase();
    const hay = rows.rows.map(({ store, key, value }) => `${store} ${key} ${latin(value)}`).join('\n')
      + `\n${rows.names}\n${rows.small}`.toLowerCase();
    assert.ok(hay.length > 50_000, 'the plan is there');
    // Shorter ones are met in any noise, hexadecimal ones in any hash.
    const telling = found.words.filter((word) => word.length >= (/^[0-9a-f]*$/i.test(word) ? 9 : 6));
    assert.ok(telling.length > 500, 'the plan has words');
    const seen = telling.filter((word) =>
      hay.includes(latin(Buffer.from(word, 'utf8'))) || hay.includes(latin(Buffer.from(word, 'utf16le'))));
    assert.deepEqual(seen, ['coordo'], 'the name of the database, and nothing else');
  }));
});
