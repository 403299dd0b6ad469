// Generated from bindings/elements.toml by `cargo xtask gen`: edit that file, then run it.
import type { Client } from '../client.js';
import type { SourceReference } from '../options.js';

/** Why a call was refused or an element is unavailable. */
export type CoordoErrorCode =
  /** No source was given; nothing is invented. */
  | 'no-source'
  /** An option that this version does not know; the error names it. */
  | 'unknown-option'
  /** An option with a wrong value; the error names it. */
  | 'wrong-option'
  /** A subject, actor or change names a source that is not there. */
  | 'unknown-source'
  /** What was given as FHIR is not JSON. */
  | 'not-json'
  /** A bundle above 64 MB, refused before it is read. */
  | 'too-large'
  /** A client or sandbox that was closed. */
  | 'stale-handle'
  /** Changes are unsent and would be lost; say discardUnsent to lose them. */
  | 'unsent-changes'
  /** The secret does not open what this device keeps; nothing was touched. Where it is lost for good, eraseCache erases it. */
  | 'wrong-secret'
  /** The secret cannot be changed on a client that keeps nothing on the device, or the device could not erase or lock again. */
  | 'no-cache'
  /** The client or the source takes no changes. */
  | 'read-only'
  /** A mistake of ours. */
  | 'internal'
  /** A source did not answer. */
  | 'network'
  /** A host's send gave something that is no answer; the event names the source and what is wrong. */
  | 'wrong-answer'
  /** A source answered with an error. */
  | 'server'
  /** The policy of the page, or the browser, refuses WebAssembly. */
  | 'webassembly-refused'
  /** The WebAssembly module is not where it is looked for. */
  | 'module-not-found'
  /** The module stopped after an internal error; a restart keeps unsent changes. */
  | 'panicked';

/** CSS custom properties that a host may set. */
export type CoordoToken =
  | '--coordo-board-max-height'
  | '--coordo-font'
  | '--coordo-font-mono'
  | '--coordo-font-size'
  | '--coordo-leading-tight'
  | '--coordo-leading'
  | '--coordo-weight'
  | '--coordo-weight-strong'
  | '--coordo-space-1'
  | '--coordo-space-2'
  | '--coordo-space-3'
  | '--coordo-space-4'
  | '--coordo-space-5'
  | '--coordo-space-6'
  | '--coordo-space-7'
  | '--coordo-radius-s'
  | '--coordo-radius-m'
  | '--coordo-radius-l'
  | '--coordo-radius-pill'
  | '--coordo-stroke'
  | '--coordo-stroke-strong'
  | '--coordo-row'
  | '--coordo-control'
  | '--coordo-target'
  | '--coordo-pad'
  | '--coordo-lane'
  | '--coordo-focus-width'
  | '--coordo-focus-offset'
  | '--coordo-motion-fast'
  | '--coordo-motion'
  | '--coordo-motion-slow'
  | '--coordo-ease'
  | '--coordo-surface'
  | '--coordo-surface-sunk'
  | '--coordo-surface-raised'
  | '--coordo-surface-hover'
  | '--coordo-ink'
  | '--coordo-ink-2'
  | '--coordo-ink-3'
  | '--coordo-line'
  | '--coordo-line-strong'
  | '--coordo-accent'
  | '--coordo-accent-strong'
  | '--coordo-on-accent'
  | '--coordo-accent-soft'
  | '--coordo-accent-line'
  | '--coordo-focus'
  | '--coordo-now'
  | '--coordo-alert'
  | '--coordo-alert-soft'
  | '--coordo-on-alert'
  | '--coordo-caution'
  | '--coordo-caution-soft'
  | '--coordo-done'
  | '--coordo-on-done'
  | '--coordo-plan'
  | '--coordo-mark'
  | '--coordo-on-mark'
  | '--coordo-shadow-lift'
  | '--coordo-shadow-pop'
  | '--coordo-hatch'
  | '--coordo-text-xs'
  | '--coordo-text-s'
  | '--coordo-text-m'
  | '--coordo-text-l'
  | '--coordo-text-xl'
  | '--coordo-focus-ring';

/** Properties of `<coordo-timeline>`: The shared plan in time: lanes by goal, actor or kind, planned against performed, partial dates as the spans that they are, and the same facts as a table. */
export interface CoordoTimelineProperties {
  /** Whose records are shown: what createClient gave. Set it before or after the tag is defined. */
  client: Client | null;
  /** The language of words and dates. Attribute `locale`. */
  locale: 'fr' | 'en';
  /** The level of the element's own heading in the outline of the page, 1 to 6. Attribute `heading-level`. */
  headingLevel: number;
  /** What the lanes are. The person may choose otherwise afterwards. Attribute `group-by`. */
  groupBy: 'goal' | 'actor' | 'kind';
}

/** Events of `<coordo-timeline>`. */
export interface CoordoTimelineEventMap {
  /** Someone chose something in this element, or let go of it (null). All elements of the client show it. */
  'coordo-select': CustomEvent<{ readonly source: string; readonly resource: string; readonly activity?: number } | null>;
  /** Someone opened the details of something in this element. */
  'coordo-item-open': CustomEvent<{ readonly source: string; readonly resource: string; readonly activity?: number }>;
  /** No widget can be shown; the element says why in its place. Said once. */
  'coordo-unavailable': CustomEvent<{ readonly reason: 'webassembly-refused' | 'module-not-found' | 'panicked'; readonly message: string }>;
  /** The first load is whole and drawn. */
  'coordo-ready': CustomEvent<{ readonly items: number }>;
}

/** What the shell of `<coordo-timeline>` needs to know at run time. */
export const coordoTimelineContract = {
  tag: 'coordo-timeline',
  attributes: {
    'locale': 'locale',
    'heading-level': 'headingLevel',
    'group-by': 'groupBy',
  },
  properties: ['client'],
  cancelable: {
    'coordo-select': false,
    'coordo-item-open': false,
    'coordo-unavailable': false,
    'coordo-ready': false,
  },
} as const;

/** Properties of `<coordo-board>`: The tasks of a plan in columns by status, with due date, owner and origin; moved by drag, by keyboard or by menu. */
export interface CoordoBoardProperties {
  /** Whose records are shown: what createClient gave. Set it before or after the tag is defined. */
  client: Client | null;
  /** The language of words and dates. Attribute `locale`. */
  locale: 'fr' | 'en';
  /** The level of the element's own heading in the outline of the page, 1 to 6. Attribute `heading-level`. */
  headingLevel: number;
}

/** Events of `<coordo-board>`. */
export interface CoordoBoardEventMap {
  /** Someone chose something in this element, or let go of it (null). All elements of the client show it. */
  'coordo-select': CustomEvent<{ readonly source: string; readonly resource: string; readonly activity?: number } | null>;
  /** Someone opened the details of something in this element. */
  'coordo-item-open': CustomEvent<{ readonly source: string; readonly resource: string; readonly activity?: number }>;
  /** No widget can be shown; the element says why in its place. Said once. */
  'coordo-unavailable': CustomEvent<{ readonly reason: 'webassembly-refused' | 'module-not-found' | 'panicked'; readonly message: string }>;
  /** Someone asks to move a task to another status. preventDefault() puts the card back. Cancelable. */
  'coordo-task-move': CustomEvent<{ readonly source: string; readonly resource: string; readonly from: string; readonly to: string; readonly reason?: string; readonly actor: SourceReference | null }>;
  /** The move is held here; it is sent to its source afterwards. */
  'coordo-task-moved': CustomEvent<{ readonly source: string; readonly resource: string; readonly from: string; readonly to: string; readonly reason?: string; readonly actor: SourceReference | null }>;
  /** Someone asks for a new task. preventDefault() makes none. Cancelable. */
  'coordo-task-create': CustomEvent<{ readonly source: string; readonly title: string; readonly actor: SourceReference | null }>;
  /** The new task is held here; it is sent to its source afterwards. */
  'coordo-task-created': CustomEvent<{ readonly source: string; readonly resource: string; readonly actor: SourceReference | null }>;
  /** Someone asks to change what a task says; fields are FHIR paths. preventDefault() leaves it as it was. Cancelable. */
  'coordo-task-edit': CustomEvent<{ readonly source: string; readonly resource: string; readonly fields: readonly string[]; readonly actor: SourceReference | null }>;
  /** The change is held here; it is sent to its source afterwards. */
  'coordo-task-edited': CustomEvent<{ readonly source: string; readonly resource: string; readonly fields: readonly string[]; readonly actor: SourceReference | null }>;
  /** The first load is whole and drawn. */
  'coordo-ready': CustomEvent<{ readonly cards: number }>;
}

/** What the shell of `<coordo-board>` needs to know at run time. */
export const coordoBoardContract = {
  tag: 'coordo-board',
  attributes: {
    'locale': 'locale',
    'heading-level': 'headingLevel',
  },
  properties: ['client'],
  cancelable: {
    'coordo-select': false,
    'coordo-item-open': false,
    'coordo-unavailable': false,
    'coordo-task-move': true,
    'coordo-task-moved': false,
    'coordo-task-create': true,
    'coordo-task-created': false,
    'coordo-task-edit': true,
    'coordo-task-edited': false,
    'coordo-ready': false,
  },
} as const;

/** Properties of `<coordo-directory>`: Who there is and how to reach them: professionals, relatives, teams and structures, searched as typed, and the care circle of the person. */
export interface CoordoDirectoryProperties {
  /** Whose records are shown: what createClient gave. Set it before or after the tag is defined. */
  client: Client | null;
  /** The language of words and dates. Attribute `locale`. */
  locale: 'fr' | 'en';
  /** The level of the element's own heading in the outline of the page, 1 to 6. Attribute `heading-level`. */
  headingLevel: number;
}

/** Events of `<coordo-directory>`. */
export interface CoordoDirectoryEventMap {
  /** Someone chose something in this element, or let go of it (null). All elements of the client show it. */
  'coordo-select': CustomEvent<{ readonly source: string; readonly resource: string; readonly activity?: number } | null>;
  /** Someone opened the details of something in this element. */
  'coordo-item-open': CustomEvent<{ readonly source: string; readonly resource: string; readonly activity?: number }>;
  /** No widget can be shown; the element says why in its place. Said once. */
  'coordo-unavailable': CustomEvent<{ readonly reason: 'webassembly-refused' | 'module-not-found' | 'panicked'; readonly message: string }>;
  /** The first load is whole and drawn. */
  'coordo-ready': CustomEvent<{ readonly entries: number }>;
}

/** What the shell of `<coordo-directory>` needs to know at run time. */
export const coordoDirectoryContract = {
  tag: 'coordo-directory',
  attributes: {
    'locale': 'locale',
    'heading-level': 'headingLevel',
  },
  properties: ['client'],
  cancelable: {
    'coordo-select': false,
    'coordo-item-open': false,
    'coordo-unavailable': false,
    'coordo-ready': false,
  },
} as const;
