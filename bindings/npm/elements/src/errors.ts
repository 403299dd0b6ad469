/** What the SDK throws: one class, a code for programs, an English sentence for the developer who reads it. */

import type { CoordoErrorCode } from './generated/contract.js';

export type { CoordoErrorCode } from './generated/contract.js';

/** Every error that the SDK throws or rejects with. */
export class CoordoError extends Error {
  override readonly name = 'CoordoError';
  /** Why, for programs. */
  readonly code: CoordoErrorCode;
  /** The option or field that was wrong, as a path such as `sources[0].kind`. */
  readonly option: string | undefined;

  constructor(code: CoordoErrorCode, message: string, option?: string) {
    super(message);
    this.code = code;
    this.option = option;
  }
}

/** An option with a value of the wrong kind; the message names it. */
export function wrongOption(option: string, expected: string): CoordoError {
  return new CoordoError('wrong-option', `Option "${option}": expected ${expected}.`, option);
}

/** Turns what Rust throws (a plain object with a code) into our class; anything else is an internal error. */
export function asCoordoError(thrown: unknown): CoordoError {
  if (thrown instanceof CoordoError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    const { code, message } = thrown;
    const option = 'option' in thrown && typeof thrown.option === 'string' ? thrown.option : undefined;
    if (typeof code === 'string' && typeof message === 'string') {
      // Rust writes only codes of the contract; both sides are checked against it.
      return new CoordoError(code as CoordoErrorCode, message, option);
    }
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new CoordoError('internal', message);
}
