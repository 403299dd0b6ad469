// No bundler: the package's folder is copied beside the page, and imported by a relative address.

import { createClient, defineCoordoElements } from './coordo/index.js';

defineCoordoElements();
const bundle = await (await fetch('small.json')).text();
const client = await createClient({ sources: [{ id: 'dossier', kind: 'bundle', bundles: [bundle] }] });
for (const tag of ['coordo-timeline', 'coordo-board', 'coordo-directory']) {
  const element = document.createElement(tag);
  element.client = client;
  document.getElementById('app').append(element);
}
