import { expect, test } from 'vitest';
import { check } from '#scenario/schema.ts';
import { runCommand } from './commands.ts';
import { faultOf, smallest, stormy } from './fuzz.ts';

/** Runs of the seeded fuzz; each is some thousand events. */
const RUNS = 200;

test(`nothing breaks in ${RUNS} storms`, () => {
  const seeds = Array.from({ length: RUNS }, (_, seed) => seed);
  const found = seeds.flatMap((seed) => {
    const fault = faultOf(stormy(seed));
    return fault === undefined ? [] : [`seed ${seed}: ${fault}`];
  });
  expect(found).toEqual([]);
}, 120_000);

test('a storm is a valid scenario, and the same for the same seed', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const storm = stormy(seed);
    expect(check(storm).ok, String(seed)).toBe(true);
    expect(stormy(seed)).toEqual(storm);
  }
});

test('what fails is made smaller', () => {
  const storm = stormy(3);
  // A command about a node that is not there: `check` refuses it, and the engine asserts.
  const wrong = { do: 'place', node: 'mn9', x: 0, y: 0, at: 1_000_000 } as const;
  const bad = { ...storm, script: [...storm.script, wrong] };
  expect(faultOf(storm)).toBeUndefined();
  expect(faultOf(bad)).toBeDefined();
  expect(smallest(bad).script).toEqual([wrong]);
});

test('the command says what it did, or what it cannot do', async () => {
  const lines: string[] = [];
  const terminal = {
    out: (chunk: string | Uint8Array) => Promise.resolve(void lines.push(String(chunk))),
    err: (line: string) => void lines.push(line),
    input: () => {
      throw new Error('not read');
    },
  };
  expect(await runCommand(['fuzz', '--runs', '2', '--seed', '5'], terminal)).toBe(0);
  expect(lines).toEqual(['2 runs from seed 5: nothing found\n']);
  expect(await runCommand(['fuzz', '--runs', '0'], terminal)).toBe(2);
  expect(lines.at(-1)).toContain("'--runs' must be a whole number from 1");
});
