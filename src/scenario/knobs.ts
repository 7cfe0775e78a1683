// The readings of what the drafts leave open: each a knob with a name, its place and its values.

import type { Cite } from '#base/ids.ts';

/** One value that a knob may take. */
export interface KnobValue {
  readonly value: string;
  /** A few words for a menu. */
  readonly words: string;
}

/** One knob. The first value is the default. */
export interface Knob {
  readonly name: string;
  /** What it decides, one sentence. */
  readonly doc: string;
  readonly cite: Cite;
  readonly values: readonly [KnobValue, ...KnobValue[]];
}

export const knobs = [
  {
    name: 'anchoredPrefixMode',
    doc: 'How the serving gateway keeps new sessions off a prefix that is anchored elsewhere.',
    cite: 'DMM §4.2 step 8',
    values: [
      { value: 'deprecate', words: 'preferred lifetime 0' },
      { value: 'lowPreference', words: 'low router preference' },
    ],
  },
  {
    name: 'localNetwork',
    doc: 'Whether gateways tunnel by destination to a local network, and route its answers back.',
    cite: 'DMM §4.1',
    values: [
      { value: 'on', words: 'tunnel by destination' },
      { value: 'off', words: 'by source only' },
    ],
  },
  {
    name: 'dlifParameters',
    doc: 'Where the serving gateway learns the addresses of a DLIF that it clones.',
    cite: 'DMM §4.2 step 7',
    values: [
      { value: 'pba', words: 'in the PBA' },
      { value: 'hss', words: 'from the HSS' },
    ],
  },
] as const satisfies readonly Knob[];

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
