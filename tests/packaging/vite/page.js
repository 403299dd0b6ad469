import { createClient, defineCoordoElements } from '@coordo/elements';

defineCoordoElements();

async function show() {
  const bundle = await (await fetch('small.json')).text();
  const client = await createClient({ sources: [{ id: 'dossier', kind: 'bundle', bundles: [bundle] }] });
  for (const tag of ['coordo-timeline', 'coordo-board', 'coordo-directory']) {
    const element = document.createElement(tag);
    element.client = client;
    document.getElementById('app').append(element);
  }
}

void show();
