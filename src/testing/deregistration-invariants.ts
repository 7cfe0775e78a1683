// I-8 of the acceptance scenarios: a de-registration that an anchor is to ignore is not answered
// with success.

import type { MobilityMessage, MobilityOption } from '#wire/packet.ts';
import { deliveredMobility, firstSends, mobilityOf, outerEnds, prefixesIn } from './watched.ts';
import type { Checker } from './watched.ts';

/** What is looked at of a binding: of a distributed gateway by prefix, of an LMA by session. */
interface Bound {
  readonly mnId?: string;
  readonly prefix?: string;
  readonly prefixes?: readonly string[];
  readonly proxyCareOfAddress?: string;
  /** Where its PBUs come from, when that is not the Proxy-CoA. */
  readonly gateway?: string;
  /** Who asked a home LMA for it. */
  readonly careOf?: string;
}

type BindingUpdate = Extract<MobilityMessage, { readonly is: 'BindingUpdate' }>;

/** Where the anchor chooses the prefix, which de-registers whatever it chose. */
const ALL_ZERO = '::/0';

const identityIn = (options: readonly MobilityOption[]): string | undefined =>
  options.flatMap((option) => (option.is === 'MobileNodeIdentifier' ? [option.identifier] : []))[0];

/** Whether a de-registration is about a binding, and comes from the gateway that has it. */
function ends(request: BindingUpdate, source: string, row: Bound): boolean {
  const asked = prefixesIn(request.options);
  const own = row.prefixes ?? (row.prefix === undefined ? [] : [row.prefix]);
  const isSame = row.mnId === undefined || row.mnId === identityIn(request.options);
  const isAbout = asked.includes(ALL_ZERO) || asked.some((one) => own.includes(one));
  // An IPv4 home address alone has no prefix (RFC 5844).
  const isNamed = isAbout || (asked.length === 0 && own.length === 0);
  const owners = [row.proxyCareOfAddress, row.gateway, row.careOf];
  return isSame && isNamed && owners.includes(source);
}

/** I-8: a de-registration that is to be ignored is not answered with success. */
export function silentDeregistration(): Checker {
  const first = firstSends();
  /** Bindings as the trace has told of them, so that they are those before the message. */
  const bindings = new Map<string, Map<string, Bound>>();
  const ignored = new Set<string>();
  return {
    onEvent: (event, run) => {
      if (event.kind === 'row' && (event.table === 'bindings' || event.table === 'relays')) {
        const own = bindings.get(event.node) ?? new Map<string, Bound>();
        bindings.set(event.node, own);
        if (event.after === undefined) own.delete(event.key);
        else own.set(event.key, event.after);
        return [];
      }
      const request = event.kind === 'delivered' ? deliveredMobility(event, run) : undefined;
      if (request !== undefined) {
        const message = mobilityOf(request, run);
        // Of proxies alone: a mobile node speaks for itself.
        if (message?.is !== 'BindingUpdate' || !message.proxyRegistration) return [];
        if (message.lifetime > 0) return [];
        const { src } = outerEnds(request);
        const own = [...(bindings.get(event.node)?.values() ?? [])];
        const isKnown = own.some((row) => ends(message, src, row));
        if (!isKnown) ignored.add(`${event.node} ${src} ${message.sequence}`);
        return [];
      }
      const sent = first(event, run);
      const message = sent && mobilityOf(run.log.frame(sent.frame).octets(), run);
      if (sent === undefined || message?.is !== 'BindingAcknowledgement') return [];
      if (message.status >= 128 || message.lifetime > 0) return [];
      const { dst } = outerEnds(run.log.frame(sent.frame).octets());
      return ignored.has(`${event.node} ${dst} ${message.sequence}`)
        ? [`I-8 at ${event.at}: ${event.node} answers an ignored de-registration`]
        : [];
    },
  };
}
