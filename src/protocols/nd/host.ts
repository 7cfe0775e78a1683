// Role `host`: IPv6 on a mobile node's interfaces. It finds routers (RFC 4861 §6.3), configures
// addresses (RFC 4862), chooses among routers (RFC 4191, RFC 8028) and among its own addresses (RFC
// 6724), and gives the stack the routes that follow. Leaves out: see README.md.

import { must, unreachable } from '#base/assert.ts';
import type { IfaceId } from '#base/ids.ts';
import { neighbourKey } from '#net/neighbour.ts';
import { isHeard } from '#net/paths.ts';
import type { Effect, News } from '#sim/effect.ts';
import { fromTimer } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Sight, Stimulus } from '#sim/role.ts';
import type { Mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import {
  autoconfigure,
  dropAddresses,
  linkLocalRow,
  onAddressTimer,
  onLinkUp,
  onNeighbourMessage,
} from './addresses.ts';
import { faultOf, interpret, type RouterAdvertisement } from './interpret.ts';
import { onOrder, onWeakHostBit } from './model.ts';
import type { Choice } from './next-hop.ts';
import { answers, onNews } from './questions.ts';
import { freshRoutes } from './route-watch.ts';
import { endByTimer, forgetLink, learn } from './routers.ts';
import { hostTables, type HostConfig, type HostRows, type HostTables } from './rows.ts';
import { beginSearch, endSearch, onSearchTimer, routerFound, searchAtOnce } from './search.ts';
import { ignored, type Desk, type Turn } from './turn.ts';

function handle(
  tables: HostTables,
  stimulus: Stimulus,
  sight: Sight,
  config: HostConfig,
): readonly Effect[] {
  const desk = { tables, config, sight };
  const effects = react(desk, stimulus);
  const choice = choiceOf(desk, effects);
  if (stimulus.on === 'news') onNews(choice, stimulus.news);
  return [
    ...effects,
    ...freshRoutes(choice, sight, effects),
    ...answers(choice),
    ...told(config, effects),
  ];
}

/** Lets another role know that there are other addresses than before. */
function told({ tells }: HostConfig, effects: readonly Effect[]): readonly Effect[] {
  const isNews = effects.some(({ do: what }) => what === 'setAddress' || what === 'removeAddress');
  if (tells === undefined || !isNews) return [];
  return [{ do: 'tell', role: tells, news: { say: 'addressesChanged' } }];
}

/** What follows from a stimulus, before routes and answers. */
function react(desk: Desk, stimulus: Stimulus): readonly Effect[] {
  switch (stimulus.on) {
    case 'packet': {
      const turn = turnOn(desk, stimulus.via);
      if (turn === undefined || isShut(turn, stimulus.over)) return [];
      return onPacket(turn, stimulus.packet);
    }
    case 'link': {
      const turn = turnOn(desk, stimulus.iface);
      return turn === undefined ? [] : onLink(turn, stimulus.change);
    }
    case 'timer':
      return onTimer(desk, stimulus.timer);
    case 'news': {
      // Roles `station` and `vif` declare the shape of what they tell.
      const { say, iface = '' } = stimulus.news as News & { readonly iface?: IfaceId };
      const turn = turnOn(desk, iface);
      return turn === undefined ? [] : onLowerNews(turn, say);
    }
    case 'command':
      return stimulus.command.do === 'operate' ? onOrder(desk, stimulus.command) : [];
    case 'boot':
      return [];
    default:
      return unreachable(stimulus);
  }
}

/** What is told from below: a radio is switched off; a virtual interface has a link, or its path. */
function onLowerNews(turn: Turn, say: string): readonly Effect[] {
  switch (say) {
    case 'radioOff':
      return onOff(turn);
    case 'linkUp':
      return onLink(turn, 'up');
    case 'linkDown':
      return onLink(turn, 'down');
    case 'pathChanged':
      return searchAtOnce(turn, macOf(turn));
    default:
      return [];
  }
}

/** VMN §4.2: over a path that is not the active one, advertisements are for role `vif` alone. */
function isShut({ sight, iface }: Turn, over: IfaceId | undefined): boolean {
  const paths = sight.interfaces.get(iface)?.paths;
  return paths?.strict === true && over !== undefined && over !== paths.active;
}

/** A turn about an interface, if IP runs on it. */
const turnOn = (desk: Desk, iface: IfaceId): Turn | undefined =>
  desk.config.ifaces.includes(iface) ? { ...desk, iface } : undefined;

/** The choice of routers sees the neighbours as they are after the effects so far. */
function choiceOf({ tables, config, sight }: Desk, effects: readonly Effect[]): Choice {
  const entryOf: Choice['entryOf'] = ({ iface, router }) => {
    for (const effect of effects) {
      if (effect.do !== 'setNeighbour') continue;
      const { neighbour } = effect;
      if (neighbour.address === router && neighbour.iface === iface) return neighbour;
    }
    return sight.neighbours.get(neighbourKey(iface, router));
  };
  const isUp: Choice['isUp'] = ({ iface, router }) => {
    const paths = sight.interfaces.get(iface)?.paths;
    if (paths !== undefined) return isHeard(paths, router);
    // Choice: a single interface without a link is believed to come up again.
    return config.ifaces.length === 1 || sight.association(iface) !== undefined;
  };
  return { tables, config, entryOf, isUp };
}

function macOf({ sight, iface }: Turn): Mac {
  return must(sight.interfaces.get(iface)?.mac, `${iface} has a link-layer address`);
}

function onLink(turn: Turn, change: 'up' | 'down'): readonly Effect[] {
  const mac = macOf(turn);
  if (change === 'down') return endSearch(turn, mac);
  return [...onLinkUp(turn, mac), ...beginSearch(turn, mac)];
}

/** Choice: an interface that is switched off loses its addresses, and all that it was told. */
function onOff(turn: Turn): readonly Effect[] {
  return [...endSearch(turn, macOf(turn)), ...forgetLink(turn), ...dropAddresses(turn)];
}

function onTimer(desk: Desk, key: string): readonly Effect[] {
  if (endByTimer(desk, key)) return [];
  const fired = fromTimer(key);
  for (const iface of desk.config.ifaces) {
    const turn = { ...desk, iface };
    const effects = onSearchTimer(turn, macOf(turn), fired);
    if (effects !== undefined) return effects;
  }
  return onAddressTimer(desk, fired) ?? [];
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
    ...onWeakHostBit(turn, message),
    ...it.prefixes
      .filter((row) => row.autonomous && row.prefix !== turn.config.home)
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
