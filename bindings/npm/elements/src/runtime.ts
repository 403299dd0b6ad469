/**
 * The one runtime of a page: its module, its instance, and who lives in it. It is kept on the page under a symbol,
 * so that two copies of this package (a portal's and a partner's) share one instance.
 */

import type { Glue, Handle } from './boundary.js';
import { CoordoError, asCoordoError } from './errors.js';
import { Instance } from './instance.js';
import { compileModule } from './module.js';
import { VERSION } from './version.js';

/** Why no widget can be shown. */
export type UnavailableReason = 'webassembly-refused' | 'module-not-found' | 'panicked';

/** Why no widget can be shown, with the sentence for developers. */
export interface Unavailable {
  readonly reason: UnavailableReason;
  readonly message: string;
}

/** What lives inside an instance and can be made again in the next one. */
export interface Resident {
  /** Moves into a fresh instance. Throws, or rejects, when it cannot. */
  restore(instance: Instance): void | Promise<void>;
}

/** Something with a handle in the current instance. */
export interface HandleHolder extends Resident {
  handle(): Handle;
}

/** A client as its elements see it. */
export interface ClientResident extends HandleHolder {
  readonly locale: 'fr' | 'en';
  instance(): Instance;
  /** Changes that no source has acknowledged; known also after a panic. */
  pending(): number;
  /** Whether its elements show nothing of it now: nobody touched the page, and it could not be closed. */
  isCovered(): boolean;
  stopped(unavailable: Unavailable): void;
}

/** An element on the page. */
export interface ElementResident {
  /** Moves into a fresh instance. */
  restore(instance: Instance): void;
  stopped(unavailable: Unavailable): void;
  /** The client hides what it shows, or shows it again. */
  covered(client: object): void;
  /** The client was closed: let go of it, before its handle goes. */
  released(client: object): void;
}

/** A page's runtime. */
export class Runtime {
  readonly version = VERSION;
  /** By the object that the host holds. Made again first, because clients read them. */
  readonly sandboxes = new Map<object, HandleHolder>();
  /** By the object that the host holds. Made again second, because elements show them. */
  readonly clients = new Map<object, ClientResident>();
  /** Clients that were closed: an element may still be given one, by whoever has not heard of it yet. */
  readonly ended = new WeakSet<object>();
  /** Elements on the page, whether or not they have a client. */
  readonly elements = new Set<ElementResident>();
  #module: Promise<WebAssembly.Module> | undefined;
  #starting: Promise<Instance> | undefined;
  #instance: Instance | undefined;
  #unavailable: Unavailable | undefined;
  #restarting: Promise<void> | undefined;

  /** Why nothing can be shown now, if so. */
  get unavailable(): Unavailable | undefined {
    return this.#unavailable;
  }

  /** The bindings of the current instance, for whoever looks at the page from outside. */
  get glue(): Glue | undefined {
    return this.#instance?.glue;
  }

  /**
   * The running instance, started by the first who asks. The first `wasmUrl` that leads to the module is the one;
   * after a failure the next call tries again.
   */
  async ready(wasmUrl: string | URL | undefined): Promise<Instance> {
    if (this.#instance !== undefined) {
      // A stopped instance is replaced on the user's word only, by restart().
      this.#instance.call(() => undefined);
      return this.#instance;
    }
    this.#starting ??= this.#start(wasmUrl);
    return this.#starting;
  }

  /** After a panic: a fresh instance, with the same sandboxes, clients and elements, and what was unsent. */
  restart(): Promise<void> {
    this.#restarting ??= this.#replace().finally(() => {
      this.#restarting = undefined;
    });
    return this.#restarting;
  }

  async #start(wasmUrl: string | URL | undefined): Promise<Instance> {
    try {
      this.#module ??= compileModule(wasmUrl);
      this.#instance = await this.#startInstance(await this.#module);
      this.#unavailable = undefined;
      for (const element of [...this.elements]) element.restore(this.#instance);
      return this.#instance;
    } catch (thrown) {
      this.#module = undefined;
      this.#starting = undefined;
      const error = asCoordoError(thrown);
      if (error.code === 'webassembly-refused' || error.code === 'module-not-found') {
        this.#tell({ reason: error.code, message: error.message });
      }
      throw error;
    }
  }

  async #replace(): Promise<void> {
    if (this.#instance?.poisoned !== true || this.#module === undefined) return;
    const instance = await this.#startInstance(await this.#module);
    for (const resident of [...this.sandboxes.values(), ...this.clients.values()]) await resident.restore(instance);
    // Only now: where somebody could not move in, the gesture stays and can be tried again.
    this.#instance = instance;
    this.#unavailable = undefined;
    for (const element of [...this.elements]) element.restore(instance);
  }

  #startInstance(module: WebAssembly.Module): Promise<Instance> {
    return Instance.start(module, (location) => {
      const message = `The module stopped after an internal error (${location}). The page goes on; a restart keeps unsent changes.`;
      this.#tell({ reason: 'panicked', message });
    });
  }

  #tell(unavailable: Unavailable): void {
    this.#unavailable = unavailable;
    for (const told of [...this.clients.values(), ...this.elements]) told.stopped(unavailable);
  }
}

const REGISTRY = Symbol.for('@coordo/elements');

/** The page's runtime, made by the first who asks. */
export function pageRuntime(): Runtime {
  const page = globalThis as { [REGISTRY]?: Runtime };
  const present = page[REGISTRY];
  if (present !== undefined) return present;
  const runtime = new Runtime();
  Object.defineProperty(page, REGISTRY, { value: runtime, configurable: true });
  return runtime;
}

/** The page's runtime if there is one: looking must not make it. */
export function presentRuntime(): Runtime | undefined {
  return (globalThis as { [REGISTRY]?: Runtime })[REGISTRY];
}

/** For calls that need a living instance where there is none any more. */
export function closedError(what: string): CoordoError {
  return new CoordoError('stale-handle', `This ${what} is closed: make another one.`);
}
