// GRE between anchor and gateway, RFC 5845 §3.3 and §5.2: what a PBU wants, what the anchor's
// policy makes of it, and the option of the PBA.

import type { MobilityOption } from '#wire/packet.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { greKeyOption, readExtensions } from '#protocols/pmipv6/extensions.ts';
import type { BindingRow, Turn } from './rows.ts';
import { selfOf, setSelf } from './rows.ts';

/** How packets of a session are packed. */
export type GrePart = Pick<BindingRow, 'gre' | 'greKeyDown' | 'greKeyUp'>;

const PLAIN: GrePart = { gre: false, greKeyDown: undefined, greKeyUp: undefined };

/** What a PBU and the policy (knob `lmaGre`) agree on. */
export type GreChoice = 'plain' | 'gre' | 'notRequired' | 'required';

/** RFC 5845 §5.2. An anchor without GRE skips the option like any unknown one. */
export function chooseGre(turn: Turn, request: ProxyUpdate): GreChoice {
  if (!turn.config.supports.includes('gre')) return 'plain';
  const isAsked = readExtensions(request.options).gre !== undefined;
  const policy = turn.sight.knob('lmaGre');
  if (policy === 'require') return isAsked ? 'gre' : 'required';
  if (!isAsked) return 'plain';
  return policy === 'refuse' ? 'notRequired' : 'gre';
}

/** The keys of a session; its uplink key stays the same as long as it lives (RFC 5845 §3.3.2). */
export function agreeGre(turn: Turn, request: ProxyUpdate, before?: GrePart): GrePart {
  const { gre } = readExtensions(request.options);
  if (chooseGre(turn, request) !== 'gre' || gre === undefined) return PLAIN;
  if (gre.key === undefined) return { gre: true, greKeyDown: undefined, greKeyUp: undefined };
  const greKeyUp = before?.greKeyUp ?? nextKey(turn);
  return { gre: true, greKeyDown: gre.key, greKeyUp };
}

function nextKey(turn: Turn): number {
  const { nextGreKey } = selfOf(turn);
  setSelf(turn, { nextGreKey: (nextGreKey + 1) >>> 0 });
  return nextGreKey;
}

/** RFC 5845 §5.2: a key for a key, and none for none. */
export const greOptions = ({ gre, greKeyUp }: GrePart): readonly MobilityOption[] =>
  gre ? [greKeyOption(greKeyUp)] : [];
