/** A machine that several people use: what happens when nobody has touched the page for a while. */

/** After how long, and what then. */
export interface Idle {
  /** Minutes without a key, a pointer or a touch in the page. */
  readonly afterMinutes: number;
  /**
   * `lock`: the client is closed, and what the device keeps stays sealed; `purge`: it is erased first, unless changes
   * are unsent or another page is on the same plan, which locks. In memory unsent changes would end with the client:
   * its elements are covered instead, until the changes are sent or the host calls `client.unlock()`.
   */
  readonly then: 'lock' | 'purge';
}

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Watches for signs of somebody. */
export class IdleWatch {
  readonly #after: number;
  readonly #act: () => void;
  readonly #over = new AbortController();
  #lastAt = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(after: number, act: () => void) {
    this.#after = after;
    this.#act = act;
    const options = { signal: this.#over.signal, capture: true, passive: true };
    for (const sign of SIGNS) addEventListener(sign, () => this.#seen(), options);
    // Timers sleep with the machine: whoever opens the lid again must not find the plan of the one before.
    document.addEventListener('visibilitychange', () => this.#look(), options);
    this.#look();
  }

  /** Ends it. */
  close(): void {
    this.#over.abort();
    clearTimeout(this.#timer);
  }

  #seen(): void {
    // Who moves the pointer after the time is up comes too late.
    if (this.#isUp()) this.#look();
    else this.#lastAt = Date.now();
  }

  #isUp(): boolean {
    return Date.now() - this.#lastAt >= this.#after;
  }

  #look(): void {
    clearTimeout(this.#timer);
    if (this.#over.signal.aborted) return;
    if (this.#isUp()) {
      this.close();
      this.#act();
      return;
    }
    this.#timer = setTimeout(() => this.#look(), this.#after - (Date.now() - this.#lastAt));
  }
}
