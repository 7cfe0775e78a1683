// The readings of what the drafts leave open: each a knob with a name, its place and its values.

import type { Knob } from './knob.ts';
import { distributedKnobs } from './knobs-distributed.ts';
import { proxyKnobs } from './knobs-proxy.ts';
import type { Scenario } from './scenario.ts';

export const knobs: readonly Knob[] = [...distributedKnobs, ...proxyKnobs];

/** The knob of that name. */
export function knobNamed(name: string): Knob | undefined {
  return knobs.find((knob) => knob.name === name);
}

/** Every knob with its value: the given one, else the default. */
export function knobValues(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const values: Record<string, string> = {};
  for (const knob of knobs) values[knob.name] = given[knob.name] ?? knob.values[0].value;
  return values;
}

/** The given knobs without those that stand at their default; `undefined` when none is left. */
export function turnedKnobs(
  given: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  const turned = Object.entries(given ?? {}).filter(
    ([name, value]) => knobNamed(name)?.values[0].value !== value,
  );
  return turned.length === 0 ? undefined : Object.fromEntries(turned);
}

/** The knobs that a scenario's nodes read. */
export function knobsFor({ nodes }: Pick<Scenario, 'nodes'>): readonly Knob[] {
  return knobs.filter((knob) => nodes.some(({ kind }) => knob.appliesTo.includes(kind)));
}
