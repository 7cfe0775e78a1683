// A Binding Update comes to a home agent: the tests of MIP6 §9.5.1 and §10.3.1 and of RFC 3963 §6.2 in
// their order, and the answer.

import type { Prefix } from '#wire/address.ts';
import { isLinkLocal, isMulticast, isUnspecified, prefixContains } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import { fromUnits } from '#protocols/pmipv6/messages.ts';
import { addBinding, stepBinding } from './home-bindings.ts';
import { ask, note, type HomeBindingRow, type Turn } from './home-rows.ts';
import { buildAcknowledgement, isNewer, readUpdate, STATUS, type Update } from './messages.ts';

/** A refusal, and where it stands. */
interface Refusal {
  readonly status: number;
  readonly cite: string;
}

/** MIP6 §10.2: a Binding Update has come. */
export function onUpdate(turn: Turn, packet: Packet): void {
  const update = readUpdate(packet);
  if (update === undefined) return note(turn, 'silent', 'PBU ignored: no anchor', 'MIP6 §10.2');
  const fault = silentFault(turn, update);
  if (fault !== undefined) return note(turn, 'silent', `BU ignored: ${fault}`, 'MIP6 §9.5.1');
  const known = turn.tables.bindings.get(update.homeAddress);
  const refusal = checkUpdate(turn, update, known);
  if (refusal !== undefined) return refuse(turn, update, refusal, known);
  if (update.lifetime === 0)
    return stepBinding(turn, update.homeAddress, { type: 'DEREGISTER' }, update);
  const networks = networksOf(turn, update);
  const lifetime = Math.min(update.lifetime, turn.config.lifetime);
  if (known === undefined) return addBinding(turn, update, { networks, lifetime });
  const row = { ...known, careOfAddress: update.careOfAddress, networks, lifetime };
  return stepBinding(
    turn,
    update.homeAddress,
    { type: 'UPDATE', lifetime: fromUnits(lifetime) },
    update,
    row,
  );
}

/** MIP6 §9.5.1: what is discarded without a word. */
function silentFault({ config }: Turn, update: Update): string | undefined {
  const { homeAddress } = update;
  if (isMulticast(homeAddress) || isLinkLocal(homeAddress) || isUnspecified(homeAddress)) {
    return `${homeAddress} is no routable home address`;
  }
  if (update.homeRegistration && update.nonces !== undefined) return 'H and nonce indices';
  // IPsec is not modelled: who has a security association is a list.
  const isKnown = config.subscribers[homeAddress] !== undefined;
  const isOurs = prefixContains(config.homePrefix, homeAddress);
  return isOurs && !isKnown ? `no security association with ${homeAddress}` : undefined;
}

function checkUpdate(
  turn: Turn,
  update: Update,
  known: HomeBindingRow | undefined,
): Refusal | undefined {
  if (known !== undefined && !isNewer(update.sequence, known.sequence)) {
    return { status: STATUS.sequenceOutOfWindow, cite: 'MIP6 §9.5.1' };
  }
  if (!update.homeRegistration) {
    if (known !== undefined) return { status: STATUS.registrationTypeChange, cite: 'MIP6 §9.5.1' };
    // RFC 3963 §6.2: R needs H.
    return update.mobileRouter
      ? { status: STATUS.mobileRouterNotPermitted, cite: 'RFC 3963 §6.2' }
      : { status: STATUS.homeRegistrationNotSupported, cite: 'MIP6 §10.3.1' };
  }
  if (!prefixContains(turn.config.homePrefix, update.homeAddress)) {
    return { status: STATUS.notHomeSubnet, cite: 'MIP6 §10.3.1' };
  }
  if (update.lifetime === 0) {
    const isHere = known !== undefined && known.state !== 'testing';
    return isHere ? undefined : { status: STATUS.notHomeAgent, cite: 'MIP6 §10.3.2' };
  }
  return checkNetworks(turn, update, known);
}

/** RFC 3963 §6.2: the R flag and the prefixes of a mobile router. */
function checkNetworks(
  turn: Turn,
  update: Update,
  known: HomeBindingRow | undefined,
): Refusal | undefined {
  const { networkService: service } = turn.config;
  if (service === 'unaware') return undefined;
  if (known !== undefined && known.state !== 'kept' && known.mobileRouter !== update.mobileRouter) {
    return { status: STATUS.registrationTypeChange, cite: 'RFC 3963 §6.2' };
  }
  if (!update.mobileRouter) return undefined;
  if (service === 'none') {
    return { status: STATUS.mobileRouterNotPermitted, cite: 'RFC 3963 §6.2' };
  }
  const own = ownNetworks(turn, update);
  if (update.networks.length === 0) {
    const isReady = service !== 'noForwarding' && own.length > 0;
    return isReady ? undefined : { status: STATUS.forwardingSetupFailed, cite: 'RFC 3963 §6.2' };
  }
  if (update.networks.some((network) => isTakenHere(turn, network))) {
    return { status: STATUS.invalidPrefix, cite: 'RFC 3963 §6.2' };
  }
  const isAllowed = service !== 'unauthorized' && update.networks.every((one) => own.includes(one));
  return isAllowed ? undefined : { status: STATUS.notAuthorizedForPrefix, cite: 'RFC 3963 §6.2' };
}

/** A prefix that is the home link's cannot be a mobile network's. */
const isTakenHere = ({ config }: Turn, network: Prefix): boolean => network === config.homePrefix;

const ownNetworks = ({ config }: Turn, { homeAddress }: Update): readonly Prefix[] =>
  config.subscribers[homeAddress]?.networks ?? [];

/** RFC 3963 §6.2: those of the update, or in implicit mode those that are configured. */
function networksOf(turn: Turn, update: Update): readonly Prefix[] {
  if (!update.mobileRouter || turn.config.networkService === 'unaware') return [];
  return update.networks.length > 0 ? update.networks : ownNetworks(turn, update);
}

function refuse(
  turn: Turn,
  update: Update,
  { status, cite }: Refusal,
  known: HomeBindingRow | undefined,
): void {
  note(turn, 'warning', `BU of ${update.homeAddress} refused: ${status}`, cite);
  // MIP6 §9.5.1: 135 tells the last number that was accepted.
  const last = status === STATUS.sequenceOutOfWindow ? known?.sequence : undefined;
  const answer = {
    status,
    sequence: last ?? update.sequence,
    lifetime: 0,
    mobileRouter: false,
  };
  ask(turn, { do: 'send', packet: buildAcknowledgement(update, answer) });
}
