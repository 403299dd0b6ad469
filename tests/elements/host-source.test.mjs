/** A source that the portal answers for: what it is asked, what it may answer, and what happens when it fails in every way. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardReady, cardInColumn, cards, moveByKeyboard } from '../kit/web/board.mjs';
import { inEveryEngine } from './stage.mjs';

/** What is no answer, as source text of the page, with what must be said of it. */
const MALFORMED = [
  ['nothing', '() => undefined', /gave nothing in place of/],
  ['a text', "() => '{}'", /gave a string in place of/],
  ['a Response as fetch gives it', "() => new Response('{}')", /"body" must be a string.*ReadableStream/],
  ['a status in words', "() => ({ status: '200', body: '{}' })", /"status" must be an integer.*is a string/],
  ['a status out of range', "() => ({ status: 20, body: '{}' })", /"status" must be an integer.*the number 20/],
  ['a parsed body', '() => ({ status: 200, body: { resourceType: "Bundle" } })', /"body" must be a string.*class Object/],
  ['bytes that are no UTF-8', '() => ({ status: 200, body: new Uint8Array([0xc3, 0x28]) })', /"body" is not UTF-8/],
  ['headers as a text', "() => ({ status: 200, headers: 'etag: 1', body: '{}' })", /"headers" must be an object.*is a string/],
  ['a header that is a number', '() => ({ status: 200, headers: { etag: 1 }, body: "{}" })', /header "etag" must be a string/],
];

/** What counts as no answer, or as an error of the source, with the codes that are told of it. */
const FAILING = [
  ['throws', "() => { throw new Error('session expired') }", ['network']],
  ['rejects', "() => Promise.reject(new Error('session expired'))", ['network']],
  ['answers 500', '() => ({ status: 500 })', ['server']],
  ['answers 401 with a page', "() => ({ status: 401, headers: { 'Content-Type': 'text/html' }, body: '<h1>Connexion</h1>' })", []],
  ['answers 200 with a page', "() => ({ status: 200, headers: { 'Content-Type': 'text/html' }, body: '<h1>Connexion</h1>' })", ['wrong-answer']],
  ['answers 200 with nothing', '() => ({ status: 200 })', ['wrong-answer']],
];

/** Opens a client on a host source whose function is given as source text, pulls, and says what came of it. */
function pullFrom(page, send, source = {}) {
  return page.evaluate(async (kind, more) => {
    const { host } = globalThis;
    const calls = [];
    const answer = host.sends[kind];
    const client = await host.hostClient((request) => {
      calls.push(request.path);
      return answer(request);
    }, more);
    const errors = [];
    client.on('error', (error) => errors.push(error));
    host.board(client);
    await client.pull();
    const first = calls.length;
    await client.pull();
    await Promise.resolve();
    host.client = client;
    return { errors, calls: first, again: calls.length - first, status: client.status() };
  }, send, source);
}

/** A page may not evaluate text, so each way to answer comes as a function of this file, by its place. */
async function lend(page, sources) {
  await page.evaluate(`globalThis.host.sends = [${sources.map((source) => `(${source})`).join(',')}]`);
}

/** A portal in front of a sandbox of its own, and every request that it was asked. */
async function portal(page, shape = 'text', source = {}) {
  await page.evaluate(async (form, more) => {
    const { host } = globalThis;
    host.behind = await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')] });
    host.asked = [];
    const bytes = (text) => new TextEncoder().encode(text);
    const shapes = {
      'text': (answer) => answer,
      'Uint8Array': (answer) => ({ ...answer, body: bytes(answer.body) }),
      'ArrayBuffer': (answer) => ({ ...answer, body: bytes(answer.body).buffer }),
      'Headers': (answer) => ({ ...answer, headers: new Headers(answer.headers) }),
    };
    host.client = await host.hostClient(async (request) => {
      host.asked.push({ ...request, signal: request.signal instanceof AbortSignal });
      if (host.refusesWrites && request.method !== 'GET') return { status: 500, body: '' };
      return shapes[form](await host.forward(host.behind)(request));
    }, more);
    host.board(host.client);
  }, shape, source);
  await boardReady(page);
}

inEveryEngine('a host source', ({ onStage }) => {
  for (const shape of ['text', 'Uint8Array', 'ArrayBuffer', 'Headers']) {
    test(`reads and writes through the portal, which answers with ${shape}`, onStage(async (page, _watch, { server }) => {
      await portal(page, shape);
      const before = server.requests.length;
      assert.equal((await cards(page)).length, 6);
      await moveByKeyboard(page, 'Task/lettre', 1);
      await cardInColumn(page, 'Task/lettre', 'in-progress');
      const seen = await page.evaluate(async () => {
        const { host } = globalThis;
        await host.client.sync();
        const held = JSON.parse((await host.behind.request({ method: 'GET', path: 'Task/lettre' })).body);
        return { pending: host.client.status().pending, status: held.status, asked: host.asked };
      });
      assert.deepEqual({ pending: seen.pending, status: seen.status }, { pending: 0, status: 'in-progress' });
      const put = seen.asked.find(({ method }) => method === 'PUT');
      assert.equal(put.path, 'Task/lettre');
      assert.match(put.headers['if-match'], /^W\/"\d+"$/);
      assert.equal(JSON.parse(put.body).status, 'in-progress');
      assert.ok(seen.asked.every(({ path, signal }) => !path.startsWith('/') && signal));
      assert.equal(server.requests.length, before, 'nothing is asked of any server but by the portal');
    }));
  }

  test('that is read-only is shown and not written', onStage(async (page) => {
    await portal(page, 'text', { readOnly: true });
    await moveByKeyboard(page, 'Task/lettre', 1);
    await page.evaluate(() => globalThis.host.client.sync());
    const seen = await page.evaluate(() => ({
      pending: globalThis.host.client.status().pending, methods: [...new Set(globalThis.host.asked.map(({ method }) => method))],
    }));
    assert.deepEqual(seen, { pending: 0, methods: ['GET'] });
  }));

  for (const [index, [what, , said]] of MALFORMED.entries()) {
    test(`that gives ${what} is told of once, by its name and by what is wrong`, onStage(async (page) => {
      await lend(page, MALFORMED.map(([, source]) => source));
      const { errors, again, status } = await pullFrom(page, index);
      assert.equal(errors.length, 1, JSON.stringify(errors));
      assert.deepEqual({ source: errors[0].source, code: errors[0].code }, { source: 'portail', code: 'wrong-answer' });
      assert.match(errors[0].message, /^Source "portail": /);
      assert.match(errors[0].message, said);
      assert.ok(again > 0, 'it is asked again');
      assert.deepEqual({ complete: status.complete, online: status.online }, { complete: false, online: false });
    }));
  }

  for (const [index, [what, , codes]] of FAILING.entries()) {
    test(`that ${what} is said on the board and to the host, once, and the page goes on`, onStage(async (page) => {
      await lend(page, FAILING.map(([, source]) => source));
      const { errors, status } = await pullFrom(page, index);
      assert.deepEqual(errors.map(({ code }) => code), codes);
      assert.ok(errors.every(({ source, message }) => source === 'portail' && !/session|Connexion/u.test(message)));
      assert.equal(status.complete, false);
      await page.waitForFunction(() =>
        document.querySelector('coordo-board').shadowRoot.querySelector('[part~="error"]') !== null);
    }));
  }

  test('that keeps a type to itself does not pass for a plan without it', onStage(async (page) => {
    const [kept, unknown, given, lacking, still, unsearched] = await page.evaluate(async () => {
      const { host } = globalThis;
      const sandbox = await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')] });
      let status = 403;
      const forward = host.forward(sandbox);
      const refuse = (request) => (status !== 200 && request.path.startsWith('Task') ? { status, body: '' } : forward(request));
      let client = await host.hostClient(refuse);
      const seen = async () => {
        await client.pull();
        const notices = client.notices().filter(({ code }) => code === 'not-given');
        return { complete: client.status().complete, notices: notices.map(({ source, path }) => `${source} ${path}`) };
      };
      const told = [await seen()];
      for (status of [404, 200]) told.push(await seen());
      client.close();
      const person = JSON.parse((await sandbox.request({ method: 'GET', path: 'Patient/odile' })).body);
      const identifier = [{ system: 'https://exemple.test/nip', value: 'p' }];
      await sandbox.request({ method: 'PUT', path: 'Patient/odile', body: JSON.stringify({ ...person, identifier }) });
      // A server that says what it has, and has no tasks; then one that has some and finds nobody's.
      const resource = ['Patient', 'CarePlan', 'Goal', 'CareTeam'].map((type) => ({ type }));
      status = 404;
      client = await host.hostClient((request) => {
        const body = JSON.stringify({ resourceType: 'CapabilityStatement', rest: [{ mode: 'server', resource }] });
        return request.path === 'metadata' ? { status: 200, body } : refuse(request);
      }, {}, { subject: { identifier: { system: 'https://exemple.test/nip', value: 'p' } } });
      for (let n = 0; n < 2; n += 1) told.push(await seen());
      client.close();
      resource.push({ type: 'Task', searchParam: [{ name: 'status' }] });
      client = await host.hostClient((request) => {
        const body = JSON.stringify({ resourceType: 'CapabilityStatement', rest: [{ mode: 'server', resource }] });
        return request.path === 'metadata' ? { status: 200, body } : refuse(request);
      }, {}, { subject: { source: 'portail', reference: 'Patient/odile' } });
      await client.pull();
      told.push(await seen());
      return told;
    });
    assert.deepEqual(kept, { complete: false, notices: ['portail Task'] });
    assert.deepEqual(unknown, { complete: false, notices: ['portail Task'] });
    assert.deepEqual(given, { complete: true, notices: [] });
    assert.deepEqual(lacking, { complete: true, notices: [] });
    assert.deepEqual(still, { complete: true, notices: [] });
    assert.deepEqual(unsearched, { complete: false, notices: ['portail Task'] });
  }));

  test('that does not know the person says so', onStage(async (page) => {
    const notices = await page.evaluate(async () => {
      const { host } = globalThis;
      const sandbox = await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')] });
      const subject = { source: 'portail', reference: 'Patient/nobody' };
      const client = await host.hostClient(host.forward(sandbox), {}, { subject });
      await client.pull();
      return client.notices().map(({ code, source, resource }) => `${code} ${source} ${resource}`);
    });
    assert.deepEqual(notices, ['unknown-person portail Patient/nobody']);
  }));

  test('that never answers is let go of in time, by its signal', onStage(async (page) => {
    await lend(page, [`({ signal }) => new Promise((_, reject) => {
      signal.addEventListener('abort', () => { globalThis.host.aborted = (globalThis.host.aborted ?? 0) + 1; reject(signal.reason); });
    })`, '() => new Promise(() => undefined)']);
    const patient = await pullFrom(page, 0, { timeout: 50 });
    const codes = ({ errors }) => errors.map(({ code }) => code);
    assert.deepEqual({ codes: codes(patient), online: patient.status.online }, { codes: ['network'], online: false });
    assert.ok((await page.evaluate(() => globalThis.host.aborted)) > 0);
    const deaf = await pullFrom(page, 1, { timeout: 50 });
    assert.deepEqual({ codes: codes(deaf), online: deaf.status.online }, { codes: ['network'], online: false });
  }));

  test('is let go of when its client is closed', onStage(async (page) => {
    const reason = await page.evaluate(async () => {
      const { host } = globalThis;
      let asked;
      const first = new Promise((resolve) => {
        asked = resolve;
      });
      const client = await host.hostClient((request) => {
        asked(request.signal);
        return new Promise(() => undefined);
      });
      const signal = await first;
      const before = signal.aborted;
      await client.close();
      return { before, after: signal.aborted, left: host.instance().glue.describeInstance().clients };
    });
    assert.deepEqual(reason, { before: false, after: true, left: 0 });
  }));

  test('that loses a change on its way keeps it unsent until it answers', onStage(async (page) => {
    await portal(page);
    await moveByKeyboard(page, 'Task/lettre', 1);
    const seen = await page.evaluate(async () => {
      const { host } = globalThis;
      host.behind.faults({ offline: true });
      await host.client.sync();
      const before = host.client.status();
      host.behind.faults({ offline: false });
      await host.client.sync();
      return { before: before.pending, online: before.online, after: host.client.status().pending };
    });
    assert.deepEqual(seen, { before: 1, online: false, after: 0 });
  }));

  test('that takes no changes for the time being is told of once, and the change is sent again', onStage(async (page) => {
    await portal(page);
    await moveByKeyboard(page, 'Task/lettre', 1);
    const seen = await page.evaluate(async () => {
      const { host } = globalThis;
      const errors = [];
      host.client.on('error', ({ code, message }) => errors.push(`${code}: ${message}`));
      host.refusesWrites = true;
      for (let n = 0; n < 2; n += 1) await host.client.sync();
      const before = host.client.status();
      host.refusesWrites = false;
      await host.client.sync();
      host.errors = errors;
      return { before: before.pending, after: host.client.status().pending };
    });
    assert.deepEqual(seen, { before: 1, after: 0 });
    // Since it took one, it is told anew.
    await moveByKeyboard(page, 'Task/bilan', 1);
    const errors = await page.evaluate(async () => {
      const { host } = globalThis;
      host.refusesWrites = true;
      await host.client.sync();
      return host.errors;
    });
    const told = 'server: Source "portail" answered with the status 500; it was sent a change, which is kept and sent again by itself.';
    assert.deepEqual(errors, [told, told]);
  }));

  test('may call back into the client from its function', onStage(async (page) => {
    const seen = await page.evaluate(async () => {
      const { host } = globalThis;
      const sandbox = await host.coordo.createSandbox({ bundles: [await host.bundle('small.json')] });
      const states = [];
      let client;
      client = await host.hostClient((request) => {
        states.push(client?.status().complete);
        client?.select({ source: 'portail', resource: 'Task/lettre' });
        return host.forward(sandbox)(request);
      });
      await client.pull();
      return { asked: states.length > 0, chosen: client.selection, complete: client.status().complete };
    });
    assert.deepEqual(seen, { asked: true, chosen: { source: 'portail', resource: 'Task/lettre' }, complete: true });
  }));
});

inEveryEngine('several sources in one client', ({ onStage }) => {
  test('are shown together, each record with its source, and events name it', onStage(async (page) => {
    await page.evaluate(async () => {
      const { host } = globalThis;
      const text = await host.bundle('small.json');
      const one = (id) => JSON.stringify({
        resourceType: 'Bundle', type: 'collection',
        entry: [{ resource: { resourceType: 'Task', id, status: 'accepted', intent: 'order', description: id } }],
      });
      const behind = await host.coordo.createSandbox({ bundles: [one('du-portail')] });
      const sandbox = await host.coordo.createSandbox({ bundles: [one('de-l-essai')] });
      host.told.length = 0;
      host.client = await host.coordo.createClient({
        sources: [
          { id: 'dossier', kind: 'bundle', bundles: [text] },
          { id: 'portail', kind: 'host', send: host.forward(behind) },
          { id: 'essai', kind: 'sandbox', sandbox },
        ],
        actor: { source: 'portail', reference: 'Practitioner/moi' },
        ...host.base,
      });
      host.heard = [];
      host.client.on('synced', (detail) => host.heard.push(detail));
      host.board(host.client);
      await host.client.pull();
    });
    await boardReady(page);
    const sources = Object.fromEntries((await cards(page)).map(({ resource, source }) => [resource, source]));
    assert.equal(sources['Task/lettre'], 'dossier');
    assert.equal(sources['Task/du-portail'], 'portail');
    assert.equal(sources['Task/de-l-essai'], 'essai');
    for (const id of ['Task/du-portail', 'Task/de-l-essai']) {
      await moveByKeyboard(page, id, 1);
      await cardInColumn(page, id, 'in-progress');
    }
    await page.evaluate(() => globalThis.host.client.sync());
    const actor = { source: 'portail', reference: 'Practitioner/moi' };
    // As text: Firefox's driver hands over an object that is there twice only once.
    const heard = JSON.parse(await page.evaluate(() => JSON.stringify(globalThis.host.heard)));
    assert.deepEqual(heard.toSorted((a, b) => a.source.localeCompare(b.source)), [
      { source: 'essai', resource: 'Task/de-l-essai', actor }, { source: 'portail', resource: 'Task/du-portail', actor },
    ]);
    const moved = JSON.parse(await page.evaluate(() => JSON.stringify(globalThis.host.told
      .filter(({ name }) => name === 'coordo-task-moved').map(({ detail }) => ({ source: detail.source, actor: detail.actor })))));
    assert.deepEqual(moved, [{ source: 'portail', actor }, { source: 'essai', actor }]);
  }));

  test('know a person by a number, whatever each of them calls that person', onStage(async (page) => {
    const shown = await page.evaluate(async () => {
      const { host } = globalThis;
      const system = 'https://exemple.test/dossiers';
      /** Two people in each source; what one calls `a` the other calls `b`. */
      const people = (ours, other, title) => JSON.stringify({
        resourceType: 'Bundle', type: 'collection',
        entry: [[ours, '4711', title], [other, '4712', 'D’une autre personne']].flatMap(([id, value, description]) => [
          { resource: { resourceType: 'Patient', id, identifier: [{ system, value }] } },
          { resource: { resourceType: 'Task', id: `t-${id}`, status: 'accepted', intent: 'order', description, for: { reference: `Patient/${id}` } } },
        ]),
      });
      const behind = await host.coordo.createSandbox({ bundles: [people('a', 'b', 'Du portail')] });
      const sandbox = await host.coordo.createSandbox({ bundles: [people('b', 'a', 'De l’essai')] });
      const client = await host.coordo.createClient({
        sources: [{ id: 'portail', kind: 'host', send: host.forward(behind) }, { id: 'essai', kind: 'sandbox', sandbox }],
        subject: { identifier: { system, value: '4711' } },
        ...host.base,
      });
      host.board(client);
      await client.pull();
      return client.status().complete;
    });
    assert.equal(shown, true);
    await boardReady(page);
    const found = (await cards(page)).map(({ source, resource }) => `${source} ${resource}`).sort();
    assert.deepEqual(found, ['essai Task/t-b', 'portail Task/t-a']);
  }));

  test('show what came where one of them does not answer', onStage(async (page) => {
    const status = await page.evaluate(async () => {
      const { host } = globalThis;
      const client = await host.coordo.createClient({
        sources: [
          { id: 'portail', kind: 'host', send: () => Promise.reject(new Error('no network')) },
          { id: 'dossier', kind: 'bundle', bundles: [await host.bundle('small.json')] },
        ],
        ...host.base,
      });
      host.board(client);
      await client.pull();
      return client.status();
    });
    assert.deepEqual({ complete: status.complete, online: status.online }, { complete: false, online: false });
    await boardReady(page);
    assert.equal((await cards(page)).length, 6);
  }));
});
