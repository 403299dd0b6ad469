/** What an element shows while Rust is not there: the shape of the result, or why there is none and what to do. */

import type { Words } from './messages.js';
import { CSP_LINE } from './module.js';
import type { Unavailable } from './runtime.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Cards a column of the skeleton: uneven, as real columns are. */
const SKELETON_COLUMNS: readonly number[] = [2, 3, 2, 1];

/** Rows of the skeleton of a timeline: where each bar begins and how long it is, in twelfths. */
const SKELETON_BARS: readonly (readonly [number, number])[] = [[1, 4], [3, 2], [5, 6], [2, 3], [7, 4]];
/** Results of the skeleton of a directory. */
const SKELETON_RESULTS = 5;

/** Which widget's shape. */
export type Shape = 'timeline' | 'board' | 'directory';

/** What both states need to know. */
export interface ShellContext {
  readonly words: Words;
  readonly title: string;
  readonly shape: Shape;
  readonly headingLevel: number;
}

/** The shape of the widget, still, without words but one. */
export function skeletonView(context: ShellContext): HTMLElement {
  const section = frame(context);
  section.setAttribute('aria-busy', 'true');
  const chip = element('span', 'shell-chip', context.words.loading);
  section.firstElementChild?.append(chip);
  const shape = SHAPES[context.shape]();
  shape.setAttribute('part', 'skeleton');
  section.append(shape);
  return section;
}

const SHAPES: Readonly<Record<Shape, () => HTMLElement>> = {
  timeline: () => {
    const rows = element('div', 'shell-rows');
    for (const [start, length] of SKELETON_BARS) {
      const bar = element('span', 'shell-bone shell-bar-bone');
      bar.style.setProperty('--start', String(start));
      bar.style.setProperty('--length', String(length));
      const row = element('div', 'shell-row');
      row.append(element('span', 'shell-bone'), bar);
      rows.append(row);
    }
    return rows;
  },
  board: () => {
    const columns = element('div', 'shell-columns');
    for (const cards of SKELETON_COLUMNS) {
      const column = element('div', 'shell-column');
      column.append(element('span', 'shell-bone shell-bone-head'));
      for (let index = 0; index < cards; index += 1) column.append(skeletonCard());
      columns.append(column);
    }
    return columns;
  },
  directory: () => {
    const results = element('div', 'shell-column');
    results.append(element('span', 'shell-field'));
    for (let index = 0; index < SKELETON_RESULTS; index += 1) results.append(skeletonCard());
    return results;
  },
};

/** What a restart needs. */
export interface FallbackActions {
  readonly restart: () => void;
  /** Changes that are not sent, kept by the shell. */
  readonly unsent: number;
}

/** Why there is no widget, and the one gesture that helps. */
export function unavailableView(
  context: ShellContext,
  unavailable: Unavailable,
  actions: FallbackActions,
): HTMLElement {
  const { words } = context;
  const said = words.unavailable[unavailable.reason];
  const section = frame(context);
  const center = element('div', 'shell-center');
  center.setAttribute('part', 'error');
  // A host may put its own sentence here; the gesture stays.
  const slot = document.createElement('slot');
  slot.name = 'unavailable';
  slot.append(infoIcon(), heading(said.title, context.headingLevel + 1), element('p', 'shell-text', said.text));
  const buttons = element('div', 'shell-actions');
  center.append(slot, buttons);
  if (unavailable.reason === 'panicked') {
    if (actions.unsent > 0) slot.append(element('p', 'shell-text', words.unsentKept(actions.unsent)));
    const restart = button(words.restart, 'shell-button shell-button-primary');
    restart.setAttribute('part', 'button-primary');
    restart.addEventListener('click', actions.restart);
    buttons.append(restart);
  } else {
    const line = unavailable.reason === 'webassembly-refused' ? CSP_LINE : unavailable.message;
    const code = element('code', 'shell-code', line);
    slot.append(code);
    buttons.append(copyButton(words, code, line));
  }
  section.append(center);
  return section;
}

/** That there is a plan which is hidden, and what of it is not sent; nothing of what it says. */
export function coveredView(context: ShellContext, unsent: number): HTMLElement {
  const { words } = context;
  return told(context, words.covered, unsent > 0 ? words.unsentKept(unsent) : undefined);
}

/** That there was a plan, whose client has ended. */
export function closedView(context: ShellContext): HTMLElement {
  return told(context, context.words.closed);
}

function told(context: ShellContext, { title, text }: Words['closed'], first?: string): HTMLElement {
  const section = frame(context);
  const center = element('div', 'shell-center');
  center.append(infoIcon(), heading(title, context.headingLevel + 1));
  if (first !== undefined) center.append(element('p', 'shell-text', first));
  center.append(element('p', 'shell-text', text));
  section.append(center);
  return section;
}

function frame(context: ShellContext): HTMLElement {
  const section = element('section', 'shell');
  section.setAttribute('aria-label', context.title);
  const bar = element('div', 'shell-bar');
  bar.setAttribute('part', 'toolbar');
  const title = heading(context.title, context.headingLevel);
  title.setAttribute('part', 'title');
  bar.append(title);
  section.append(bar);
  return section;
}

function heading(text: string, level: number): HTMLElement {
  return element(`h${Math.min(Math.max(level, 1), 6)}`, 'shell-heading', text);
}

function skeletonCard(): HTMLElement {
  const card = element('div', 'shell-card');
  card.append(element('span', 'shell-bone'), element('span', 'shell-bone shell-bone-short'));
  return card;
}

function copyButton(words: Words, code: HTMLElement, line: string): DocumentFragment {
  const copy = button(words.copy, 'shell-button');
  copy.setAttribute('part', 'button');
  const said = element('span', 'shell-said');
  said.setAttribute('role', 'status');
  copy.addEventListener('click', () => {
    // Where the clipboard is refused (plain http, a permission), the line is selected for the person to copy.
    copyText(line).then(
      () => said.replaceChildren(words.copied),
      () => getSelection()?.selectAllChildren(code),
    );
  });
  const pair = document.createDocumentFragment();
  pair.append(copy, said);
  return pair;
}

async function copyText(line: string): Promise<void> {
  await navigator.clipboard.writeText(line);
}

function button(text: string, className: string): HTMLButtonElement {
  const made = element('button', className, text) as HTMLButtonElement;
  made.type = 'button';
  return made;
}

function infoIcon(): SVGElement {
  const icon = svg('svg', { viewBox: '0 0 16 16', width: '24', height: '24', class: 'shell-icon', 'aria-hidden': 'true' });
  const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': '1.5', 'stroke-linecap': 'round' };
  icon.append(
    svg('rect', { x: '2.2', y: '2.2', width: '11.6', height: '11.6', rx: '2.2', ...line }),
    svg('path', { d: 'M8 7.6v3.6', ...line }),
    svg('circle', { cx: '8', cy: '5', r: '1', fill: 'currentColor' }),
  );
  return icon;
}

function svg(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function element(name: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
