import { createClient, defineCoordoElements } from '@coordo/elements';
import { fhir } from './portal.js';

defineCoordoElements();
const client = await createClient({
  sources: [{
    id: 'dac',
    kind: 'host',
    // Your portal's own way to its FHIR server: session, proxy and headers stay yours.
    send: async ({ method, path, headers, body }) => {
      const response = await fhir(path, { method, headers, body });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      };
    },
  }],
  subject: { source: 'dac', reference: 'Patient/marchandeau-odette' },
  actor: { source: 'dac', reference: 'PractitionerRole/dac-sylla' },
});
document.querySelector('coordo-board').client = client;
await client.pull();
