/** FHIR as it comes: hostile, broken, endless. The rest is shown, the reason is named, nothing is executed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cards } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

const EVIL = '<img src=x onerror="globalThis.executed=1"><script>globalThis.executed=1</script>${1}{{1}}';

/** A bundle of resources. */
const bundleOf = (...resources) => JSON.stringify({
  resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })),
});

const task = (id, more = {}) => ({ resourceType: 'Task', id, status: 'requested', intent: 'order', description: id, ...more });

/** Puts text into every text field of a resource that a board could show. */
const evilTask = task('evil', {
  description: EVIL,
  status: 'on-hold',
  statusReason: { text: EVIL },
  businessStatus: { text: EVIL },
  code: { text: EVIL, coding: [{ system: 'https://exemple.test', code: EVIL, display: EVIL }] },
  reasonCode: { text: EVIL },
  owner: { display: EVIL },
  for: { display: EVIL },
  requester: { display: EVIL },
  note: [{ text: EVIL }],
  restriction: { period: { end: EVIL } },
  identifier: [{ system: EVIL, value: EVIL }],
});

/** Puts bundles on a board; what the client then says of them. */
function load(page, ...bundles) {
  return page.evaluate(async (given) => {
    const { host } = globalThis;
    const client = await host.bundleClient(...given);
    host.board(client);
    await client.pull();
    return { notices: client.notices(), complete: client.status().complete };
  }, bundles);
}

/** The same, where cards must follow; the notices. */
async function show(page, ...bundles) {
  const { notices } = await load(page, ...bundles);
  await boardReady(page);
  return notices;
}

async function shownCards(page) {
  return (await cards(page)).map(({ resource }) => resource).sort();
}

inEveryEngine('bad input', ({ onStage }) => {
  test('HTML and script in every text field are text, and nothing runs', onStage(async (page) => {
    await show(page, bundleOf(evilTask, task('other')));
    assert.deepEqual(await shownCards(page), ['Task/evil', 'Task/other']);
    const seen = await page.evaluate(() => {
      const root = document.querySelector('coordo-board').shadowRoot;
      return {
        executed: 'executed' in globalThis, elements: root.querySelectorAll('img, script, iframe').length,
        text: root.textContent.includes('<img src=x onerror='),
      };
    });
    assert.deepEqual(seen, { executed: false, elements: 0, text: true });
  }));

  test('a bundle cut in the middle shows what came whole, and a notice says that the end is missing', onStage(async (page) => {
    const whole = bundleOf(task('first'), task('second'), task('third'));
    const { notices, complete } = await load(page, whole.slice(0, whole.length - 60));
    assert.deepEqual(notices.map(({ code }) => code), ['truncated']);
    assert.equal(complete, false);
    await boardReady(page);
    assert.deepEqual(await shownCards(page), ['Task/first', 'Task/second']);
  }));

  test('one page of a search is no whole plan, all of them are', onStage(async (page) => {
    const pageOf = (own, next, ...resources) => JSON.stringify({
      ...JSON.parse(bundleOf(...resources)),
      type: 'searchset',
      link: [{ relation: 'self', url: own }, ...(next ? [{ relation: 'next', url: next }] : [])],
    });
    const [first, second] = [pageOf('/fhir?page=1', '/fhir?page=2', task('first')), pageOf('/fhir?page=2', null, task('second'))];
    const alone = await load(page, first);
    assert.deepEqual(alone.notices.map(({ code, path }) => [code, path]), [['truncated', 'Bundle.link']]);
    assert.equal(alone.complete, false);
    const both = await load(page, first, second);
    assert.deepEqual(both.notices, []);
    assert.equal(both.complete, true);
  }));

  test('what is not JSON at all is told by a notice and by the board', onStage(async (page) => {
    const { notices, complete } = await load(page, 'ceci n’est pas du JSON');
    assert.deepEqual(notices.map(({ code }) => code), ['not-json']);
    assert.equal(complete, false);
    await page.waitForFunction(() => /JSON/.test(document.querySelector('coordo-board').shadowRoot.textContent));
  }));

  test('a file that is not JSON beside a good one takes nothing from it', onStage(async (page) => {
    const outcome = await load(page, bundleOf(task('good')), 'ceci n’est pas du JSON');
    assert.ok(outcome.notices.some(({ code }) => code === 'not-json'), JSON.stringify(outcome));
    await boardReady(page);
    assert.deepEqual(await shownCards(page), ['Task/good']);
  }));

  test('an unknown status is shown as received, with a notice that names it', onStage(async (page) => {
    const notices = await show(page, bundleOf(task('odd', { status: 'a-voir' }), task('plain')));
    assert.deepEqual(await shownCards(page), ['Task/odd', 'Task/plain']);
    const odd = (await cards(page)).find(({ resource }) => resource === 'Task/odd');
    assert.equal(odd.column, 'other');
    assert.ok(notices.some(({ resource, path }) => resource === 'Task/odd' && path.includes('status')), JSON.stringify(notices));
  }));

  test('two resources with one id make one card and a notice', onStage(async (page) => {
    const notices = await show(page, bundleOf(task('twin'), task('twin', { description: 'the other' })));
    assert.deepEqual(await shownCards(page), ['Task/twin']);
    assert.ok(notices.some(({ resource }) => resource === 'Task/twin'), JSON.stringify(notices));
  }));

  test('a resource without id is shown all the same', onStage(async (page) => {
    const { id: _none, ...nameless } = task('nameless');
    const notices = await show(page, bundleOf(nameless, task('named')));
    assert.equal((await shownCards(page)).length, 2);
    assert.ok(notices.length >= 1);
  }));

  test('a cycle in partOf and dangling references end in notices, not in a loop', onStage(async (page) => {
    const notices = await show(page, bundleOf(
      task('a', { partOf: [{ reference: 'Task/b' }] }),
      task('b', { partOf: [{ reference: 'Task/a' }], owner: { reference: 'Practitioner/nobody' } }),
    ));
    assert.deepEqual(await shownCards(page), ['Task/a', 'Task/b']);
    assert.ok(notices.length >= 1);
  }));

  test('300 levels of nesting cost one resource and not the rest', onStage(async (page) => {
    const deep = `${'{"extension":['.repeat(300)}${']}'.repeat(300)}`;
    const nested = JSON.stringify(task('deep')).replace(/\}$/, `,"extension":[${deep}]}`);
    const notices = await show(page, `{"resourceType":"Bundle","type":"collection","entry":[{"resource":${nested}},{"resource":${JSON.stringify(task('flat'))}}]}`);
    assert.ok((await shownCards(page)).includes('Task/flat'));
    assert.ok(notices.length >= 1, 'the nesting is told');
  }));

  test('right-to-left text and names of 5,000 characters keep the board in shape', onStage(async (page) => {
    await show(page, bundleOf(
      task('rtl', { description: '\u202Eمكالمة العائلة\u202C', owner: { display: 'ناديا' } }),
      task('long', { description: 'x'.repeat(5000), owner: { display: 'Nom '.repeat(1250) } }),
    ));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `the page scrolls sideways by ${overflow} px`);
  }));

  test('an empty bundle says so in a sentence', onStage(async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      host.board(await host.bundleClient(await host.bundle('empty.json')));
    });
    await page.waitForFunction(() => {
      const root = document.querySelector('coordo-board').shadowRoot;
      return root.querySelector('[part~="empty"]') !== null;
    });
  }));
});
