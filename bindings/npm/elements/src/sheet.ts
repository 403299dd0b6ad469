/** The style sheet of every element: constructed once a document, so that a strict policy lets it in. */

import { styles } from './styles.js';

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** The sheet for a document; none where the document has no window (a template's) and shows nothing. */
export function sheetFor(owner: Document): CSSStyleSheet | undefined {
  const window = owner.defaultView;
  if (window === null) return undefined;
  let sheet = sheets.get(owner);
  if (sheet === undefined) {
    // A constructed sheet belongs to the document whose window made it; another document refuses it.
    sheet = new window.CSSStyleSheet();
    sheet.replaceSync(styles);
    sheets.set(owner, sheet);
  }
  return sheet;
}
