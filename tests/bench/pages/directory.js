// The directory under measure; tests/bench/directory.mjs drives it and writes the results down.

import { createClient, defineCoordoElements } from './vendor/coordo.js';
import { NOW, measured, memory, painted, shown, turn } from './measure.js';
import { structuresOf } from './structures.js';

let held = null;
const root = () => held.element.shadowRoot;
const nodes = () => root().querySelectorAll('*').length;

async function open(count) {
  const bytes = structuresOf(count);
  const client = await createClient({
    sources: [{ id: 'banc', kind: 'bundle', bundles: [bytes] }], locale: 'fr', timeZone: 'Europe/Paris', clock: () => NOW,
  });
  held = { client };
  return bytes.length;
}

/** Reads `count` structures. */
async function load(count) {
  const bytes = await open(count);
  return { ...await measured(() => held.client.pull()), bytes };
}

/** Reads `count` structures while the directory is in the page, as most pages do, until its index is whole. */
async function loadShown(count) {
  await open(count);
  return measured(async () => {
    held.element = await shown('coordo-directory', held.client);
  });
}

/** Shows the directory, until its index is whole. */
const mount = () => measured(async () => {
  held.element = await shown('coordo-directory', held.client);
});

/** What is typed, letter by letter. */
const TYPED = ['pharmacie de castres', 'ehpad saint jean', 'centre hospitalier albi', 'saint-étienne', 'les tilleuls', '0561', 'pharmacie de casttres', 'tolouse'];

/** Types a text; the time from the event until the answer is in the DOM, or nothing where it is what is there. */
async function key(field, text) {
  await painted();
  let isWritten = false;
  const observer = new MutationObserver(() => {
    isWritten = true;
  });
  observer.observe(root().querySelector('.di-r'), { subtree: true, childList: true, characterData: true, attributes: true });
  field.value = text;
  const start = performance.now();
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  for (let turns = 0; turns < 200 && !isWritten; turns += 1) await turn();
  observer.disconnect();
  return isWritten ? performance.now() - start : undefined;
}

async function type() {
  const field = root().querySelector('[part~="search"]');
  const times = [];
  const typing = await measured(async () => {
    for (const text of TYPED) {
      for (let length = 1; length <= text.length; length += 1) times.push(await key(field, text.slice(0, length)));
      times.push(await key(field, ''));
    }
  });
  return { times: times.filter((ms) => ms !== undefined), longestTask: typing.longestTask };
}

async function unmount() {
  held.element.remove();
  await held.client.close();
  held = null;
}

defineCoordoElements();
globalThis.bench = { load, loadShown, mount, type, nodes, unmount, memory };
