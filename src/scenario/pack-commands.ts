// Flows and commands of a scenario in a link: a command is a list that begins with a letter and the
// time.

import type { FlowSpec, Stamped } from '#sim/command.ts';
import { isRecord, packWith, time, unpackWith, type Fields } from './pack-fields.ts';

const flowFields: Fields = {
  id: { short: 'i' },
  from: { short: 'f' },
  to: { short: 't' },
  every: { short: 'e', ...time },
  octets: { short: 'o' },
  mode: { short: 'm', default: 'echo' },
  count: { short: 'c' },
  bind: { short: 'b' },
  bindIface: { short: 'n' },
  afterMove: { short: 'a', ...time },
};
/** The short form of a flow. */
export const packFlow = (flow: FlowSpec) => packWith(flowFields, flow);
/** The long form of anything that should be a flow. */
export const unpackFlow = (packed: unknown) => unpackWith(flowFields, packed);

const changeFields: Fields = {
  up: { short: 'u' },
  loss: { short: 'l' },
  delay: { short: 'd', ...time },
};

const faultFields: Fields = {
  from: { short: 'f' },
  by: { short: 'y', ...time },
  bit: { short: 'b' },
};

const radioFields: Fields = {
  instead: { short: 'i' },
  breakFirst: { short: 'b' },
};

const orderFields: Fields = {
  mn: { short: 'm' },
  prefix: { short: 'p' },
  peer: { short: 'g' },
  trigger: { short: 't' },
  reason: { short: 'r' },
  realm: { short: 'd' },
  ipv4: { short: '4' },
  iface: { short: 'i' },
  flow: { short: 'f' },
  fid: { short: 'n' },
  mark: { short: 'k' },
  bids: { short: 'b' },
  drop: { short: 'x' },
};

/** What a command says besides, as an object at the end of its list; nothing when it is empty. */
function rest(fields: Fields, one: object): readonly unknown[] {
  const packed = packWith(fields, one);
  return Object.keys(packed).length === 0 ? [] : [packed];
}

/** A command as a list: a letter, the time, and what it needs. */
export function packCommand(one: Stamped): readonly unknown[] {
  const at = time.to(one.at);
  switch (one.do) {
    case 'place':
      return ['p', at, one.node, one.x, one.y];
    case 'radio':
      return ['w', at, one.node, one.iface, one.up, ...rest(radioFields, one)];
    case 'flow': {
      const letter = one.change === 'start' ? 's' : 't';
      const bare = [letter, at, one.flow];
      return one.define === undefined ? bare : [...bare, packFlow(one.define)];
    }
    case 'link':
      return ['l', at, one.link, packWith(changeFields, one)];
    case 'node':
      return ['n', at, one.node, one.up, ...(one.state === undefined ? [] : [one.state])];
    case 'catch':
      return ['c', at, one.link, one.name, one.act, one.kind, one.nth, ...rest(faultFields, one)];
    case 'frame':
      return ['f', at, one.frame, one.name, one.act, ...rest(faultFields, one)];
    case 'release':
      return ['r', at, one.name];
    case 'clock':
      return ['k', at, one.node, time.to(one.offset)];
    case 'operate':
      return ['o', at, one.node, one.order, ...rest(orderFields, one)];
    case 'inject':
      return ['i', at, one.node, one.hex];
  }
}

/** The long form of anything that should be a command. */
export function unpackCommand(packed: unknown): unknown {
  if (!Array.isArray(packed)) return packed;
  const [letter, when, name, ...more] = packed as readonly unknown[];
  const at = time.from(when);
  switch (letter) {
    case 'p':
      return { do: 'place', node: name, x: more[0], y: more[1], at };
    case 'w': {
      const [iface, up, besides] = more;
      return { do: 'radio', node: name, iface, up, ...part(radioFields, besides), at };
    }
    case 's':
    case 't': {
      const bare = { do: 'flow', flow: name, change: letter === 's' ? 'start' : 'stop' };
      return more[0] === undefined ? { ...bare, at } : { ...bare, define: unpackFlow(more[0]), at };
    }
    case 'l':
      return { do: 'link', link: name, ...part(changeFields, more[0]), at };
    case 'n': {
      const state = more[1] === undefined ? {} : { state: more[1] };
      return { do: 'node', node: name, up: more[0], ...state, at };
    }
    default:
      return unpackFault(letter, name, more, at) ?? packed;
  }
}

/** Commands about single messages, clocks and operators. */
function unpackFault(
  letter: unknown,
  name: unknown,
  more: readonly unknown[],
  at: unknown,
): object | undefined {
  switch (letter) {
    case 'c': {
      const [called, act, kind, nth, besides] = more;
      const fault = { name: called, act, ...part(faultFields, besides) };
      return { do: 'catch', link: name, ...fault, kind, nth, at };
    }
    case 'f': {
      const [called, act, besides] = more;
      return { do: 'frame', frame: name, name: called, act, ...part(faultFields, besides), at };
    }
    case 'r':
      return { do: 'release', name, at };
    case 'k':
      return { do: 'clock', node: name, offset: time.from(more[0]), at };
    case 'o':
      return { do: 'operate', node: name, order: more[0], ...part(orderFields, more[1]), at };
    case 'i':
      return { do: 'inject', node: name, hex: more[0], at };
    default:
      return undefined;
  }
}

/** The fields of what stands at the end of a list. */
function part(fields: Fields, packed: unknown): object {
  const unpacked = unpackWith(fields, packed);
  return isRecord(unpacked) ? unpacked : {};
}
