/** Two people change the same task: a page is brought to the decision between both versions. */

import { boardReady, focusCard } from './board.mjs';

/** A board over a sandbox whose changes leave only when a test says so. */
export async function slowBoard(page) {
  await page.evaluate(async () => {
    const { host } = globalThis;
    const { sandbox, client } = await host.sandboxClient('small.json', { sendAfter: 600_000 });
    Object.assign(host, { sandbox, client, shown: host.element('coordo-board', client) });
  });
  await boardReady(page);
}

/** Gives a task another title, another end of its window and a note, by its form. */
export async function editByForm(page, resource, { title, due, note }) {
  await focusCard(page, resource);
  await page.keyboard.press('.');
  await press(page, '[role="menu"] [data-to="edit"]');
  await page.evaluate((values) => {
    const root = globalThis.host.shown.shadowRoot;
    const fill = (selector, value) => {
      const field = root.querySelector(`dialog[open] ${selector}`);
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    fill('input[type="text"]', values.title);
    fill('input[type="date"]', values.due);
    fill('textarea', values.note);
  }, { title, due, note });
  await press(page, 'dialog[open] [part~="button-primary"]');
  await page.waitForFunction(() => globalThis.host.client.status().pending > 0);
}

/** A colleague changes a task on its server: members of the resource, and a note that says who. */
export function colleagueWrites(page, resource, members) {
  return page.evaluate(async (path, more) => {
    const { sandbox } = globalThis.host;
    const { body } = await sandbox.request({ method: 'GET', path });
    const at = '2026-11-23T08:05:00+01:00';
    const said = { authorString: 'Nadia Benhaddou', time: at, text: 'Vu avec la famille.' };
    const task = { ...JSON.parse(body), lastModified: at, note: [said], ...more };
    const answer = await sandbox.request({ method: 'PUT', path, body: JSON.stringify(task) });
    if (answer.status >= 300) throw new Error(answer.body);
  }, resource, members);
}

/** The blood test has two titles and two ends of its window, and the board knows. `before` has the page while all is well. */
export async function boardInConflict(page, before = async () => {}) {
  await slowBoard(page);
  await before(page);
  await editByForm(page, 'Task/bilan', { title: 'Prise de sang à jeun', due: '2026-11-25', note: 'Étage 3.' });
  await colleagueWrites(page, 'Task/bilan', {
    description: 'Prise de sang au laboratoire', restriction: { period: { end: '2026-11-30' } },
  });
  await page.evaluate(() => globalThis.host.client.sync());
  await inShown(page, '[data-choice="review"]');
}

/** Opens the decision between both versions from the card. */
export async function openReview(page) {
  await press(page, '[data-choice="review"]');
  await inShown(page, '[part~="conflict-field"]');
}

/** Opens the sync chip. */
export async function openChip(page) {
  await press(page, '[part~="sync"]');
  await inShown(page, 'dialog[open].ex-chip');
}

/** Waits until the shown element has something in it. */
export function inShown(page, selector) {
  return page.waitForFunction((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted) !== null, {}, selector);
}

/** Clicks something of the shown element, once it is there. */
async function press(page, selector) {
  await inShown(page, selector);
  await page.evaluate((wanted) => globalThis.host.shown.shadowRoot.querySelector(wanted).click(), selector);
}
