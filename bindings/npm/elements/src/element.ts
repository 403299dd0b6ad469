/**
 * The base of every Coordo element: it holds the tag, the properties and a handle; Rust owns everything else.
 * A removal frees all of it, a move within the page changes nothing, a panic leaves a calm sentence.
 */

import type { Handle, MountOptions, WidgetHooks, WidgetPatch } from './boundary.js';
import { type Client, pageLocale } from './client.js';
import { wrongOption } from './errors.js';
import type { Instance } from './instance.js';
import { type Words, words } from './messages.js';
import type { Locale } from './options.js';
import { type ClientResident, type ElementResident, type Runtime, type Unavailable, pageRuntime } from './runtime.js';
import { ScrollMemory } from './scroll-memory.js';
import { sheetFor } from './sheet.js';
import { type Shape, type ShellContext, closedView, coveredView, skeletonView, unavailableView } from './shell-view.js';
import { VERSION } from './version.js';

/** Node has no HTMLElement; importing this module there must do nothing and throw nothing. */
const Base: typeof HTMLElement =
  typeof HTMLElement === 'undefined' ? (class {} as unknown as typeof HTMLElement) : HTMLElement;

const DEFAULT_HEADING_LEVEL = 2;

/** What a class must know of its own contract: attributes with their properties, and properties without attribute. */
export interface ElementContract {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: readonly string[];
}

/** What a mounted widget is: a handle in an instance, drawing below a node of ours. */
interface Mounted {
  readonly instance: Instance;
  readonly handle: Handle;
  readonly root: HTMLElement;
}

/** What every Coordo element has. Not a tag of its own. */
export abstract class CoordoElement extends Base {
  /** The version whose tags these are. */
  static readonly coordoVersion: string = VERSION;
  /** @internal The contract of the tag. */
  static readonly contract: ElementContract;

  /** The attributes that the browser tells of. */
  static get observedAttributes(): readonly string[] {
    return Object.keys(this.contract.attributes);
  }

  readonly #root: ShadowRoot;
  readonly #scroll: ScrollMemory;
  readonly #resident: ElementResident = {
    stopped: (unavailable) => this.#stopped(unavailable),
    restore: () => this.#restore(),
    covered: (client) => {
      if (client !== this.#client) return;
      this.#unmount();
      this.#show();
    },
    released: (client) => {
      if (client !== this.#client) return;
      this.#isClosed = true;
      this.client = null;
    },
  };
  #runtime: Runtime | undefined;
  #client: Client | null = null;
  /** Whether it showed a client that has ended: nothing is to come by itself. */
  #isClosed = false;
  #mounted: Mounted | undefined;
  #shell: HTMLElement | undefined;
  #patch: WidgetPatch | undefined;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#scroll = new ScrollMemory(this.#root);
    this.#adoptSheet();
    const { attributes, properties } = (this.constructor as typeof CoordoElement).contract;
    for (const name of [...properties, ...Object.values(attributes)]) this.#upgrade(name);
  }

  /** Whose records are shown. Strings go by attributes, this by property only. */
  get client(): Client | null {
    return this.#client;
  }

  set client(client: Client | null | undefined) {
    const isEnded = client != null && pageRuntime().ended.has(client);
    const next = isEnded ? null : client ?? null;
    if (isEnded) this.#isClosed = true;
    else if (next === this.#client) return;
    if (next !== null && !pageRuntime().clients.has(next)) {
      const hint = next instanceof Promise ? ': await createClient first' : '';
      throw wrongOption('client', `an open client made with createClient${hint}`);
    }
    this.#unmount();
    this.#client = next;
    if (next !== null) this.#isClosed = false;
    if (this.isConnected) this.#show();
  }

  /** The language; by default that of the client. */
  get locale(): Locale {
    const own = this.getAttribute('locale')?.toLowerCase() ?? '';
    if (own.startsWith('fr')) return 'fr';
    if (own.startsWith('en')) return 'en';
    return this.#client?.locale ?? pageLocale();
  }

  set locale(locale: Locale | null) {
    // A region is welcome: « fr-CA » is French.
    if (locale != null && !/^(?:fr|en)(?:-|$)/i.test(locale)) throw wrongOption('locale', '"fr" or "en"');
    this.reflect('locale', locale);
  }

  /** The level of the element's own heading in the outline of the page, 1 to 6; 2 by default. */
  get headingLevel(): number {
    const level = Number.parseInt(this.getAttribute('heading-level') ?? '', 10);
    return level >= 1 && level <= 6 ? level : DEFAULT_HEADING_LEVEL;
  }

  set headingLevel(level: number | null) {
    if (level != null && !(Number.isInteger(level) && level >= 1 && level <= 6)) throw wrongOption('headingLevel', 'a level from 1 to 6');
    this.reflect('heading-level', level === null ? null : String(level));
  }

  /** The browser's: the element entered a page. */
  connectedCallback(): void {
    this.#runtime = pageRuntime();
    this.#runtime.elements.add(this.#resident);
    if (this.#mounted !== undefined) {
      // A move: the widget never left. The browser forgot only where its lists were scrolled to.
      this.#scroll.restore();
      return;
    }
    this.#show();
  }

  /** The browser's: the element left. A move enters again at once, so the decision waits for the end of the turn. */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#runtime?.elements.delete(this.#resident);
      this.#unmount();
      this.#clearShell();
    });
  }

  /** The browser's: a move that keeps state (`moveBefore`) asks for nothing. */
  connectedMoveCallback(): void {
    // Its presence tells the browser that leaving and entering need not be called.
  }

  /** The browser's: another document took the element, whose style sheets are its own. */
  adoptedCallback(): void {
    this.#adoptSheet();
  }

  /** The browser's: an attribute changed. */
  attributeChangedCallback(name: string): void {
    if (this.#mounted === undefined) {
      // The skeleton and the fallback speak and have headings too.
      if (this.#shell !== undefined) this.#show();
      return;
    }
    this.#update(this.patch(name));
  }

  /** What a changed attribute changes in the widget. */
  protected patch(attribute: string): WidgetPatch {
    return attribute === 'locale' ? { locale: this.locale } : { headingLevel: this.headingLevel };
  }

  /** Writes a property where it is read: in its attribute. */
  protected reflect(attribute: string, value: string | null): void {
    if (value === null) this.removeAttribute(attribute);
    else this.setAttribute(attribute, value);
  }

  /** What every widget is mounted with. */
  protected mountOptions(client: Handle): MountOptions {
    return { client, locale: this.locale, headingLevel: this.headingLevel };
  }

  /** Mounts the widget of this tag. */
  protected abstract mount(
    instance: Instance,
    client: Handle,
    root: HTMLElement,
    hooks: WidgetHooks,
  ): Handle;

  /** The widget's name for a person, while Rust cannot say it. */
  protected abstract shellTitle(words: Words): string;

  /** The shape of the widget while it loads. */
  protected abstract shellShape(): Shape;

  /** Shows what can be shown now: why nothing can, the widget, or the shape of it. */
  #show(): void {
    const runtime = this.#runtime;
    if (runtime === undefined) return;
    const client = this.#client === null ? undefined : runtime.clients.get(this.#client);
    if (runtime.unavailable !== undefined) this.#showUnavailable(runtime.unavailable, client);
    else if (client === undefined) this.#showShell((this.#isClosed ? closedView : skeletonView)(this.#shellContext()));
    else if (client.isCovered()) this.#showShell(coveredView(this.#shellContext(), client.pending()));
    else this.#mountWidget(client);
  }

  #mountWidget(client: ClientResident): void {
    const root = document.createElement('div');
    root.className = 'coordo-root';
    this.#clearShell();
    this.#root.append(root);
    const instance = client.instance();
    const hooks: WidgetHooks = {
      emit: (name, detail, cancelable) => this.#dispatch(name, this.#signed(name, detail), cancelable),
    };
    try {
      const handle = this.mount(instance, client.handle(), root, hooks);
      this.#mounted = { instance, handle, root };
    } catch (thrown) {
      root.remove();
      // A panic while drawing is told by the runtime; anything else is a mistake that must be seen.
      if (!instance.poisoned) throw thrown;
      this.#showShell(skeletonView(this.#shellContext()));
    }
  }

  #unmount(): void {
    const mounted = this.#mounted;
    if (mounted === undefined) return;
    this.#mounted = undefined;
    this.#patch = undefined;
    this.#scroll.forget();
    // In a stopped instance nothing can be freed: it goes as a whole.
    if (!mounted.instance.poisoned) mounted.instance.call((glue) => glue.unmountWidget(mounted.handle));
    mounted.root.remove();
  }

  #stopped(unavailable: Unavailable): void {
    const hadFocus = this.#root.activeElement !== null;
    this.#unmount();
    this.#show();
    if (hadFocus) this.#root.querySelector('button')?.focus();
    this.#dispatch('coordo-unavailable', { ...unavailable }, false);
  }

  #restore(): void {
    const hadFocus = this.#root.activeElement !== null;
    this.#show();
    if (!hadFocus || this.#mounted === undefined) return;
    // The button that had the focus is gone: keep the reader in this widget.
    this.#mounted.root.tabIndex = -1;
    this.#mounted.root.focus();
  }

  #showUnavailable(unavailable: Unavailable, client: ClientResident | undefined): void {
    const actions = {
      unsent: client?.pending() ?? 0,
      restart: () => {
        this.#runtime?.restart().catch((thrown: unknown) => reportError(thrown));
      },
    };
    this.#showShell(unavailableView(this.#shellContext(), unavailable, actions));
  }

  #showShell(shell: HTMLElement): void {
    this.#clearShell();
    this.#shell = shell;
    this.#root.append(shell);
  }

  #clearShell(): void {
    this.#shell?.remove();
    this.#shell = undefined;
  }

  #shellContext(): ShellContext {
    const spoken = words(this.locale);
    return { words: spoken, title: this.shellTitle(spoken), shape: this.shellShape(), headingLevel: this.headingLevel };
  }

  /** Several changes of one turn cross to Rust as one. */
  #update(change: WidgetPatch): void {
    if (this.#patch !== undefined) {
      Object.assign(this.#patch, change);
      return;
    }
    this.#patch = { ...change };
    queueMicrotask(() => {
      const patch = this.#patch;
      const mounted = this.#mounted;
      this.#patch = undefined;
      if (patch === undefined || mounted === undefined || mounted.instance.poisoned) return;
      mounted.instance.call((glue) => glue.updateWidget(mounted.handle, patch));
    });
  }

  /** Who acts is said in every event about a change. */
  #signed(name: string, detail: object | null): object | null {
    return name.startsWith('coordo-task-') ? { ...detail, actor: this.#client?.actor ?? null } : detail;
  }

  #dispatch(name: string, detail: object | null, cancelable: boolean): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }

  #adoptSheet(): void {
    const sheet = sheetFor(this.ownerDocument);
    if (sheet !== undefined) this.#root.adoptedStyleSheets = [sheet];
  }

  /** A property that was set before the tag was defined sits on the object and would hide ours. */
  #upgrade(name: string): void {
    if (!Object.hasOwn(this, name)) return;
    const value: unknown = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    try {
      Reflect.set(this, name, value);
    } catch (wrong) {
      // Thrown on, it would leave a tag that is nothing at all; told, the element shows what it can.
      reportError(wrong);
    }
  }
}
