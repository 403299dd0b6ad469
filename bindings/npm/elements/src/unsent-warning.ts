/** The browser's own question before a tab ends while changes are unsent: in memory they would end with it. */

/** One client's question. It is on the page only while there is something to lose: it switches off the back-forward cache. */
export class UnsentWarning {
  #shown = false;
  // One function a client: the same listener added twice would be withdrawn by the first client that is done.
  readonly #ask = (event: BeforeUnloadEvent): void => {
    event.preventDefault();
  };

  /** Shows or withdraws the question according to the number of unsent changes. */
  show(unsent: number): void {
    const wanted = unsent > 0;
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    if (wanted) addEventListener('beforeunload', this.#ask);
    else removeEventListener('beforeunload', this.#ask);
  }
}
