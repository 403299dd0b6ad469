/** Defines the tags. The first who defines one wins; another version is told, once. */

import { CoordoBoardElement } from './board.js';
import { asObject, refuseUnknown } from './checks.js';
import { CoordoDirectoryElement } from './directory.js';
import type { CoordoElement } from './element.js';
import { wrongOption } from './errors.js';
import { CoordoTimelineElement } from './timeline.js';
import { VERSION } from './version.js';

/** Options of `defineCoordoElements`. */
export interface DefineOptions {
  /** What the tags begin with, `coordo` by default: `{ prefix: 'dac' }` defines `<dac-board>` and its siblings. */
  readonly prefix?: string;
}

const DEFAULT_PREFIX = 'coordo';
const warned = new Set<string>();

type ElementClass = (new () => CoordoElement) & { readonly contract: { readonly tag: string } };

const CLASSES: readonly ElementClass[] = [CoordoTimelineElement, CoordoBoardElement, CoordoDirectoryElement];

/** Defines the Coordo tags in this page. Calling it again does nothing. */
export function defineCoordoElements(options: DefineOptions = {}): void {
  refuseUnknown(asObject(options, 'options'), ['prefix']);
  const { prefix = DEFAULT_PREFIX } = options;
  if (!/^[a-z][a-z0-9]*$/.test(prefix)) throw wrongOption('prefix', 'lower-case letters and digits, a letter first');
  if (typeof customElements === 'undefined') return;
  for (const One of CLASSES) define(One.contract.tag.replace(DEFAULT_PREFIX, prefix), prefix, One);
}

function define(tag: string, prefix: string, One: ElementClass): void {
  const present = customElements.get(tag) as { coordoVersion?: unknown } | undefined;
  if (present === undefined) {
    // A class can have one tag only, so every other prefix gets a class of its own.
    customElements.define(tag, prefix === DEFAULT_PREFIX ? One : class extends (One as typeof CoordoBoardElement) {});
    return;
  }
  if (present.coordoVersion === VERSION || warned.has(tag)) return;
  warned.add(tag);
  const holder = typeof present.coordoVersion === 'string' ? `version ${present.coordoVersion}` : 'another class';
  console.warn(`@coordo/elements ${VERSION}: <${tag}> is already defined by ${holder}, which stays. Use { prefix } to have both.`);
}
