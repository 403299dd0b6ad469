// The host page of the element tests: it holds the package, and makes what a test asks for.

import * as coordo from '/coordo/index.js';

const stage = document.getElementById('stage');
/** Everything that elements told this page, in order. */
const told = [];
for (const name of ['coordo-ready', 'coordo-task-move', 'coordo-task-moved', 'coordo-unavailable']) {
  document.addEventListener(name, (event) => told.push({ name, detail: event.detail, cancelable: event.cancelable }));
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

function clientOf(sandbox, options = {}) {
  return coordo.createClient({ sources: [{ id: 'essai', kind: 'sandbox', sandbox }], ...base, ...options });
}

/** A client over bundles that nobody can change. */
async function bundleClient(...bundles) {
  return coordo.createClient({ sources: [{ id: 'dossier', kind: 'bundle', bundles }], ...base });
}

const base = { locale: 'fr', timeZone: 'Europe/Paris', clock: () => Date.parse('2026-11-23T10:42:00+01:00') };

/** A board on the stage. */
function board(client, attributes = {}) {
  const made = document.createElement('coordo-board');
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (client !== undefined) made.client = client;
  stage.append(made);
  return made;
}

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

globalThis.host = { coordo, stage, told, bundle, sandboxClient, clientOf, bundleClient, board, refusal, instance, secondCopy };
