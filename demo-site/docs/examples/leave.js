import { client, confirmLoss, leave } from './portal.js';

/** Changing person, changing user, logging out: nothing stays, and nothing unsent goes in silence. */
export async function logout() {
  await client.sync();
  const { pending } = client.status();
  if (pending > 0 && !(await confirmLoss(pending))) return;
  await client.close({ discardUnsent: pending > 0 });
  leave();
}
