// What a developer writes must compile, and what is wrong must not.

import { type Client, type Send, CoordoBoardElement, CoordoError, createClient, createSandbox } from '@coordo/elements';

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
  document.querySelector('coordo-timeline')?.addEventListener('coordo-select', ({ detail }) => {
    client.select(detail);
    // @ts-expect-error: there may be nothing that is chosen
    return detail.resource;
  });
  const directory = document.createElement('coordo-directory');
  const counted = ({ detail }: CustomEvent<{ readonly entries: number }>): string => detail.entries.toFixed();
  directory.addEventListener('coordo-ready', counted);
  directory.removeEventListener('coordo-ready', counted);
  // @ts-expect-error: lanes are of three kinds
  document.createElement('coordo-timeline').groupBy = 'colour';
  client.filter = { owner: 'mine' };
  client.on('synced', ({ source, resource, actor }) => `${source} ${resource} ${actor?.reference ?? ''}`);
  client.on('error', ({ source, code }) => code === 'wrong-answer' && source);
  const send: Send = async ({ method, path, signal }) => {
    const response = await fetch(`/api/fhir/${path}`, { method, signal });
    return { status: response.status, headers: response.headers, body: await response.arrayBuffer() };
  };
  await createClient({
    sources: [{ id: 'portail', kind: 'host', send, readOnly: true }],
    subject: { identifier: { system: 'urn:oid:1.2.250.1.213.1.4.8', value: '1', type: 'INS-NIR' } },
  });
  // @ts-expect-error: a host source sends by itself
  await createClient({ sources: [{ id: 'portail', kind: 'host', url: '/api' }] });
  await createClient({
    sources: [{ id: 'a', kind: 'fhir', url: 'https://exemple.test/fhir', headers: async () => ({ Authorization: 'Bearer x' }) }],
    cache: { mode: 'encrypted', partition: 'a/b', secret: () => new Uint8Array(32), maxAgeDays: 7 },
    idle: { afterMinutes: 5, then: 'lock' },
  });
  // @ts-expect-error: a server has an address
  await createClient({ sources: [{ id: 'a', kind: 'fhir' }] });
  // @ts-expect-error: a password locks nothing
  await createClient({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], cache: { mode: 'encrypted', partition: 'a', secret: 'x' } });
  // @ts-expect-error: an event that does not exist
  client.on('vanished', () => undefined);
  return client;
}

export function code(error: unknown): string {
  return error instanceof CoordoError ? `${error.code} ${error.option ?? ''}` : 'other';
}
