/** What the elements of one client share: the one thing that is chosen, and what is left out. */

import type { BoundaryFilter } from './boundary.js';
import { wrongOption } from './errors.js';
import { type Given, asObject, checkReference, checkType, refuseUnknown } from './checks.js';
import type { SourceReference } from './options.js';

/** Something that is chosen: an activity, a task, an event or an actor. */
export interface Selected {
  /** The id of its source. */
  readonly source: string;
  /** `Type/id`. */
  readonly resource: string;
  /** Place in `CarePlan.activity`, from 0, for an activity that is written in a plan. */
  readonly activity?: number;
}

/** What the timeline and the board of a client show. The default leaves nothing out. */
export interface Filter {
  /** Words that must all be found, without accents or case, in title, owner, need or reason. */
  readonly text: string;
  /** Whose activities: everybody's, of who acts here, of nobody yet, or of one actor. */
  readonly owner: 'all' | 'mine' | 'nobody' | SourceReference;
  /** Only what serves this goal. */
  readonly goal: SourceReference | null;
  /** Without what has ended. */
  readonly onlyOpen: boolean;
}

/** Checks what a host chose. */
export function checkSelected(item: Selected | null, sources: ReadonlySet<string>): Selected | null {
  if (item === null) return null;
  const given = asObject(item, 'item');
  refuseUnknown(given, ['source', 'resource', 'activity'], 'item');
  checkReference({ source: given['source'], reference: given['resource'] }, 'item', sources, undefined, 'resource');
  const activity = given['activity'];
  if (activity !== undefined && !(Number.isInteger(activity) && (activity as number) >= 0)) {
    throw wrongOption('item.activity', 'a place in CarePlan.activity, from 0');
  }
  return { source: item.source, resource: item.resource, ...(item.activity !== undefined && { activity: item.activity }) };
}

/** Checks what a host wants to see; what is not named is not filtered. */
export function checkFilter(filter: Partial<Filter>, sources: ReadonlySet<string>): BoundaryFilter {
  const given = asObject(filter, 'filter');
  refuseUnknown(given, ['text', 'owner', 'goal', 'onlyOpen'], 'filter');
  const { text = '', owner = 'all', goal = null, onlyOpen = false } = given as Given & Partial<Filter>;
  if (typeof text !== 'string') throw wrongOption('filter.text', 'a string');
  checkType(onlyOpen, 'filter.onlyOpen', 'boolean');
  if (goal !== null) checkReference(goal, 'filter.goal', sources);
  if (typeof owner === 'string') {
    if (!['all', 'mine', 'nobody'].includes(owner)) {
      throw wrongOption('filter.owner', '"all", "mine", "nobody" or { source, reference }');
    }
  } else {
    checkReference(owner, 'filter.owner', sources);
  }
  return {
    text,
    owner: typeof owner === 'string' ? owner : 'of',
    ...(typeof owner !== 'string' && { of: { ...owner } }),
    ...(goal !== null && { goal: { ...goal } }),
    onlyOpen,
  };
}

/** A filter as hosts read it. */
export function filterOf({ text, owner, of, goal, onlyOpen }: BoundaryFilter): Filter {
  return { text, owner: owner === 'of' ? (of ?? 'all') : owner, goal: goal ?? null, onlyOpen };
}
