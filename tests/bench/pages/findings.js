// What is measured happens here, in the page; tests/bench/findings.mjs drives it and writes the results down.

import init, { RulesBench } from './module/coordo_bench_module.js';
import { createClient, createSandbox } from './vendor/coordo.js';
import { measured } from './measure.js';

/** The hour of the native bench over the same plan. */
const NOW = Date.parse('2026-11-16T09:00:00+01:00');
/** A host that listens to everything. */
const thresholds = {
  offerWorkingDays: 2, offerHoursIfPressing: 24, offerDaysIfRelative: 7, handoverWorkingDays: 1, undatedDaysBefore: 7,
  undatedUrgentHoursBefore: 48, orderUrgentWithinHours: 72, missedInARow: 2, silenceToleranceDays: 2, measureDays: 3, correctionsFrom: 2,
};

let held = null;

/** Reads a plan of `count` tasks. */
async function load(count) {
  const text = await (await fetch(`plan-${count}.json`)).text();
  const sandbox = await createSandbox({ bundles: [text], clock: () => NOW });
  const client = await createClient({
    sources: [{ id: 'banc', kind: 'sandbox', sandbox }], subject: { source: 'banc', reference: 'Patient/p' },
    locale: 'fr', timeZone: 'Europe/Paris', clock: () => NOW, thresholds,
  });
  await client.pull();
  held = { client, sandbox };
}

/** Once another number of things is found than before. */
const told = () => new Promise((resolve) => {
  const stop = held.client.on('findings', () => {
    stop();
    resolve();
  });
});

/** A look at everything, from the first question to the answer. */
async function look() {
  const looked = await measured(async () => {
    const answered = told();
    held.client.findings();
    await answered;
  });
  return { ...looked, found: held.client.findings().length };
}

/** A colleague takes the owner off a task; from asking the server to what is found of it. */
async function change() {
  const { client, sandbox } = held;
  const owned = [...Array(200).keys()];
  for (const n of owned) {
    const { body } = await sandbox.request({ method: 'GET', path: `Task/a${n}` });
    const task = JSON.parse(body);
    if (task.owner === undefined || !['accepted', 'ready', 'in-progress'].includes(task.status)) continue;
    delete task.owner;
    await sandbox.request({ method: 'PUT', path: `Task/a${n}`, body: JSON.stringify(task) });
    return measured(async () => {
      const answered = told();
      await client.pull();
      await answered;
    });
  }
  throw new Error('the plan has no task with an owner');
}

/** The rules by themselves, without the page's turns in between: taking the records, a look at everything, one change. */
async function rules(count) {
  const document = new Uint8Array(await (await fetch(`plan-${count}.json`)).arrayBuffer());
  const engine = RulesBench.open(document);
  const timed = (act) => {
    const began = performance.now();
    const found = act();
    return { found, ms: performance.now() - began };
  };
  const take = timed(() => engine.take());
  const look = timed(() => engine.look());
  const changes = [...Array(50).keys()].map((n) => timed(() => engine.change(n)).ms);
  engine.free();
  return { takeMs: take.ms, lookMs: look.ms, found: look.found, changes };
}

async function close() {
  await held.client.close();
  held.sandbox.close();
  held = null;
}

await init({ module_or_path: new URL('./module/coordo_bench_module_bg.wasm', import.meta.url) });
globalThis.bench = { load, look, change, rules, close };
