// Every reading of the distributed-anchoring draft shows: another trace, another link, and the
// invariants hold after every event.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { distributedKnobs } from '#scenario/knobs-distributed.ts';
import { bundled } from '#scenario/library.ts';
import { writeLink } from '#scenario/url.ts';
import { orphansOf } from './invariants.ts';
import { lab } from './lab.ts';

/** What is read of a gateway shows in the figures, what of a CMD where one is. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  dgw: ['dmm-f4', 'dmm-f1', 'dmm-return'],
  cmd: ['rfc8885-relay'],
};
const figuresOf = (kinds: readonly string[]) => kinds.flatMap((kind) => FIGURES[kind] ?? []);

const others = distributedKnobs.flatMap(({ name, values, appliesTo }) =>
  values.slice(1).map(({ value }) => ({ name, value, appliesTo })),
);
const plain = new Map(
  Object.values(FIGURES)
    .flat()
    .map((id) => [id, lab(id).play().timeline.fingerprint()] as const),
);

test.each(others)('$name=$value changes trace and link', async ({ name, value, appliesTo }) => {
  const knobs = { [name]: value };
  const different = figuresOf(appliesTo).filter((id) => {
    const read = lab(id, { knobs }).play();
    expect(orphansOf(read.timeline), `${id} leaves nothing over`).toEqual([]);
    return read.timeline.fingerprint() !== plain.get(id);
  });
  expect(different).not.toEqual([]);
  const scenario = must(bundled('dmm-f4'), 'the figure is there');
  const link = await writeLink({ scenario: { ...scenario, knobs } });
  expect(link).not.toBe(await writeLink({ scenario }));
});
