// The first page: one sandbox, two seats, a story that moves on.

import { defineCoordoElements } from '../vendor/coordo.js';
import { Journal } from './journal.js';
import { lang, say, sayInstant, sayStatus } from './language.js';
import { Run } from './run.js';
import { STORIES } from './stories.js';
import { loadStory } from './story.js';

const STORY = '1-sortie-hopital';
const SEATS = [
  { side: 'left', actor: STORIES[STORY].clinic },
  { side: 'right', actor: STORIES[STORY].dac },
];

const at = (id) => document.getElementById(id);
const journal = new Journal(at('journal'));
const nextButton = at('next');
const againButton = at('again');
const network = at('network');
const latency = at('latency');

let run = null;

function trouble(message) {
  at('trouble').textContent = message;
  at('trouble').hidden = message === '';
}

function faults() {
  at('latency-value').textContent = say('milliseconds', { ms: latency.value });
  at('network-state').textContent = say(network.checked ? 'open' : 'cut');
  run?.faults({ latencyMs: Number(latency.value), offline: !network.checked });
}

function watch(side, client, story) {
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
    run.readElsewhere(client);
  });
  client.on('conflict', (detail) => journal.add(say('conflict', { who, task: task(detail) }), 'conflict'));
  client.on('refused', (detail) => journal.add(say('refused', { who, task: task(detail) }), 'conflict'));
}

function showStep() {
  const { told, story, step } = run;
  at('story-step').textContent = say('step', { step, last: story.steps.length - 1 });
  at('story-now').textContent = sayInstant(told.now);
  at('story-now').dateTime = told.now;
  at('story-told').textContent = told[lang];
  nextButton.disabled = run.isLast;
}

async function begin(story) {
  run = await Run.open(story, SEATS.map(({ actor }) => actor));
  faults();
  SEATS.forEach(({ side }, n) => {
    at(side).client = run.clients[n];
    watch(side, run.clients[n], story);
  });
  showStep();
  await run.pull();
  againButton.disabled = false;
}

async function end() {
  for (const { side } of SEATS) at(side).client = null;
  await run.end();
  run = null;
}

async function next() {
  nextButton.disabled = true;
  await run.next();
  journal.add(say('played', { title: run.told[lang] }));
  showStep();
  await run.pull();
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
  const story = await loadStory(STORY).catch((error) => {
    trouble(say('assets'));
    throw error;
  });
  nextButton.addEventListener('click', () => void next());
  againButton.addEventListener('click', () => void again(story));
  latency.addEventListener('input', faults);
  network.addEventListener('change', () => {
    faults();
    journal.add(say(network.checked ? 'networkBack' : 'networkCut'));
    if (network.checked) void run.sendAndRead();
  });
  await begin(story);
}

open().catch((error) => {
  if (at('trouble').hidden) trouble(say('unavailable', { message: error.message }));
  throw error;
});
