import { client, confirmLeaving, leave } from './portal.js';

/** Changing person, changing user, logging out: nothing unsent goes, or stays behind, in silence. */
export async function logout() {
  await client.sync();
  const { pending, cache } = client.status();
  // In memory, what is unsent ends with the client; in the encrypted cache it waits here for its user.
  const isLost = pending > 0 && cache === 'memory';
  if (pending > 0 && !(await confirmLeaving(pending, isLost))) return;
  await client.close({ discardUnsent: isLost });
  leave();
}
