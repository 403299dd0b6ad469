// How each widget looks in each of its states, light and dark, beside pictures that somebody has looked at.
// In one engine and with one font: what is compared is our drawing, not that of a machine.
// COORDO_NEW_LOOKS=1 writes the pictures anew; look at each before it is committed.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { CHROMIUM, launch } from '../kit/web/browsers.mjs';
import { openPage } from '../kit/web/page.mjs';
import { POLICY } from '../kit/web/policy.mjs';
import { serve } from '../kit/web/server.mjs';
import { repository } from './site.mjs';

const REFERENCES = join(repository, 'tests', 'e2e', 'looks', 'references');
const SEEN = join(repository, 'target', 'looks');
/** Edges of letters and curves may fall otherwise after an update of the browser. */
const COLOUR_TOLERANCE = 0.15;
const SHARE_TOLERANCE = 0.002;
const HEIGHT = 900;
const TAGS = ['coordo-timeline', 'coordo-board', 'coordo-directory'];

/** States that every widget has. */
const COMMON = {
  loading: (tag) => globalThis.looks.show(tag, null),
  story: async (tag) => globalThis.looks.show(tag, await globalThis.looks.story()),
  empty: async (tag) => globalThis.looks.show(tag, await globalThis.looks.bundle('{"resourceType":"Bundle","type":"collection","entry":[]}')),
  'not read': async (tag) => globalThis.looks.show(tag, await globalThis.looks.bundle('<html>')),
  'read only': async (tag) => {
    const text = await (await fetch('/stories/1-sortie-hopital/bundle-00.json')).text();
    await globalThis.looks.show(tag, await globalThis.looks.bundle(text));
  },
  offline: async (tag) => {
    const opened = await globalThis.looks.story();
    await globalThis.looks.show(tag, opened);
    opened.sandbox.faults({ offline: true });
    await opened.client.pull();
  },
  'in English': async (tag) => {
    await globalThis.looks.show(tag, await globalThis.looks.story({ locale: 'en' }));
    globalThis.looks.widget.locale = 'en';
  },
  chosen: async (tag) => {
    const opened = await globalThis.looks.story();
    await globalThis.looks.show(tag, opened);
    opened.client.select({ source: 'essai', resource: tag === 'coordo-directory' ? 'Practitioner/sylla-fatoumata' : 'Task/t-pilulier' });
  },
};

/** A colleague renamed the pillbox and ended it sooner, while this side prolonged it and then said it done. */
async function colleague() {
  const { client, sandbox } = globalThis.looks.opened;
  const path = 'Task/t-pilulier';
  const at = '2026-11-26T08:05:00+01:00';
  const task = JSON.parse((await sandbox.request({ method: 'GET', path })).body);
  const body = JSON.stringify({
    ...task,
    description: 'Préparer le pilulier chaque lundi',
    restriction: { period: { ...task.restriction.period, end: '2026-12-15' } },
    lastModified: at,
    note: [...(task.note ?? []), { authorString: 'Sofia Benhalima', time: at, text: 'Doses préparées à partir de lundi.' }],
  });
  await sandbox.request({ method: 'PUT', path, body });
  await client.sync();
}

/** From the story to a conflict that the board shows. */
const IN_CONFLICT = [
  '[data-resource="Task/t-pilulier"] .bd-more', '[role="menu"] [data-to="edit"]',
  () => {
    const field = globalThis.looks.find('dialog[open] input[type="date"]');
    field.value = '2027-01-31';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  },
  'dialog[open] [part~="button-primary"]', '[data-resource="Task/t-pilulier"] .bd-more', '[role="menu"] [data-to="completed"]', colleague,
];

/** States of the timeline at other moments of the stories, all rows on one picture. */
const MOMENTS = {
  'broken order': { story: '1-sortie-hopital', last: 6, person: 'Patient/marchandeau-odette', now: Date.parse('2026-11-27T09:45:00Z') },
  gap: { story: '3-enfant-handicap', last: 6, person: 'Patient/roussin-timothee', now: Date.parse('2026-12-07T09:00:00Z') },
};

async function showMoment(of) {
  const { looks } = globalThis;
  document.getElementById('stage').style.setProperty('--coordo-timeline-max-height', '1200px');
  await looks.show('coordo-timeline', await looks.story({ thresholds: { missedInARow: 2, offerWorkingDays: 2 } }, of));
}

/** States of one widget alone over the story: what was pressed, by selector or by the words of a button, or done. */
const OWN = {
  'coordo-timeline': {
    table: ['Tableau'],
    details: ['[part~="shelf"] [data-resource]'],
    'by actor': ['Par besoin', 'Par intervenant'],
  },
  'coordo-board': {
    details: ['[data-resource="Task/t-pilulier"] .bd-t'],
    'new task': ['Nouvelle tâche', 'Préciser…'],
    'by actor': ['Couloirs', 'Par responsable'],
    'who does what': ['Qui fait quoi', '[part~="who"] td'],
    filter: ['Filtrer'],
    menu: ['[data-resource="Task/t-pilulier"] .bd-more'],
    'two versions': [...IN_CONFLICT, '[data-choice="review"]', '[data-at="0"] input[value="mine"]'],
    'chip opened': [...IN_CONFLICT, '[part~="sync"]'],
  },
  'coordo-directory': {
    record: ['[part~="result"][data-resource="Practitioner/benhalima-sofia"]'],
    filtered: ['[part~="facet"]'],
  },
};

/** Widths at which a state is looked at. */
const WIDTHS = { wide: 1248, narrow: 358 };

describe('how the widgets look', { timeout: 900_000 }, () => {
  let server;
  let browser;
  before(async () => {
    server = await serve({
      '/': join(repository, 'tests', 'e2e', 'looks'),
      '/coordo/': join(repository, 'bindings', 'npm', 'elements', 'dist'),
      '/stories/': join(repository, 'tests', 'data', 'stories'),
      '/font/': join(repository, 'node_modules', '@fontsource-variable', 'inter', 'files'),
    });
    server.policies.set('/index.html', `${POLICY}; font-src 'self'`);
    browser = await launch(CHROMIUM);
    mkdirSync(REFERENCES, { recursive: true });
    mkdirSync(SEEN, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function picture(tag, state, scheme, width) {
    const { page, watch } = await openPage(browser, server, '/index.html');
    await page.setViewport({ width: width + 32, height: HEIGHT });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await page.waitForFunction(() => globalThis.looks !== undefined);
    await page.evaluate((value) => {
      document.documentElement.dataset.coordoScheme = value;
    }, scheme);
    if (state in COMMON) await page.evaluate(COMMON[state], tag);
    else if (state in MOMENTS) await page.evaluate(showMoment, MOMENTS[state]);
    else {
      await page.evaluate(COMMON.story, tag);
      for (const what of OWN[tag][state]) await press(page, what);
    }
    await settled(page);
    const place = await page.evaluate(() => document.getElementById('stage').getBoundingClientRect().toJSON());
    // Beyond the window, the browser lays the page out anew for its picture, and what was scrolled moves.
    const captureBeyondViewport = place.bottom > HEIGHT;
    const bytes = await page.screenshot({ clip: { x: 0, y: 0, width: place.right, height: Math.ceil(place.bottom) }, captureBeyondViewport });
    await watch.settle();
    watch.assertClean();
    await page.close();
    return PNG.sync.read(Buffer.from(bytes));
  }

  /** Presses what answers a selector, or says these words, once it is there. */
  function press(page, what) {
    if (typeof what === 'function') return page.evaluate(what);
    return page.waitForFunction((wanted) => {
      const root = globalThis.looks.widget.shadowRoot;
      const found = /[[.]/.test(wanted)
        ? root.querySelector(wanted)
        : [...root.querySelectorAll('button, [role^="menuitem"]')].find((one) => one.textContent.trim().startsWith(wanted));
      found?.click();
      return found != null;
    }, {}, what);
  }

  /** Nothing in the widget has changed for a dozen frames: drawing is sliced over several. */
  function settled(page) {
    return page.evaluate(() => new Promise((resolve) => {
      let quiet = 0;
      const root = document.querySelector('#stage > *').shadowRoot;
      const observer = new MutationObserver(() => {
        quiet = 0;
      });
      // Scrolling changes the picture without changing an element.
      root.addEventListener('scroll', () => {
        quiet = 0;
      }, true);
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      const frame = () => {
        quiet += 1;
        if (quiet > 12) {
          observer.disconnect();
          resolve();
        } else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    }));
  }

  function compare(name, seen) {
    const file = join(REFERENCES, `${name}.png`);
    if (process.env.COORDO_NEW_LOOKS === '1') {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, PNG.sync.write(seen));
      return;
    }
    writeFileSync(join(SEEN, `${name}.png`), PNG.sync.write(seen));
    assert.ok(existsSync(file), `${name} has no reference: look at target/looks, then COORDO_NEW_LOOKS=1`);
    const known = PNG.sync.read(readFileSync(file));
    assert.deepEqual([seen.width, seen.height], [known.width, known.height], `${name} has another size`);
    const difference = new PNG({ width: known.width, height: known.height });
    const pixels = pixelmatch(known.data, seen.data, difference.data, known.width, known.height, { threshold: COLOUR_TOLERANCE });
    const share = pixels / (known.width * known.height);
    if (share > SHARE_TOLERANCE) writeFileSync(join(SEEN, `${name}.difference.png`), PNG.sync.write(difference));
    assert.ok(share <= SHARE_TOLERANCE, `${name}: ${(share * 100).toFixed(2)} % of the picture differs; see target/looks`);
  }

  for (const tag of TAGS) {
    const moments = tag === 'coordo-timeline' ? Object.keys(MOMENTS) : [];
    for (const state of [...Object.keys(COMMON), ...Object.keys(OWN[tag]), ...moments]) {
      for (const [size, width] of Object.entries(WIDTHS)) {
        for (const scheme of ['light', 'dark']) {
          // Narrow pictures say what wide ones do not for the story alone.
          if (size === 'narrow' && !['story', 'chosen', 'two versions', 'who does what'].includes(state)) continue;
          const name = [tag.replace('coordo-', ''), state.replaceAll(' ', '-'), size, scheme].join('.');
          test(name, async () => compare(name, await picture(tag, state, scheme, width)));
        }
      }
    }
  }
});
