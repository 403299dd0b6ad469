/**
 * Asks the sources again by itself: while the page is seen, when it is seen again, and when the network is back. Each
 * wait is a little different, so that the pages of a ward do not ask all at once. The silence of all makes the waits
 * longer; the client itself asks a source less often that is silent alone.
 */

/** How often sources are asked again, in milliseconds, where the host does not say. */
export const REFRESH = 60_000;
/** After silence the wait doubles up to this many times its length. */
const LONGEST = 16;
/** Waits differ by up to this part of their length. */
const SPREAD = 0.2;

/** What is asked. */
export interface Refreshing {
  /** Asks for what has changed, of silent sources too where `all`; resolves to whether any answers, and never rejects. */
  ask(all: boolean): Promise<boolean>;
}

/** Asks while somebody looks. */
export class Refresh {
  readonly #every: number;
  readonly #what: Refreshing;
  readonly #over = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #longer = 1;
  #lastAt = performance.now();

  constructor(every: number, what: Refreshing) {
    this.#every = every;
    this.#what = what;
    const { signal } = this.#over;
    document.addEventListener('visibilitychange', () => this.#seen(), { signal });
    globalThis.addEventListener('online', () => this.#now(true), { signal });
    this.#plan();
  }

  /** Ends it. */
  close(): void {
    this.#over.abort();
    clearTimeout(this.#timer);
  }

  #seen(): void {
    if (document.visibilityState === 'hidden') clearTimeout(this.#timer);
    else if (performance.now() - this.#lastAt >= this.#every) this.#now();
    else this.#plan();
  }

  #plan(): void {
    clearTimeout(this.#timer);
    if (this.#over.signal.aborted || document.visibilityState === 'hidden') return;
    const spread = 1 + SPREAD * (2 * Math.random() - 1);
    this.#timer = setTimeout(() => this.#now(), this.#every * this.#longer * spread);
  }

  #now(all = false): void {
    clearTimeout(this.#timer);
    this.#lastAt = performance.now();
    void this.#what.ask(all).then((answered) => {
      this.#longer = answered ? 1 : Math.min(this.#longer * 2, LONGEST);
      this.#plan();
    });
  }
}
