import { client, confirmLoss, leave } from './portal.js';

/** Changing person, changing user, logging out: nothing unsent goes in silence. */
export async function logout() {
  await client.sync();
  const { pending, cache } = client.status();
  // In memory, what is unsent ends with the client; in the encrypted cache it waits for its user.
  const isLost = pending > 0 && cache === 'memory';
  if (isLost && !(await confirmLoss(pending))) return;
  await client.close({ discardUnsent: isLost });
  leave();
}
