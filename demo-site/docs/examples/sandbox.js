import { createClient, createSandbox, defineCoordoElements } from '@coordo/elements';

defineCoordoElements();
const bundle = await (await fetch('/plan.json')).text();
const sandbox = await createSandbox({ bundles: [bundle] });
const client = await createClient({
  sources: [{ id: 'essai', kind: 'sandbox', sandbox }],
  subject: { source: 'essai', reference: 'Patient/marchandeau-odette' },
  actor: { source: 'essai', reference: 'PractitionerRole/idec-corbineau' },
});
document.querySelector('coordo-board').client = client;
await client.pull();
