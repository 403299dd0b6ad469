// No bundler: the package's folder is copied beside the page, and imported by a relative address.

import { createClient, defineCoordoElements } from './coordo/index.js';

defineCoordoElements();
const bundle = await (await fetch('small.json')).text();
const board = document.createElement('coordo-board');
board.client = await createClient({ sources: [{ id: 'dossier', kind: 'bundle', bundles: [bundle] }] });
document.getElementById('app').append(board);
