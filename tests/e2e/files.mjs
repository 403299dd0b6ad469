// The FHIR files that the tests read: those of the repository, and those of the folders named in COORDO_DATA.

import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { concernsBoard, readText } from '../kit/count/count.mjs';
import { repository } from './site.mjs';

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.(json|ndjson)(\.gz)?$/.test(entry.name) ? [path] : [];
  });
}

const OWN_FOLDER = join(repository, 'tests', 'data');

/** Every file of the tests, once: `{ name, text, isOwn }`, where the repository's own come first. */
export function files() {
  const folders = [OWN_FOLDER, ...(process.env.COORDO_DATA ?? '').split(':').filter((one) => one !== '')];
  const known = new Set();
  const found = [];
  for (const folder of folders.map((one) => resolve(one))) {
    for (const path of filesBelow(folder).sort()) {
      const text = readText(path);
      const digest = createHash('sha256').update(text).digest('hex');
      if (known.has(digest)) continue;
      known.add(digest);
      found.push({ name: relative(folder, path), text, isOwn: folder === OWN_FOLDER });
    }
  }
  return found;
}

/** Those with Tasks or CarePlans. */
export function filesForTheBoard() {
  return files().filter(({ text }) => concernsBoard(text));
}
