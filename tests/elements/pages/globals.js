// Counts what the package adds to the page: every own key of the global object and of the prototypes it could patch.

const looked = [
  globalThis, Object, Array, String, Promise, Object.prototype, Array.prototype, String.prototype, Promise.prototype,
  Element.prototype, HTMLElement.prototype, Node.prototype, EventTarget.prototype, Document.prototype, document,
];
const keys = () => looked.map((object) => new Set(Reflect.ownKeys(object)));
const values = () => [globalThis.fetch, customElements.define, EventTarget.prototype.addEventListener, Element.prototype.attachShadow];

const before = keys();
const functions = values();
const { createClient, defineCoordoElements } = await import('/coordo/index.js');
defineCoordoElements();
const bundle = await (await fetch('/bundles/small.json')).text();
const client = await createClient({ sources: [{ id: 'dossier', kind: 'bundle', bundles: [bundle] }] });
const board = document.createElement('coordo-board');
board.client = client;
document.body.append(board);
await client.pull();

const added = keys().flatMap((now, index) => [...now].filter((key) => !before[index].has(key)).map(String));
if (values().some((value, index) => value !== functions[index])) added.push('a changed function');
document.documentElement.dataset.added = added.join(' ');
