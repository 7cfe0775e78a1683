// A gateway revokes, RFC 5846 §8.2: the anchor checks the BRI, ends what it names, and says so.

import type { Packet } from '#wire/packet.ts';
import {
  buildRevocationAnswer,
  readIndication,
  REVOCATION_STATUS,
  TRIGGER,
} from '#protocols/pmipv6/revocation-messages.ts';
import type { Indication } from '#protocols/pmipv6/revocation-messages.ts';
import { put, stepBinding } from './bindings.ts';
import { cacheOf } from './cache.ts';
import type { Entry } from './lookup.ts';
import { resumeAsNew } from './resume.ts';
import { forgetRevocation } from './revocation-list.ts';
import { ask, nameOf, note } from './rows.ts';
import type { Turn } from './rows.ts';

/** Per-node triggers, RFC 5846 §5.1; from 128 on they are global. */
const NODE_TRIGGERS = 8;
const FIRST_GLOBAL = 128;
const GLOBAL_TRIGGERS = [128, 129];

/** A BRI came. */
export function onIndication(turn: Turn, packet: Packet): void {
  const request = readIndication(packet);
  if (request === undefined) return;
  const name = nameOf(turn, request.source);
  if (!turn.tables.peers.has(request.source)) {
    return note(turn, 'silent', `BRI of ${name}, which is no gateway here`, 'RFC 5846 §6.2');
  }
  const meant = bindingsMeant(turn, request);
  if (typeof meant === 'number') {
    note(turn, 'warning', `BRI ${request.sequence} of ${name} refused: ${meant}`, 'RFC 5846 §8.2');
    return ask(turn, { do: 'send', packet: buildRevocationAnswer(request, { status: meant }) });
  }
  for (const [key, row] of meant) {
    forgetRevocation(turn, key);
    if (request.ipv4Only) {
      put(turn, key, { ...row, ipv4Home: undefined });
      continue;
    }
    stepBinding(turn, key, { type: 'REVOKED' }, { ...row, revocation: undefined });
    resumeAsNew(turn, key);
  }
  const { success, partial } = REVOCATION_STATUS;
  const held = new Set(meant.flatMap(([, row]) => row.prefixes));
  const gone = request.prefixes.filter((one) => !held.has(one));
  const outcome =
    gone.length === 0
      ? { status: success }
      : {
          status: partial,
          prefixes: gone,
          ...(request.mnId !== undefined && { mnId: request.mnId }),
        };
  ask(turn, { do: 'send', packet: buildRevocationAnswer(request, outcome) });
}

/** The entries that a BRI is about, or the status that refuses it. */
function bindingsMeant(turn: Turn, request: Indication): readonly Entry[] | number {
  const { trigger, global } = request;
  const isKnown = trigger < NODE_TRIGGERS || GLOBAL_TRIGGERS.includes(trigger);
  if (request.proxy && !turn.config.supports.includes('proxyRevocation')) {
    return REVOCATION_STATUS.proxyNotSupported;
  }
  if (!isKnown) return REVOCATION_STATUS.triggerNotSupported;
  if (global !== trigger >= FIRST_GLOBAL) return REVOCATION_STATUS.functionNotSupported;
  if (global) return bindingsOfGateway(turn, request);
  if (request.ipv4Only && request.ipv4 === undefined) return REVOCATION_STATUS.ipv4AddressRequired;
  const careOf = request.alternateCareOf ?? request.source;
  const found = cacheOf(turn)
    .ofNode(request.mnId ?? '')
    .filter(([, row]) => request.proxy && row.proxyCareOfAddress === careOf)
    .filter(([, row]) => names(request, row.prefixes))
    .filter(([, row]) => !request.ipv4Only || row.ipv4Home === request.ipv4?.address);
  return found.length === 0 ? REVOCATION_STATUS.noBinding : found;
}

/** RFC 5846 §8.2: all of a gateway, if it says who it is and may do so. */
function bindingsOfGateway(turn: Turn, request: Indication): readonly Entry[] | number {
  const isAllowed = turn.config.mayRevokeAll?.includes(request.source) === true;
  const isIdentified = request.proxy && request.mnId !== undefined;
  // Choice: a gateway has no nodes of a realm, so that trigger is not for it either.
  if (!isAllowed || !isIdentified || request.trigger !== TRIGGER.perPeer) {
    return REVOCATION_STATUS.globalNotAuthorized;
  }
  const careOf = request.alternateCareOf ?? request.source;
  return [...turn.tables.bindings.entries()].filter(([, row]) => row.proxyCareOfAddress === careOf);
}

/** RFC 5846 §8.2 rules 1 to 3: no prefix means all sessions of the node. */
const names = (request: Indication, prefixes: readonly string[]): boolean =>
  request.prefixes.length === 0 || request.prefixes.some((one) => prefixes.includes(one));
