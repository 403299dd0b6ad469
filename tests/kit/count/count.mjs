// What the board must show for a FHIR file, counted without any code of the product.
//
// The rules are read from FHIR R4 alone, so that a mistake of ours in reading it cannot hide
// in its own check: one card a Task; one read-only card a CarePlan.activity with a `detail`;
// one read-only card a ServiceRequest, Appointment, RequestGroup or Communication that an
// activity refers to, unless a Task carries it out (focus or basedOn) and so is its card. A
// RequestGroup whose actions lead to Tasks is their order, and no card.
//
//   node tests/kit/count/count.mjs FILE...      prints the cards of each file

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Types that an activity may lead to and that are shown as cards of their own. */
const LED_TO = new Set(['ServiceRequest', 'Appointment', 'RequestGroup', 'Communication']);

/** The text of a `.json`, `.ndjson`, `.json.gz` or `.ndjson.gz` file. */
export function readText(path) {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
}

/** The documents of a text: one JSON value, or one a line. Lines that are not JSON are left out. */
export function documents(text) {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split(/\r?\n/).flatMap((line) => {
      try {
        return line.trim() === '' ? [] : [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }
}

const isResource = (value) => value !== null && typeof value === 'object' && typeof value.resourceType === 'string';
const uuidOf = (url) => /^urn:uuid:(.+)$/i.exec(url ?? '')?.[1];
export const listOf = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

/** Every stand-alone resource with the bundle it came in; nothing contained, nothing twice. */
export function held(docs) {
  const resources = [];
  const byName = new Map();
  const byFullUrl = new Map();
  let nameless = 0;
  const hold = (resource, fullUrl) => {
    if (!isResource(resource)) return;
    const id = typeof resource.id === 'string' && resource.id !== '' ? resource.id : uuidOf(fullUrl);
    const name = `${resource.resourceType}/${id ?? `?${++nameless}`}`;
    if (typeof fullUrl === 'string') byFullUrl.set(fullUrl, name);
    if (byName.has(name)) return;
    byName.set(name, resource);
    resources.push({ name, resource });
  };
  // A Bundle inside a Bundle is one resource: an answer, or an archive, that nobody opens.
  for (const value of docs.flat()) {
    if (value?.resourceType !== 'Bundle') hold(value);
    else for (const entry of listOf(value.entry)) hold(entry?.resource, entry?.fullUrl);
  }
  return { resources, byName, byFullUrl };
}

/** The name (`Type/id`) that a reference leads to among what is held, or undefined. */
export function resolve(reference, { byName, byFullUrl }) {
  if (typeof reference !== 'string' || reference === '') return undefined;
  if (byFullUrl.has(reference)) return byFullUrl.get(reference);
  const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]+)(?:\/_history\/[^/]+)?$/.exec(reference) ?? [];
  return byName.has(`${type}/${id}`) ? `${type}/${id}` : undefined;
}

/** Whether a RequestGroup has an action, at any depth, that leads to a Task. */
export function isOrderOfTasks(group, all) {
  return listOf(group?.action).some((action) =>
    resolve(action?.resource?.reference, all)?.startsWith('Task/') || isOrderOfTasks(action, all));
}

/**
 * The cards of a text: `Task/x` and the like, `CarePlan/x#2` for the third activity of a plan,
 * `Task/?1` where the data give no id at all.
 */
export function countCards(text) {
  const all = held(documents(text));
  const cards = new Set();
  const carriedOut = new Set();
  for (const { name, resource } of all.resources) {
    if (resource.resourceType === 'RequestGroup' && isOrderOfTasks(resource, all)) carriedOut.add(name);
    if (resource.resourceType !== 'Task') continue;
    cards.add(name);
    for (const link of [resource.focus, ...listOf(resource.basedOn)]) {
      const target = resolve(link?.reference, all);
      if (target !== undefined) carriedOut.add(target);
    }
  }
  for (const { name, resource } of all.resources) {
    if (resource.resourceType !== 'CarePlan') continue;
    const inside = new Map(listOf(resource.contained).map((one) => [`#${one?.id}`, one]));
    listOf(resource.activity).forEach((activity, index) => {
      // An activity has a detail or a reference, never both (cpl-3); where it has both, the plan itself speaks.
      if (activity?.detail !== undefined && activity.detail !== null) {
        cards.add(`${name}#${index}`);
        return;
      }
      const reference = activity?.reference?.reference;
      if (typeof reference !== 'string') return;
      if (reference.startsWith('#')) {
        if (LED_TO.has(inside.get(reference)?.resourceType)) cards.add(`${name}#${index}`);
        inside.delete(reference);
        return;
      }
      const target = resolve(reference, all);
      if (target !== undefined && LED_TO.has(target.split('/')[0]) && !carriedOut.has(target)) cards.add(target);
    });
  }
  return [...cards].sort();
}

/** What a page can be compared with: names as `data-resource` says them, with how often each is there. */
export function asShown(cards) {
  const shown = new Map();
  for (const card of cards) {
    const name = card.includes('/?') ? `${card.split('/')[0]}/?` : card.replace(/#\d+$/, '');
    shown.set(name, (shown.get(name) ?? 0) + 1);
  }
  return shown;
}

/** True where a text holds Tasks or CarePlans, and so has something to say to the board. */
export function concernsBoard(text) {
  return held(documents(text)).resources.some(({ resource }) => /^(Task|CarePlan)$/.test(resource.resourceType));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const path of process.argv.slice(2)) {
    const cards = countCards(readText(path));
    console.log(`${path}: ${cards.length}`);
    for (const card of cards) console.log(`  ${card}`);
  }
}
