/** `<coordo-directory>`: who there is, and how to reach them. */

import type { Handle, WidgetHooks } from './boundary.js';
import { CoordoElement } from './element.js';
import { type CoordoDirectoryEventMap, type CoordoDirectoryProperties, coordoDirectoryContract } from './generated/contract.js';
import type { Instance } from './instance.js';
import type { Words } from './messages.js';
import type { Shape } from './shell-view.js';

/** The class of `<coordo-directory>`. */
export class CoordoDirectoryElement extends CoordoElement {
  static override readonly contract = coordoDirectoryContract;

  protected override mount(instance: Instance, client: Handle, root: HTMLElement, hooks: WidgetHooks): Handle {
    return instance.call((glue) => glue.mountDirectory(root, this.mountOptions(client), hooks));
  }

  protected override shellTitle(words: Words): string {
    return words.directory;
  }

  protected override shellShape(): Shape {
    return 'directory';
  }
}

// Declared beside the class, so that listeners know the detail of our events.
export interface CoordoDirectoryElement extends CoordoDirectoryProperties {
  addEventListener<K extends keyof CoordoDirectoryEventMap>(
    type: K,
    listener: (this: CoordoDirectoryElement, event: CoordoDirectoryEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof CoordoDirectoryEventMap>(
    type: K,
    listener: (this: CoordoDirectoryElement, event: CoordoDirectoryEventMap[K]) => unknown,
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
    'coordo-directory': CoordoDirectoryElement;
  }
}
