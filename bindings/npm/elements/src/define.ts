/** Defines the tags. The first who defines one wins; another version is told, once. */

import { CoordoBoardElement } from './board.js';
import { wrongOption } from './errors.js';
import { VERSION } from './version.js';

/** Options of `defineCoordoElements`. */
export interface DefineOptions {
  /** What the tags begin with, `coordo` by default: `{ prefix: 'dac' }` defines `<dac-board>`. */
  readonly prefix?: string;
}

const DEFAULT_PREFIX = 'coordo';
const warned = new Set<string>();

/** Defines the Coordo tags in this page. Calling it again does nothing. */
export function defineCoordoElements({ prefix = DEFAULT_PREFIX }: DefineOptions = {}): void {
  if (!/^[a-z][a-z0-9]*$/.test(prefix)) throw wrongOption('prefix', 'lower-case letters and digits, a letter first');
  if (typeof customElements === 'undefined') return;
  define(`${prefix}-board`, prefix, CoordoBoardElement);
}

function define(tag: string, prefix: string, ElementClass: typeof CoordoBoardElement): void {
  const present = customElements.get(tag) as { coordoVersion?: unknown } | undefined;
  if (present === undefined) {
    // A class can have one tag only, so every other prefix gets a class of its own.
    customElements.define(tag, prefix === DEFAULT_PREFIX ? ElementClass : class extends ElementClass {});
    return;
  }
  if (present.coordoVersion === VERSION || warned.has(tag)) return;
  warned.add(tag);
  const holder = typeof present.coordoVersion === 'string' ? `version ${present.coordoVersion}` : 'another class';
  console.warn(`@coordo/elements ${VERSION}: <${tag}> is already defined by ${holder}, which stays. Use { prefix } to have both.`);
}
