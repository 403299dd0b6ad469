/**
 * Pages of one browser on the same plan: any of them may change, one sends. A lock of the browser says which; where
 * the page that holds it is frozen and does not answer, another takes it away.
 */

/** What a page does for the others. */
export interface PageDuties {
  /** Whether this page sends from now on. */
  lead(isLeading: boolean): void;
  /** Another page changed what the device keeps. */
  news(): void;
  /** Another page wants what is unsent to leave now. */
  send(): void;
  /** Another page, which somebody looks at, wants sources to be asked for what has changed. */
  refresh(): void;
  /** When the oldest change that waits was made, by whatever clock; null where none waits. */
  oldest(): number | null;
}

type Message = 'news' | 'send' | 'refresh' | 'ask' | 'here';

/** How often a page that follows looks whether a change still waits, and how long it waits for an answer then. */
const LOOK_EVERY = 10_000;
const PATIENCE = 4_000;

/** One page among those on the same plan. */
export class PageGroup {
  readonly #name: string;
  readonly #duties: PageDuties;
  readonly #channel: BroadcastChannel;
  readonly #watch: ReturnType<typeof setInterval>;
  readonly #over = new AbortController();
  /** Over when the lock that was asked for last is given back. */
  #lock: Promise<void> = Promise.resolve();
  #leave: (() => void) | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #oldest: number | null = null;
  #isOver = false;
  #isTelling = false;

  constructor(name: string, duties: PageDuties) {
    this.#name = `coordo:${name}`;
    this.#duties = duties;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Message>) => this.#hear(data));
    this.#watch = setInterval(() => this.#look(), LOOK_EVERY);
    this.#want(false);
  }

  /** Whether this page is the one that sends. */
  get isLeading(): boolean {
    return this.#leave !== undefined;
  }

  /** Resolves when the browser has said whether this page leads: it answers in the order in which it is asked. */
  async settled(): Promise<void> {
    await navigator.locks.query();
  }

  /** Whether no other page of this browser is on the same plan: each holds the lock, or waits for it. */
  async isAlone(): Promise<boolean> {
    const { held = [], pending = [] } = await navigator.locks.query();
    return [...held, ...pending].filter(({ name }) => name === this.#name).length <= 1;
  }

  /** This page may not ask the sources any more: lets another one lead that may, where there is one. */
  async yieldLead(): Promise<void> {
    if (await this.isAlone() || this.#isOver || this.#leave === undefined) return;
    this.#leave();
    this.#leave = undefined;
    this.#duties.lead(false);
    this.#want(false);
  }

  /** Tells the others, once a turn, that something is different on the device. */
  tell(): void {
    if (this.#isTelling || this.#isOver) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#say('news');
    });
  }

  /** Asks whoever sends to do so now. */
  askToSend(): void {
    this.#say('send');
  }

  /** Asks whoever sends to ask the sources: it may be a page that nobody looks at. */
  askToRefresh(): void {
    this.#say('refresh');
  }

  /** Leaves: another page sends from now on. Resolves when it may. */
  close(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#watch);
    clearTimeout(this.#asking);
    this.#channel.close();
    this.#over.abort();
    this.#leave?.();
    this.#leave = undefined;
    return this.#lock;
  }

  #say(message: Message): void {
    if (!this.#isOver) this.#channel.postMessage(message);
  }

  #hear(message: Message): void {
    if (this.#isOver) return;
    if (message === 'here') {
      clearTimeout(this.#asking);
      this.#asking = undefined;
      return;
    }
    // Messages still come to a frozen page. Its requests sleep, and a transaction that it began would sleep with them
    // and hold all others up; its timers sleep as well.
    setTimeout(() => this.#act(message), 0);
  }

  #act(message: Message): void {
    if (this.#isOver) return;
    if (message === 'news') this.#duties.news();
    if (!this.isLeading) return;
    if (message === 'send') this.#duties.send();
    if (message === 'refresh') this.#duties.refresh();
    if (message === 'ask') this.#say('here');
  }

  #want(steal: boolean): void {
    const { signal } = this.#over;
    this.#lock = navigator.locks.request(this.#name, steal ? { steal } : { signal }, () => this.#hold()).catch(() => {
      // Another page took it away while this one slept, or this one waits no more.
      this.#leave = undefined;
      if (this.#isOver) return;
      this.#duties.lead(false);
      this.#want(false);
    });
  }

  #hold(): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.#leave = resolve;
      this.#duties.lead(true);
    });
  }

  #look(): void {
    if (this.isLeading || this.#asking !== undefined) return;
    const before = this.#oldest;
    this.#oldest = this.#duties.oldest();
    if (this.#oldest === null || this.#oldest !== before) return;
    this.#say('ask');
    this.#asking = setTimeout(() => {
      this.#asking = undefined;
      if (!this.#isOver && !this.isLeading) this.#want(true);
    }, PATIENCE);
  }
}
