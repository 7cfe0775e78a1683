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
  return (node.lma?.flows ?? []).map(({ key, flow, name: called, short, to, state, packets }) => ({
    key: `flow ${key}`,
    name: `flow ${called}`,
    state: [
      ...(state === 'drop' ? [] : [`to ${to.map(name).join(' and ') || 'nowhere'}`]),
      STATES[state],
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
  return (stack?.sessions ?? []).map(({ flow, peer, address, up, down, broken, running }) => {
    const own = addresses.find((one) => one.address === address);
    return {
      key: `socket ${flow}`,
      name: `socket ${flow}`,
      state: [
        ...(running ? [] : ['stopped']),
        ...(broken === undefined ? [] : [`dropped, ${broken}`]),
        ...(down === undefined ? [] : [`comes by ${down}`]),
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
