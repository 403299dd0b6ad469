// Prints, as JSON, the size of each named file and of its brotli form at quality 11.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const sizes = process.argv.slice(2).map((path) => {
  const bytes = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return { path, bytes: bytes.length, brotli: brotliCompressSync(bytes, { params }).length };
});
console.log(JSON.stringify(sizes));
