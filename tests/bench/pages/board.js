// What is measured happens here, in the page; tests/bench/board.mjs drives it and writes the results down.

import { createClient, createSandbox, defineCoordoElements } from './vendor/coordo.js';
import { NOW, frame, measured, memory, recordFrames, shown } from './measure.js';
import { planOf } from './plan.js';

const board = () => document.querySelector('coordo-board');
const cards = () => board().shadowRoot.querySelectorAll('[part~="card"]');
const nodes = () => board().shadowRoot.querySelectorAll('*').length;

let held = null;

async function open(count) {
  const text = JSON.stringify(planOf(count));
  const sandbox = await createSandbox({ bundles: [text], clock: () => NOW });
  const client = await createClient({
    sources: [{ id: 'banc', kind: 'sandbox', sandbox }], locale: 'fr', timeZone: 'Europe/Paris', clock: () => NOW,
  });
  held = { sandbox, client };
  return text.length;
}

/** Reads a plan of `count` tasks. */
async function load(count) {
  const bytes = await open(count);
  return { ...await measured(() => held.client.pull()), bytes };
}

/** Reads a plan of `count` tasks while the board is in the page, as most pages do. */
async function loadShown(count) {
  await open(count);
  return measured(() => shown('coordo-board', held.client));
}

/** Shows it. */
async function mount() {
  const drawn = await measured(() => shown('coordo-board', held.client));
  return { ...drawn, cards: cards().length, nodes: nodes() };
}

/** Presses "more" until all `count` cards are drawn; counts without a search of the board, which would be measured too. */
async function showAll(count) {
  const columns = [...board().shadowRoot.querySelectorAll('[part~="column"]')];
  const lists = columns.map((column) => column.querySelector('ul'));
  const drawn = () => lists.reduce((sum, list) => sum + list.childElementCount, 0);
  const more = () => columns.flatMap((column) => [...column.children]).find((child) => child.part.contains('more'));
  const all = await measured(async () => {
    while (drawn() < count) {
      const before = drawn();
      // The last cards are drawn in slices after the last press.
      more()?.click();
      while (drawn() === before) await frame();
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
globalThis.bench = { load, loadShown, mount, showAll, updateOne, recordFrames, places, unmount, memory };
