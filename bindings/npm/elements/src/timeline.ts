/** `<coordo-timeline>`: the shared plan in time. */

import type { Handle, WidgetHooks, WidgetPatch } from './boundary.js';
import { checkOneOf } from './checks.js';
import { CoordoElement } from './element.js';
import { type CoordoTimelineEventMap, type CoordoTimelineProperties, coordoTimelineContract } from './generated/contract.js';
import type { Instance } from './instance.js';
import type { Words } from './messages.js';
import type { Shape } from './shell-view.js';

/** What the lanes of a timeline are. */
export type GroupBy = 'goal' | 'actor' | 'kind';

const GROUPINGS: readonly string[] = ['goal', 'actor', 'kind'];

/** The class of `<coordo-timeline>`. */
export class CoordoTimelineElement extends CoordoElement {
  static override readonly contract = coordoTimelineContract;

  /** What the lanes are: goals by default. */
  get groupBy(): GroupBy {
    const own = this.getAttribute('group-by')?.toLowerCase() ?? '';
    return GROUPINGS.includes(own) ? (own as GroupBy) : 'goal';
  }

  set groupBy(grouping: GroupBy | null) {
    checkOneOf(grouping ?? undefined, 'groupBy', GROUPINGS);
    this.reflect('group-by', grouping);
  }

  protected override patch(attribute: string): WidgetPatch {
    return attribute === 'group-by' ? { groupBy: this.groupBy } : super.patch(attribute);
  }

  protected override mount(instance: Instance, client: Handle, root: HTMLElement, hooks: WidgetHooks): Handle {
    return instance.call((glue) => glue.mountTimeline(root, { ...this.mountOptions(client), groupBy: this.groupBy }, hooks));
  }

  protected override shellTitle(words: Words): string {
    return words.timeline;
  }

  protected override shellShape(): Shape {
    return 'timeline';
  }
}

// Declared beside the class, so that listeners know the detail of our events.
export interface CoordoTimelineElement extends CoordoTimelineProperties {
  addEventListener<K extends keyof CoordoTimelineEventMap>(
    type: K,
    listener: (this: CoordoTimelineElement, event: CoordoTimelineEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof CoordoTimelineEventMap>(
    type: K,
    listener: (this: CoordoTimelineElement, event: CoordoTimelineEventMap[K]) => unknown,
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
    'coordo-timeline': CoordoTimelineElement;
  }
}
