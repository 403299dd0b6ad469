/** `<coordo-board>`: the tasks of a plan, by status. */

import type { Handle, WidgetHooks } from './boundary.js';
import { CoordoElement } from './element.js';
import { type CoordoBoardEventMap, type CoordoBoardProperties, coordoBoardContract } from './generated/contract.js';
import type { Instance } from './instance.js';
import type { Words } from './messages.js';
import type { Shape } from './shell-view.js';

/** The class of `<coordo-board>`. */
export class CoordoBoardElement extends CoordoElement {
  static override readonly contract = coordoBoardContract;

  protected override mount(instance: Instance, client: Handle, root: HTMLElement, hooks: WidgetHooks): Handle {
    return instance.call((glue) => glue.mountBoard(root, this.mountOptions(client), hooks));
  }

  protected override shellTitle(words: Words): string {
    return words.board;
  }

  protected override shellShape(): Shape {
    return 'board';
  }
}

// Declared beside the class, so that listeners know the detail of our events.
export interface CoordoBoardElement extends CoordoBoardProperties {
  addEventListener<K extends keyof CoordoBoardEventMap>(
    type: K,
    listener: (this: CoordoBoardElement, event: CoordoBoardEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof CoordoBoardEventMap>(
    type: K,
    listener: (this: CoordoBoardElement, event: CoordoBoardEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'coordo-board': CoordoBoardElement;
  }
}
