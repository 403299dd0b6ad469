import { createClient, defineCoordoElements }
  from '@coordo/elements';

defineCoordoElements();
const bundle = await (await fetch('/plan.json')).text();
const client = await createClient({
  sources: [{ id: 'clinique', kind: 'bundle',
              bundles: [bundle] }],
});
for (const tag of ['timeline', 'board', 'directory']) {
  document.querySelector(`coordo-${tag}`).client = client;
}
await client.pull();
