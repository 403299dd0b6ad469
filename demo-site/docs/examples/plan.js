import { createClient, defineCoordoElements }
  from '@coordo/elements';

defineCoordoElements();
const bundle = await (await fetch('/plan.json')).text();
const client = await createClient({
  sources: [{ id: 'clinique', kind: 'bundle',
              bundles: [bundle] }],
});
for (const name of ['timeline', 'board', 'directory']) {
  const tag = `coordo-${name}`;
  document.querySelector(tag).client = client;
}
await client.pull();
