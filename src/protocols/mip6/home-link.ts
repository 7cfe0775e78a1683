// A home agent on the home link: it tests a home address before it answers for it, tells neighbours
// that it does, and answers solicitations and tests of others (MIP6 §10.3.1, §10.4.1).

import { must } from '#base/assert.ts';
import type { Packet } from '#wire/packet.ts';
import { ALL_NODES, isUnspecified, type Ipv6, type Mac } from '#wire/address.ts';
import { buildProbe } from '#protocols/nd/solicit.ts';
import type { HomeBindingState } from './home-binding.machine.ts';
import { ask, type Turn } from './home-rows.ts';
import { buildNeighbourAdvertisement } from './neighbour.ts';

/** States in which the home agent has to do with the address on the home link. */
const ADDRESS_STATE: Partial<Record<HomeBindingState, 'tentative' | 'proxied'>> = {
  testing: 'tentative',
  active: 'proxied',
};

/** The stack's address row follows the entry: tested, answered for, or none. */
export function settleProxy(turn: Turn, homeAddress: Ipv6, state: HomeBindingState): void {
  const wanted = ADDRESS_STATE[state];
  const known = turn.sight.addresses.get(homeAddress);
  if (wanted === undefined) {
    if (known !== undefined) ask(turn, { do: 'removeAddress', address: homeAddress });
  } else if (known?.state !== wanted) {
    const { iface } = turn.config;
    const address = { address: homeAddress, iface, prefixLength: 64, state: wanted };
    ask(turn, { do: 'setAddress', address });
  }
}

/** MIP6 §10.3.1: duplicate address detection for the home address. */
export function probeHomeLink(turn: Turn, homeAddress: Ipv6): void {
  ask(turn, { do: 'send', packet: buildProbe(homeAddress), out: turn.config.iface });
}

/** MIP6 §10.4.1: what neighbours have cached is replaced. */
export function announceProxy(turn: Turn, homeAddress: Ipv6): void {
  const router = isRouter(turn, homeAddress);
  const told = { target: homeAddress, mac: macOf(turn), router, solicited: false };
  const packet = buildNeighbourAdvertisement({ ...told, src: homeAddress, dst: ALL_NODES });
  ask(turn, { do: 'send', packet, out: turn.config.iface });
}

function macOf({ sight, config }: Turn): Mac {
  return must(sight.interfaces.get(config.iface)?.mac, 'the home link has a link-layer address');
}

/** RFC 3963 §6.2: it registered with R. */
const isRouter = ({ tables }: Turn, homeAddress: Ipv6): boolean =>
  tables.bindings.get(homeAddress)?.mobileRouter === true;

/** MIP6 §10.4.1: a solicitation for an address that the home agent answers for. */
export function answerSolicitation(turn: Turn, { src }: Packet, target: Ipv6, from: Mac): void {
  const isTest = isUnspecified(src);
  const packet = buildNeighbourAdvertisement({
    target,
    mac: macOf(turn),
    router: isRouter(turn, target),
    solicited: !isTest,
    src: target,
    dst: isTest ? ALL_NODES : src,
  });
  ask(turn, { do: 'send', packet, out: turn.config.iface, ...(!isTest && { toMac: from }) });
}
