/** Little room, large text, other colours, no motion, paper: every state stays whole and legible. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TAGS } from '../kit/web/widget.mjs';
import { inEveryEngine } from './stage.mjs';
import { LOUD_STATES, STATES, storyElement } from './states.mjs';

/** A narrow phone, text at 200 %, and both. */
const ROOMS = [
  { name: '390 px', width: 390, text: '' },
  { name: 'text at 200 %', width: 1280, text: '200%' },
  { name: 'text at 200 % in 390 px', width: 390, text: '200%' },
];

/** What is wrong with the place that an element has: sideways scrolling, words cut off or broken, buttons over each other. */
function faultsOfPlace(page) {
  return page.evaluate(async () => {
    for (let n = 0; n < 3; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const faults = [];
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over > 0) faults.push(`the page scrolls sideways by ${over} px`);
    const told = (element) => `${element.className || element.localName} « ${element.textContent.trim().slice(0, 40)} »`;
    for (const { shadowRoot } of document.querySelectorAll('#stage > *')) {
      /** What pans under the hand has its edges in the middle of words, and what is only spoken has no place. */
      const isPanned = (element) => element.closest('[part~="axis"], .tl-plot, .tl-now-l, [part~="overview"]') !== null;
      /** What is only heard lies in a pixel. */
      const hasClip = (element) => element !== null && (getComputedStyle(element).clipPath !== 'none' || hasClip(element.parentElement));
      for (const element of shadowRoot.querySelectorAll('*')) {
        const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
        if (own.length === 0 || element.localName === 'style' || !element.checkVisibility() || isPanned(element)) continue;
        const range = document.createRange();
        range.selectNodeContents(own[0]);
        const words = range.getBoundingClientRect();
        const isNoWord = element.closest('code') !== null || words.width <= 1 || hasClip(element);
        for (const { index, 0: word } of isNoWord ? [] : own[0].data.matchAll(/[\p{L}\p{N}]{2,15}/gu)) {
          range.setStart(own[0], index);
          range.setEnd(own[0], index + word.length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (lines.size > 1) faults.push(`broken: « ${word} » of ${told(element)}`);
        }
        for (let around = element; around !== null; around = around.parentElement) {
          const style = getComputedStyle(around);
          if (style.clipPath !== 'none') break;
          if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') break;
          if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
          if (!/hidden|clip/.test(style.overflowX)) continue;
          const box = around.getBoundingClientRect();
          if (box.width <= 1) break;
          if (words.right > box.right + 1 || words.left < box.left - 1) faults.push(`cut off: ${told(element)}`);
        }
      }
      const pressable = [...shadowRoot.querySelectorAll('[part~="toolbar"] :is(button, input, select), .co-line button')];
      const boxes = pressable.filter((one) => one.checkVisibility()).map((one) => [one, one.getBoundingClientRect()]);
      boxes.forEach(([one, a], at) => {
        for (const [other, b] of boxes.slice(at + 1)) {
          const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (width > 1 && height > 1) faults.push(`over each other: ${told(one)} and ${told(other)}`);
        }
      });
    }
    return faults;
  });
}

/** Emulates media features that the driver has no name for. */
async function emulate(page, ...features) {
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', { features: features.map(([name, value]) => ({ name, value })) });
}

inEveryEngine('in any room', ({ onStage, engine }) => {
  for (const { tag, state, bring } of STATES) {
    test(`<${tag}> in the state: ${state}`, onStage(async (page, _watch, stage) => {
      await bring(page, stage, tag);
      for (const { name, width, text } of ROOMS) {
        await page.setViewport({ width, height: 900 });
        await page.evaluate((size) => document.documentElement.style.setProperty('font-size', size), text);
        assert.deepEqual(await faultsOfPlace(page), [], `${state}, ${name}`);
      }
    }, { expectErrors: LOUD_STATES.includes(state) }));
  }

  test('<coordo-timeline> on a phone says until when, in view and not only aloud', onStage(async (page) => {
    await page.setViewport({ width: 390, height: 900 });
    await storyElement(page, 'coordo-timeline');
    await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[part~="table"] tr[data-resource]') !== null);
    const ends = await page.evaluate(() => {
      const lines = [...globalThis.host.shown.shadowRoot.querySelectorAll('[part~="table"] tr[data-resource]')];
      const isSeen = (cell) => cell.getBoundingClientRect().width > 20 && getComputedStyle(cell).clipPath === 'none';
      return lines.map((line) => line.querySelectorAll('td')[1]).map((cell) => [cell.textContent !== '—', isSeen(cell)]);
    });
    assert.ok(ends.some(([hasEnd]) => hasEnd) && ends.some(([hasEnd]) => !hasEnd));
    assert.deepEqual(ends.filter(([hasEnd, isSeen]) => hasEnd !== isSeen), []);
  }));

  test('<coordo-board> on a phone begins where cards are', onStage(async (page) => {
    await page.setViewport({ width: 390, height: 900 });
    await page.evaluate(async () => {
      const { host } = globalThis;
      const task = (id, status) => ({ resource: { resourceType: 'Task', id, status, intent: 'order', description: id } });
      const entry = [task('a', 'in-progress'), task('b', 'completed')];
      host.shown = host.board(await host.bundleClient(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry })));
      await new Promise((resolve) => host.shown.addEventListener('coordo-ready', resolve, { once: true }));
    });
    await page.waitForFunction(() => {
      const { left, right } = document.querySelector('coordo-board').shadowRoot.querySelector('[data-resource="Task/a"]').getBoundingClientRect();
      return left >= 0 && right <= 390;
    });
  }));

  for (const tag of TAGS) {
    test(`<${tag}> on paper has no tools, all that it shows, and the day that it is of`, onStage(async (page) => {
      await storyElement(page, tag);
      const shown = await page.evaluate(() => globalThis.host.told.find(({ name }) => name === 'coordo-ready').detail);
      if (engine.name === 'chromium') await page.emulateMediaType('print');
      const paper = await page.evaluate(async () => {
        dispatchEvent(new Event('beforeprint'));
        for (let n = 0; n < 3; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
        const { shadowRoot } = globalThis.host.shown;
        const visible = (selector) => [...shadowRoot.querySelectorAll(selector)].filter((one) => one.checkVisibility());
        const pressed = visible('[part~="toolbar"] button:not([part~="sync"]), [part~="more"], [part~="search"], dialog');
        const records = visible('[part~="table"] tr[data-resource], [part~="card"][data-resource], [part~="result"]');
        const height = (one) => one.scrollHeight - one.clientHeight;
        const scrolled = visible('*').filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && height(one) > 1);
        const asOf = shadowRoot.querySelector('[part~="sync"] [data-day]');
        const day = getComputedStyle(asOf, '::before').content.replace(/^none$|"/gu, '');
        const answer = { asOf: `${day}${asOf.innerText}`.trim().replace(/\s+/gu, ' '), pressed: pressed.map((one) => one.textContent), records: records.length, scrolled: scrolled.map((one) => one.className) };
        dispatchEvent(new Event('afterprint'));
        return answer;
      });
      assert.equal(paper.records, shown.items ?? shown.cards ?? shown.entries);
      if (engine.name !== 'chromium') return;
      assert.deepEqual([paper.pressed, paper.scrolled], [[], []]);
      assert.equal(paper.asOf, 'lun. 23 nov. 2026, À jour, 10:42');
      if (tag !== 'coordo-timeline') return;
      // A4 with wide margins: the table keeps its columns, and its head for each page.
      await page.setViewport({ width: 640, height: 900 });
      const displays = await page.evaluate(() => ['table', 'thead'].map((name) =>
        getComputedStyle(globalThis.host.shown.shadowRoot.querySelector(`[part~="table"] ${name}, ${name}[part~="table"]`)).display));
      assert.deepEqual(displays, ['table', 'table-header-group']);
    }));
  }

  // Only one driver can ask for these.
  if (engine.name !== 'chromium') return;

  for (const { tag, state, bring } of STATES) {
    test(`<${tag}> moves nothing for whom motion is too much: ${state}`, onStage(async (page, _watch, stage) => {
      await emulate(page, ['prefers-reduced-motion', 'reduce']);
      await bring(page, stage, tag);
      const moving = await page.evaluate(() => [...document.querySelectorAll('#stage > *')].flatMap(({ shadowRoot }) =>
        [...shadowRoot.querySelectorAll('*')].filter((one) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(one);
          const lasts = (durations) => durations.split(',').some((one) => Number.parseFloat(one) > 0.01);
          return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration));
        }).map((one) => one.className || one.localName)));
      assert.deepEqual(moving, []);
    }, { expectErrors: LOUD_STATES.includes(state) }));
  }

  for (const tag of TAGS) {
    test(`<${tag}> tells what is chosen in forced colours too`, onStage(async (page) => {
      await emulate(page, ['forced-colors', 'active']);
      await storyElement(page, tag);
      const lines = () => page.evaluate(() => {
        const { shadowRoot } = globalThis.host.shown;
        return [...shadowRoot.querySelectorAll('[data-resource]')].filter((one) => one.checkVisibility()).map((one) => {
          const style = getComputedStyle(one);
          return [one.dataset.resource, style.outline, style.border, style.borderInlineStart, style.backgroundColor].join(' | ');
        });
      });
      const before = await lines();
      const resource = tag === 'coordo-directory' ? 'Practitioner/benhalima-sofia' : 'Task/t-pilulier';
      await page.evaluate((chosen) => globalThis.host.client.select({ source: 'essai', resource: chosen }), resource);
      await page.waitForFunction(() => globalThis.host.shown.shadowRoot.querySelector('[aria-current="true"], [aria-selected="true"]') !== null);
      const after = await lines();
      assert.ok(after.some((line) => line.startsWith(resource) && !before.includes(line)), `${resource} looks as before`);
    }));
  }
});
