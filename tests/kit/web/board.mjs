/** A board as a person meets it: cards in columns, the focus, the keys, and what is announced. */

/** Waits until the n-th board of a page shows cards (or its empty state). */
export async function boardReady(page, index = 0) {
  await page.waitForFunction(
    (at) => {
      const root = document.querySelectorAll('coordo-board')[at]?.shadowRoot;
      return root?.querySelector('[part~="card"]') != null;
    },
    {},
    index,
  );
}

/** Every visible card: resource, source, status and column. */
export function cards(page, index = 0) {
  return page.evaluate((at) => {
    const root = document.querySelectorAll('coordo-board')[at].shadowRoot;
    return [...root.querySelectorAll('[part~="card"]')].map((card) => ({
      resource: card.dataset.resource,
      source: card.dataset.source,
      status: card.dataset.status,
      column: card.closest('[data-column]')?.dataset.column,
    }));
  }, index);
}

/** The card of a resource, or undefined. */
export async function card(page, resource, index = 0) {
  return (await cards(page, index)).find((candidate) => candidate.resource === resource);
}

/** Puts the focus on a card. */
export async function focusCard(page, resource, index = 0) {
  await page.evaluate(
    (wanted, at) => {
      const root = document.querySelectorAll('coordo-board')[at].shadowRoot;
      const found = root.querySelector(`[data-resource="${CSS.escape(wanted)}"]`);
      (found.matches('[tabindex]') ? found : (found.querySelector('[tabindex]') ?? found)).focus();
    },
    resource,
    index,
  );
}

/** Lifts the card, carries it some columns to the right (or left, below zero), and puts it down. */
export async function moveByKeyboard(page, resource, columns, index = 0) {
  await focusCard(page, resource, index);
  await page.keyboard.press(' ');
  for (let step = 0; step < Math.abs(columns); step += 1) {
    await page.keyboard.press(columns > 0 ? 'ArrowRight' : 'ArrowLeft');
  }
  await page.keyboard.press('Enter');
}

/** Waits until a card is in a column. */
export async function cardInColumn(page, resource, column, index = 0) {
  await page.waitForFunction(
    (wanted, place, at) => {
      const root = document.querySelectorAll('coordo-board')[at]?.shadowRoot;
      const found = root?.querySelector(`[data-resource="${CSS.escape(wanted)}"]`);
      return found?.closest('[data-column]')?.dataset.column === place;
    },
    {},
    resource,
    column,
    index,
  );
}

/** Keeps every announcement from now on; the returned function reads them. */
export async function listenToAnnouncements(page, index = 0) {
  await page.evaluate((at) => {
    const root = document.querySelectorAll('coordo-board')[at].shadowRoot;
    const said = [];
    globalThis.announcements = said;
    for (const region of root.querySelectorAll('[aria-live]')) {
      new MutationObserver(() => {
        if (region.textContent.trim() !== '') said.push(region.textContent.trim());
      }).observe(region, { childList: true, characterData: true, subtree: true });
    }
  }, index);
  return () => page.evaluate(() => [...globalThis.announcements]);
}
