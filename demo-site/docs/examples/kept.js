import { createClient, defineCoordoElements } from '@coordo/elements';
import { deviceSecret, token } from './portal.js';

defineCoordoElements();
const client = await createClient({
  sources: [{
    id: 'clinique',
    kind: 'fhir',
    url: '/fhir',
    headers: async () => ({ Authorization: `Bearer ${await token()}` }),
  }],
  subject: { source: 'clinique', reference: 'Patient/marchandeau-odette' },
  actor: { source: 'clinique', reference: 'PractitionerRole/idec-corbineau' },
  // Stays on the device, sealed: shown and changed without a network, sent when there is one.
  cache: {
    mode: 'encrypted',
    partition: 'clinique/infirmiere-7',
    secret: deviceSecret,
    maxAgeDays: 30,
  },
});
document.querySelector('coordo-board').client = client;
await client.pull();
