/** What to do with a partition whose secret is lost for good. */

import { checkDiscard } from './checks.js';
import { CoordoError, wrongOption } from './errors.js';

/**
 * Erases all that this device keeps under a partition, without its secret: for one that is lost for good, where
 * `createClient` rejects with `wrong-secret`. Nobody can tell what was unsent there, so somebody must have said that it
 * may be lost. Pages that have it open let go of it. Resolves once it is gone, and where there was nothing.
 *
 * Rejects with `unsent-changes` unless `discardUnsent` is true, and with `no-cache` where the device does not erase it.
 */
export async function eraseCache(partition: string, options: { readonly discardUnsent: true }): Promise<void> {
  if (typeof partition !== 'string' || partition === '') throw wrongOption('partition', 'the name given as "cache.partition"');
  if (!checkDiscard(options)) {
    throw new CoordoError('unsent-changes', 'Unsent changes may lie there. Ask the person, then give { discardUnsent: true }.');
  }
  try {
    await erase(await databaseName(partition));
  } catch (error) {
    // No storage, or no cryptography: in a private window, or without HTTPS.
    throw error instanceof CoordoError ? error : refusal(error instanceof Error ? error.name : 'it failed');
  }
}

function erase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => {
      // It would tell of an eviction at the next opening; where the small storage is refused, there is none.
      try {
        localStorage.removeItem(name);
      } catch {}
      resolve();
    };
    request.onerror = () => reject(refusal(request.error?.name ?? 'it failed'));
    request.onblocked = () => reject(refusal('another page has it open; it is erased when that page is closed'));
  });
}

function refusal(why: string): CoordoError {
  return new CoordoError('no-cache', `The device did not erase the partition: ${why}.`);
}

/** As `database` of sdk/store-indexeddb/src/browser/partition.rs names it: the first half of a SHA-256. */
async function databaseName(partition: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(partition));
  const half = new Uint8Array(digest, 0, 16);
  return `coordo-${Array.from(half, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
