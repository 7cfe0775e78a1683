// PBAs of a CMD to MAARs, RFC 8885 §3: plain ones, those with Previous MAAR options, and refusals.

import type { Cite } from '#base/ids.ts';
import { prefixAddress, prefixLength } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { STATUS } from '#protocols/pmipv6/checks.ts';
import { BINDING_LIFETIME, buildProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { maarName, questionKey, questionsOf } from './cmd-rows.ts';
import type { CmdBindingRow, CmdTurn, PreviousMaar } from './cmd-rows.ts';
import { dlifOptions } from './messages.ts';

/** at most what is customary here. */
export const grantedTo = (request: ProxyUpdate): number =>
  Math.min(request.lifetime, BINDING_LIFETIME);

/** The PBA of the S-MAAR, which names these previous MAARs. */
export function accept(turn: CmdTurn, row: CmdBindingRow, previous: readonly PreviousMaar[]): void {
  acceptUpdate(turn, row.request, {
    lifetime: row.lifetime,
    extensions: previous.flatMap((one) => groupOf(turn, row, one)),
  });
}

/** Any PBU, with its own prefixes. */
export function acceptUpdate(
  turn: CmdTurn,
  request: ProxyUpdate,
  answer: { readonly lifetime: number; readonly extensions: readonly MobilityOption[] },
): void {
  const { prefixes } = request;
  const packet = buildProxyAcknowledgement(request, {
    status: STATUS.accepted,
    distributed: true,
    prefixes,
    ...answer,
  });
  turn.effects.push({ do: 'send', packet });
}

/**
 * Choice: RFC 8885 does not say which MAAR a DLIF option belongs to when there are several; here to
 * the Previous MAAR option before it.
 */
function groupOf(
  turn: CmdTurn,
  { mnId }: CmdBindingRow,
  { maar, prefixes, extensions }: PreviousMaar,
): readonly MobilityOption[] {
  const dlif = turn.config.profiles[mnId]?.[maar];
  // A proxy answers before it has heard anything of that MAAR (§3.4).
  const isFromProfile = extensions.length === 0 && modeOf(turn) === 'proxy' && dlif !== undefined;
  return [
    ...prefixes.map((one): MobilityOption => ({
      is: 'PreviousMaar',
      maar,
      prefix: prefixAddress(one),
      prefixLength: prefixLength(one),
    })),
    ...(isFromProfile ? dlifOptions({ prefixes: [], localPrefixes: [], dlif }) : extensions),
  ];
}

/** RFC 8885 §3.2 to §3.4. */
export function modeOf({ sight }: CmdTurn): 'relay' | 'locator' | 'proxy' {
  const mode = sight.knob('cmdMode');
  return mode === 'locator' || mode === 'proxy' ? mode : 'relay';
}

/** Previous MAARs that have said where their tunnel ends now. */
export const settledOf = (turn: CmdTurn, row: CmdBindingRow): readonly PreviousMaar[] =>
  row.previous.filter(({ maar }) => !turn.tables.questions.has(questionKey(row.mnId, maar)));

/** Those that the S-MAAR may be told of; a proxy does not wait for them (§3.4). */
export function namedTo(turn: CmdTurn, row: CmdBindingRow): readonly PreviousMaar[] {
  if (modeOf(turn) !== 'proxy') return settledOf(turn, row);
  const unheard = questionsOf(turn, row.mnId).flatMap(([, { maar, prefixes }]) =>
    row.previous.some((one) => one.maar === maar)
      ? []
      : [{ maar, prefixes, extensions: [], until: turn.sight.now }],
  );
  return [...row.previous, ...unheard];
}

/** PMIP §5.3.6: the options of the request go back; the D flag to MAARs only. */
export function refuse(turn: CmdTurn, request: ProxyUpdate, status: number, cite: Cite): void {
  note(turn, 'warning', `PBU of ${maarName(turn, request.source)} refused: ${status}`, cite);
  const isClock = status === STATUS.timestampLower || status === STATUS.timestampMismatch;
  const isPartner = turn.config.partners[request.source] !== undefined;
  const packet = buildProxyAcknowledgement(request, {
    status,
    lifetime: 0,
    distributed: request.distributed && isPartner,
    prefixes: [],
    ...(isClock && { clock: toTicks(turn.sight.clock) }),
  });
  turn.effects.push({ do: 'send', packet });
}

export const note = (
  turn: CmdTurn,
  level: 'info' | 'silent' | 'warning',
  text: string,
  cite: Cite,
): void => {
  turn.effects.push({ do: 'note', text, cite, level });
};
