// The packed @coordo/elements, unpacked for a page without a bundler, as anyone would who has the tarball.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Unpacks the one tarball of `packed` into `vendor/coordo`, with `vendor/coordo.js` as its door; returns its version. */
export function unpackElements(packed, vendor) {
  const tarballs = readdirSync(packed).filter((name) => /^coordo-elements-.*\.tgz$/.test(name));
  if (tarballs.length !== 1) {
    throw new Error(`expected one packed coordo-elements in target/npm, found ${tarballs.length}: run cargo xtask pack`);
  }
  const folder = join(vendor, 'coordo');
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', join(packed, tarballs[0]), '--strip-components=1', '-C', folder]);
  const { exports, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = exports['.'].default ?? exports['.'].import;
  writeFileSync(join(vendor, 'coordo.js'), `export * from './coordo/${entry.replace(/^\.\//, '')}';\n`);
  return version;
}
