// What a developer writes must compile, and what is wrong must not.

import { type Client, CoordoBoardElement, CoordoError, createClient, createSandbox } from '@coordo/elements';

export async function open(bundle: Uint8Array): Promise<Client> {
  const sandbox = await createSandbox({ bundles: [bundle], latency: 20 });
  const client = await createClient({
    sources: [{ id: 'essai', kind: 'sandbox', sandbox }],
    subject: { source: 'essai', reference: 'Patient/42' },
  });
  const off = client.on('unavailable', ({ reason }) => {
    if (reason === 'panicked') off();
  });
  const board = document.querySelector('coordo-board');
  if (board instanceof CoordoBoardElement) {
    board.client = client;
    board.addEventListener('coordo-task-move', (event) => {
      if (event.detail.to === 'cancelled') event.preventDefault();
    });
  }
  // @ts-expect-error: this version has no such kind of source
  await createClient({ sources: [{ id: 'a', kind: 'fhir', url: 'https://exemple.test' }] });
  // @ts-expect-error: an event that does not exist
  client.on('vanished', () => undefined);
  return client;
}

export function code(error: unknown): string {
  return error instanceof CoordoError ? `${error.code} ${error.option ?? ''}` : 'other';
}
