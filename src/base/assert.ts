// What only a bug may cause is an assertion. Assertions stay on in the shipped app.

/** Raised by a failed assertion; the worker reports it with seed and time. */
class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** What was assumed; given as a function where making the words takes time. */
type Words = string | (() => string);

const textOf = (words: Words): string => (typeof words === 'string' ? words : words());

/** Throws unless the condition holds. */
export function assert(condition: boolean, words: Words): asserts condition {
  if (!condition) throw new AssertionError(textOf(words));
}

/** The value, or an assertion when there is none. */
export function must<T>(value: T | undefined | null, words: Words): T {
  if (value === undefined || value === null) throw new AssertionError(textOf(words));
  return value;
}

/** Closes a `switch` over a union: compiles only when every case is handled. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
