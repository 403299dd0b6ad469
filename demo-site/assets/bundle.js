// The visitor's own FHIR: read here, shown here, and nowhere else.

import { createClient, createSandbox, defineCoordoElements } from '../vendor/coordo.js';
import { lang, say, sayCount } from './language.js';

const SOURCE = 'fichier';
const TAGS = ['coordo-timeline', 'coordo-board', 'coordo-directory'];
const BOARD = 1;
const NOTICES_SHOWN = 200;
const EXAMPLE = new URL('../stories/1-sortie-hopital/bundle-00.json', import.meta.url);

const at = (id) => document.getElementById(id);
const mode = () => document.querySelector('input[name="mode"]:checked').value;

let open = null;   // { client, sandbox } of what is shown
let last = null;   // { what, parts } that the visitor gave last, to read it again in another mode
let turn = 0;      // of two files given in a row, only the later one is shown

function trouble(message) {
  at('trouble').textContent = message;
  at('trouble').hidden = message === '';
}

/** The sentence for an error of the reader, by its code. */
function sentenceFor(error, what) {
  switch (error.code) {
    case 'not-json': return say('errorNotJson', { what });
    case 'too-large': return say('errorTooLarge', { what });
    default: return say('errorOther', { what, message: error.message });
  }
}

function cell(tag, text, scope) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (scope) element.scope = scope;
  return element;
}

function showNotices(notices) {
  at('notices').hidden = notices.length === 0;
  at('notice-rows').replaceChildren(...notices.slice(0, NOTICES_SHOWN).map((notice) => {
    const row = document.createElement('tr');
    row.dataset.code = notice.code;
    row.append(
      cell('th', notice.resource ?? say('wholeFile'), 'row'),
      cell('td', notice.path === '' ? say('noField') : notice.path),
      cell('td', notice.message),
    );
    return row;
  }));
  at('notices-more').textContent = notices.length > NOTICES_SHOWN ? say('noticesMore', { shown: NOTICES_SHOWN, count: notices.length }) : '';
}

async function letGo({ client, sandbox }) {
  await client.purge({ discardUnsent: true });
  await client.close();
  sandbox?.close();
}

async function close() {
  if (open === null) return;
  const shown = open;
  open = null;
  at('shown').replaceChildren();
  await letGo(shown);
}

function clear() {
  turn += 1;
  last = null;
  trouble('');
  showNotices([]);
  at('shown').ariaBusy = 'false';
  at('summary').textContent = at('summary').dataset.none;
  at('download').hidden = true;
  at('clear').hidden = true;
  at('files').value = '';
  at('pasted').value = '';
  return close();
}

/** One client over what was given: read-only, or over a sandbox that holds a copy. */
async function clientFor(parts) {
  const options = { locale: lang, timeZone: 'Europe/Paris' };
  if (mode() === 'read') {
    return { client: await createClient({ ...options, sources: [{ id: SOURCE, kind: 'bundle', bundles: parts }] }), sandbox: null };
  }
  const sandbox = await createSandbox({ bundles: parts });
  return { client: await createClient({ ...options, sources: [{ id: SOURCE, kind: 'sandbox', sandbox }] }), sandbox };
}

function summarise(what, cards, notices) {
  const parts = [what, sayCount('notices', notices)];
  if (cards !== null) parts.splice(1, 0, cards === 0 ? say('cardsNone') : sayCount('cards', cards));
  at('summary').textContent = parts.join(' · ');
}

async function show(what, parts) {
  const mine = ++turn;
  last = { what, parts };
  trouble('');
  showNotices([]);
  at('summary').textContent = say('reading', { what });
  at('download').hidden = true;
  at('clear').hidden = false;
  at('shown').ariaBusy = 'true';
  try {
    await close();
    const made = await clientFor(parts);
    if (mine !== turn) {
      await letGo(made);
      return;
    }
    const widgets = TAGS.map((tag) => {
      const widget = document.createElement(tag);
      widget.setAttribute('locale', lang);
      widget.setAttribute('heading-level', '3');
      return widget;
    });
    const board = widgets[BOARD];
    const ready = new Promise((resolve) => {
      board.addEventListener('coordo-ready', ({ detail }) => resolve(detail.cards), { once: true });
      board.addEventListener('coordo-unavailable', ({ detail }) => {
        trouble(say('unavailable', { message: detail.message }));
        resolve(0);
      }, { once: true });
    });
    open = made;
    for (const widget of widgets) widget.client = made.client;
    at('shown').replaceChildren(...widgets);
    await made.client.pull();
    const { complete } = made.client.status();
    const cards = complete ? await ready : null;
    if (mine !== turn) return;
    const notices = made.client.notices();
    showNotices(notices);
    summarise(what, cards, notices.length);
    // The board says it too; here it is said with the name of the file.
    if (!complete) trouble(say('errorNotJson', { what }));
    at('download').hidden = !complete;
  } catch (error) {
    if (mine !== turn) return;
    await close();
    at('summary').textContent = at('summary').dataset.none;
    trouble(sentenceFor(error, what));
  } finally {
    if (mine === turn) at('shown').ariaBusy = 'false';
  }
}

function showFiles(list) {
  const files = [...list];
  if (files.length === 0) return;
  const what = files.length === 1 ? say('fileOne', { name: files[0].name }) : say('filesMany', { count: files.length });
  const full = files.filter((file) => file.size > 0);
  if (full.length === 0) {
    void clear().then(() => trouble(say('errorEmpty', { what })));
    return;
  }
  void show(what, full);
}

function showPasted(event) {
  event.preventDefault();
  const text = at('pasted').value;
  const what = say('pasted');
  if (text.trim() === '') trouble(say('errorEmpty', { what }));
  else void show(what, [text]);
}

async function showExample() {
  const text = await (await fetch(EXAMPLE)).text();
  await show('bundle-00.json', [text]);
}

async function download() {
  const bytes = await open.client.export();
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/fhir+json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = say('downloadName');
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function acceptDrops(zone) {
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('is-over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('is-over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('is-over');
    showFiles(event.dataTransfer.files);
  });
}

defineCoordoElements();
at('summary').dataset.none = at('summary').textContent;
at('files').addEventListener('change', () => showFiles(at('files').files));
at('intake').addEventListener('submit', showPasted);
at('example').addEventListener('click', () => void showExample());
at('download').addEventListener('click', () => void download());
at('clear').addEventListener('click', () => void clear());
for (const choice of document.querySelectorAll('input[name="mode"]')) {
  choice.addEventListener('change', () => {
    if (last !== null) void show(last.what, last.parts);
  });
}
acceptDrops(at('drop'));
