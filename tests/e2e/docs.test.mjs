// The examples of the documentation: bundled as a portal would, run under the policy, doing what the page says.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { launch } from '../kit/web/browsers.mjs';
import { startFhirServer } from '../kit/web/fhir-server.mjs';
import { Watch } from '../kit/web/page.mjs';
import { POLICY } from '../kit/web/policy.mjs';
import { serve } from '../kit/web/server.mjs';
import { ENGINES, SitePage, repository } from './site.mjs';

const EXAMPLES = join(repository, 'demo-site', 'docs', 'examples');
const SITE = join(repository, 'demo-site', 'dist');
const PLAN = join(repository, 'tests', 'data', 'stories', '1-sortie-hopital', 'bundle-00.json');
const WIDGETS = '<coordo-timeline></coordo-timeline><coordo-board></coordo-board><coordo-directory></coordo-directory>';

/** What the examples take from "their" portal, played by a sandbox where they want a server. */
const PORTAL = `
  import { createClient, createSandbox, defineCoordoElements } from '@coordo/elements';
  const text = async (path) => (await fetch(path)).text();
  export const told = window.told = [];
  const tell = (name) => (...values) => told.push([name, ...values]);
  export const audit = tell('audit'), report = tell('report'), openRecord = tell('openRecord'), leave = tell('leave');
  export { conflict as tell };
  const conflict = tell('tell');
  export const confirmLeaving = async (n, isLost) => { told.push(['confirmLeaving', n, isLost]); return true; };
  export const planBundle = () => text('/plan.json');
  export const directoryBundle = async () => JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [
    { resource: { resourceType: 'Organization', id: 'o-annuaire', name: 'Structure de l’annuaire' } }] });
  export const token = async () => 'jeton';
  export const deviceSecret = async () => new TextEncoder().encode('un secret que garde le portail');
  const sandbox = await createSandbox({ bundles: [await planBundle()] });
  export const fhir = async (path, { method, headers, body }) => {
    const answer = await sandbox.request({ method, path, headers, body });
    return { status: answer.status, headers: new Map(Object.entries(answer.headers)), text: async () => answer.body };
  };
  defineCoordoElements();
  export const client = window.client = await createClient({
    sources: [{ id: 'essai', kind: 'sandbox', sandbox }],
    subject: { source: 'essai', reference: 'Patient/marchandeau-odette' },
    actor: { source: 'essai', reference: 'PractitionerRole/idec-corbineau' },
  });
`;
/** Bundled apart, so that pages which want no client get none. */
const WITH_CLIENT = `
  import { client } from './portal.js';
  for (const element of document.querySelectorAll('coordo-timeline, coordo-board, coordo-directory')) element.client = client;
  await client.pull();
`;

async function bundled(folder, name, source) {
  const sources = join(folder, 'src', name);
  mkdirSync(sources, { recursive: true });
  cpSync(EXAMPLES, sources, { recursive: true });
  writeFileSync(join(sources, 'portal.js'), PORTAL);
  writeFileSync(join(sources, 'main.jsx'), source);
  const site = join(folder, 'site', name);
  await build({
    entryPoints: [join(sources, 'main.jsx')],
    outfile: join(site, 'plan.js'),
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    nodePaths: [join(repository, 'node_modules')],
    alias: { '@coordo/elements': join(SITE, 'vendor', 'coordo.js') },
    logLevel: 'error',
  });
  const wasm = readdirSync(join(SITE, 'vendor', 'coordo'), { recursive: true }).filter((file) => file.endsWith('.wasm'));
  for (const file of wasm) cpSync(join(SITE, 'vendor', 'coordo', file), join(site, file.split('/').pop()));
  return site;
}

const page = (body, head = '') =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Portail</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;

/** Each example: its script, the page around it, and what must be seen. */
const RUNS = {
  'plan.js': {
    script: "import './plan.js';",
    body: readFileSync(join(EXAMPLES, 'page.html'), 'utf8'),
    async proof(site) {
      await site.cardIs('coordo-board', 'Task/t-pilulier', 'accepted');
      await site.until(() => ['coordo-timeline', 'coordo-directory'].every((tag) => document.querySelector(tag).shadowRoot?.querySelector('[data-resource]')));
    },
  },
  'sandbox.js': {
    script: "import './sandbox.js';",
    proof: (site) => site.cardIs('coordo-board', 'Task/t-pilulier', 'accepted'),
  },
  'host.js': {
    script: "import './host.js';",
    proof: (site) => site.cardIs('coordo-board', 'Task/t-pilulier', 'accepted'),
  },
  'kept.js': {
    script: "import './kept.js';",
    needsServer: true,
    proof: (site) => site.cardIs('coordo-board', 'Task/t-pilulier', 'accepted'),
  },
  'several.js': {
    script: "import './several.js';",
    proof: (site) => site.until(() => document.querySelector('coordo-directory').shadowRoot?.textContent.includes('Structure de l’annuaire')),
  },
  'events.js': {
    script: `import './events.js'; ${WITH_CLIENT}`,
    async proof(site) {
      await site.cardIs('coordo-board', 'Task/t-pilulier', 'accepted');
      await site.focusCard('coordo-board', 'Task/t-pilulier');
      await site.carry(1);
      await site.until(() => window.told.some(([name, source, resource, , to]) => name === 'audit' && source === 'essai' && resource === 'Task/t-pilulier' && to === 'in-progress'));
    },
  },
  'selection.js': {
    script: `import './selection.js'; ${WITH_CLIENT}`,
    proof: (site) => site.until(() => window.told.some(([name, source, resource]) => name === 'openRecord' && source === 'essai' && resource === 'Task/t-pilulier')),
  },
  'errors.js': {
    script: "import './errors.js';",
    proof: (site) => site.until(() => window.told.some(([name, code, option]) => name === 'report' && code === 'no-source' && option === 'sources')),
  },
  'leave.js': {
    script: `import { logout } from './leave.js'; ${WITH_CLIENT} await logout();`,
    proof: (site) => site.until(() => window.told.some(([name]) => name === 'leave')),
  },
  'page.jsx': {
    script: `import { createRoot } from 'react-dom/client'; import { Plan } from './page.jsx';
      const bundle = await (await fetch('/plan.json')).text();
      createRoot(document.getElementById('app')).render(<Plan bundle={bundle} />);`,
    body: '<div id="app"></div><script type="module" src="plan.js"></script>',
    proof: (site) => site.cardIs('coordo-board', 'Task/t-pilulier', 'accepted'),
  },
  'print.js': {
    // The dialog of the browser would wait for a person.
    script: `window.print = () => { window.onPaper = document.querySelector('coordo-timeline').shadowRoot.querySelectorAll('[part~="table"] tr[data-resource]').length; };
      ${WITH_CLIENT} import('./print.js').then(() => { window.isReady = true; });`,
    body: `<button id="print">Imprimer</button>${WIDGETS}<script type="module" src="plan.js"></script>`,
    async proof(site) {
      await site.cardIs('coordo-board', 'Task/t-pilulier', 'accepted');
      await site.until(() => window.isReady);
      await site.page.click('#print');
      await site.until(() => window.onPaper > 10);
    },
  },
  'theme.css': {
    script: "import './plan.js';",
    head: '<link rel="stylesheet" href="theme.css">',
    async proof(site) {
      await site.cardIs('coordo-board', 'Task/t-pilulier', 'accepted');
      const width = await site.page.evaluate(() => getComputedStyle(document.querySelector('coordo-board').shadowRoot.querySelector('[part~="card"]')).borderTopWidth);
      assert.equal(width, '2px');
    },
  },
};

for (const engine of ENGINES) {
  describe(`the documentation in ${engine.name}`, { timeout: 900_000 }, () => {
    let browser;
    let folder;
    let fhir;
    before(async () => {
      fhir = await startFhirServer();
      await fhir.load(readFileSync(PLAN));
      folder = mkdtempSync(join(tmpdir(), 'coordo-docs-'));
      browser = await launch(engine);
    });
    after(async () => {
      await browser?.close();
      await fhir?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('every example is shown in the page and run here, but for what is no script', () => {
      const shown = readFileSync(join(repository, 'demo-site', 'pages', 'embed.html'), 'utf8');
      for (const name of readdirSync(EXAMPLES)) {
        assert.ok(shown.includes(`{{example:${name}}}`), `${name} is not in the page`);
        assert.ok(name in RUNS || /\.(txt|html)$/.test(name), `${name} is not run`);
      }
    });

    test('the policy in the page is the one that all of this runs under', () => {
      const written = readFileSync(join(EXAMPLES, 'policy.txt'), 'utf8').trim();
      assert.equal(written, `Content-Security-Policy: ${POLICY}`);
    });

    for (const [name, { script, body, head, needsServer, proof }] of Object.entries(RUNS)) {
      test(`${name} does what the page says`, async () => {
        const site = await bundled(folder, name, script);
        writeFileSync(join(site, 'index.html'), page(body ?? `${WIDGETS}<script type="module" src="plan.js"></script>`, head));
        cpSync(PLAN, join(site, 'plan.json'));
        cpSync(join(EXAMPLES, 'theme.css'), join(site, 'theme.css'));
        const server = await serve({ '/': site });
        if (needsServer) server.proxy('/fhir/', fhir.base);
        const tab = await browser.newPage();
        const watch = new Watch(tab, server);
        await tab.goto(`${server.origin}/index.html`, { waitUntil: 'load' });
        await proof(new SitePage(tab, watch, []));
        watch.assertClean();
        await tab.close();
        await server.close();
      });
    }
  });
}
