// The host page of the element tests: it holds the package, and makes what a test asks for.

import * as coordo from '/coordo/index.js';

const stage = document.getElementById('stage');
/** Everything that elements told this page, in order. */
const told = [];
const EVENTS = [
  'coordo-ready', 'coordo-unavailable', 'coordo-select', 'coordo-item-open',
  'coordo-task-move', 'coordo-task-moved', 'coordo-task-create', 'coordo-task-created', 'coordo-task-edit', 'coordo-task-edited',
];
for (const name of EVENTS) {
  document.addEventListener(name, ({ target, detail, cancelable }) =>
    told.push({ name, tag: target.localName, detail, cancelable }));
}

let presses = 0;
document.getElementById('host-button').addEventListener('click', () => {
  presses += 1;
  document.getElementById('host-count').value = String(presses);
});

async function bundle(name) {
  return (await fetch(`/bundles/${name}`)).text();
}

/** A client over a sandbox that holds a bundle of the tests. */
async function sandboxClient(name, options = {}) {
  const sandbox = await coordo.createSandbox({ bundles: [await bundle(name)] });
  const client = await clientOf(sandbox, options);
  return { sandbox, client };
}

/** A client over a sandbox that holds the beginning of the first story. */
async function storyClient(options = {}) {
  const text = await (await fetch('/stories/1-sortie-hopital/bundle-00.json')).text();
  const sandbox = await coordo.createSandbox({ bundles: [text] });
  const subject = { source: 'essai', reference: 'Patient/marchandeau-odette' };
  return { sandbox, client: await clientOf(sandbox, { subject, ...options }) };
}

function clientOf(sandbox, options = {}) {
  return coordo.createClient({ sources: [{ id: 'essai', kind: 'sandbox', sandbox }], ...base, ...options });
}

/** A client over bundles that nobody can change. */
async function bundleClient(...bundles) {
  return coordo.createClient({ sources: [{ id: 'dossier', kind: 'bundle', bundles }], ...base });
}

const base = { locale: 'fr', timeZone: 'Europe/Paris', clock: () => Date.parse('2026-11-23T10:42:00+01:00') };

/** An element on the stage. */
function element(tag, client, attributes = {}) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (client !== undefined) made.client = client;
  stage.append(made);
  return made;
}

/** A board on the stage. */
const board = (client, attributes) => element('coordo-board', client, attributes);

/** A client over a `host` source whose every request a function of the test answers. */
function hostClient(send, source = {}, options = {}) {
  return coordo.createClient({ sources: [{ id: 'portail', kind: 'host', send, ...source }], ...base, ...options });
}

/** Sends requests to a sandbox as a portal would to its server. */
const forward = (sandbox) => ({ method, path, headers, body }) => sandbox.request({ method, path, headers, body });

/** What an attempt was refused with. */
async function refusal(attempt) {
  try {
    await attempt();
    return null;
  } catch (error) {
    return { isCoordoError: error instanceof coordo.CoordoError, code: error.code, option: error.option, message: error.message };
  }
}

const instance = () => globalThis[Symbol.for('@coordo/elements')];

/** The package again, as a partner's bundle would bring it. */
const secondCopy = () => import('/coordo/index.js?second');

globalThis.host = {
  coordo, stage, told, base, bundle, sandboxClient, storyClient, clientOf, bundleClient, hostClient, forward, element, board, refusal,
  instance, secondCopy,
};
