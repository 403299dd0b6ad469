/** Where the lists of a widget were scrolled to: browsers forget it when an element is moved in the page. */

interface Place {
  readonly left: number;
  readonly top: number;
}

/** Remembers the scrolled nodes of one shadow root. */
export class ScrollMemory {
  readonly #places = new Map<Element, Place>();

  constructor(root: ShadowRoot) {
    // Scrolling does not bubble, but it can be captured.
    root.addEventListener(
      'scroll',
      ({ target }) => {
        if (target instanceof Element && target.isConnected) {
          this.#places.set(target, { left: target.scrollLeft, top: target.scrollTop });
        }
      },
      { capture: true, passive: true },
    );
  }

  /** Scrolls every node that is still there back to its place. */
  restore(): void {
    for (const [node, { left, top }] of this.#places) {
      if (node.isConnected) node.scrollTo({ left, top, behavior: 'instant' });
      else this.#places.delete(node);
    }
  }

  /** Forgets all. */
  forget(): void {
    this.#places.clear();
  }
}
