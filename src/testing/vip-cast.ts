// MN1 with a virtual interface over WLAN and WiMAX (cast of the acceptance scenarios).

import { ms, seconds } from '#base/ids.ts';
import type { ScenarioNode, ScenarioVirtual } from '#scenario/scenario.ts';
import type { Command, FlowSpec } from '#sim/command.ts';
import { labOf, type Lab } from './lab.ts';
import { between, domain, type Domain } from './pmip-cast.ts';
import { START, twoRadios } from './pmip-run.ts';

/** The link-layer address of the virtual interface, and MN1's addresses. */
export const ZZZ = '02:00:5e:00:0a:0a';
export const IN_HNP1 = '2001:db8:a1:1:0:5eff:fe00:a0a';
export const IN_HNP2 = '2001:db8:a2:2:0:5eff:fe00:a0a';

/** What a test changes of MN1, of its virtual interface, and of the domain. */
export interface Change {
  readonly mn?: Partial<ScenarioNode>;
  readonly virtual?: Partial<ScenarioVirtual> | 'none';
  readonly domain?: Domain;
}

export const flow = (id: string, more: Partial<FlowSpec> = {}): FlowSpec => ({
  id,
  from: 'mn1',
  to: 'cn1',
  every: ms(20),
  octets: 64,
  mode: 'echo',
  ...more,
});
export const start = (id: string): Command => ({ do: 'flow', flow: id, change: 'start' });
export const radio = (iface: string, up: boolean, more: object = {}): Command => ({
  do: 'radio',
  node: 'mn1',
  iface,
  up,
  ...more,
});
/** An operator lays the path of a prefix, or of all. */
export const path = (iface: string, prefix?: string): Command => ({
  do: 'operate',
  node: 'mn1',
  order: 'path',
  iface,
  ...(prefix !== undefined && { prefix }),
});

/** MN1 is put where both cells overlap, at START. */
export function placed({ mn = {}, virtual = {}, domain: parts = {} }: Change = {}): Lab {
  const above = virtual === 'none' ? {} : { virtual: { mac: ZZZ, ...virtual } };
  const mn1 = { ...twoRadios['mn1'], ...mn, ...above };
  const flows = parts.flows ?? [flow('F1'), flow('F2')];
  const nodes = { ...twoRadios, ...parts.nodes, mn1: { ...mn1, ...parts.nodes?.['mn1'] } };
  return labOf(domain({ ...parts, flows, nodes }))
    .to(START)
    .put('mn1', between(1));
}

/** Radios of MN1 with if2 off. */
export const oneOn: Partial<ScenarioNode> = {
  interfaces: [
    { id: 'if1', att: 4 },
    { id: 'if2', att: 5, off: true },
  ],
};

/** Both sub-interfaces attached: the figure of multihoming. */
export const multihomed = (change: Change = {}): Lab => {
  const run = placed({ ...change, mn: { ...oneOn, ...change.mn } }).to(seconds(2));
  return run.do(radio('if2', true)).to(seconds(5));
};

/** The cells by which datagrams of MN1 left since a time, and the MAC that they had. */
export function framesOf(run: Lab, since: number): readonly string[] {
  const { log } = run.timeline;
  const found = new Set<string>();
  for (let seq = 0; seq < log.length; seq += 1) {
    const event = log.event(seq);
    if (event.kind !== 'sent' || event.node !== 'mn1' || event.at < since) continue;
    const octets = log.frame(event.frame).octets();
    if (run.cast.flowNumber(octets) === undefined) continue;
    const mac = [...octets.subarray(6, 12)].map((one) => one.toString(16).padStart(2, '0'));
    found.add(`${event.link} ${mac.join(':')}`);
  }
  return [...found];
}
