/** What every element has in common, as tests look at it. */

/** Every tag of the package. */
export const TAGS = ['coordo-timeline', 'coordo-board', 'coordo-directory'];

/** Waits until an element shows something of the data. */
export function widgetReady(page, tag, index = 0) {
  return page.waitForFunction(
    (name, at) => document.querySelectorAll(name)[at]?.shadowRoot?.querySelector('[data-resource]') != null,
    {},
    tag,
    index,
  );
}

/** The resources that an element shows, each once, in order of their names. */
export function resources(page, tag, index = 0) {
  return page.evaluate((name, at) => {
    const root = document.querySelectorAll(name)[at].shadowRoot;
    const shown = [...root.querySelectorAll('[data-resource]')].map((node) => node.dataset.resource);
    return [...new Set(shown)].sort();
  }, tag, index);
}

/** All text of an element. */
export function textOf(page, tag, index = 0) {
  return page.evaluate((name, at) => document.querySelectorAll(name)[at].shadowRoot.textContent, tag, index);
}
