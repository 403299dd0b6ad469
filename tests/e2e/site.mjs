// The demo site in a browser, as the end-to-end tests use it: served under its CSP, watched for anything that
// a visitor's browser would complain about, and read through the open shadow roots.

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../kit/web/browsers.mjs';
import { Watch } from '../kit/web/page.mjs';
import { serve } from '../kit/web/server.mjs';

export { ENGINES } from '../kit/web/browsers.mjs';
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** How long a state may take to come before a test says that it does not. */
const PATIENCE_MS = 20_000;

/** One browser over one server; `open` gives a page and `close` ends both. */
export async function openSite(engine) {
  const server = await serve({ '/': join(repository, 'demo-site', 'dist') });
  const browser = await launch(engine);
  return {
    server,
    async open(path) {
      const page = await browser.newPage();
      const watch = new Watch(page, server);
      const foreign = [];
      page.on('request', (request) => {
        const url = request.url();
        if (/^(https?|wss?):/.test(url) && !url.startsWith(server.origin)) foreign.push(url);
      });
      await page.goto(`${server.origin}/${path}`, { waitUntil: 'load' });
      return new SitePage(page, watch, foreign);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** A page of the site, with the questions that tests ask. */
export class SitePage {
  constructor(page, watch, foreign) {
    this.page = page;
    this.watch = watch;
    this.foreign = foreign;
  }

  /** Waits, frame by frame, until `question` is true in the page. */
  async until(question, ...values) {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.page.evaluate(question, ...values);
      if (answer) return answer;
      assert.ok(Date.now() < end, `never came: ${question} ${JSON.stringify(values)}`);
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve())));
    }
  }

  /** The cards of a board: data-resource to data-status. */
  cards(board) {
    return this.page.evaluate((selector) => {
      const root = document.querySelector(selector)?.shadowRoot;
      return [...(root?.querySelectorAll('[part~="card"]') ?? [])].map((card) => [card.dataset.resource, card.dataset.status]);
    }, board);
  }

  /** Waits until a card is in a status. */
  cardIs(board, resource, status) {
    return this.until((selector, name, expected) => {
      const card = document.querySelector(selector)?.shadowRoot?.querySelector(`[part~="card"][data-resource="${name}"]`);
      return card?.dataset.status === expected;
    }, board, resource, status);
  }

  /** Waits until the text of a board says something. */
  boardSays(board, words) {
    return this.until((selector, expected) => {
      const texts = [];
      const read = (node) => {
        for (const child of node.childNodes) {
          if (child.nodeType === Node.TEXT_NODE) texts.push(child.data);
          else if (child.nodeName !== 'STYLE') read(child);
        }
      };
      const root = document.querySelector(selector)?.shadowRoot;
      if (root) read(root);
      return texts.join(' ').replace(/\s+/g, ' ').includes(expected);
    }, board, words);
  }

  /** Puts the focus on a card, as the arrow keys would. */
  focusCard(board, resource) {
    return this.until((selector, name) => {
      const root = document.querySelector(selector)?.shadowRoot;
      const card = root?.querySelector(`[part~="card"][data-resource="${name}"]`);
      const focusable = card?.matches('[tabindex]') ? card : card?.querySelector('[tabindex]') ?? card?.closest('[tabindex]');
      focusable?.focus();
      return root?.activeElement !== null && root?.activeElement !== undefined;
    }, board, resource);
  }

  /** Lifts the card in focus, carries it over `columns` columns and puts it down. */
  async carry(columns) {
    await this.page.keyboard.press(' ');
    for (let n = 0; n < Math.abs(columns); n += 1) await this.page.keyboard.press(columns > 0 ? 'ArrowRight' : 'ArrowLeft');
    await this.page.keyboard.press('Enter');
  }

  /** Presses a button of a board by its words, as soon as it is there. */
  press(board, words) {
    return this.until((selector, expected) => {
      const buttons = document.querySelector(selector).shadowRoot.querySelectorAll('button');
      const button = [...buttons].find((one) => one.textContent.trim() === expected);
      button?.click();
      return button !== undefined;
    }, board, words);
  }

  /** Answers the dialog that asks why. */
  async giveReason(board, reason) {
    await this.until((selector) => {
      const root = document.querySelector(selector).shadowRoot;
      return root.activeElement?.matches('dialog[open] textarea');
    }, board);
    await this.page.keyboard.type(reason);
    await this.page.keyboard.down('Control');
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.up('Control');
  }

  /** Drags a card by the mouse into a column. */
  async drag(board, resource, column) {
    const [from, to] = await this.page.evaluate((selector, name, target) => {
      const host = document.querySelector(selector);
      const card = host.shadowRoot.querySelector(`[part~="card"][data-resource="${name}"]`);
      card.scrollIntoView({ block: 'center' });
      const place = host.getBoundingClientRect();
      return [card, host.shadowRoot.querySelector(`[part~="column"][data-column="${target}"]`)].map((element) => {
        // Only what is inside the board can be pointed at: its last column may be half out of sight.
        const { left, right, top, height } = element.getBoundingClientRect();
        return { x: (Math.max(left, place.left) + Math.min(right, place.right)) / 2, y: top + Math.min(height / 2, 24) };
      });
    }, board, resource, column);
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(to.x, from.y + 8, { steps: 10 });
    await this.page.mouse.up();
  }

  /** Presses every "more" button until all cards are in the page. */
  async showAll(board) {
    let presses = 0;
    const press = (selector) => {
      const more = document.querySelector(selector)?.shadowRoot?.querySelector('button[part~="more"]');
      if (!more) return -1;
      const before = document.querySelector(selector).shadowRoot.querySelectorAll('[part~="card"]').length;
      more.click();
      return before;
    };
    for (let before = await this.page.evaluate(press, board); before >= 0; before = await this.page.evaluate(press, board)) {
      await this.until((selector, count) => document.querySelector(selector).shadowRoot.querySelectorAll('[part~="card"]').length > count, board, before);
      presses += 1;
      assert.ok(presses < 500, 'the "more" buttons never end');
    }
    // Cards are drawn in slices: the last ones come after the last press.
    await this.until((selector) => [...document.querySelector(selector).shadowRoot.querySelectorAll('[part~="column"]')].every((column) => {
      const told = /\d+/.exec(column.querySelector('[part~="column-header"]').textContent.replace(/[\s\u202f\u00a0]/g, ''));
      return column.querySelectorAll('[part~="card"]').length >= Number(told?.[0] ?? 0);
    }), board);
  }

  /** Forces a colour scheme the way a host does. */
  scheme(name) {
    return this.page.evaluate((value) => {
      document.documentElement.dataset.coordoScheme = value;
    }, name);
  }

  text(selector) {
    return this.page.evaluate((one) => document.querySelector(one).textContent, selector);
  }

  /** Ends the page: nothing was blocked, nothing was thrown, nothing went to another host. */
  async close() {
    this.watch.assertClean();
    assert.deepEqual(this.foreign, [], 'requests to other hosts');
    await this.page.close();
  }
}
