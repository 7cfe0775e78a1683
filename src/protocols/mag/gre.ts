// GRE between gateway and anchor, RFC 5845: what a gateway asks for, and what the anchor grants.

import { readExtensions } from '#protocols/pmipv6/extensions.ts';
import { STATUS } from '#protocols/pmipv6/checks.ts';
import type { ProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import type { TunnelEnds } from '#protocols/pmipv6/tunnels.ts';
import { selfOf } from './requests.ts';
import type { Turn, UpdateRow } from './rows.ts';

type Gre = Pick<UpdateRow, 'gre' | 'greKeyDown'>;

/** RFC 5845 §3.3.1: what the first PBU of a session asks for, by the knob `gre`. */
export function initialGre(turn: Turn): Gre {
  const wish = turn.sight.knob('gre');
  if (!turn.config.supports.includes('gre')) return { gre: 'none', greKeyDown: undefined };
  if (wish === 'withoutKey') return { gre: 'plain', greKeyDown: undefined };
  return wish === 'wanted' ? keyed(turn) : { gre: 'none', greKeyDown: undefined };
}

/** With a downlink key of this session. */
export function keyed(turn: Turn): Gre {
  const self = selfOf(turn);
  turn.tables.self.set('self', { ...self, nextGreKey: self.nextGreKey + 1 });
  return { gre: 'keyed', greKeyDown: self.nextGreKey };
}

/** How the session is carried after a PBA that accepts. */
export function grantedGre(
  turn: Turn,
  row: UpdateRow,
  answer: ProxyAcknowledgement,
): Pick<UpdateRow, 'gre' | 'greKeyUp' | 'ends'> {
  const { config } = turn;
  const plain: TunnelEnds = { local: config.alternateCareOf ?? config.address, remote: row.lma };
  const granted = readExtensions(answer.options).gre;
  // RFC 5845 §3.3.1, §6.4: status 2, or no option at all, means IPv6 in IPv6.
  if (row.gre === 'none' || granted === undefined || answer.status === STATUS.greKeyNotRequired) {
    return { gre: 'none', greKeyUp: undefined, ends: plain };
  }
  const keys = {
    ...(granted.key !== undefined && { send: granted.key }),
    ...(row.greKeyDown !== undefined && { receive: row.greKeyDown }),
  };
  return { gre: row.gre, greKeyUp: granted.key, ends: { ...plain, gre: keys } };
}
