// The figures and moves of the draft on the real engine, in both wire profiles: whatever is told of
// them in testing/acceptance.test.ts, the tables of the gateways end the same, and nothing is left.
import { expect, test } from 'vitest';
import { orphansOf } from '#testing/invariants.ts';
import { lab, type Lab } from '#testing/lab.ts';

const TABLES = ['dlifs', 'bindings', 'updates', 'tunnels', 'stations', 'pool', 'returns'];

/** All rows of all gateways. */
function gatewaysOf(run: Lab): readonly unknown[] {
  const gateways = run.scenario.nodes.filter((node) => node.kind === 'dgw');
  return gateways.flatMap(({ id }) =>
    TABLES.map((table) => [id, table, run.table(id, `dgw/${table}`)]),
  );
}

test.each(['dmm-f1', 'dmm-f2', 'dmm-f3', 'dmm-f4', 'dmm-three', 'dmm-return'])(
  'S-21 to S-26: %s ends the same in both profiles, with nothing left over',
  (id) => {
    const [draft, rfc] = (['draft-05', 'rfc8885'] as const).map((profile) =>
      lab(id, { profile }).play(),
    );
    expect(draft && orphansOf(draft.timeline)).toEqual([]);
    expect(rfc && orphansOf(rfc.timeline)).toEqual([]);
    expect(rfc && gatewaysOf(rfc)).toEqual(draft && gatewaysOf(draft));
    expect(rfc?.timeline.fingerprint()).not.toBe(draft?.timeline.fingerprint());
  },
);
