/** A client: one subject, one actor, one or several sources. Elements show it; hosts follow it by events. */

import type {
  BoundaryClientOptions, BoundarySource, ClientHooks, ClientStatus, Finding, Glue, Handle, Notice,
} from './boundary.js';
import { bundlesBytes } from './bundles.js';
import { channelAddress, openChannel } from './channel.js';
import { type Filter, type Selected, checkFilter, checkSelected, filterOf } from './choice.js';
import { DeviceCache } from './device-cache.js';
import { checkDiscard } from './checks.js';
import { CoordoError } from './errors.js';
import { type ClientEvents, type Handler, Listeners, type SourceTrouble, sourceError } from './events.js';
import { fhirBase, fhirSend } from './fhir-source.js';
import { HostSource, PATIENCE } from './host-source.js';
import { IdleWatch } from './idle.js';
import type { Instance } from './instance.js';
import { type ClientOptions, type EncryptedCache, type Locale, type Source, type SourceReference, checkClientOptions } from './options.js';
import { PageGroup } from './pages.js';
import { newId, pause, wait, zoneOffsets } from './ports.js';
import { REFRESH, Refresh } from './refresh.js';
import { type Runtime, closedError, pageRuntime } from './runtime.js';
import { UnsentWarning } from './unsent-warning.js';

/** One person's plan, or one professional's work, from all its sources. */
export class Client {
  /** The language that elements of this client speak unless they say otherwise. */
  readonly locale: Locale;
  /** Who acts: said in every change, and in every event about one. */
  readonly actor: SourceReference | null;
  readonly #runtime: Runtime;
  readonly #options: ClientOptions;
  readonly #bundles: ReadonlyMap<string, Uint8Array[]>;
  readonly #hooks: ClientHooks;
  readonly #hosts: ReadonlyMap<string, HostSource>;
  readonly #listeners: Listeners;
  readonly #warning = new UnsentWarning();
  readonly #cache: DeviceCache | undefined;
  #pages: PageGroup | undefined;
  #refresh: Refresh | undefined;
  #idle: IdleWatch | undefined;
  /** What is to happen once nothing is unsent any more, while all is hidden. */
  #covered: 'lock' | 'purge' | undefined;
  #instance: Instance;
  #handle: Handle = 0;
  #outbox: Uint8Array | undefined;
  #status: ClientStatus = {
    online: true, pending: 0, oldestPendingAt: null, lastSyncedAt: null, complete: false,
    cache: 'memory', cacheTrouble: null, setAside: 0,
  };
  #pulling: Promise<void> | undefined;
  #nextPull: Promise<void> | undefined;
  /** Whether nothing was asked for yet. */
  #isUnread = true;
  #closed = false;

  private constructor(
    runtime: Runtime,
    instance: Instance,
    options: ClientOptions,
    bundles: ReadonlyMap<string, Uint8Array[]>,
  ) {
    this.#runtime = runtime;
    this.#instance = instance;
    this.#options = options;
    this.#bundles = bundles;
    this.locale = options.locale ?? pageLocale();
    this.actor = options.actor === undefined ? null : Object.freeze({ ...options.actor });
    this.#listeners = new Listeners(this.actor);
    this.#hosts = this.#hostSources();
    this.#cache = DeviceCache.of(options);
    this.#hooks = {
      now: options.clock ?? Date.now,
      offsetMinutes: zoneOffsets(zoneOf(options)),
      newId,
      pause,
      wait,
      // Rust may still be on the stack: hosts hear from a microtask.
      event: (name, detail) => queueMicrotask(() => {
        if (name === 'error') this.#complain(detail as SourceTrouble);
        else this.#tell(name, detail);
      }),
      outbox: (bytes) => {
        this.#outbox = bytes.slice();
      },
      kept: () => queueMicrotask(() => this.#share()),
    };
  }

  /** @internal */
  static async create(options: ClientOptions): Promise<Client> {
    const runtime = pageRuntime();
    checkClientOptions(options, (sandbox) => runtime.sandboxes.has(sandbox as object));
    const bundles = new Map<string, Uint8Array[]>();
    for (const [index, source] of options.sources.entries()) {
      if (source.kind !== 'bundle') continue;
      bundles.set(source.id, await bundlesBytes(source.bundles, `sources[${index}].bundles`));
    }
    const client = new Client(runtime, await runtime.ready(options.wasmUrl), options, bundles);
    await client.#restore(client.#instance);
    client.#keepFresh();
    client.#watchIdle();
    runtime.clients.set(client, {
      locale: client.locale,
      handle: () => client.#handle,
      instance: () => client.#instance,
      pending: () => client.#status.pending,
      isCovered: () => client.#covered !== undefined,
      stopped: (unavailable) => client.#listeners.tell('unavailable', unavailable),
      restore: (instance) => client.#restore(instance),
    });
    return client;
  }

  /** Calls `handler` at each event of that name; returns the way to stop. */
  on<K extends keyof ClientEvents>(name: K, handler: Handler<K>): () => void {
    this.#refuseClosed();
    this.#listeners.add(name, handler);
    return () => this.off(name, handler);
  }

  /** Stops calling `handler`. */
  off<K extends keyof ClientEvents>(name: K, handler: Handler<K>): void {
    this.#listeners.remove(name, handler);
  }

  /**
   * Asks every source for what is new; resolves when each has answered or failed to. The first load also starts by
   * itself. `status().complete` says whether all is here; the board and `notices()` say what is not.
   */
  pull(): Promise<void> {
    if (this.#closed) return Promise.reject(closedError('client'));
    if (this.#pulling === undefined) return this.#startPull();
    // What is under way may already have passed what the caller wants to see: one more, shared by all who ask.
    this.#nextPull ??= this.#pulling.catch(() => undefined).then(() => {
      this.#nextPull = undefined;
      return this.pull();
    });
    return this.#nextPull;
  }

  /**
   * Sends what is unsent now, without waiting for the next attempt; what the device kept is brought back before, and
   * counted in `status().pending` from then on.
   */
  async sync(): Promise<void> {
    this.#refuseClosed();
    if (this.#isUnread) this.#startPull().catch(() => undefined);
    await this.#pages?.settled();
    this.#refuseClosed();
    if (this.#pages?.isLeading === false) this.#pages.askToSend();
    await this.#instance.answer((glue) => glue.clientSync(this.#handle));
    this.#look();
  }

  /** Where this client stands. After a panic: where it stood. */
  status(): ClientStatus {
    this.#refuseClosed();
    this.#look();
    return this.#status;
  }

  /** What could not be read as meant, resource by resource. */
  notices(): readonly Notice[] {
    this.#refuseClosed();
    return this.#instance.call((glue) => glue.clientNotices(this.#handle));
  }

  /** What is missing, most urgent first; empty until the first load is whole. The event `findings` tells of changes. */
  findings(): readonly Finding[] {
    this.#refuseClosed();
    return this.#instance.call((glue) => glue.clientFindings(this.#handle));
  }

  /** Chooses something in all elements of this client; null chooses nothing. What is not here yet is shown when it is. */
  select(item: Selected | null): void {
    this.#refuseClosed();
    const checked = checkSelected(item, new Set(this.#options.sources.map(({ id }) => id)));
    this.#instance.call((glue) => glue.clientSelect(this.#handle, checked));
  }

  /** What is chosen in the elements of this client. */
  get selection(): Selected | null {
    this.#refuseClosed();
    return this.#instance.call((glue) => glue.clientSelection(this.#handle));
  }

  /** What the timeline and the board of this client leave out. Set what is to be filtered; the rest is not. */
  get filter(): Filter {
    this.#refuseClosed();
    return filterOf(this.#instance.call((glue) => glue.clientFilter(this.#handle)));
  }

  set filter(filter: Partial<Filter>) {
    this.#refuseClosed();
    const checked = checkFilter(filter, new Set(this.#options.sources.map(({ id }) => id)));
    this.#instance.call((glue) => glue.clientSetFilter(this.#handle, checked));
  }

  /**
   * Everything held, as the bytes of one FHIR Bundle: bytes, because parsing would lose decimals as written. What unsent
   * changes want is in it as a Binary of JSON, and each change that the device could not read any more as a Binary of
   * the sealed bytes.
   */
  async export(): Promise<Uint8Array<ArrayBuffer>> {
    this.#refuseClosed();
    return (await this.#instance.answer((glue) => glue.clientExport(this.#handle))).slice();
  }

  /**
   * Tries again to read changes that the device set aside (`status().setAside`), and resolves to how many are back among
   * the unsent ones. A new version of this package does so by itself when it opens what the device keeps.
   */
  async bringBack(): Promise<number> {
    this.#refuseClosed();
    const back = await this.#instance.answer((glue) => glue.clientBringBack(this.#handle));
    this.#look();
    return back;
  }

  /**
   * Shows again what was hidden because nobody touched the page while changes were unsent (`locked` with `unsent`); ask
   * who is there before. Nothing happens where nothing is hidden.
   */
  unlock(): void {
    this.#refuseClosed();
    if (this.#covered === undefined) return;
    this.#cover(undefined);
    this.#watchIdle();
  }

  /**
   * Puts what this device keeps under another secret: only keys are written again. Rejects with `no-cache` where the
   * device keeps nothing; the old secret stays the right one after any error.
   */
  async changeSecret(secret: EncryptedCache['secret']): Promise<void> {
    this.#refuseClosed();
    if (this.#cache === undefined) throw new CoordoError('no-cache', 'This client keeps nothing on the device.', 'cache');
    await this.#cache.changeSecret(this.#instance, secret);
  }

  /** Erases everything held, on this device too: its key is destroyed. Rejects with `unsent-changes` while there are some, unless they may be discarded. */
  async purge(options: { readonly discardUnsent?: boolean } = {}): Promise<void> {
    this.#refuseClosed();
    const discardUnsent = checkDiscard(options);
    await this.#instance.answer((glue) => glue.clientPurge(this.#handle, { discardUnsent }));
    this.#look();
  }

  /**
   * Ends this client; its elements let go of it. What lies on the device stays there, locked. In memory, unsent changes
   * end too: rejects while there are some.
   */
  async close(options: { readonly discardUnsent?: boolean } = {}): Promise<void> {
    const discardUnsent = checkDiscard(options);
    if (this.#closed) return;
    this.#look();
    if (this.#status.pending > 0 && this.#status.cache === 'memory' && !discardUnsent) {
      const message = `Changes are unsent (${this.#status.pending}). Send them by sync(); what a source refused waits for `
        + 'a person on its card. Or close with { discardUnsent: true } to lose them.';
      throw new CoordoError('unsent-changes', message, 'discardUnsent');
    }
    this.#closed = true;
    this.#warning.show(0);
    for (const element of [...this.#runtime.elements]) element.released(this);
    this.#runtime.clients.delete(this);
    this.#runtime.ended.add(this);
    for (const host of this.#hosts.values()) host.abort();
    const left = this.#pages?.close();
    this.#refresh?.close();
    this.#idle?.close();
    if (!this.#instance.poisoned) {
      this.#instance.call((glue) => glue.clientClose(this.#handle));
      this.#cache?.close(this.#instance);
    }
    await left;
  }

  async #restore(instance: Instance): Promise<void> {
    await this.#cache?.open(instance);
    this.#instance = instance;
    this.#pulling = undefined;
    this.#isUnread = true;
    this.#handle = instance.call((glue) => glue.createClient(this.#boundaryOptions(), this.#hooks));
    this.#look();
    this.#joinPages(instance);
    // After the turn in which the host may ask for it itself: the first load runs once, whoever starts it.
    setTimeout(() => {
      if (!this.#closed && this.#instance === instance && this.#isUnread) {
        this.#startPull().catch(() => undefined);
      }
    }, 0);
  }

  #watchIdle(): void {
    const { idle } = this.#options;
    if (idle === undefined) return;
    this.#idle = new IdleWatch(idle.afterMinutes * 60_000, () => void this.#lock(idle.then));
  }

  async #lock(then: 'lock' | 'purge'): Promise<void> {
    this.#look();
    const { pending, cache } = this.#status;
    if (pending > 0 && cache === 'memory') {
      // Closing would lose them: what is on screen is hidden, and the client goes on until they are sent.
      this.#cover(then);
      this.#tell('locked', { purged: false, unsent: pending });
      return;
    }
    // What another page shows is erased by whoever is the last to go.
    const mayPurge = then === 'purge' && pending === 0 && await (this.#pages?.isAlone() ?? true);
    const purged = mayPurge && await this.purge().then(() => true, () => false);
    await this.close();
    this.#listeners.tell('locked', { purged });
  }

  #cover(then: 'lock' | 'purge' | undefined): void {
    this.#covered = then;
    for (const element of [...this.#runtime.elements]) element.covered(this);
  }

  #keepFresh(): void {
    const { sources, refresh = REFRESH } = this.#options;
    const hasServer = sources.some(({ kind }) => kind === 'fhir' || kind === 'host');
    if (!hasServer || refresh === 0) return;
    this.#refresh = new Refresh(refresh, {
      ask: async (all) => {
        if (this.#closed || this.#instance.poisoned) return true;
        if (this.#pages?.isLeading === false) {
          this.#pages.askToRefresh();
          return true;
        }
        if (all) return this.pull().then(() => true, () => true);
        const answered = await this.#instance.answer((glue) => glue.clientPoll(this.#handle)).catch(() => true);
        if (!this.#closed) this.#look();
        return answered;
      },
    });
  }

  /** On the device any page may change, and one sends. In memory each page is on its own. */
  #joinPages(instance: Instance): void {
    void this.#pages?.close();
    const name = this.#cache?.name;
    if (name === undefined) return;
    const call = (act: (glue: Glue) => void): void => {
      if (!this.#closed && this.#instance === instance && !instance.poisoned) instance.call(act);
    };
    call((glue) => glue.clientLead(this.#handle, false));
    this.#pages = new PageGroup(name, {
      lead: (isLeading) => call((glue) => glue.clientLead(this.#handle, isLeading)),
      news: () => call((glue) => glue.clientNews(this.#handle)),
      send: () => call((glue) => void glue.clientSync(this.#handle)),
      refresh: () => call((glue) => void glue.clientPoll(this.#handle)),
      oldest: () => {
        this.#look();
        return this.#status.oldestPendingAt;
      },
    });
  }

  /** Tells the other pages what is different on the device, while this one keeps there. */
  #share(): void {
    if (this.#closed || this.#pages === undefined) return;
    this.#look();
    if (this.#status.cache === 'encrypted') {
      this.#pages.tell();
      return;
    }
    // The device failed this page: another one leads what lies there.
    void this.#pages.close();
    this.#pages = undefined;
  }

  #boundaryOptions(): BoundaryClientOptions {
    const { sources, subject, actor, readOnly = false, transitions = 'strict', sendAfter, thresholds } = this.#options;
    return {
      sources: sources.map((source) => this.#boundarySource(source)),
      ...boundarySubject(subject),
      ...(actor !== undefined && { actor: { ...actor } }),
      locale: this.locale,
      timeZone: zoneOf(this.#options),
      readOnly,
      transitions,
      ...(thresholds !== undefined && { thresholds: { ...thresholds } }),
      ...(sendAfter !== undefined && { sendAfterMs: sendAfter }),
      ...(this.#cache !== undefined && { cache: this.#cache.handle }),
      ...(this.#cache?.maxAgeDays !== undefined && { maxAgeDays: this.#cache.maxAgeDays }),
      ...(this.#outbox !== undefined && { outbox: this.#outbox }),
    };
  }

  #hostSources(): ReadonlyMap<string, HostSource> {
    const hosts = new Map<string, HostSource>();
    for (const source of this.#options.sources) {
      if (source.kind !== 'host' && source.kind !== 'fhir') continue;
      const { id, timeout = PATIENCE } = source;
      const send = source.kind === 'host' ? source.send : fhirSend(source);
      hosts.set(id, new HostSource(send, timeout, (why) => {
        const message = `Source "${id}": ${why}. It counts as no answer.`;
        this.#tell('error', { source: id, code: 'wrong-answer', message });
      }, (told) => {
        const base = source.kind === 'fhir' ? fhirBase(source.url) : undefined;
        const address = channelAddress(source.subscribe ?? false, told, base);
        return address === null ? Promise.resolve(null) : openChannel(address);
      }));
    }
    return hosts;
  }

  #boundarySource(source: Source): BoundarySource {
    if (source.kind === 'bundle') {
      return { id: source.id, kind: 'bundle', bundles: this.#bundles.get(source.id) ?? [] };
    }
    const { id, readOnly = false } = source;
    if (source.kind === 'host' || source.kind === 'fhir') {
      const host = this.#hosts.get(id);
      if (host === undefined) throw closedError('client');
      return { id, kind: 'host', host, readOnly, hasChannel: (source.subscribe ?? false) !== false };
    }
    const sandbox = this.#runtime.sandboxes.get(source.sandbox);
    if (sandbox === undefined) throw closedError('sandbox');
    return { id, kind: 'sandbox', sandbox: sandbox.handle(), readOnly };
  }

  #startPull(): Promise<void> {
    this.#isUnread = false;
    const pulling = this.#instance
      .answer((glue) => glue.clientPull(this.#handle))
      .finally(() => {
        if (this.#pulling === pulling) this.#pulling = undefined;
        this.#look();
      });
    this.#pulling = pulling;
    return pulling;
  }

  #complain(trouble: SourceTrouble): void {
    // What its answers look like was told when they came.
    if (this.#hosts.get(trouble.source)?.isMalformed !== true) this.#tell('error', sourceError(trouble));
  }

  #tell(name: string, detail: object | null): void {
    if (this.#closed) return;
    this.#look();
    if (name === 'credentials-needed') void this.#pages?.yieldLead();
    this.#listeners.tell(name, detail);
  }

  /** Reads the status while there is somebody to read it from. */
  #look(): void {
    if (this.#closed || this.#instance.poisoned) return;
    this.#status = this.#instance.call((glue) => glue.clientStatus(this.#handle));
    this.#warning.show(this.#status.cache === 'memory' ? this.#status.pending : 0);
    if (this.#covered === undefined || this.#status.pending > 0) return;
    const then = this.#covered;
    this.#covered = undefined;
    void this.#lock(then);
  }

  #refuseClosed(): void {
    if (this.#closed) throw closedError('client');
  }
}

/** Makes a client. It loads by itself; `await client.pull()` resolves when the first load is whole. */
export function createClient(options: ClientOptions): Promise<Client> {
  return Client.create(options);
}

function boundarySubject(subject: ClientOptions['subject']): Pick<BoundaryClientOptions, 'subject' | 'subjectIdentifier'> {
  if (subject === undefined) return {};
  const { identifier } = subject;
  return {
    ...('source' in subject && { subject: { source: subject.source, reference: subject.reference } }),
    ...(identifier !== undefined && { subjectIdentifier: { ...identifier } }),
  };
}

function zoneOf(options: ClientOptions): string {
  return options.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The page's language where the widgets speak it, otherwise French. */
export function pageLocale(): Locale {
  return document.documentElement.lang.toLowerCase().startsWith('en') ? 'en' : 'fr';
}
