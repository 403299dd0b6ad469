/** The hosts of the packaging tests: each installs the packed tarball and builds for production, without network. */

import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import webpack from 'webpack';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packed = join(root, 'target/npm');
const BUNDLE = join(root, 'tests/elements/pages/bundles/small.json');

/** How each host is built from its sources in `at` into `out`. */
export const HOSTS = {
  async plain({ at, out, installed }) {
    copyFileSync(join(at, 'index.html'), join(out, 'index.html'));
    copyFileSync(join(at, 'page.js'), join(out, 'page.js'));
    cpSync(join(installed, 'dist'), join(out, 'coordo'), { recursive: true });
  },

  async vite({ at, out }) {
    await vite({
      root: at,
      base: './',
      configFile: false,
      logLevel: 'error',
      build: { outDir: out, emptyOutDir: false, target: 'es2022' },
    });
  },

  async webpack({ at, out }) {
    copyFileSync(join(at, 'index.html'), join(out, 'index.html'));
    await new Promise((resolve, reject) => {
      const compiler = webpack({
        mode: 'production',
        context: at,
        entry: './page.js',
        output: { path: out, filename: 'main.js', trustedTypes: true },
        performance: { hints: false },
      });
      compiler.run((error, stats) => {
        compiler.close(() => undefined);
        if (error) reject(error);
        else if (stats.hasErrors() || stats.hasWarnings()) reject(new Error(stats.toString('errors-warnings')));
        else resolve();
      });
    });
  },

  async esbuild({ at, out, installed }) {
    copyFileSync(join(at, 'index.html'), join(out, 'index.html'));
    await esbuild({
      entryPoints: [join(at, 'page.js')], outfile: join(out, 'page.js'),
      bundle: true, format: 'esm', target: 'es2022', minify: true,
    });
    // esbuild leaves `new URL(…, import.meta.url)` alone: the module goes beside the script.
    copyFileSync(join(installed, 'dist/coordo_bg.wasm'), join(out, 'coordo_bg.wasm'));
  },

  async react({ at, out, installed }) {
    copyFileSync(join(at, 'index.html'), join(out, 'index.html'));
    await esbuild({
      entryPoints: [join(at, 'page.tsx')], outfile: join(out, 'page.js'),
      bundle: true, format: 'esm', target: 'es2022', minify: true, jsx: 'automatic',
      // StrictMode mounts twice only in React's own development build; ours is the packed one.
      define: { 'process.env.NODE_ENV': '"development"' },
    });
    copyFileSync(join(installed, 'dist/coordo_bg.wasm'), join(out, 'coordo_bg.wasm'));
  },
};

/** A fresh folder with a host's sources and the package installed from its tarball. */
export function install(name) {
  const at = join(root, 'target/packaging', name);
  const installed = join(at, 'node_modules/@coordo/elements');
  const out = join(at, 'out');
  rmSync(at, { recursive: true, force: true });
  cpSync(join(root, 'tests/packaging', name), at, { recursive: true });
  mkdirSync(installed, { recursive: true });
  mkdirSync(out);
  execFileSync('tar', ['xzf', tarball(), '--strip-components=1', '-C', installed]);
  return { at, out, installed };
}

/** Installs and builds a host; the folder to serve. */
export async function buildHost(name) {
  const host = install(name);
  await HOSTS[name](host);
  copyFileSync(BUNDLE, join(host.out, 'small.json'));
  return host.out;
}

function tarball() {
  const found = existsSync(packed) ? readdirSync(packed).filter((name) => /^coordo-elements-.*\.tgz$/.test(name)) : [];
  if (found.length !== 1) throw new Error(`target/npm holds ${found.length} tarballs of the elements: run cargo xtask pack`);
  return join(packed, found[0]);
}
