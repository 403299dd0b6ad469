/** What a developer is told when an option is wrong: a code, the option by its path, a sentence. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TAGS } from '../kit/web/widget.mjs';
import { inEveryEngine } from './stage.mjs';

/** Each wrong option as a function body of the page, with what must be said of it. */
const WRONG = [
  ['no sources at all', () => ({}), 'no-source', 'sources'],
  ['an empty list of sources', () => ({ sources: [] }), 'no-source', 'sources'],
  ['a kind that does not exist', () => ({ sources: [{ id: 'a', kind: 'hl7v2' }] }), 'wrong-option', 'sources[0].kind'],
  ['a server without its address', () => ({ sources: [{ id: 'a', kind: 'fhir' }] }), 'wrong-option', 'sources[0].url'],
  ['a server with a user in its address', () => ({ sources: [{ id: 'a', kind: 'fhir', url: 'https://a:b@exemple.test' }] }), 'wrong-option', 'sources[0].url'],
  ['a source without id', () => ({ sources: [{ kind: 'bundle', bundles: [] }] }), 'wrong-option', 'sources[0].id'],
  ['two sources with one id', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }, { id: 'a', kind: 'bundle', bundles: [] }] }), 'wrong-option', 'sources[1].id'],
  ['a sandbox that is none', () => ({ sources: [{ id: 'a', kind: 'sandbox', sandbox: {} }] }), 'wrong-option', 'sources[0].sandbox'],
  ['a misspelt option', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], timezone: 'Europe/Paris' }), 'unknown-option', 'timezone'],
  ['a misspelt field of a source', () => ({ sources: [{ id: 'a', kind: 'bundle', bundle: {} }] }), 'unknown-option', 'sources[0].bundle'],
  ['an unknown zone', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], timeZone: 'Europe/Pari' }), 'wrong-option', 'timeZone'],
  ['an unknown language', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], locale: 'de' }), 'wrong-option', 'locale'],
  ['a subject of an unknown source', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], subject: { source: 'b', reference: 'Patient/1' } }), 'unknown-source', 'subject.source'],
  ['a subject that is no reference', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], subject: { source: 'a', reference: '42' } }), 'wrong-option', 'subject.reference'],
  ['a subject that is nobody’s plan', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], subject: { source: 'a', reference: 'RelatedPerson/1' } }), 'wrong-option', 'subject.reference'],
  ['an actor who cannot act', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], actor: { source: 'a', reference: 'CarePlan/1' } }), 'wrong-option', 'actor.reference'],
  ['a subject with a number of no system', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], subject: { identifier: { value: '1' } } }), 'wrong-option', 'subject.identifier.system'],
  ['a subject with a number and half a reference', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], subject: { identifier: { system: 'urn:x', value: '1' }, source: 'a' } }), 'wrong-option', 'subject.reference'],
  ['a cache of another kind', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], cache: { mode: 'clear' } }), 'wrong-option', 'cache.mode'],
  ['a cache of nobody', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], cache: { mode: 'encrypted', secret: 'x' } }), 'wrong-option', 'cache.partition'],
  ['a cache under a password', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], cache: { mode: 'encrypted', partition: 'a/b', secret: 'motdepasse' } }), 'wrong-option', 'cache.secret'],
  ['a host source without its function', () => ({ sources: [{ id: 'a', kind: 'host' }] }), 'wrong-option', 'sources[0].send'],
  ['a host source with an address', () => ({ sources: [{ id: 'a', kind: 'host', url: 'https://exemple.test' }] }), 'unknown-option', 'sources[0].url'],
  ['a bundle that is told to be read-only, which it always is', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [], readOnly: true }] }), 'unknown-option', 'sources[0].readOnly'],
  ['a clock that is a date', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [] }], clock: new Date(0) }), 'wrong-option', 'clock'],
  ['a bundle that is a number', () => ({ sources: [{ id: 'a', kind: 'bundle', bundles: [42] }] }), 'wrong-option', 'sources[0].bundles[0]'],
];

inEveryEngine('options', ({ onStage }) => {
  test('each wrong option of a client is named', onStage(async (page) => {
    for (const [what, options, code, option] of WRONG) {
      const refused = await page.evaluate(
        (source) => globalThis.host.refusal(() => globalThis.host.coordo.createClient(source)),
        what === 'a clock that is a date' ? { ...options(), clock: '1970' } : options(),
      );
      assert.deepEqual({ code: refused?.code, option: refused?.option }, { code, option }, what);
      assert.ok(refused.isCoordoError && refused.message.includes(option.split('.')[0].split('[')[0]), refused.message);
    }
  }));

  test('each wrong option of a sandbox is named', onStage(async (page) => {
    const codes = await page.evaluate(async () => {
      const { coordo, refusal } = globalThis.host;
      const tried = [{ latency: -1 }, { bundles: 'text' }, { scenario: 'sortie' }, { clock: 3 }];
      return Promise.all(tried.map(async (options) => {
        const { code, option } = await refusal(() => coordo.createSandbox(options));
        return `${code} ${option}`;
      }));
    });
    assert.deepEqual(codes, ['wrong-option latency', 'wrong-option bundles', 'unknown-option scenario', 'wrong-option clock']);
  }));

  test('a bundle that was not awaited is told, before anything of it is shown', onStage(async (page) => {
    const said = await page.evaluate(async () => {
      const { coordo, refusal } = globalThis.host;
      const given = [Promise.resolve('{}'), new Response('{}')];
      return Promise.all(given.map(async (bundle) => {
        const { code, option, message } = await refusal(() =>
          coordo.createClient({ sources: [{ id: 'a', kind: 'bundle', bundles: [bundle] }] }));
        return [code, option, /await/u.test(message)];
      }));
    });
    assert.deepEqual(said, [['wrong-option', 'sources[0].bundles[0]', true], ['wrong-option', 'sources[0].bundles[0]', true]]);
  }));

  test('nothing but true lets unsent changes be lost', onStage(async (page) => {
    const said = await page.evaluate(async () => {
      const { host } = globalThis;
      const client = await host.bundleClient('{}');
      const tried = [
        () => client.close({ discardUnsent: 'false' }), () => client.purge({ discardUnsent: 1 }), () => client.close({ discard: true }),
      ];
      const said = [];
      for (const attempt of tried) {
        const { code, option } = await host.refusal(attempt);
        said.push(`${code} ${option}`);
      }
      return [...said, client.status().complete !== undefined];
    });
    assert.deepEqual(said, ['wrong-option discardUnsent', 'wrong-option discardUnsent', 'unknown-option discard', true]);
  }));

  test('an event that does not exist and a handler that is none are told at once', onStage(async (page) => {
    const said = await page.evaluate(async () => {
      const { host } = globalThis;
      const client = await host.bundleClient('{}');
      const tried = [() => client.on('sync', () => {}), () => client.on('loaded')];
      return Promise.all(tried.map(async (attempt) => {
        const { code, option } = await host.refusal(attempt);
        return `${code} ${option}`;
      }));
    });
    assert.deepEqual(said, ['wrong-option name', 'wrong-option handler']);
  }));

  test('each wrong choice and filter is named', onStage(async (page) => {
    const codes = await page.evaluate(async () => {
      const { host } = globalThis;
      const client = await host.bundleClient('{}');
      const choices = [
        { source: 'dossier' }, { source: 'dossier', resource: '42' }, { source: 1, resource: 'Task/1' },
        { source: 'dossier', resource: 'Task/1', place: 0 }, { source: 'dossier', resource: 'CarePlan/1', activity: -1 },
        { source: 'autre', resource: 'Task/1' },
      ];
      const filters = [
        { text: 3 }, { owner: 'me' }, { owner: { source: 'dossier' } }, { goal: 'Goal/1' }, { onlyOpen: 'yes' }, { status: 'draft' },
      ];
      const tried = [
        ...choices.map((choice) => () => client.select(choice)),
        ...filters.map((filter) => () => {
          client.filter = filter;
        }),
      ];
      return Promise.all(tried.map(async (attempt) => {
        const { code, option } = await host.refusal(attempt);
        return `${code} ${option}`;
      }));
    });
    assert.deepEqual(codes, [
      'wrong-option item.resource', 'wrong-option item.resource', 'wrong-option item.source',
      'unknown-option item.place', 'wrong-option item.activity', 'unknown-source item.source',
      'wrong-option filter.text', 'wrong-option filter.owner', 'wrong-option filter.owner.reference',
      'wrong-option filter.goal', 'wrong-option filter.onlyOpen', 'unknown-option filter.status',
    ]);
  }));

  test('each wrong property of an element, prefix and fault of a sandbox is named', onStage(async (page) => {
    const codes = await page.evaluate(async () => {
      const { host } = globalThis;
      const { coordo } = host;
      const timeline = host.element('coordo-timeline');
      const sandbox = await coordo.createSandbox({});
      const put = (name, value) => () => {
        timeline[name] = value;
      };
      const tried = [
        put('locale', 'de'), put('headingLevel', 9), put('groupBy', 'goals'),
        () => coordo.defineCoordoElements('dac'), () => coordo.defineCoordoElements({ tag: 'dac' }),
        ...[{ failNext: 3 }, { failNext: { status: 200, count: 1 } }, { failNext: { status: 503 } }, { slow: true }, { offline: 1 }]
          .map((faults) => () => sandbox.faults(faults)),
      ];
      const said = await Promise.all(tried.map(async (attempt) => {
        const { code, option } = await host.refusal(attempt);
        return `${code} ${option}`;
      }));
      // What is right is taken: a region, nothing at all, a level.
      Object.assign(timeline, { locale: 'fr-CA', headingLevel: 3, groupBy: null });
      return [...said, timeline.locale, timeline.headingLevel, timeline.groupBy];
    });
    assert.deepEqual(codes, [
      'wrong-option locale', 'wrong-option headingLevel', 'wrong-option groupBy', 'wrong-option options', 'unknown-option tag',
      'wrong-option faults.failNext', 'wrong-option faults.failNext.status', 'wrong-option faults.failNext.count',
      'unknown-option faults.slow', 'wrong-option faults.offline', 'fr', 3, 'goal',
    ]);
  }));

  test('a client that is none is refused by every element at once', onStage(async (page) => {
    for (const tag of TAGS) {
      const refused = await page.evaluate((name) => globalThis.host.refusal(() => {
        globalThis.host.element(name).client = { pull() {} };
      }), tag);
      assert.equal(refused.code, 'wrong-option');
      assert.equal(refused.option, 'client');
    }
  }));

  test('bundles are taken as text, bytes, files and objects alike', onStage(async (page) => {
    const counts = await page.evaluate(async () => {
      const { host } = globalThis;
      const text = await host.bundle('small.json');
      const bytes = new TextEncoder().encode(text);
      const shapes = [text, bytes, bytes.buffer, new Blob([text]), new File([text], 'plan.json'), JSON.parse(text)];
      const counted = [];
      for (const shape of shapes) {
        const client = await host.bundleClient(shape);
        await client.pull();
        counted.push(JSON.parse(new TextDecoder().decode(await client.export())).entry.length);
      }
      return counted;
    });
    assert.deepEqual(counts, Array(6).fill(8));
  }));

  test('a file above the limit is refused before it is read', onStage(async (page) => {
    const refused = await page.evaluate(async () => {
      const { host } = globalThis;
      const file = new File([new Uint8Array(1)], 'huge.json');
      Object.defineProperty(file, 'size', { value: 200 * 1024 * 1024 });
      file.arrayBuffer = () => {
        throw new Error('it was read');
      };
      return host.refusal(() => host.bundleClient(file));
    });
    assert.equal(refused.code, 'too-large');
    assert.equal(refused.option, 'sources[0].bundles[0]');
    assert.match(refused.message, /200 MB; at most 64 MB/);
  }));
});
