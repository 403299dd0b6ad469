/** An embedded FHIR R4 endpoint for demonstrations, stories and tests, shared by the clients that name it. */

import type { Handle, SandboxFaults, SandboxHooks, SandboxRequest, SandboxResponse } from './boundary.js';
import { type BundleInput, bundleBytes, bundlesBytes } from './bundles.js';
import { closedError, pageRuntime, type Runtime } from './runtime.js';
import type { Instance } from './instance.js';
import { checkFaults, checkSandboxOptions, type SandboxOptions } from './options.js';
import { pause, wait } from './ports.js';

/**
 * A FHIR server in small, inside this page: nothing leaves it. Make one with {@link createSandbox}, name it as the
 * source of one or several clients, and play the steps of a story into it.
 */
export class Sandbox {
  readonly #runtime: Runtime;
  readonly #bundles: Uint8Array[];
  readonly #clock: () => number;
  readonly #madeAt: number;
  /** Every write and every played step since it was made, in order: enough to make it again after a panic. */
  readonly #journal: Uint8Array[] = [];
  #faults: SandboxFaults;
  #instance: Instance;
  #handle: Handle = 0;
  #restoring = false;
  #closed = false;

  private constructor(runtime: Runtime, instance: Instance, bundles: Uint8Array[], options: SandboxOptions) {
    this.#runtime = runtime;
    this.#instance = instance;
    this.#bundles = bundles;
    this.#clock = options.clock ?? Date.now;
    this.#madeAt = this.#clock();
    this.#faults = options.latency === undefined ? {} : { latencyMs: options.latency };
  }

  /** @internal */
  static async create(options: SandboxOptions): Promise<Sandbox> {
    checkSandboxOptions(options);
    const bundles = await bundlesBytes(options.bundles ?? [], 'bundles');
    const runtime = pageRuntime();
    const sandbox = new Sandbox(runtime, await runtime.ready(options.wasmUrl), bundles, options);
    sandbox.#restore(sandbox.#instance);
    runtime.sandboxes.set(sandbox, {
      handle: () => sandbox.#handle,
      restore: (instance) => sandbox.#restore(instance),
    });
    return sandbox;
  }

  /** Applies a bundle as if colleagues had sent it: the next step of a story. Clients see it at their next pull. */
  async play(bundle: BundleInput): Promise<void> {
    const bytes = await bundleBytes(bundle, 'bundle');
    this.#refuseClosed();
    this.#instance.call((glue) => glue.sandboxPlay(this.#handle, bytes));
  }

  /** Asks the endpoint directly, as a colleague's software would. */
  async request(request: SandboxRequest): Promise<SandboxResponse> {
    this.#refuseClosed();
    const asked = { ...request, headers: Object.entries(request.headers ?? {}) };
    const answer = this.#instance.call((glue) => glue.sandboxRequest(this.#handle, asked));
    return { ...answer, headers: Object.fromEntries(answer.headers) };
  }

  /** Makes the endpoint slow, unreachable, or refusing. What is not named stays as it was. */
  faults(faults: SandboxFaults): void {
    this.#refuseClosed();
    checkFaults(faults);
    this.#instance.call((glue) => glue.sandboxFaults(this.#handle, faults));
    // Refusals that were asked for are used up by requests; the rest holds until it is changed.
    const { latencyMs = this.#faults.latencyMs, offline = this.#faults.offline } = faults;
    this.#faults = { ...(latencyMs !== undefined && { latencyMs }), ...(offline !== undefined && { offline }) };
  }

  /** Ends the endpoint and everything in it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#runtime.sandboxes.delete(this);
    if (!this.#instance.poisoned) this.#instance.call((glue) => glue.sandboxClose(this.#handle));
  }

  /** Makes the endpoint in an instance, and lets everything that happened to it happen again, at its own time. */
  #restore(instance: Instance): void {
    this.#instance = instance;
    this.#restoring = true;
    try {
      this.#handle = instance.call((glue) => glue.createSandbox(this.#bundles, {}, this.#hooks()));
      for (const entry of this.#journal) instance.call((glue) => glue.sandboxReplay(this.#handle, entry));
      instance.call((glue) => glue.sandboxFaults(this.#handle, this.#faults));
    } finally {
      this.#restoring = false;
    }
  }

  #hooks(): SandboxHooks {
    return {
      now: () => (this.#restoring ? this.#madeAt : this.#clock()),
      journal: (entry) => {
        if (!this.#restoring) this.#journal.push(entry.slice());
      },
      // An answer without latency still comes in a turn of its own, as from a network.
      wait: (ms: number) => (ms > 0 ? wait(ms) : pause()),
    };
  }

  #refuseClosed(): void {
    if (this.#closed) throw closedError('sandbox');
  }
}

/** Makes an embedded FHIR R4 endpoint from bundles. It is labelled as a sandbox wherever its data is shown. */
export function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return Sandbox.create(options);
}
