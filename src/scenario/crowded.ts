// Six gateways and six mobile nodes: MN1 has visited all gateways and keeps a session at each, the others
// came to where it is or stayed behind (DMM §4.1: k + 1 DLIFs per mobile node).

import { ms, seconds } from '#base/ids.ts';
import type { Stamped } from '#sim/command.ts';
import { completed } from './defaults.ts';
import { coreLink, gateway, mobile, place, start, voice } from './figures.ts';
import type { Scenario } from './scenario.ts';

const NUMBERS = [1, 2, 3, 4, 5, 6] as const;
/** Room between two gateways, and where the first one stands. */
const PITCH = 160;
const FIRST = 96;
const below = (n: number): number => FIRST + (n - 1) * PITCH;

/** MN1 goes from gateway to gateway and starts a flow at each. */
const tour: readonly Stamped[] = NUMBERS.flatMap((n): readonly Stamped[] => {
  const arrives = seconds(4 * (n - 1));
  const flow = start(`F${n}`, arrives + seconds(2));
  return n === 1 ? [flow] : [place('mn1', below(n), arrives), flow];
});

/** The others move once; MN5 stays where it is. */
const others: readonly Stamped[] = [
  place('mn2', below(2) - 36, seconds(5)),
  place('mn3', below(5) - 36, seconds(9)),
  place('mn4', below(5) + 36, seconds(13)),
  place('mn6', below(2) + 36, seconds(17)),
];

export const crowded: Scenario = completed({
  v: 1,
  seed: 1,
  profile: 'draft-05',
  id: 'dmm-many',
  title: 'Six gateways, five anchors',
  cite: 'draft-05, section 4.1',
  look: 'D-GW6 portrays five other gateways to MN1, and a tunnel leads to each of them.',
  nodes: [
    mobile(1, below(1)),
    mobile(2, below(1) - 36),
    mobile(3, below(4) - 36),
    mobile(4, below(4) + 36),
    mobile(5, below(3) - 36),
    mobile(6, below(3) + 36),
    ...NUMBERS.map((n) => gateway(n, below(n), 84)),
    { id: 'hss', kind: 'hss', x: 472, y: 64 },
    { id: 'cn1', kind: 'cn', x: 912, y: 112, address: '2001:db8:c1::10' },
    { id: 'core', kind: 'core', x: 512, y: 112 },
  ],
  links: [...NUMBERS.map((n) => coreLink(`dgw${n}`)), coreLink('cn1')],
  flows: [
    ...NUMBERS.map((n) => ({ ...voice(`F${n}`, 'mn1'), every: ms(200) })),
    ...[2, 3, 4].map((n) => ({ ...voice(`G${n}`, `mn${n}`), every: ms(500) })),
  ],
  script: [...tour, ...[2, 3, 4].map((n) => start(`G${n}`, seconds(3))), ...others].toSorted(
    (a, b) => a.at - b.at,
  ),
  end: seconds(30),
  ready: seconds(3),
});
