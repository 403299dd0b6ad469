/** The shapes in which a host may hand over FHIR data, turned into bytes. Size is looked at before anything is read. */

import { CoordoError, wrongOption } from './errors.js';

/** The largest bundle taken, in bytes: a larger one is refused before it is read. */
export const MAX_BUNDLE_BYTES: number = 64 * 1024 * 1024;

/**
 * FHIR data: a Bundle, NDJSON or one resource, as bytes, as text, as a File or Blob, or as a parsed object. Bytes
 * and text keep decimals as written (`1.0` stays `1.0`); a parsed object has lost that already.
 */
export type BundleInput = Uint8Array | ArrayBuffer | Blob | string | object;

/** The bytes of one bundle. */
export async function bundleBytes(input: BundleInput, option: string): Promise<Uint8Array> {
  if (input instanceof Blob) {
    refuseAbove(input.size, option);
    return new Uint8Array(await input.arrayBuffer());
  }
  if (input instanceof Uint8Array) {
    refuseAbove(input.byteLength, option);
    return input.slice();
  }
  if (input instanceof ArrayBuffer) {
    refuseAbove(input.byteLength, option);
    return new Uint8Array(input.slice(0));
  }
  if (typeof input === 'string') {
    // At least one byte a UTF-16 unit: what is too long as text is too long as bytes.
    refuseAbove(input.length, option);
    return checked(new TextEncoder().encode(input), option);
  }
  if (typeof input === 'object' && input !== null) {
    if ('then' in input) throw wrongOption(option, 'FHIR data, not a promise of it: await it first');
    if (input instanceof Response) throw wrongOption(option, 'FHIR data: read the answer first, by `await response.text()`');
    return checked(new TextEncoder().encode(asJson(input, option)), option);
  }
  throw wrongOption(option, 'FHIR data as Uint8Array, ArrayBuffer, Blob, string or object');
}

/** The bytes of several. */
export function bundlesBytes(inputs: readonly BundleInput[], option: string): Promise<Uint8Array[]> {
  return Promise.all(inputs.map((input, index) => bundleBytes(input, `${option}[${index}]`)));
}

function asJson(input: object, option: string): string {
  try {
    return JSON.stringify(input);
  } catch {
    throw wrongOption(option, 'an object that JSON can hold');
  }
}

function checked(bytes: Uint8Array, option: string): Uint8Array {
  refuseAbove(bytes.byteLength, option);
  return bytes;
}

function refuseAbove(size: number, option: string): void {
  if (size <= MAX_BUNDLE_BYTES) return;
  const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);
  throw new CoordoError(
    'too-large',
    `Option "${option}": ${megabytes(size)} MB; at most ${megabytes(MAX_BUNDLE_BYTES)} MB are read.`,
    option,
  );
}
