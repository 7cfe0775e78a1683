// What a person did to the world, in words: a sentence for lists and explanations, and a few words for
// marks, why-links and chips.

import type { LinkId, Micros, NodeId } from '#base/ids.ts';
import type { Command, FrameAct } from '#sim/command.ts';
import type { Cast } from './cast.ts';

type Of<D extends Command['do']> = Command & { readonly do: D };

/** A command as a sentence without a full stop. */
export function commandWords(command: Command, cast: Cast): string {
  switch (command.do) {
    case 'place':
      return `${cast.nameOf(command.node)} is placed at ${command.x}, ${command.y}`;
    case 'radio':
      return `${cast.nameOf(command.node)} ${radioWords(command)}`;
    case 'flow':
      return `Flow ${command.flow} ${command.change === 'start' ? 'starts' : 'stops'}`;
    case 'link':
      return `Link ${command.link} ${linkWords(command)}`;
    case 'node':
      return nodeWords(command, cast);
    case 'catch':
      return `${upper(caughtWords(command, cast))} is to be ${doneWords(command)}`;
    case 'frame':
      return `A message on its way is ${doneWords(command)} (${command.name})`;
    case 'release':
      return `${command.name} is released`;
    case 'clock':
      return `The clock of ${cast.nameOf(command.node)} ${clockWords(command.offset)}`;
    case 'operate':
      return `The operator of ${cast.nameOf(command.node)} ${orderWords(command, cast)}`;
    case 'inject':
      return `${cast.nameOf(command.node)} sends ${command.hex.length / 2} octets given by hand`;
  }
}

/** The same in a few words, for chips and marks: `MN1 moves`, `drop PBU`, `LMA crashes`. */
export function commandShort(command: Command, cast: Pick<Cast, 'nameOf'>): string {
  const { nameOf } = cast;
  switch (command.do) {
    case 'place':
      return `${nameOf(command.node)} moves`;
    case 'radio':
      return `${nameOf(command.node)}: ${command.iface} ${command.up ? 'on' : 'off'}`;
    case 'flow':
      return `${command.flow} ${command.change}s`;
    case 'link':
      return `link ${command.link} changes`;
    case 'node':
      return `${nameOf(command.node)} ${command.up ? 'comes up' : 'crashes'}`;
    case 'catch':
      return `${command.act} ${command.kind === 'any' ? 'message' : command.kind}`;
    case 'frame':
      return `${command.act} (${command.name})`;
    case 'release':
      return `${command.name} is released`;
    case 'clock':
      return `clock of ${nameOf(command.node)}`;
    case 'operate': {
      const mn = command.mn === undefined ? '' : ` ${nameOf(command.mn)}`;
      return `${nameOf(command.node)}: ${ORDERS[command.order]}${mn}`;
    }
    case 'inject':
      return `octets from ${nameOf(command.node)}`;
  }
}

const ORDERS: Readonly<Record<Of<'operate'>['order'], string>> = {
  revoke: 'revoke',
  revokeAll: 'revoke all',
  revokeRealm: 'revoke a realm',
  notify: 'notify',
  renumber: 'renumber',
  resume: 'resume',
  forget: 'forget',
  weakHost: 'weak host',
  strongHost: 'strong host',
  hostRoute: 'host route',
  moveFlow: 'move a flow',
  path: 'path',
};

/** The node at whose lifeline a command is told, if it is about one. */
export function nodeOfCommand(command: Command): NodeId | undefined {
  return 'node' in command ? command.node : command.do === 'catch' ? command.from : undefined;
}

/** `the 2nd PBU from MAG1 on mag1-core`. */
export function caughtWords(
  what: {
    readonly kind: string;
    readonly nth: number;
    readonly link: LinkId;
    readonly from?: NodeId;
  },
  cast: Cast,
): string {
  const which = what.nth === 1 ? 'next' : ordinal(what.nth);
  const kind = what.kind === 'any' ? 'message' : what.kind;
  const sender = what.from === undefined ? '' : ` from ${cast.nameOf(what.from)}`;
  return `the ${which} ${kind}${sender} on ${what.link}`;
}

/** `1st`, `2nd`, `3rd`, `4th`, `11th`. */
function ordinal(n: number): string {
  const isTeen = n % 100 >= 11 && n % 100 <= 13;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

const DONE: Readonly<Record<FrameAct, string>> = {
  drop: 'dropped',
  delay: 'delayed',
  duplicate: 'duplicated',
  hold: 'held',
  corrupt: 'corrupted',
};

/** What becomes of a frame: `delayed by 20 ms`, `held`, `corrupted (bit 7)`. */
export function doneWords(fault: {
  readonly act: FrameAct;
  readonly by?: Micros;
  readonly bit?: number;
}): string {
  const by = fault.by === undefined || fault.by === 0 ? '' : ` by ${spanWords(fault.by)}`;
  const after = fault.act === 'duplicate' ? by.replace(' by ', ' after ') : by;
  const bit = fault.act === 'corrupt' && fault.bit !== undefined ? ` (bit ${fault.bit})` : '';
  return `${DONE[fault.act]}${after}${bit}`;
}

/** `301 ms`, `1.5 s`. */
export function spanWords(span: Micros): string {
  const digits = (value: number): string => String(Math.round(value * 1000) / 1000);
  if (span >= 1_000_000) return `${digits(span / 1_000_000)} s`;
  // A command comes a microsecond late when something has happened in its instant.
  return span < 10_000 ? `${digits(span / 1000)} ms` : `${Math.round(span / 100) / 10} ms`;
}

function linkWords(command: Of<'link'>): string {
  const words: string[] = [];
  if (command.up !== undefined) words.push(command.up ? 'comes up' : 'goes down');
  if (command.loss !== undefined) words.push(`loses ${Math.round(command.loss * 1000) / 10} %`);
  if (command.delay !== undefined) words.push(`takes ${command.delay / 1000} ms`);
  return words.length === 0 ? 'stays as it is' : words.join(', ');
}

function radioWords({ iface, up, instead, breakFirst }: Of<'radio'>): string {
  if (!up) return `switches ${iface} off`;
  if (instead === undefined) return `switches ${iface} on`;
  const order = breakFirst === true ? 'breaks before it makes' : 'makes before it breaks';
  return `changes from ${instead} to ${iface} on purpose, and ${order}`;
}

/** A database only answers or does not; other nodes crash. */
function nodeWords(command: Of<'node'>, cast: Cast): string {
  const name = cast.nameOf(command.node);
  if (cast.kindOf(command.node) === 'hss') {
    return `${name} ${command.up ? 'answers again' : 'stops answering'}`;
  }
  if (command.up) return `${name} is up again`;
  return `${name} crashes, its state is ${command.state === 'lost' ? 'lost' : 'kept'}`;
}

function clockWords(offset: Micros): string {
  if (offset === 0) return 'is right';
  return `is ${spanWords(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`;
}

function orderWords(command: Of<'operate'>, cast: Cast): string {
  const mn = command.mn === undefined ? '' : cast.nameOf(command.mn);
  const prefix = command.prefix === undefined ? '' : cast.prefixes.nameOf(command.prefix);
  const about = [mn, prefix, command.ipv4 === true ? 'IPv4 only' : ''].filter((one) => one !== '');
  const trigger = command.trigger === undefined ? '' : `, trigger ${command.trigger}`;
  switch (command.order) {
    case 'revoke':
      return `revokes ${about.join(', ')}${trigger}`;
    case 'revokeAll': {
      const peer = command.peer === undefined ? '' : ` of ${cast.nameOf(command.peer)}`;
      return `revokes all sessions${peer}${trigger}`;
    }
    case 'revokeRealm':
      return `revokes all of realm ${command.realm ?? ''}${trigger}`;
    case 'notify':
      return `notifies about ${about.join(', ')}, reason ${command.reason ?? 0}`;
    case 'renumber':
      return `withdraws ${prefix} of ${mn}`;
    case 'resume':
      return `lets ${mn} register again`;
    case 'forget':
      return `stops refreshing ${mn}`;
    case 'weakHost':
      return 'makes it a weak host';
    case 'strongHost':
      return 'makes it a strong host';
    case 'path':
      return `lays the path of ${prefix === '' ? 'its virtual interface' : prefix} over ${command.iface ?? ''}`;
    case 'hostRoute': {
      const to = command.peer === undefined ? '' : cast.nameOf(command.peer);
      return command.iface === undefined
        ? `takes the route to ${to} back`
        : `sends what is for ${to} by ${command.iface}`;
    }
    case 'moveFlow':
      return moveWords(command, cast, about);
  }
}

/** `moves F1 to MAG2`. */
function moveWords(command: Of<'operate'>, cast: Cast, about: readonly string[]): string {
  const { flow, fid, mark, peer, bids, drop } = command;
  const number = fid === undefined ? `with mark ${mark ?? 0}` : `${fid} of ${about.join(', ')}`;
  const isPrefix = flow === undefined && fid === undefined && mark === undefined;
  const what = isPrefix ? about.join(', ') : (flow ?? `flow ${number}`);
  if (drop === true) return `drops ${what}`;
  if (peer !== undefined) return `moves ${what} to ${cast.nameOf(peer)}`;
  if (bids === undefined) return `gives ${what} back to its route`;
  return `moves ${what} to binding ${bids.join(' and ')}`;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
