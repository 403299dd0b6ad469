/** One page of a test, watched from its first byte: what it says on the console, throws, and violates. */

import assert from 'node:assert/strict';

/** Opens a page of the test server and returns it with its watcher. */
export async function openPage(browser, server, path) {
  const page = await browser.newPage();
  // Twice the longest that the product itself waits: a lease that nobody renews.
  page.setDefaultTimeout(30_000);
  const watch = new Watch(page, server);
  await page.goto(server.origin + path, { waitUntil: 'load' });
  return { page, watch };
}

/** What went wrong in a page, whoever said it. */
export class Watch {
  #page;
  #server;
  #firstReport;
  errors = [];
  warnings = [];

  constructor(page, server) {
    this.#page = page;
    this.#server = server;
    this.#firstReport = server.reports.length;
    page.on('pageerror', (error) => this.errors.push(`thrown: ${error?.message ?? error}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`console: ${message.text()}`);
      if (message.type() === 'warn') this.warnings.push(message.text());
    });
  }

  /** Violations of the policy since the page was opened. */
  get reports() {
    return this.#server.reports.slice(this.#firstReport);
  }

  /** Waits until what the page reported has arrived: reports travel beside the page, after what caused them. */
  async settle() {
    await this.#page.evaluate(() => fetch('/__csp', { method: 'POST', body: '[]' }).then(() => undefined));
  }

  /** Fails unless nothing at all went wrong. */
  assertClean() {
    assert.deepEqual(this.reports, [], 'the policy was violated');
    assert.deepEqual(this.errors, [], 'the page reported errors');
  }
}

/** Runs the body with a page and closes it; fails when anything went wrong in it. */
export async function withPage(browser, server, path, body, options = {}) {
  const { page, watch } = await openPage(browser, server, path);
  try {
    await body(page, watch);
    if (options.expectErrors !== true) {
      await watch.settle();
      watch.assertClean();
    }
  } finally {
    await page.close();
  }
}
