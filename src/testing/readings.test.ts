// Every reading of the distributed-anchoring draft shows: another trace, another link, and the
// invariants hold after every event; and under each the sessions of S-21 to S-26 go on.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { distributedKnobs } from '#scenario/knobs-distributed.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario } from '#scenario/schema.ts';
import { writeLink } from '#scenario/url.ts';
import type { FlowSpec } from '#sim/command.ts';
import { differencesOf } from './distributed-agreement.ts';
import { orphansOf } from './invariants.ts';
import { lab } from './lab.ts';

/** Figures that show what is read, for as long as they show it. */
type Plays = Readonly<Record<string, Partial<Scenario>>>;

/** What is read of a gateway shows in the figures, what of a CMD where one is. */
const FIGURES: Readonly<Record<string, Plays>> = {
  dgw: { 'dmm-f4': {}, 'dmm-f1': {}, 'dmm-return': {} },
  cmd: { 'rfc8885-relay': {} },
};

/** Figure 2, whose flow ends behind the handover, for a while longer. */
const LAST_FLOW: Plays = {
  'dmm-f2': {
    script: [
      ...must(bundled('dmm-f2'), 'the figure is there').script,
      { do: 'flow', flow: 'F1', change: 'stop', at: seconds(4) },
    ],
    end: seconds(20),
  },
};
const MORE: Readonly<Record<string, Plays>> = {
  anchorRelease: LAST_FLOW,
  prefixIdleTimeout: LAST_FLOW,
};
/** Readings that a reading counts beside. */
const BESIDE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  prefixIdleTimeout: { anchorRelease: 'lastFlow' },
};

const others = distributedKnobs.flatMap(({ name, values, appliesTo }) =>
  values.slice(1).map(({ value }) => ({ name, value, appliesTo })),
);

const playsOf = ({ name, appliesTo }: (typeof others)[number]): Plays =>
  // Objects of plays are joined to one.
  MORE[name] ?? (Object.assign({}, ...appliesTo.map((kind) => FIGURES[kind])) as Plays);
const plainKnobs = (name: string): Readonly<Record<string, string>> => BESIDE[name] ?? {};

/** Fingerprints of the figures without a reading, by figure and reading. */
const plain = new Map<string, unknown>();
for (const one of others) {
  const knobs = plainKnobs(one.name);
  for (const [id, change] of Object.entries(playsOf(one))) {
    const key = JSON.stringify([id, change, knobs]);
    if (!plain.has(key)) {
      plain.set(
        key,
        lab(id, { ...change, knobs })
          .play()
          .timeline.fingerprint(),
      );
    }
  }
}

test.each(others)('$name=$value changes trace and link', async (one) => {
  const beside = plainKnobs(one.name);
  const knobs = { ...beside, [one.name]: one.value };
  const different = Object.entries(playsOf(one)).filter(([id, change]) => {
    const read = lab(id, { ...change, knobs }).play();
    expect(orphansOf(read.timeline), `${id} leaves nothing over`).toEqual([]);
    return read.timeline.fingerprint() !== plain.get(JSON.stringify([id, change, beside]));
  });
  expect(different).not.toEqual([]);
  const scenario = must(bundled('dmm-f4'), 'the figure is there');
  const link = await writeLink({ scenario: { ...scenario, knobs } });
  expect(link).not.toBe(await writeLink({ scenario: { ...scenario, knobs: beside } }));
});

const [NATIVE, TO_A, TO_B] = ['-> CN1', '=> D-GW1 -> CN1', '=> D-GW2 -> CN1'];
/** Where the flows of a movement go in the end, and in the fallback with one anchor for ever. */
const MOVEMENTS = [
  {
    id: 'dmm-f4',
    serving: 'D-GW2',
    plain: { F1: TO_A, F2: NATIVE, L1: '=> D-GW1 -> localnet' },
    legacy: { F1: TO_A, F2: TO_A, L1: '=> D-GW1 -> localnet' },
  },
  {
    id: 'dmm-three',
    serving: 'D-GW3',
    plain: { F1: TO_A, F2: TO_B, F3: NATIVE },
    legacy: { F1: TO_A, F2: TO_A, F3: TO_A },
  },
  {
    id: 'dmm-return',
    serving: 'D-GW1',
    plain: { F1: NATIVE, F2: TO_B },
    legacy: { F1: NATIVE, F2: NATIVE },
  },
] as const;

/** Fewer datagrams; a new socket also waits for an RA that comes after the signalling. */
const slower = ({ afterMove, ...flow }: FlowSpec): FlowSpec => ({
  ...flow,
  every: ms(250),
  ...(afterMove !== undefined && { afterMove: afterMove + ms(100) }),
});

const profiles = ['draft-05', 'rfc8885'] as const;
const readings = others.filter(({ appliesTo }) => appliesTo.includes('dgw'));
const each = profiles.flatMap((profile) => readings.map((one) => ({ ...one, profile })));

test.each(each)('S-21 to S-26 with $name=$value in $profile', ({ name, value, profile }) => {
  for (const { id, serving, plain: ways, legacy } of MOVEMENTS) {
    const flows = must(bundled(id), id).flows.map(slower);
    const run = lab(id, { profile, flows, knobs: { [name]: value } }).play();
    const expected = Object.entries(name === 'legacy' ? legacy : ways).map(
      ([flow, way]) => `${flow} MN1 -> ${serving} ${way}`,
    );
    // With a low preference both addresses are preferred, and a new socket may take either.
    const isSure = (line: string): boolean => value !== 'lowPreference' || !/^F[23]/.test(line);
    const found = Object.keys(ways).map((flow) => `${flow} ${run.path(flow)}`);
    expect(found.filter(isSure), id).toEqual(expected.filter(isSure));
    expect([...orphansOf(run.timeline), ...differencesOf(run.timeline)], id).toEqual([]);
  }
});
