/** The device's cache of one client: opened before it, and again in a fresh instance after a panic. */

import type { Handle } from './boundary.js';
import type { Instance } from './instance.js';
import { type ClientOptions, type EncryptedCache, type Secret, checkSecret } from './options.js';

/** Opens what the device keeps for one person's plan. */
export class DeviceCache {
  readonly #options: EncryptedCache;
  readonly #file: string;
  #secret: EncryptedCache['secret'];
  #handle: Handle = 0;
  #name: string | undefined;

  private constructor(options: EncryptedCache, file: string) {
    this.#options = options;
    this.#file = file;
    this.#secret = options.secret;
  }

  /** The cache that the host asked for; none where it chose memory. */
  static of(options: ClientOptions): DeviceCache | undefined {
    const { cache } = options;
    return cache?.mode === 'encrypted' ? new DeviceCache(cache, fileName(options)) : undefined;
  }

  /** What was read longer ago is erased at opening. */
  get maxAgeDays(): number | undefined {
    return this.#options.maxAgeDays;
  }

  /** The handle in the instance that it was last opened in. */
  get handle(): Handle {
    return this.#handle;
  }

  /** What pages on the same plan share; undefined where the device keeps nothing. */
  get name(): string | undefined {
    return this.#name;
  }

  /** Opens it. Rejects with `wrong-secret`, and touches nothing then. */
  async open(instance: Instance): Promise<void> {
    const secret = await secretOf(this.#secret);
    const { cache, name } = await instance.answer((glue) => glue.openCache(this.#options.partition, this.#file, secret));
    this.#handle = cache;
    this.#name = name;
  }

  /** Puts what lies on the device under another secret. */
  async changeSecret(instance: Instance, secret: EncryptedCache['secret']): Promise<void> {
    const given = await secretOf(secret);
    await instance.answer((glue) => glue.cacheChangeSecret(this.#handle, given));
    this.#secret = secret;
  }

  /** Lets go of it; what it keeps stays. */
  close(instance: Instance): void {
    instance.call((glue) => glue.cacheClose(this.#handle));
  }
}

async function secretOf(secret: EncryptedCache['secret']): Promise<Secret> {
  const given: unknown = typeof secret === 'function' ? await secret() : secret;
  checkSecret(given);
  return given;
}

/** One file a plan: erasing it touches no other. Seen on the device as a keyed hash only. */
function fileName({ subject, actor }: ClientOptions): string {
  if (subject?.identifier !== undefined) {
    const { system, value, type = '' } = subject.identifier;
    return JSON.stringify(['identifier', system, value, type]);
  }
  if (subject !== undefined && 'source' in subject) return JSON.stringify(['subject', subject.source, subject.reference]);
  return JSON.stringify(['work', actor?.source ?? '', actor?.reference ?? '']);
}
