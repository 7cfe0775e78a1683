// The movement of Figure 4 of the distributed-anchoring draft under RFC 8885: D-GWs are MAARs, and a
// Central Mobility Database stands where the HSS stood. One scenario for each of its modes.

import { must } from '#base/assert.ts';
import { ms } from '#base/ids.ts';
import type { FlowSpec } from '#sim/command.ts';
import { CORE_DELAY, completed } from './defaults.ts';
import { figures } from './figures.ts';
import type { Scenario, ScenarioNode } from './scenario.ts';

const figure4 = must(
  figures.find(({ id }) => id === 'dmm-f4'),
  'the figure is there',
);

const asMaar = (node: ScenarioNode): ScenarioNode => {
  if (node.kind === 'dgw') return { ...node, name: node.id.replace('dgw', 'MAAR') };
  if (node.kind !== 'hss') return node;
  const { x, y } = node;
  return { id: 'cmd', kind: 'cmd', x, y, address: '2001:db8:cd::1' };
};

/** RFC 8885 §3.1 step 5: prefB is advertised after the PBA, so a new socket waits longer for it. */
const later = (flow: FlowSpec): FlowSpec =>
  flow.afterMove === undefined ? flow : { ...flow, afterMove: flow.afterMove + ms(80) };

const under = (change: Pick<Scenario, 'id' | 'title' | 'cite' | 'look' | 'knobs'>): Scenario =>
  completed({
    ...figure4,
    profile: 'rfc8885',
    nodes: figure4.nodes.map(asMaar),
    flows: figure4.flows.map(later),
    links: [...figure4.links, { id: 'core-cmd', ends: ['core', 'cmd'], delay: CORE_DELAY }],
    ...change,
  });

/** Bundled scenarios, complete, in the order of the library. */
export const databases: readonly Scenario[] = [
  under({
    id: 'rfc8885-relay',
    title: 'The CMD relays',
    cite: 'RFC 8885, Figure 2',
    look: 'MAAR2 hears of MAAR1 last: PBU and PBA go by the CMD, on both sides.',
  }),
  under({
    id: 'rfc8885-locator',
    title: 'The CMD locates',
    cite: 'RFC 8885, Figure 3',
    look: 'MAAR1 answers MAAR2 itself, so one way through the core is saved.',
    knobs: { cmdMode: 'locator' },
  }),
  under({
    id: 'rfc8885-proxy',
    title: 'The CMD answers at once',
    cite: 'RFC 8885, Figure 4',
    look: 'The PBA to MAAR2 leaves together with the PBU to MAAR1: the shortest handover.',
    knobs: { cmdMode: 'proxy' },
  }),
];
