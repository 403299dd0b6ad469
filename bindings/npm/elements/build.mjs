/**
 * Builds the package @coordo/elements from the output of wasm-bindgen, the CSS of the widgets and the shell in src/,
 * then packs it. One script, one wasm file: dist/index.js, dist/coordo_bg.wasm, typings beside them, and
 * target/npm/coordo-elements-<version>.tgz.
 *
 *   node bindings/npm/elements/build.mjs [--pkg <folder of coordo.js and coordo_bg.wasm>]
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, transform } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../../..');
const dist = join(here, 'dist');
const widgets = join(root, 'widgets/src');
const SHARED = ['theme', 'kit'];
const { values } = parseArgs({ options: { pkg: { type: 'string', default: join(root, 'bindings/wasm/pkg') } } });

await rm(dist, { recursive: true, force: true });
// The compiler checks the types and writes the typings; esbuild writes the script.
run('tsc', ['-p', here]);
await writeScript(values.pkg);
await copyFile(join(values.pkg, 'coordo_bg.wasm'), join(dist, 'coordo_bg.wasm'));
await copyFile(join(root, 'LICENSE'), join(here, 'LICENSE'));
pack();

/** The whole shell as one module: a page without bundler asks for two files, not for twenty. */
async function writeScript(pkg) {
  const made = { './glue.js': await glue(pkg), './styles.js': await styles() };
  await build({
    entryPoints: [join(here, 'src/index.ts')],
    outfile: join(dist, 'index.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    plugins: [
      {
        name: 'made-here',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^\.\/(glue|styles)\.js$/ }, ({ path }) => ({ path, namespace: 'made-here' }));
          onLoad({ filter: /.*/, namespace: 'made-here' }, ({ path }) => ({ contents: made[path], loader: 'js' }));
        },
      },
    ],
  });
}

/**
 * The bindings as a factory: wasm-bindgen writes a module with one instance in its variables, and after a panic we
 * need fresh variables. The parameter takes the place of the global WebAssembly in them (see src/instance.ts).
 */
async function glue(pkg) {
  const bundled = await build({
    entryPoints: [join(pkg, 'coordo.js')],
    bundle: true,
    format: 'iife',
    globalName: 'glue',
    target: 'es2022',
    // The shell always passes the compiled module, so the address that wasm-bindgen would guess is never read.
    define: { 'import.meta.url': '""' },
    write: false,
  });
  return `export function createGlue(WebAssembly) {\n${bundled.outputFiles[0].text}\nreturn glue;\n}\n`;
}

/** One string of CSS, for a constructed sheet: theme first, then the widgets, then the shell. */
async function styles() {
  const folders = (await readdir(widgets, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  // What all share comes before what one widget says.
  const rank = (name) => (SHARED.includes(name) ? SHARED.indexOf(name) : SHARED.length);
  const names = folders.map(({ name }) => name).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const files = [];
  for (const name of names) files.push(...(await sheets(join(widgets, name))));
  if (!files.some((file) => file.endsWith('theme/tokens.css'))) throw new Error('widgets/src/theme/tokens.css is missing');
  files.push(join(here, 'src/shell.css'));
  const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const { code } = await transform(sources.join('\n'), { loader: 'css', minify: true });
  // Beside the package, so that `cargo xtask size` can tell the styles from the script that holds them.
  mkdirSync(join(root, 'target'), { recursive: true });
  await writeFile(join(root, 'target/styles.css'), code);
  return `export const styles = ${JSON.stringify(code)};\n`;
}

async function sheets(folder) {
  return (await readdir(folder)).filter((name) => name.endsWith('.css')).sort().map((name) => join(folder, name));
}

/** The tarball, named as npm names it. */
function pack() {
  const target = join(root, 'target/npm');
  mkdirSync(target, { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', target], { cwd: here });
}

function run(command, args, options = {}) {
  const PATH = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
  execFileSync(command, args, { stdio: 'inherit', env: { ...process.env, PATH }, ...options });
}
