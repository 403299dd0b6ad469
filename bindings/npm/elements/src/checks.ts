/** Checks of what a host says: each throws a CoordoError that names the option by its path. */

import { CoordoError, wrongOption } from './errors.js';

/** A plain object of which nothing is known yet. */
export type Given = Readonly<Record<string, unknown>>;

/** An object that is no list. */
export function asObject(value: unknown, option: string): Given {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongOption(option, 'an object');
  return value as Given;
}

/** Refuses the first member that is not known. */
export function refuseUnknown(given: Given, known: readonly string[], at?: string): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const option = at === undefined ? name : `${at}.${name}`;
    const message = `Option "${option}" is unknown. Known here: ${known.join(', ')}.`;
    throw new CoordoError('unknown-option', message, option);
  }
}

/** An optional value of a type. */
export function checkType(value: unknown, option: string, type: 'boolean' | 'function'): void {
  // A check by typeof keeps functions and booleans of other frames welcome.
  if (value !== undefined && typeof value !== type) throw wrongOption(option, `a ${type}`);
}

/** Optional milliseconds. */
export function checkMilliseconds(value: unknown, option: string): void {
  if (value === undefined || (typeof value === 'number' && value >= 0 && Number.isFinite(value))) return;
  throw wrongOption(option, 'milliseconds, zero or more');
}

/** An optional word out of a few. */
export function checkOneOf(value: unknown, option: string, allowed: readonly string[]): void {
  if (value === undefined || (typeof value === 'string' && allowed.includes(value))) return;
  throw wrongOption(option, allowed.map((word) => `"${word}"`).join(' or '));
}

/** Whether a host says that unsent changes may be lost: by `true` and nothing else. */
export function checkDiscard(options: unknown): boolean {
  const given = asObject(options, 'options');
  refuseUnknown(given, ['discardUnsent']);
  checkType(given['discardUnsent'], 'discardUnsent', 'boolean');
  return given['discardUnsent'] === true;
}

/** One record of one source, which must be among `sources`, and of one of `types`, where those are given. */
export function checkReference(
  value: unknown,
  option: string,
  sources?: ReadonlySet<string>,
  types?: readonly string[],
  member: 'reference' | 'resource' = 'reference',
): void {
  const given = asObject(value, option);
  refuseUnknown(given, ['source', 'reference'], option);
  const source = given['source'];
  if (typeof source !== 'string') throw wrongOption(`${option}.source`, 'the id of a source');
  if (sources?.has(source) === false) {
    const message = `Option "${option}.source": no source has the id "${source}".`;
    throw new CoordoError('unknown-source', message, `${option}.source`);
  }
  const shape = /^[A-Za-z]+\/[A-Za-z0-9.-]+$/;
  if (typeof given['reference'] !== 'string' || !shape.test(given['reference'])) {
    throw wrongOption(`${option}.${member}`, `a FHIR reference such as "${types?.[0] ?? 'Patient'}/42"`);
  }
  const [type = ''] = given['reference'].split('/');
  if (types?.includes(type) === false) {
    throw wrongOption(`${option}.${member}`, `a reference to a record of the type ${types.join(' or ')}`);
  }
}
