// Role `vif`: a virtual interface over the radios of a mobile node (VIP §3, VMN §4, RFC 7847). It
// writes where packets leave into the interface's row of the stack, and nothing else: the host above
// sees one interface, which is up while one of its sub-interfaces is.

import { must, unreachable } from '#base/assert.ts';
import { seconds, type IfaceId, type Micros } from '#base/ids.ts';
import type { Paths } from '#net/paths.ts';
import { isNearer } from '#protocols/l2/coverage.ts';
import { faultOf } from '#protocols/nd/interpret.ts';
import type { Command } from '#sim/command.ts';
import type { Effect } from '#sim/effect.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Cell, Sight, Stimulus } from '#sim/role.ts';
import { parsePrefix } from '#wire/address.ts';
import {
  activeOf,
  isUp,
  loseLink,
  onAdvertisement,
  onDatagram,
  pathsOf,
  type Turn,
} from './paths.ts';
import { vifTables, type VifConfig, type VifRows, type VifTables } from './rows.ts';

/** What role `host` is told of its interface (`nd/host.ts`). */
const LINK_UP = 'linkUp';
const LINK_DOWN = 'linkDown';
const PATH_CHANGED = 'pathChanged';

/** V-6: how long another sub-interface must be better before the path changes. */
const HYSTERESIS: Micros = seconds(1);
const SWITCH = 'switch';

function begin(tables: VifTables, config: VifConfig, sight: Sight): readonly Effect[] {
  for (const iface of config.subs) {
    tables.subs.set(iface, { iface, up: false, active: false, since: sight.now });
  }
  return [];
}

function handle(
  tables: VifTables,
  stimulus: Stimulus,
  sight: Sight,
  config: VifConfig,
): readonly Effect[] {
  const turn = { tables, config, sight };
  const [before, wasUp] = [activeOf(turn), isAnyUp(turn)];
  const timers = react(turn, stimulus);
  const after = activeOf(turn);
  const isSwitched = config.mode === 'active' && before !== undefined && after !== before;
  return [
    ...timers,
    ...publish(turn),
    ...(isAnyUp(turn) === wasUp ? [] : tell(config, wasUp ? LINK_DOWN : LINK_UP)),
    ...(isSwitched && after !== undefined
      ? [...tell(config, PATH_CHANGED), noteOf(config, after)]
      : []),
  ];
}

function react(turn: Turn, stimulus: Stimulus): readonly Effect[] {
  const { config } = turn;
  switch (stimulus.on) {
    case 'link':
      if (!config.subs.includes(stimulus.iface)) return [];
      return onLink(turn, stimulus.iface, stimulus.change === 'up');
    case 'packet': {
      const { packet, via, over } = stimulus;
      if (via !== config.iface || over === undefined) return [];
      const { payload } = packet;
      if (payload.is !== 'icmpv6') onDatagram(turn, packet, over);
      else if (payload.message.is === 'RouterAdvertisement' && faultOf(packet) === undefined) {
        onAdvertisement(turn, packet, payload.message, over);
      }
      return [];
    }
    case 'command':
      return onCommand(turn, stimulus.command);
    case 'timer':
      return activate(turn, bestOf(turn));
    case 'news':
    case 'boot':
      return [];
    default:
      return unreachable(stimulus);
  }
}

const isAnyUp = (turn: Turn): boolean => turn.config.subs.some((iface) => isUp(turn, iface));

const tell = ({ iface, tells }: VifConfig, say: string): readonly Effect[] =>
  ['host', ...(tells === undefined ? [] : [tells])].map((role) => ({
    do: 'tell',
    role,
    news: { say, iface },
  }));

const noteOf = ({ iface }: VifConfig, over: IfaceId): Effect => ({
  do: 'note',
  text: `the path of ${iface} is ${over} now`,
  cite: 'VMN §4.2',
  level: 'info',
});

/** The row of the stack follows the tables. */
function publish(turn: Turn): readonly Effect[] {
  const { iface: id } = turn.config;
  const iface = must(turn.sight.interfaces.get(id), `there is an interface ${id}`);
  const paths = pathsOf(turn);
  const isSame = textOf(iface.paths) === textOf(paths);
  return isSame ? [] : [{ do: 'addInterface', iface: { ...iface, paths } }];
}

const textOf = (paths: Paths | undefined): string => JSON.stringify(paths) ?? '';

/** A sub-interface has a link, or has lost it. */
function onLink(turn: Turn, iface: IfaceId, up: boolean): readonly Effect[] {
  const row = must(turn.tables.subs.get(iface), `${iface} is a sub-interface`);
  turn.tables.subs.set(iface, { ...row, up, since: turn.sight.now });
  if (!up) loseLink(turn, iface);
  return elect(turn);
}

/** Which sub-interface is active; a better one has to be so for a while, a lost one is left at once. */
function elect(turn: Turn): readonly Effect[] {
  const active = activeOf(turn);
  const best = bestOf(turn);
  if (active === undefined || !isUp(turn, active)) return activate(turn, best);
  // In mode prefix nothing depends on which one it is.
  if (turn.config.mode === 'prefix' || best === active) return [{ do: 'disarm', timer: SWITCH }];
  return [{ do: 'arm', timer: SWITCH, after: HYSTERESIS, say: `the path changes to ${best}` }];
}

function activate({ tables }: Turn, best: IfaceId | undefined): readonly Effect[] {
  for (const row of tables.subs.values()) {
    const active = row.iface === best;
    if (row.active !== active) tables.subs.set(row.iface, { ...row, active });
  }
  return [{ do: 'disarm', timer: SWITCH }];
}

/** V-6: the preferred sub-interface, then signal, then order. */
function bestOf(turn: Turn): IfaceId | undefined {
  const { config, sight } = turn;
  const up = config.subs.filter((iface) => isUp(turn, iface));
  if (config.preferred !== undefined && up.includes(config.preferred)) return config.preferred;
  if (config.mode === 'prefix') return up[0];
  let best: { readonly iface: IfaceId; readonly cell: Cell } | undefined;
  for (const iface of up) {
    const joined = sight.association(iface);
    const cell = sight.cells.find(({ link }) => link === joined);
    if (cell === undefined) continue;
    if (best === undefined || isNearer(cell, best.cell, sight.position)) best = { iface, cell };
  }
  return best?.iface ?? up[0];
}

/** A move changes signals; an operator may lay a path by hand. */
function onCommand(turn: Turn, command: Command): readonly Effect[] {
  if (command.do === 'place') return turn.config.mode === 'active' ? elect(turn) : [];
  if (command.do !== 'operate' || command.order !== 'path') return [];
  const { iface: over = '', prefix: text } = command;
  if (!isUp(turn, over)) return [refusal(`${over} has no link`)];
  if (text === undefined) return activate(turn, over);
  const prefix = parsePrefix(text);
  const row = prefix === undefined ? undefined : turn.tables.prefixes.get(prefix);
  if (row === undefined) return [refusal(`${text} was advertised over no sub-interface`)];
  turn.tables.prefixes.set(row.prefix, { ...row, over, since: turn.sight.now });
  return [];
}

const refusal = (text: string): Effect => ({ do: 'note', text, cite: 'VIP §3', level: 'warning' });

/** The role. ICMPv6 type 134: Router Advertisements. */
export const vif: AnyRole = defineRole<VifRows, VifConfig>({
  name: 'vif',
  takes: { icmpv6: [134], udp: true },
  tables: vifTables,
  begin,
  handle,
});
