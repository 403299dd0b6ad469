import { createClient, defineCoordoElements } from '@coordo/elements';

defineCoordoElements();

async function show() {
  const bundle = await (await fetch('small.json')).text();
  const board = document.createElement('coordo-board');
  board.client = await createClient({ sources: [{ id: 'dossier', kind: 'bundle', bundles: [bundle] }] });
  document.getElementById('app').append(board);
}

void show();
