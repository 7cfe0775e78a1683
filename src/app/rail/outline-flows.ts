// Flows in words: the table of an anchor, and the sockets of a mobile node with several interfaces.

import type { Scene } from '#session/protocol.ts';
import type { OutlineRow } from './outline-row.ts';

type Node = Scene['nodes'][number];

interface Naming {
  readonly signs: ReadonlyMap<string, string>;
  readonly name: (id: string) => string;
}

const STATES = {
  active: 'by its entry',
  fallback: 'its entry leads nowhere now',
  prefix: 'by its prefix',
  drop: 'dropped',
} as const;

/** Which flow an anchor sends where: `to MAG2, by its entry, 120 packets`. */
export function flowRows(node: Node, { signs, name }: Naming): readonly OutlineRow[] {
  return (node.lma?.flows ?? []).map(({ key, flow, name: called, short, packets, ...way }) => ({
    key: `flow ${key}`,
    name: `flow ${called}`,
    state: [
      ...(way.state === 'drop' ? [] : [`to ${way.to.map(name).join(' and ') || 'nowhere'}`]),
      ...(way.bids.length > 1 ? [`a copy to each of BIDs ${way.bids.join(', ')}`] : []),
      STATES[way.state],
      short,
      `${packets} packets`,
    ].join(', '),
    sign: signs.get(`${node.id}/flows/${key}`) ?? '',
    selection: { kind: 'flow', flow: flow ?? key },
  }));
}

/** Which socket has which address and comes by which interface, and why what comes is dropped. */
export function socketRows(node: Node, name: (id: string) => string): readonly OutlineRow[] {
  const { addresses = [], stack } = node.mn ?? {};
  return (stack?.sessions ?? []).map(({ flow, peer, address, up, comes, broken, running }) => {
    const lost = comes.filter((one) => broken === undefined && one.broken !== undefined);
    const own = addresses.find((one) => one.address === address);
    return {
      key: `socket ${flow}`,
      name: `socket ${flow}`,
      state: [
        ...(running ? [] : ['stopped']),
        ...(broken === undefined ? [] : [`dropped, ${broken}`]),
        ...lost.map((one) => `its copy by ${one.iface} dropped, ${one.broken ?? ''}`),
        ...(comes.length === 0
          ? []
          : [`comes by ${comes.map(({ iface }) => iface).join(' and ')}`]),
        ...(up === undefined ? [] : [`leaves by ${up}`]),
        `${own?.short ?? 'no address'} to ${name(peer)}`,
      ].join(', '),
      sign: '',
      selection: { kind: 'flow', flow } as const,
    };
  });
}

/** Radios and what they are attached to, where a node has several. */
export function radioRows(node: Node, { signs, name }: Naming): readonly OutlineRow[] {
  const { radios = [], stack } = node.mn ?? {};
  if (!stack) return [];
  return radios.map(({ iface, technology, attachedTo, joining, off }) => ({
    key: `radio ${iface}`,
    name: `${iface} ${technology}`,
    state:
      off === true
        ? 'off'
        : attachedTo !== undefined
          ? `on ${name(attachedTo)}`
          : joining === undefined
            ? 'no link'
            : `joining ${name(joining)}`,
    sign: signs.get(`${node.id}/attachment/${iface}`) ?? '',
    selection: { kind: 'row', node: node.id, role: 'station', table: 'attachment', key: iface },
  }));
}
