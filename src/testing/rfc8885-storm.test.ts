// Storms of moves, lost and doubled PBUs and PBAs, and crashes under RFC 8885: the invariants hold
// after every event (lab.ts); once it is quiet the CMD and the MAARs agree about the node.
import { expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { nextNumber, splitStream, type Random } from '#base/random.ts';
import { orphansOf } from './invariants.ts';
import type { Lab } from './lab.ts';
import { MODES, threeMaars, type Mode } from './maar-run.ts';

const pick = <T>(random: Random, list: readonly [T, ...T[]]): T =>
  list[Math.floor(nextNumber(random) * list.length)] ?? list[0];

const MAARS = ['dgw1', 'dgw2', 'dgw3'] as const;
const PAUSES = [ms(15), ms(30), ms(60), ms(400), seconds(2), seconds(200)] as const;
const LINKS = ['core-dgw1', 'core-dgw2', 'core-dgw3', 'core-cmd'] as const;
const MOVES = 10;

/** A crash of a MAAR or the CMD, for a while. */
function crash(run: Lab, random: Random): Lab {
  const node = pick(random, [...MAARS, 'cmd']);
  const state = pick(random, ['kept', 'lost'] as const);
  run.do({ do: 'node', node, up: false, state }).to(run.now + pick(random, PAUSES));
  return run.do({ do: 'node', node, up: true });
}

/** MN1 walks; the script of it stands in what is thrown. */
function storm(mode: Mode, seed: number, crashes: boolean): Lab {
  const random = splitStream(seed, mode);
  const run = threeMaars(mode, { flows: [], script: [], seed }).to(seconds(1));
  for (let i = 0; i < MOVES; i += 1) {
    run.drag('mn1').to(pick(random, MAARS));
    if (nextNumber(random) < 0.4) {
      const kind = pick(random, ['PBU', 'PBA'] as const);
      const act = pick(random, ['drop', 'duplicate'] as const);
      run.do({ do: 'catch', name: `c${i}`, link: pick(random, LINKS), kind, nth: 1, act });
    }
    run.to(run.now + pick(random, PAUSES));
    if (crashes && nextNumber(random) < 0.3) crash(run, random);
  }
  // Whoever lost its memory has given up what it knew by then.
  run.to(run.now + seconds(60));
  run
    .drag('mn1')
    .to('dgw1')
    .to(run.now + seconds(700));
  return run;
}

interface Bindings {
  readonly proxyCareOfAddress: string;
  readonly previous: readonly { readonly maar: string }[];
}

/** Where the CMD, the S-MAAR and the P-MAARs differ. */
function quarrels(run: Lab): readonly string[] {
  const [binding] = run.table('cmd', 'cmd/bindings') as unknown as readonly Bindings[];
  const listed = (binding?.previous ?? []).map(({ maar }) => maar).toSorted();
  const told = run
    .table('dgw1', 'dgw/updates')
    .filter((row) => row['state'] === 'told')
    .map((row) => String(row['anchor']))
    .toSorted();
  const away = ['dgw2', 'dgw3'].flatMap((node) =>
    run.table(node, 'dgw/bindings').map((row) => {
      return row['proxyCareOfAddress'] === '2001:db8:d1::1'
        ? `2001:db8:d${node.slice(-1)}::1`
        : node;
    }),
  );
  return [
    ...orphansOf(run.timeline),
    ...(binding?.proxyCareOfAddress === '2001:db8:d1::1' ? [] : ['the CMD is wrong']),
    ...(String(listed) === String(told) ? [] : [`listed ${listed.join()}, told ${told.join()}`]),
    ...(String(away) === String(told) ? [] : [`away ${away.join()}, told ${told.join()}`]),
  ];
}

const SEEDS = [1, 2, 15];

test.each(MODES)(
  'with a %s all agree when it is quiet',
  (mode) => {
    const found = SEEDS.map((seed) => quarrels(storm(mode, seed, false)));
    expect(found).toEqual(SEEDS.map(() => []));
  },
  600_000,
);

test.each(MODES)(
  'with a %s crashes leave nothing over',
  (mode) => {
    const found = SEEDS.map((seed) => quarrels(storm(mode, seed, true)));
    expect(found).toEqual(SEEDS.map(() => []));
  },
  600_000,
);
