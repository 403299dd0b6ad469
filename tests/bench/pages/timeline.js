// The timeline under measure; tests/bench/timeline.mjs drives it and writes the results down.

import { createClient, createSandbox, defineCoordoElements } from './vendor/coordo.js';
import { itemsOf } from './items.js';
import { NOW, eachFrame, frame, measured, memory, painted, shown } from './measure.js';

let held = null;
const root = () => held.element.shadowRoot;
const nodes = () => root().querySelectorAll('*').length;

async function open(count) {
  const text = JSON.stringify(itemsOf(count));
  const sandbox = await createSandbox({ bundles: [text], clock: () => NOW });
  const client = await createClient({
    sources: [{ id: 'banc', kind: 'sandbox', sandbox }], locale: 'fr', timeZone: 'Europe/Paris', clock: () => NOW,
  });
  held = { sandbox, client };
}

/** Reads `count` items. */
async function load(count) {
  await open(count);
  return measured(() => held.client.pull());
}

/** Reads `count` items while the timeline is in the page, as most pages do. */
async function loadShown(count) {
  await open(count);
  return measured(async () => {
    held.element = await shown('coordo-timeline', held.client);
  });
}

/** Shows them, until the last mark in the page has its words. */
async function mount() {
  const drawn = await measured(async () => {
    held.element = await shown('coordo-timeline', held.client);
    await named();
  });
  return { ...drawn, nodes: nodes() };
}

function wheel(place, options) {
  const { left, top, width, height } = root().querySelector('[part~="axis"]').getBoundingClientRect();
  root().querySelector('[part~="axis"]').dispatchEvent(new WheelEvent('wheel', {
    bubbles: true, composed: true, cancelable: true, clientX: left + place * width, clientY: top + height / 2, ...options,
  }));
}

async function named() {
  await painted();
  while (root().querySelector('[part~="item"]:not([aria-label])') !== null) await frame();
}

/** Shows where most marks lie: the last rows, whose treatments and letters recur, and about a year of them. */
async function showYear() {
  const area = root().querySelector('[role="grid"]');
  area.scrollTo(0, area.scrollHeight);
  for (let at = 0; at < 70; at += 1) wheel(0.5, { ctrlKey: true, deltaY: 25 });
  for (let at = 0; at < 24; at += 1) wheel(0, { ctrlKey: true, deltaY: -25 });
  await named();
}

/** A colleague changes one task; from asking the server to the mark as it is now. */
async function updateOne() {
  root().querySelector('[role="grid"]').scrollTo(0, 0);
  for (let at = 0; at < 70; at += 1) wheel(0.5, { ctrlKey: true, deltaY: 25 });
  await named();
  const name = root().querySelector('[part~="item-planned"][data-resource^="Task/"]').dataset.resource;
  const { body } = await held.sandbox.request({ method: 'GET', path: name });
  await held.sandbox.request({ method: 'PUT', path: name, body: body.replace(/"status":"[a-z-]+"/, '"status":"completed"') });
  return measured(async () => {
    await held.client.pull();
    while (root().querySelector(`[part~="item-performed"][data-resource="${name}"]`) === null) await frame();
  });
}

/** Through time, forth and back, a notch of a touch pad a frame. */
const pan = (n) => eachFrame(n, (at) => wheel(0.5, { deltaX: at < n / 2 ? 40 : -40 }));
/** From what is shown out to all ten years and in again. */
const zoom = (n) => eachFrame(n, (at) => wheel(0.5, { ctrlKey: true, deltaY: at < n / 2 ? 25 : -25 }));
/** Up and down the lanes. */
const scroll = (n) => {
  const area = root().querySelector('[role="grid"]');
  return eachFrame(n, (at) => area.scrollBy(0, at < n / 2 ? -60 : 60));
};

async function unmount() {
  held.element.remove();
  await held.client.purge({ discardUnsent: true });
  await held.client.close();
  held.sandbox.close();
  held = null;
}

defineCoordoElements();
globalThis.bench = { load, loadShown, mount, updateOne, pan, zoom, scroll, showYear, nodes, unmount, memory };
