import { createClient, defineCoordoElements } from '@coordo/elements';
import { directoryBundle, planBundle } from './portal.js';

defineCoordoElements();
// One plan, several organisations: each record keeps its source, and is told by it.
const client = await createClient({
  sources: [
    { id: 'hopital', kind: 'bundle', bundles: [await planBundle()] },
    { id: 'annuaire', kind: 'bundle', bundles: [await directoryBundle()] },
  ],
});
document.querySelector('coordo-timeline').client = client;
document.querySelector('coordo-directory').client = client;
await client.pull();
