// Role `host`: IPv6 on a mobile node's interface. It finds routers (RFC 4861 §6.3), configures
// addresses (RFC 4862), chooses among routers (RFC 4191, RFC 8028) and among its own addresses (RFC
// 6724), and gives the stack the routes that follow. Leaves out: see README.md.

import { must, unreachable } from '#base/assert.ts';
import { neighbourKey } from '#net/neighbour.ts';
import type { Effect } from '#sim/effect.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Sight, Stimulus } from '#sim/role.ts';
import type { Mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import {
  autoconfigure,
  linkLocalRow,
  onAddressTimer,
  onLinkUp,
  onNeighbourMessage,
} from './addresses.ts';
import { faultOf, interpret, type RouterAdvertisement } from './interpret.ts';
import { routeEffects, type Choice } from './next-hop.ts';
import { answers, onNews } from './questions.ts';
import { endByTimer, learn } from './routers.ts';
import { hostTables, type HostConfig, type HostRows, type HostTables } from './rows.ts';
import { beginSearch, endSearch, onSearchTimer, routerFound } from './search.ts';
import { ignored, type Turn } from './turn.ts';

function handle(
  tables: HostTables,
  stimulus: Stimulus,
  sight: Sight,
  config: HostConfig,
): readonly Effect[] {
  const turn = { tables, config, sight };
  const effects = react(turn, stimulus);
  const choice = choiceOf(turn, effects);
  if (stimulus.on === 'news') onNews(choice, stimulus.news);
  return [...effects, ...routeEffects(choice, sight), ...answers(choice)];
}

/** What follows from a stimulus, before routes and answers. */
function react(turn: Turn, stimulus: Stimulus): readonly Effect[] {
  switch (stimulus.on) {
    case 'packet':
      return stimulus.via === turn.config.iface ? onPacket(turn, stimulus.packet) : [];
    case 'link':
      if (stimulus.iface !== turn.config.iface) return [];
      return stimulus.change === 'up' ? onUp(turn) : endSearch(turn, macOf(turn));
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'news':
    case 'command':
    case 'boot':
      return [];
    default:
      return unreachable(stimulus);
  }
}

/** The choice of routers sees the neighbours as they are after the effects so far. */
function choiceOf({ tables, config, sight }: Turn, effects: readonly Effect[]): Choice {
  const entryOf: Choice['entryOf'] = (router) => {
    for (const effect of effects) {
      if (effect.do === 'setNeighbour' && effect.neighbour.address === router) {
        return effect.neighbour;
      }
    }
    return sight.neighbours.get(neighbourKey(config.iface, router));
  };
  return { tables, config, entryOf };
}

function macOf({ sight, config }: Turn): Mac {
  return must(sight.interfaces.get(config.iface)?.mac, `${config.iface} has a link-layer address`);
}

function onUp(turn: Turn): readonly Effect[] {
  const mac = macOf(turn);
  return [...onLinkUp(turn, mac), ...beginSearch(turn, mac)];
}

function onTimer(turn: Turn, key: string): readonly Effect[] {
  if (endByTimer(turn, key)) return [];
  const fired = fromTimer(key);
  return onSearchTimer(turn, macOf(turn), fired) ?? onAddressTimer(turn, fired) ?? [];
}

function onPacket(turn: Turn, packet: Packet): readonly Effect[] {
  if (packet.payload.is !== 'icmpv6') return [];
  const { message } = packet.payload;
  if (message.is !== 'RouterAdvertisement') return disableIfDuplicate(turn, packet);
  const fault = faultOf(packet);
  if (fault !== undefined) return [ignored(fault.text, fault.cite)];
  // RFC 4862 §5.4.5: without a link-local address of its own the host does not speak IPv6.
  if (linkLocalRow(turn)?.duplicate === true) {
    return [ignored('RA ignored: IPv6 is disabled', 'RFC 4862 §5.4.5')];
  }
  return onAdvertisement(turn, packet, message);
}

function disableIfDuplicate(turn: Turn, packet: Packet): readonly Effect[] {
  const effects = onNeighbourMessage(turn, packet);
  if (linkLocalRow(turn)?.duplicate !== true || effects.length === 0) return effects;
  return [...effects, ...endSearch(turn, macOf(turn))];
}

/** ND §6.3.4, RFC 4862 §5.5.3, RTR §3.1. */
function onAdvertisement(
  turn: Turn,
  packet: Packet,
  message: RouterAdvertisement,
): readonly Effect[] {
  const mac = macOf(turn);
  const it = interpret(packet.src, message, turn.config.hostType);
  return [
    ...it.ignored.map(({ text, cite }) => ignored(text, cite)),
    ...learn(turn, it),
    ...it.prefixes
      .filter((row) => row.autonomous)
      .flatMap((row) => autoconfigure(turn, row, { router: packet.src, mac })),
    // ND §6.3.7: only a default router ends the search.
    ...(message.routerLifetime === 0 ? [] : routerFound(turn, mac)),
  ];
}

/** ICMPv6 types: RA, NS (of a tentative address), NA. */
const TAKES: readonly number[] = [134, 135, 136];

/** The role. */
export const host: AnyRole = defineRole<HostRows, HostConfig>({
  name: 'host',
  takes: { icmpv6: TAKES },
  tables: hostTables,
  begin: () => [],
  handle,
});
