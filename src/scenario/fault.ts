// What is wrong with a value from outside, in words: where, what, and what was expected.

/** One thing that is wrong. `path` as in JavaScript: `nodes[3].address`; empty: the whole. */
export interface Fault {
  readonly path: string;
  /** What stands there: `is "dgw9"`, `is missing`. */
  readonly what: string;
  readonly expected: string;
}

/** One line: `nodes[3].address is "x"; expected an IPv6 address`. */
export function faultWords(fault: Fault): string {
  return `${fault.path === '' ? 'the scenario' : fault.path} ${fault.what}; expected ${fault.expected}`;
}

const SHOWN = 40;

/** What was received, short enough for a line. */
export function received(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return `is a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'is an object';
  const text = JSON.stringify(value) ?? typeof value;
  return `is ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
}

/** A fault of the value that stands at a path. */
export const faultAt = (path: string, value: unknown, expected: string): Fault => ({
  path,
  what: received(value),
  expected,
});

/** Repeated names in a list, each with the path of its second place. */
export function repeatedIds(list: string, names: readonly string[]): Fault[] {
  const seen = new Map<string, number>();
  const faults: Fault[] = [];
  names.forEach((name, i) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, i);
    else faults.push(faultAt(`${list}[${i}].id`, name, `another id: ${list}[${first}] has it`));
  });
  return faults;
}

/** Keys that could reach an object's prototype. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 12;
const MOST_VALUES = 200_000;

/** The first part of a value that is not plain, bounded data; `undefined` when all of it is. */
export function unsafePart(value: unknown): Fault | undefined {
  let left = MOST_VALUES;
  const walk = (part: unknown, path: string, depth: number): Fault | undefined => {
    left -= 1;
    if (left < 0)
      return { path: '', what: 'is too large', expected: `at most ${MOST_VALUES} values` };
    if (typeof part !== 'object' || part === null) return undefined;
    if (depth > DEEPEST) {
      return { path, what: 'is nested too deep', expected: `at most ${DEEPEST} levels` };
    }
    if (Array.isArray(part)) {
      for (let i = 0; i < part.length; i += 1) {
        const found = walk(part[i], `${path}[${i}]`, depth + 1);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    for (const key of Object.keys(part)) {
      const at = path === '' ? key : `${path}.${key}`;
      if (UNSAFE.has(key)) {
        return { path: at, what: 'is a forbidden key', expected: 'another name' };
      }
      const found = walk((part as Record<string, unknown>)[key], at, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk(value, '', 0);
}
