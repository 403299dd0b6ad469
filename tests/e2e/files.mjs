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

/** Every file with Tasks or CarePlans, once: `{ name, text }`. */
export function filesForTheBoard() {
  const folders = [join(repository, 'tests', 'data'), ...(process.env.COORDO_DATA ?? '').split(':').filter((one) => one !== '')];
  const known = new Set();
  const files = [];
  for (const folder of folders.map((one) => resolve(one))) {
    for (const path of filesBelow(folder).sort()) {
      const text = readText(path);
      const digest = createHash('sha256').update(text).digest('hex');
      if (known.has(digest) || !concernsBoard(text)) continue;
      known.add(digest);
      files.push({ name: relative(folder, path), text });
    }
  }
  return files;
}
