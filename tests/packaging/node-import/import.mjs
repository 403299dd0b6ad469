// A server that renders pages imports what its pages import: nothing may happen, nothing may throw.

const before = Reflect.ownKeys(globalThis);
const coordo = await import('@coordo/elements');
coordo.defineCoordoElements();
const added = Reflect.ownKeys(globalThis).filter((key) => !before.includes(key));
console.log(JSON.stringify({ added: added.map(String), exported: Object.keys(coordo).sort() }));
