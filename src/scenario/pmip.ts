// Proxy Mobile IPv6 as scenarios: its life without faults, then what happens when something breaks.
// The anchor stands above the core, two access gateways below it side by side.

import { ms, seconds, type NodeId } from '#base/ids.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import { CORE_DELAY, completed } from './defaults.ts';
import type { Scenario, ScenarioLink, ScenarioNode } from './scenario.ts';

const AT_MAG1 = 264;
const AT_MAG2 = 736;
/** Between the cells: nobody hears a mobile node there. */
const BETWEEN = 500;
const GROUND = 544;

const gateway = (n: 1 | 2, x: number): ScenarioNode => ({
  id: `mag${n}`,
  kind: 'mag',
  x,
  y: 352,
  address: `2001:db8:${n}::1`,
  cell: { dx: 0, dy: 152, rx: 192, ry: 112 },
});

const mobile = (n: number, x: number): ScenarioNode => ({ id: `mn${n}`, kind: 'mn', x, y: GROUND });

const lma: ScenarioNode = {
  id: 'lma',
  kind: 'lma',
  x: 500,
  y: 160,
  address: '2001:db8:ff::1',
  pool: [1, 2, 3, 4].map((n) => `2001:db8:a${n}:${n}::/64`),
};
const core: ScenarioNode = { id: 'core', kind: 'core', x: 500, y: 256 };
const cn1: ScenarioNode = { id: 'cn1', kind: 'cn', x: 912, y: 256, address: '2001:db8:c1::10' };

const coreLink = (node: NodeId): ScenarioLink => ({
  id: `core-${node}`,
  ends: ['core', node],
  delay: CORE_DELAY,
});

/** The correspondent streams a voice frame each 20 ms to a mobile node. */
const stream = (n: number): FlowSpec => ({
  id: `F${n}`,
  from: `mn${n}`,
  to: 'cn1',
  every: ms(20),
  octets: 160,
  mode: 'down',
});

const start = (flow: string, at: number): Stamped => ({ do: 'flow', flow, change: 'start', at });
const place = (node: NodeId, x: number, at: number): Stamped => ({
  do: 'place',
  node,
  x,
  y: GROUND,
  at,
});

const rest = [gateway(1, AT_MAG1), gateway(2, AT_MAG2), lma, cn1, core];
const links = ['mag1', 'mag2', 'lma', 'cn1'].map(coreLink);
const base = { v: 1, seed: 1, profile: 'draft-05', links } as const;

const attach: Scenario = {
  ...base,
  id: 'pmip-attach',
  title: 'First attachment',
  cite: 'RFC 5213, 6.9.1.1 and 5.3.2',
  look: 'MAG1 says nothing of a prefix before the LMA has given one; then MN1 believes itself at home.',
  nodes: [mobile(1, BETWEEN), ...rest],
  flows: [{ ...stream(1), mode: 'echo' }],
  script: [place('mn1', AT_MAG1, seconds(1)), start('F1', ms(3000))],
  end: seconds(6),
};

const handoff: Scenario = {
  ...base,
  id: 'pmip-handoff',
  title: 'Handoff of one interface',
  cite: 'RFC 5213, 6.9.1.4 and 5.3.4',
  look: 'MN1 keeps address, router and neighbour entry; only what comes in the gap is lost.',
  nodes: [mobile(1, AT_MAG1), ...rest],
  flows: [stream(1)],
  script: [start('F1', seconds(2)), place('mn1', AT_MAG2, seconds(4))],
  end: seconds(8),
  ready: seconds(3),
  attachDelay: ms(60),
};

const lostAnswer = (n: number): Stamped => ({
  do: 'catch',
  name: `lost${n}`,
  act: 'drop',
  link: 'core-mag1',
  kind: 'PBA',
  nth: n,
  at: 0,
});

const lostPba: Scenario = {
  ...base,
  id: 'pmip-lost-pba',
  title: 'Three PBAs are lost',
  cite: 'RFC 5213, 6.9.4',
  look: 'The LMA has its binding at once, but MAG1 asks again after 1, 2 and 4 s, and gets the same prefix.',
  nodes: [mobile(1, BETWEEN), ...rest],
  flows: [stream(1)],
  script: [
    lostAnswer(1),
    lostAnswer(2),
    lostAnswer(3),
    place('mn1', AT_MAG1, seconds(1)),
    start('F1', seconds(10)),
  ],
  end: seconds(13),
};

const overtaking: Scenario = {
  ...base,
  id: 'pmip-overtaking-pbus',
  title: 'A PBU is overtaken',
  cite: 'RFC 5213, 5.5',
  look: 'The older PBU comes from MAG2 when MN1 is back at MAG1: it is refused with 157, and F1 stays.',
  nodes: [mobile(1, AT_MAG1), ...rest],
  flows: [stream(1)],
  script: [
    start('F1', seconds(2)),
    {
      do: 'catch',
      name: 'older',
      act: 'hold',
      link: 'core-mag2',
      from: 'mag2',
      kind: 'PBU',
      nth: 1,
      at: ms(3900),
    },
    place('mn1', AT_MAG2, seconds(4)),
    place('mn1', AT_MAG1, ms(4100)),
    { do: 'release', name: 'older', at: ms(4250) },
  ],
  end: seconds(8),
  ready: seconds(3),
};

const restart: Scenario = {
  ...base,
  id: 'pmip-lma-restart',
  title: 'The LMA forgets everything',
  cite: 'RFC 5847, 3.2',
  look: 'Its restart counter tells both MAGs that their bindings are gone; the same prefixes come back.',
  knobs: { heartbeat: 'on' },
  nodes: [mobile(1, AT_MAG1), mobile(2, AT_MAG2), ...rest],
  flows: [stream(1), stream(2)],
  script: [
    start('F1', ms(2000)),
    start('F2', ms(2010)),
    { do: 'node', node: 'lma', up: false, state: 'lost', at: seconds(4) },
    { do: 'node', node: 'lma', up: true, at: seconds(5) },
  ],
  end: seconds(8),
  ready: seconds(3),
};

const revocation: Scenario = {
  ...base,
  id: 'pmip-revocation',
  title: 'The operator revokes a binding',
  cite: 'RFC 5846, 8 and 9',
  look: 'MAG1 withdraws the prefix of MN1 and answers; MN2 at the same gateway notices nothing.',
  nodes: [mobile(1, 208), mobile(2, 320), ...rest],
  flows: [stream(1), stream(2)],
  script: [
    start('F1', ms(2000)),
    start('F2', ms(2010)),
    { do: 'operate', node: 'lma', order: 'revoke', mn: 'mn1', trigger: 1, at: seconds(4) },
  ],
  end: seconds(8),
  ready: seconds(3),
};

/** Bundled scenarios, complete, in the order of the library. */
export const proxies: readonly Scenario[] = [
  attach,
  handoff,
  lostPba,
  overtaking,
  restart,
  revocation,
].map(completed);
