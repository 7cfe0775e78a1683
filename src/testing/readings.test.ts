// Every reading of the distributed-anchoring draft shows: another trace, another link, and the
// invariants hold after every event.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { seconds } from '#base/ids.ts';
import { distributedKnobs } from '#scenario/knobs-distributed.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario } from '#scenario/schema.ts';
import { writeLink } from '#scenario/url.ts';
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
