// What just happened, newest first, a few lines only.

const LINES = 6;

export class Journal {
  #list;
  #empty;

  constructor(list) {
    this.#list = list;
    this.#empty = [...list.children];
  }

  /** Says one thing; `kind` is a class that marks it. */
  add(sentence, kind = '') {
    for (const line of this.#empty) line.remove();
    const item = document.createElement('li');
    item.textContent = sentence;
    if (kind !== '') item.className = kind;
    this.#list.prepend(item);
    while (this.#list.children.length > LINES) this.#list.lastElementChild.remove();
  }

  clear() {
    this.#list.replaceChildren(...this.#empty);
  }
}
