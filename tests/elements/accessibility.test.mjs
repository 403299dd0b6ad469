/** Every state of the elements, in light and dark, under the rules of WCAG 2.2 A and AA: no violation at all. */

import { test } from 'node:test';
import { assertAccessible } from '../kit/web/axe.mjs';
import { inEveryEngine } from './stage.mjs';
import { LOUD_STATES, STATES } from './states.mjs';

/** Takes a scheme, and waits for colours that are on their way to another. */
function take(page, scheme) {
  return page.evaluate(async (wanted) => {
    document.body.classList.remove('light', 'dark');
    document.body.classList.add(wanted);
    // An element takes the scheme of its own attribute, whatever the browser prefers.
    const elements = [...document.querySelectorAll('#stage > *')];
    for (const element of elements) element.setAttribute('data-coordo-scheme', wanted);
    for (let n = 0; n < 2; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const moving = elements.flatMap(({ shadowRoot }) => shadowRoot.getAnimations());
    await Promise.allSettled(moving.map(({ finished }) => finished));
  }, scheme);
}

inEveryEngine('accessibility', ({ onStage }) => {
  for (const { tag, state, bring } of STATES) {
    test(`of <${tag}> in the state: ${state}`, onStage(async (page, _watch, stage) => {
      await bring(page, stage, tag);
      for (const scheme of ['light', 'dark']) {
        await take(page, scheme);
        await assertAccessible(page, `<${tag}>, ${state}, ${scheme}`);
      }
    }, { expectErrors: LOUD_STATES.includes(state) }));
  }
});
