// The first page: one sandbox, two seats, a story that moves on.

import { CoordoError, createClient, createSandbox, defineCoordoElements } from '../vendor/coordo.js';
import { Journal } from './journal.js';
import { lang, say, sayInstant, sayStatus } from './language.js';
import { loadStory } from './story.js';

const SEATS = [
  { side: 'left', actor: 'PractitionerRole/idec-corbineau' },
  { side: 'right', actor: 'PractitionerRole/dac-sylla' },
];
const SOURCE = 'essai';

const at = (id) => document.getElementById(id);
const journal = new Journal(at('journal'));
const nextButton = at('next');
const againButton = at('again');
const network = at('network');
const latency = at('latency');

let run = null;

/** Time of the story: the instant of its step, and then it flows like any time. */
function storyClock() {
  let told = 0;
  let since = Date.now();
  return {
    now: () => told + (Date.now() - since),
    set(instant) {
      told = Date.parse(instant);
      since = Date.now();
    },
  };
}

function trouble(message) {
  at('trouble').textContent = message;
  at('trouble').hidden = message === '';
}

function faults() {
  at('latency-value').textContent = say('milliseconds', { ms: latency.value });
  at('network-state').textContent = say(network.checked ? 'open' : 'cut');
  run?.sandbox.faults({ latencyMs: Number(latency.value), offline: !network.checked });
}

/** Asks the server again; without network what was read before stays on screen. */
async function pull(client) {
  try {
    await client.pull();
  } catch (error) {
    if (!(error instanceof CoordoError && error.code === 'network')) throw error;
  }
}

const pullAll = () => Promise.all(run.seats.map(({ client }) => pull(client)));

/** The network is back: what was kept goes out, seat by seat, and both read what the server holds. */
async function sendAndRead() {
  for (const { client } of run.seats) await client.sync();
  await pullAll();
}

/** Once one seat's change has reached the server, the others read it. */
function readElsewhere(sender) {
  for (const { client } of run.seats) if (client !== sender) void pull(client);
}

function watch({ side, client }, story) {
  const who = at(`${side}-name`).textContent;
  const task = (detail) => story.titles.get(detail?.resource) ?? detail?.resource ?? '';
  at(side).addEventListener('coordo-task-moved', ({ detail }) => {
    journal.add(say('moved', { who, task: task(detail), from: sayStatus(detail.from), to: sayStatus(detail.to) }));
  }, { signal: run.over.signal });
  client.on('pending', () => {
    const { pending } = client.status();
    if (pending > 0 && !network.checked) journal.add(say(pending === 1 ? 'kept' : 'keptMany', { who, count: pending }));
  });
  client.on('synced', (detail) => {
    journal.add(say('sent', { who, task: task(detail) }));
    readElsewhere(client);
  });
  client.on('conflict', (detail) => journal.add(say('conflict', { who, task: task(detail) }), 'conflict'));
  client.on('refused', (detail) => journal.add(say('refused', { who, task: task(detail) }), 'conflict'));
}

function showStep(story) {
  const step = story.steps[run.step];
  const last = story.steps.length - 1;
  at('story-step').textContent = say('step', { step: run.step, last });
  at('story-now').textContent = sayInstant(step.now);
  at('story-now').dateTime = step.now;
  at('story-told').textContent = step[lang];
  nextButton.disabled = run.step === last;
}

async function begin(story) {
  const clock = storyClock();
  clock.set(story.steps[0].now);
  const sandbox = await createSandbox({ bundles: [story.bundles[0]], clock: clock.now, latency: Number(latency.value) });
  run = { step: 0, clock, sandbox, seats: [], over: new AbortController() };
  faults();
  for (const { side, actor } of SEATS) {
    const client = await createClient({
      sources: [{ id: SOURCE, kind: 'sandbox', sandbox }],
      subject: { source: SOURCE, reference: story.patient },
      actor: { source: SOURCE, reference: actor },
      locale: lang, timeZone: 'Europe/Paris', clock: clock.now,
    });
    run.seats.push({ side, client });
    at(side).client = client;
  }
  for (const seat of run.seats) watch(seat, story);
  showStep(story);
  await pullAll();
  againButton.disabled = false;
}

/** Lets go of this run whole; what was not sent was only ever a try. */
async function end() {
  run.over.abort();
  for (const { side, client } of run.seats) {
    at(side).client = null;
    await client.purge({ discardUnsent: true });
    await client.close();
  }
  await run.sandbox.close();
  run = null;
}

async function next(story) {
  nextButton.disabled = true;
  run.step += 1;
  run.clock.set(story.steps[run.step].now);
  await run.sandbox.play(story.bundles[run.step]);
  journal.add(say('played', { title: story.steps[run.step][lang] }));
  showStep(story);
  await pullAll();
}

async function again(story) {
  againButton.disabled = true;
  nextButton.disabled = true;
  await end();
  network.checked = true;
  journal.clear();
  await begin(story);
}

function copySnippet() {
  void navigator.clipboard?.writeText(at('snippet').textContent).then(() => {
    at('copy').textContent = say('copied');
  });
}

async function open() {
  at('copy').addEventListener('click', copySnippet);
  at('story-told').textContent = say('loading');
  faults();
  for (const { side } of SEATS) {
    at(side).addEventListener('coordo-unavailable', ({ detail }) => trouble(say('unavailable', { message: detail.message })));
  }
  defineCoordoElements();
  const story = await loadStory('1-sortie-hopital').catch((error) => {
    trouble(say('assets'));
    throw error;
  });
  nextButton.addEventListener('click', () => void next(story));
  againButton.addEventListener('click', () => void again(story));
  latency.addEventListener('input', faults);
  network.addEventListener('change', () => {
    faults();
    journal.add(say(network.checked ? 'networkBack' : 'networkCut'));
    if (network.checked) void sendAndRead();
  });
  await begin(story);
}

open().catch((error) => {
  if (at('trouble').hidden) trouble(say('unavailable', { message: error.message }));
  throw error;
});
