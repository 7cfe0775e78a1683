// What only a bug may cause is an assertion. Assertions stay on in the shipped app.

/** Raised by a failed assertion; the worker reports it with seed and time. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Throws unless the condition holds. */
export function assert(condition: boolean, words: string): asserts condition {
  if (!condition) throw new AssertionError(words);
}

/** The value, or an assertion when there is none. */
export function must<T>(value: T | undefined | null, words: string): T {
  if (value === undefined || value === null) throw new AssertionError(words);
  return value;
}

/** Closes a `switch` over a union: compiles only when every case is handled. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
