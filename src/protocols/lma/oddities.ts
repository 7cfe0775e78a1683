// What a PBU has that is not acted upon, made visible: options that the anchor does not know (MIP6
// §6.2.1), and those that stand there twice (decision C-5).

import type { MobilityOption } from '#wire/packet.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { nameOf, note } from './rows.ts';
import type { Turn } from './rows.ts';

/** Options of which a PBU has at most one. More than one IPv4 wish is refused (173). */
const SINGLE: ReadonlySet<MobilityOption['is']> = new Set([
  'MobileNodeIdentifier',
  'HandoffIndicator',
  'AccessTechnologyType',
  'MobileNodeLinkLayerIdentifier',
  'LinkLocalAddress',
  'Timestamp',
  'AlternateCareOfAddress',
  'GreKey',
]);

/** Says so. */
export function noteOddities(turn: Turn, request: ProxyUpdate): void {
  const seen = new Set<MobilityOption['is']>();
  for (const option of request.options) {
    if (option.is === 'UnknownMobilityOption') {
      const text = `option ${option.type} is not understood and skipped`;
      note(turn, 'silent', text, 'MIP6 §6.2.1');
    } else if (SINGLE.has(option.is)) {
      if (seen.has(option.is)) {
        const text = `${nameOf(turn, request.source)} sends ${option.is} twice: the first counts`;
        note(turn, 'warning', text, 'MIP6 §6.2.1');
      }
      seen.add(option.is);
    }
  }
}
