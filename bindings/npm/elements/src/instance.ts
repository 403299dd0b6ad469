/**
 * One running instance of the module, with a guard around every way in. The first panic poisons it: Rust skipped
 * its destructors, so nothing may enter it again, be it our calls, a DOM listener or a timer that Rust left behind.
 */

import type { Glue } from './boundary.js';
import { CoordoError, asCoordoError } from './errors.js';
import { createGlue } from './glue.js';

type WasmFunction = (...args: unknown[]) => unknown;

/** What a call that must not enter gives: bindings of calls that may fail look for an error in it, and find none. */
const NOTHING: readonly unknown[] = Object.freeze([]);

/** A running instance. */
export class Instance {
  #glue: Glue | undefined;
  #poisoned = false;
  #depth = 0;
  readonly #onPanic: (location: string) => void;
  readonly #stopped: Promise<never>;
  #stop: (error: CoordoError) => void = () => undefined;

  private constructor(onPanic: (location: string) => void) {
    this.#onPanic = onPanic;
    this.#stopped = new Promise((_, reject) => {
      this.#stop = reject;
    });
    // Most instances never have a call in the air when they stop; the rejection is for those that do.
    this.#stopped.catch(() => undefined);
  }

  /** Instantiates a compiled module; `onPanic` is called once, from a microtask, with the place of the panic. */
  static async start(module: WebAssembly.Module, onPanic: (location: string) => void): Promise<Instance> {
    const instance = new Instance(onPanic);
    const glue = createGlue(instance.#guardedWebAssembly());
    await glue.default({ module_or_path: module });
    instance.#glue = glue;
    instance.call((exports) => {
      exports.start();
    });
    return instance;
  }

  /** True once a panic was seen. */
  get poisoned(): boolean {
    return this.#poisoned;
  }

  /** The bindings themselves, for the page registry. */
  get glue(): Glue {
    if (this.#glue === undefined) throw new CoordoError('internal', 'The module is not instantiated yet.');
    return this.#glue;
  }

  /** Calls into Rust. Throws a {@link CoordoError}, with `panicked` where the instance stopped. */
  call<T>(act: (glue: Glue) => T): T {
    if (this.#poisoned) throw stopped();
    let result: T;
    try {
      result = act(this.glue);
    } catch (thrown) {
      if (this.#poisoned) throw stopped();
      throw asCoordoError(thrown);
    }
    // The guard swallows the trap of an outermost call, so a panic is seen here rather than thrown.
    if (this.#poisoned) throw stopped();
    return result;
  }

  /** The same for what Rust answers later: a promise of a stopped instance would wait for ever. */
  async answer<T>(act: (glue: Glue) => Promise<T>): Promise<T> {
    try {
      return await Promise.race([this.call(act), this.#stopped]);
    } catch (thrown) {
      throw asCoordoError(thrown);
    }
  }

  #poison(location: string): void {
    if (this.#poisoned) return;
    this.#poisoned = true;
    // Rust is still on the stack: nobody is told before it has left.
    queueMicrotask(() => {
      this.#stop(stopped());
      this.#onPanic(location);
    });
  }

  /** What the bindings see as `WebAssembly`: the same, but the exports of an instance are guarded. */
  #guardedWebAssembly(): object {
    const guarded = (instance: WebAssembly.Instance): { exports: object } => ({
      exports: this.#guardExports(instance.exports),
    });
    return {
      Module: WebAssembly.Module,
      Instance: WebAssembly.Instance,
      RuntimeError: WebAssembly.RuntimeError,
      instantiate: async (module: WebAssembly.Module, imports: WebAssembly.Imports) => ({
        instance: guarded(await WebAssembly.instantiate(module, imports)),
        module,
      }),
    };
  }

  #guardExports(exports: WebAssembly.Exports): object {
    const guarded: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(exports)) {
      guarded[name] = typeof value === 'function' ? this.#guard(value as WasmFunction) : value;
    }
    return guarded;
  }

  #guard(enter: WasmFunction): WasmFunction {
    return (...args) => {
      if (this.#poisoned) {
        // A late listener or timer ends here in silence; a call from inside Rust must not go on as if it had worked.
        if (this.#depth > 0) throw stopped();
        return NOTHING;
      }
      this.#depth += 1;
      try {
        return enter(...args);
      } catch (thrown) {
        // Errors meant for the caller are returned, not thrown, by the exports: whatever flies out of one has
        // skipped Rust's destructors on its way.
        this.#poison(placeOf(thrown));
        if (this.#depth > 1) throw thrown;
        return NOTHING;
      } finally {
        this.#depth -= 1;
      }
    };
  }
}

/** Where the module stopped: its first frame on the stack, as engines write it, or else what was thrown. */
function placeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  return /wasm-function\[\d+\](?::0x[\da-f]+)?/.exec(thrown.stack ?? '')?.[0] ?? thrown.message;
}

function stopped(): CoordoError {
  return new CoordoError('panicked', 'The module stopped after an internal error. Restart it to go on.');
}
