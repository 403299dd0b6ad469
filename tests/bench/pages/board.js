// What is measured happens here, in the page; tests/bench/board.mjs drives it and writes the results down.

import { createClient, createSandbox, defineCoordoElements } from './vendor/coordo.js';
import { planOf } from './plan.js';

const NOW = Date.UTC(2026, 10, 20, 9);
const longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration)))
  .observe({ type: 'longtask', buffered: true });

const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
/** After the next paint, so that layout is in the measure and every long task has been told. */
const painted = async () => {
  await frame();
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });
};

async function measured(act) {
  await painted();
  longTasks.length = 0;
  const start = performance.now();
  await act();
  await painted();
  const ms = performance.now() - start;
  await painted();
  return { ms, longestTask: Math.max(0, ...longTasks), longTasks: longTasks.length };
}

const board = () => document.querySelector('coordo-board');
const cards = () => board().shadowRoot.querySelectorAll('[part~="card"]');
const nodes = () => board().shadowRoot.querySelectorAll('*').length;

let held = null;

/** Reads a plan of `count` tasks and shows it. */
async function mount(count) {
  const text = JSON.stringify(planOf(count));
  const sandbox = await createSandbox({ bundles: [text], clock: () => NOW });
  const client = await createClient({
    sources: [{ id: 'banc', kind: 'sandbox', sandbox }], locale: 'fr', timeZone: 'Europe/Paris', clock: () => NOW,
  });
  const load = await measured(() => client.pull());
  const element = document.createElement('coordo-board');
  const ready = new Promise((resolve) => element.addEventListener('coordo-ready', resolve, { once: true }));
  const drawn = await measured(async () => {
    element.client = client;
    document.getElementById('place').append(element);
    await ready;
  });
  held = { sandbox, client };
  return { bytes: text.length, load, mount: drawn, cards: cards().length, nodes: nodes() };
}

/** Presses "more" until all `count` cards are drawn. */
async function showAll(count) {
  const all = await measured(async () => {
    while (cards().length < count) {
      const more = board().shadowRoot.querySelector('button[part~="more"]');
      const before = cards().length;
      // The last cards are drawn in slices after the last press.
      more?.click();
      while (cards().length === before) await frame();
    }
  });
  return { ...all, cards: cards().length, nodes: nodes() };
}

/** A colleague changes one task; from asking the server to the card in its new place. */
async function updateOne() {
  const card = board().shadowRoot.querySelector('[part~="card"][data-status="in-progress"]');
  const name = card.dataset.resource;
  const { body } = await held.sandbox.request({ method: 'GET', path: name });
  await held.sandbox.request({ method: 'PUT', path: name, body: body.replace('"in-progress"', '"on-hold"') });
  return measured(async () => {
    await held.client.pull();
    while (board().shadowRoot.querySelector(`[part~="card"][data-resource="${name}"]`)?.dataset.status === 'in-progress') await frame();
  });
}

/** Records the time between frames until `stop` is called. */
function recordFrames() {
  const deltas = [];
  let last = performance.now();
  let going = true;
  longTasks.length = 0;
  const tick = (now) => {
    deltas.push(now - last);
    last = now;
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  return () => {
    going = false;
    return { deltas, longestTask: Math.max(0, ...longTasks) };
  };
}

/** Where to press to take a card, and where each column is. */
function places() {
  const root = board().shadowRoot;
  const middle = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + Math.min(height / 2, 20) };
  };
  const card = root.querySelector('[part~="column"][data-column="accepted"] [part~="card"]');
  card.scrollIntoView({ block: 'center' });
  return {
    resource: card.dataset.resource,
    card: middle(card),
    columns: [...root.querySelectorAll('[part~="column"]')].map((column) => {
      const { x, width } = column.getBoundingClientRect();
      return { name: column.dataset.column, x: x + width / 2 };
    }),
  };
}

async function unmount() {
  board().remove();
  await held.client.purge({ discardUnsent: true });
  await held.client.close();
  held.sandbox.close();
  held = null;
}

defineCoordoElements();
globalThis.bench = { mount, showAll, updateOne, recordFrames, places, unmount, memory: () => globalThis[Symbol.for('@coordo/elements')].glue.describeInstance() };
