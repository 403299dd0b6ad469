// Bulk write, full load and one durable change: our store, plain and sealed, beside Dexie and raw IndexedDB.

import Dexie from './dexie.mjs';
import init, { StoreBench } from './module/coordo_bench_module.js';
import { createClient, defineCoordoElements } from './vendor/coordo.js';

const CHANGES = 60;
const AT_ONCE = 1000;
/** One a column of the board, so that a page of it is full. */
const STATUSES = ['requested', 'accepted', 'in-progress', 'completed'];
/** Frames without another card in view after which none is to come. */
const STILL = 60;

/** Tasks of about 1.2 kB each, the same for the same number. */
function tasks(count) {
  const note = 'Passage prévu le matin, prévenir la fille avant de monter ; code de la porte chez la voisine. '.repeat(8);
  return Array.from({ length: count }, (_, n) => ({
    resourceType: 'Task', id: `t-${n}`, meta: { versionId: '1', lastUpdated: '2026-11-20T09:00:00.000+01:00' },
    status: STATUSES[n % STATUSES.length], intent: 'order', description: `Tâche ${n}`, for: { reference: 'Patient/1' },
    owner: { reference: `PractitionerRole/r-${n % 40}` }, authoredOn: '2026-11-20T09:00:00+01:00',
    executionPeriod: { start: '2026-11-27T08:30:00+01:00', end: '2026-11-27T09:00:00+01:00' },
    note: [{ time: '2026-11-20T09:00:00+01:00', text: `${n} ${note}` }],
  }));
}

const time = async (act) => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

async function times(act) {
  const all = [];
  for (let n = 0; n < CHANGES; n += 1) all.push(await time(() => act(n)));
  return all;
}

async function ours(resources, isLocked) {
  const bench = await StoreBench.open(`banc-${isLocked}-${Math.random()}`, isLocked);
  bench.take(resources.map(({ id }) => id), resources.map((task) => JSON.stringify(task)));
  const write = await time(() => bench.bulkWrite());
  const load = await time(() => bench.load());
  const change = await times((n) => bench.change(n));
  return { write, load, change };
}

async function dexie(resources) {
  const database = new Dexie(`dexie-${Math.random()}`);
  database.version(1).stores({ tasks: 'id', outbox: '++n' });
  const write = await time(async () => {
    for (let at = 0; at < resources.length; at += AT_ONCE) await database.tasks.bulkPut(resources.slice(at, at + AT_ONCE));
  });
  const load = await time(() => database.tasks.toArray());
  const change = await times((n) => database.transaction('rw', database.tasks, database.outbox, async () => {
    await database.tasks.put({ ...resources[0], status: n % 2 ? 'ready' : 'completed' });
    await database.outbox.add({ id: 't-0', before: 'ready', after: 'completed' });
  }));
  await database.delete();
  return { write, load, change };
}

const done = (target, event = 'success') => new Promise((resolve, reject) => {
  target.addEventListener(event, () => resolve(target.result));
  target.addEventListener('error', () => reject(target.error));
});

async function raw(resources) {
  const name = `raw-${Math.random()}`;
  const open = indexedDB.open(name, 1);
  open.addEventListener('upgradeneeded', () => {
    open.result.createObjectStore('tasks', { keyPath: 'id' });
    open.result.createObjectStore('outbox', { autoIncrement: true });
  });
  const database = await done(open);
  const write = await time(async () => {
    for (let at = 0; at < resources.length; at += AT_ONCE) {
      const transaction = database.transaction('tasks', 'readwrite');
      for (const task of resources.slice(at, at + AT_ONCE)) transaction.objectStore('tasks').put(task);
      await done(transaction, 'complete');
    }
  });
  const load = await time(() => done(database.transaction('tasks').objectStore('tasks').getAll()));
  const change = await times(async () => {
    const transaction = database.transaction(['tasks', 'outbox'], 'readwrite', { durability: 'strict' });
    transaction.objectStore('tasks').put(resources[0]);
    transaction.objectStore('outbox').add({ id: 't-0' });
    await done(transaction, 'complete');
  });
  database.close();
  indexedDB.deleteDatabase(name);
  return { write, load, change };
}

const frame = () => new Promise(requestAnimationFrame);

/**
 * When the first card of a board was painted, and when the last one that came into view was: two frames after it is
 * there. A card that moves out of view later, since another one grew, is no news.
 */
async function painted(board, start) {
  const inView = () => [...board.shadowRoot.querySelectorAll('[data-resource]')].filter((card) => {
    const { top, bottom, left, right } = card.getBoundingClientRect();
    return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  });
  const seen = new Set();
  const frames = [];
  let [first, last] = [null, 0];
  while (first === null || frames.length - last < STILL) {
    await frame();
    frames.push(performance.now() - start);
    const before = seen.size;
    for (const card of inView()) seen.add(card.dataset.resource);
    if (seen.size === before) continue;
    last = frames.length - 1;
    first ??= last;
  }
  return { first: frames[first + 2], full: frames[last + 2], cards: seen.size };
}

/** From making the client to a board whose cards in view are all painted, nothing but the device being asked. */
async function firstPaint(count) {
  const bundle = tasks(count);
  const search = (type) => ({ resourceType: 'Bundle', type: 'searchset', total: type === 'Task' ? bundle.length : 1,
    entry: (type === 'Task' ? bundle : type === 'Patient' ? [{ resourceType: 'Patient', id: '1' }] : []).map((resource) => ({ resource })) });
  let isThere = true;
  const options = () => ({
    sources: [{ id: 'clinique', kind: 'host', send: async ({ path }) => {
      if (!isThere) throw new Error('no network');
      return { status: 200, body: JSON.stringify(search(path.split('?')[0])) };
    } }],
    subject: { source: 'clinique', reference: 'Patient/1' }, locale: 'fr', timeZone: 'Europe/Paris', refresh: 0,
    cache: { mode: 'encrypted', partition: `banc-${count}`, secret: new TextEncoder().encode('un secret du banc d’essai') },
  });
  defineCoordoElements();
  const first = await createClient(options());
  await first.pull();
  await first.close();
  isThere = false;
  const board = document.createElement('coordo-board');
  document.getElementById('stage').append(board);
  const start = performance.now();
  const client = await createClient(options());
  board.client = client;
  const paint = await painted(board, start);
  await client.purge();
  await client.close();
  board.remove();
  return paint;
}

await init({ module_or_path: new URL('./module/coordo_bench_module_bg.wasm', import.meta.url) });
globalThis.bench = {
  async all(count) {
    const resources = tasks(count);
    const bytes = JSON.stringify(resources[0]).length;
    return {
      bytes, sealed: await ours(resources, true), plain: await ours(resources, false), dexie: await dexie(resources), raw: await raw(resources),
    };
  },
  firstPaint,
};
