// Builds the demo site into demo-site/dist: pages in French and English from one template each,
// the packed @coordo/elements unpacked as it would reach anyone, and the stories as assets.
// Only the React portal is bundled; what is served besides is what lies here.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { tablesFrom } from './markdown.mjs';
import { reference } from './reference.mjs';
import { unpackElements } from './vendor.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(here, 'dist');
const PACKAGE = join(root, 'bindings', 'npm', 'elements', 'src');
const STORIES = ['1-sortie-hopital', '2-onco-geriatrie', '3-enfant-handicap'];

/** Each page with its address in both languages. */
const PAGES = [
  { name: 'home', fr: 'index.html', en: 'en/index.html', script: 'home.js' },
  { name: 'clinic', fr: 'portail-clinique.html', en: 'en/clinic-portal.html', script: 'clinic.js', portal: true },
  { name: 'dac', fr: 'portail-dac.html', en: 'en/dac-portal.html', script: 'dac.js', portal: true },
  { name: 'bundle', fr: 'votre-bundle.html', en: 'en/your-bundle.html', script: 'bundle.js' },
  { name: 'embed', fr: 'docs/embed.html', en: 'en/docs/embed.html' },
];

const read = (...path) => readFileSync(join(here, ...path), 'utf8');

function write(path, text) {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), text);
}

/** French spacing: narrow before ; ! ? and no-break before : and inside « », so that no line starts with a sign. */
function typeset(text, lang) {
  if (lang !== 'fr') return text;
  return text.replace(/ ([;!?])/g, '\u202f$1').replace(/ :/g, '\u00a0:').replace(/« /g, '«\u00a0').replace(/ »/g, '\u00a0»');
}

function flatten(words, prefix = '', into = new Map()) {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') into.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`, into);
  }
  return into;
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** What stands between backticks is code: as it is written, in no language. */
function withCode(text, lang) {
  const parts = text.split('`');
  if (parts.length % 2 === 0) throw new Error(`a backtick without its other: ${text}`);
  return parts.map((part, n) => (n % 2 === 1 ? `<code>${escaped(part)}</code>` : typeset(part, lang))).join('');
}

function wordsOf(lang) {
  return new Map([...flatten(JSON.parse(read('words', `${lang}.json`)))].map(([key, text]) => [key, withCode(text, lang)]));
}

/** An example of the documentation: the very file that the tests run. */
const example = (name) => escaped(read('docs', 'examples', name).trimEnd());

/** Puts `{{example:file}}` (framed and named) and `{{source:file}}` (the text alone) into a page. */
function withExamples(template, words, used) {
  used.add('embed.code');
  return template
    .replace(/\{\{source:([\w.-]+)\}\}/g, (_, name) => example(name))
    .replace(/\{\{example:([\w.-]+)\}\}/g, (_, name) => {
      const wrap = name.endsWith('.txt') ? ' class="wrap"' : '';
      return `<figure class="code"><figcaption>${name}</figcaption><pre${wrap} tabindex="0" role="region" aria-label="${words.get('embed.code')} ${name}">${example(name)}</pre></figure>`;
    });
}

/** Fills `{{key}}`; a key without words stops the build. */
function fill(template, values, page) {
  return template.replace(/\{\{([\w.-]+)\}\}/g, (_, key) => {
    if (!values.has(key)) throw new Error(`${page}: no words for {{${key}}}`);
    values.used?.add(key);
    return values.get(key);
  });
}

function relative(path) {
  return '../'.repeat(path.split('/').length - 1);
}

function buildPages(lang) {
  const words = wordsOf(lang);
  const used = new Set();
  for (const page of PAGES) {
    const other = lang === 'fr' ? 'en' : 'fr';
    const up = relative(page[lang]);
    const values = new Map([...words, ['lang', lang], ['root', up], ['other.href', up + page[other]]]);
    for (const { name, [lang]: path } of PAGES) {
      values.set(`href.${name}`, up + path);
      values.set(`current.${name}`, name === page.name ? ' aria-current="page"' : '');
    }
    values.set('page.title', words.get(`${page.name}.title`));
    values.set('page.description', words.get(`${page.name}.description`));
    const script = page.script === undefined ? '' : `<script type="module" src="${up}assets/${page.script}"></script>\n`;
    values.set('page.script', script);
    if (page.name === 'embed') values.set('reference', tablesFrom(`${reference(PACKAGE, read('docs', 'findings.md'))}\n\n${readOptional('docs', 'elements.md')}`, 3));
    values.used = used;
    if (page.portal) {
      // A portal is somebody else's page: nothing of this site but the strip above it.
      values.set('strip', fill(read('portals', 'strip.html'), values, page.name));
      write(page[lang], fill(read('portals', `${page.name}.html`), values, page.name));
      continue;
    }
    const body = fill(withExamples(read('pages', `${page.name}.html`), words, used), values, page.name);
    values.set('page.body', body);
    write(page[lang], fill(read('pages', 'layout.html'), values, page.name));
  }
  for (const page of PAGES) for (const key of ['title', 'description']) used.add(`${page.name}.${key}`);
  const unused = [...words.keys()].filter((key) => !key.startsWith('run.') && !used.has(key));
  if (unused.length > 0) throw new Error(`words nobody says in ${lang}: ${unused.join(', ')}`);
  return Object.fromEntries([...words].filter(([key]) => key.startsWith('run.')).map(([key, text]) => [key.slice(4), text]));
}

function readOptional(...path) {
  try {
    return read(...path);
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function copyStory(name, told) {
  const story = join(root, 'tests', 'data', 'stories', name);
  const { steps } = JSON.parse(readFileSync(join(story, 'expected.json'), 'utf8'));
  const list = steps.map(({ step, bundle, now }) => ({ step, bundle, now, fr: typeset(told[step].fr, 'fr'), en: told[step].en }));
  mkdirSync(join(dist, 'stories', name), { recursive: true });
  for (const { bundle } of list) cpSync(join(story, bundle), join(dist, 'stories', name, bundle));
  write(`stories/${name}/steps.json`, `${JSON.stringify(list, null, 1)}\n`);
}

/** The portal written in React; what the site has already is not bundled twice. */
async function buildReact() {
  await esbuild({
    entryPoints: [join(here, 'portals', 'dac.jsx')],
    outfile: join(dist, 'assets', 'dac.js'),
    bundle: true,
    format: 'esm',
    minify: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['../vendor/coordo.js', './desk.js', './language.js', './person.js', './stories.js'],
    logLevel: 'warning',
  });
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const version = unpackElements(join(root, 'target', 'npm'), join(dist, 'vendor'));
cpSync(join(here, 'assets'), join(dist, 'assets'), { recursive: true });
const told = JSON.parse(read('words', 'story.json'));
for (const name of STORIES) copyStory(name, told[name]);
const spoken = { fr: buildPages('fr'), en: buildPages('en') };
const missing = Object.keys({ ...spoken.fr, ...spoken.en }).filter((key) => !(key in spoken.fr) || !(key in spoken.en));
if (missing.length > 0) throw new Error(`said in one language only: ${missing.join(', ')}`);
write('assets/words.js', `// Written by demo-site/build.mjs from demo-site/words.\nexport default ${JSON.stringify(spoken, null, 1)};\n`);
await buildReact();
console.log(`demo site: ${PAGES.length} pages in 2 languages, with @coordo/elements ${version}`);
