// IPv4 home addresses of an anchor, RFC 5844 §3.1.2: one per session, by profile or from the pool.

import { assert, must } from '#base/assert.ts';
import { parseQuad } from '#wire/ipv4.ts';
import { STATUS } from '#protocols/pmipv6/checks.ts';
import {
  ANY_IPV4,
  IPV4_STATUS,
  ipv4DefaultRouter,
  ipv4Reply,
} from '#protocols/pmipv6/extensions.ts';
import type { Ipv4Wish } from '#protocols/pmipv6/extensions.ts';
import type { MobilityOption } from '#wire/packet.ts';
import type { BindingRow, Ipv4Text, LmaConfig, LmaProfile, Turn } from './rows.ts';
import { selfOf, setSelf } from './rows.ts';

/** The first host number that mobile nodes get; those below are for routers. */
const FIRST_HOST = 17;

interface Ipv4Net {
  readonly base: number;
  readonly prefixLength: number;
}

/** The subnet of the pool. */
function netOf(config: LmaConfig): Ipv4Net | undefined {
  if (config.ipv4Pool === undefined) return undefined;
  const [quad = '', length = ''] = config.ipv4Pool.split('/');
  const base = must(parseQuad(quad), () => `an IPv4 subnet: ${config.ipv4Pool}`);
  const prefixLength = Number(length);
  assert(prefixLength >= 8 && prefixLength <= 30, () => `a subnet of hosts: ${config.ipv4Pool}`);
  return { base, prefixLength };
}

const hostOf = (net: Ipv4Net, host: number): Ipv4Text => {
  const word = net.base + host;
  return [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255].join('.');
};

/** An address for a session, or the status that refuses it with that of the reply option. */
export type Ipv4Choice =
  | { readonly is: 'address'; readonly address: Ipv4Text }
  | { readonly is: 'refused'; readonly status: number; readonly reply: number };

/** RFC 5844 §3.1.2.2. `own` is the address that the session has already. */
export function chooseIpv4(
  turn: Turn,
  profile: LmaProfile,
  wish: Ipv4Wish,
  own: Ipv4Text | undefined,
): Ipv4Choice {
  const isAny = wish.address === ANY_IPV4;
  if (own !== undefined && (isAny || wish.address === own)) return { is: 'address', address: own };
  if (profile.ipv4 !== 'pool') {
    const isTaken = turn.tables.ipv4.has(profile.ipv4);
    if ((isAny || wish.address === profile.ipv4) && !isTaken) {
      return { is: 'address', address: profile.ipv4 };
    }
    if (!isAny) return NOT_ALLOWED;
    return NONE_LEFT;
  }
  const address = isAny ? nextFree(turn) : wish.address;
  if (address === undefined) return NONE_LEFT;
  return isAny || mayHaveIpv4(turn, address) ? { is: 'address', address } : NOT_ALLOWED;
}

const NOT_ALLOWED: Ipv4Choice = {
  is: 'refused',
  status: STATUS.notAuthorizedIpv4Address,
  reply: IPV4_STATUS.administrativelyProhibited,
};
const NONE_LEFT: Ipv4Choice = {
  is: 'refused',
  status: STATUS.insufficientResources,
  reply: IPV4_STATUS.unspecified,
};

/** An address of the pool that nobody has. */
function mayHaveIpv4(turn: Turn, address: Ipv4Text): boolean {
  const net = netOf(turn.config);
  const word = parseQuad(address);
  if (net === undefined || word === undefined || turn.tables.ipv4.has(address)) return false;
  const host = word - net.base;
  return host >= FIRST_HOST && host < lastHost(net);
}

/** The broadcast address is no host. */
const lastHost = ({ prefixLength }: Ipv4Net): number => 2 ** (32 - prefixLength) - 1;

/** The next address in order; after the last one those that were given back. */
function nextFree(turn: Turn): Ipv4Text | undefined {
  const net = netOf(turn.config);
  if (net === undefined) return undefined;
  const count = lastHost(net) - FIRST_HOST;
  const { nextIpv4 } = selfOf(turn);
  for (let n = 0; n < count; n += 1) {
    const place = (nextIpv4 + n) % count;
    const address = hostOf(net, FIRST_HOST + place);
    if (turn.tables.ipv4.has(address)) continue;
    setSelf(turn, { nextIpv4: (place + 1) % count });
    return address;
  }
  return undefined;
}

/** RFC 5844 §3.1.2.6: the options of an accepted registration. */
export function ipv4Options(turn: Turn, row: BindingRow): readonly MobilityOption[] {
  const net = netOf(turn.config);
  if (row.ipv4Home === undefined) return [];
  const prefixLength = net?.prefixLength ?? 32;
  return [
    ipv4Reply(IPV4_STATUS.success, { address: row.ipv4Home, prefixLength }),
    ...(net === undefined ? [] : [ipv4DefaultRouter(hostOf(net, 1))]),
  ];
}
