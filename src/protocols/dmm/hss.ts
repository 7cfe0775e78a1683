// The Home Subscriber Server: who anchors what for each mobile node, and who serves it (DMM §2,
// §4.2 step 7; decision X-15). Spoken to out of band: the drafts leave the protocol open. Not an
// HSS of 3GPP.

import type { Micros, NodeId } from '#base/ids.ts';
import { unreachable } from '#base/assert.ts';
import type { Effect, News } from '#sim/effect.ts';
import { defineRole } from '#sim/role.ts';
import type { Column, TablesOf } from '#sim/role.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';

/** A prefix, the gateway that anchors it, and how that gateway shows itself to the node. */
export interface HssAnchor {
  readonly anchor: Ipv6;
  /** `D-GW1` and `prefA`: for people. */
  readonly gateway: string;
  readonly prefixName: string;
  readonly prefix: Prefix;
  readonly dlif?: { readonly name: string; readonly mac: Mac; readonly linkLocal: Ipv6 };
  readonly localPrefixes: readonly Prefix[];
}

/** Key: MN-ID. */
export interface HssRecord {
  readonly mnId: string;
  readonly serving?: Ipv6;
  readonly anchors: readonly HssAnchor[];
}

/** Who anchors prefixes of the node? `gateway` itself knows its own. `since` comes back. */
export interface HssQuery {
  readonly say: 'query';
  readonly mnId: string;
  readonly gateway: Ipv6;
  readonly since: Micros;
}

/** What gateways say to the HSS. */
export type HssRequest =
  | HssQuery
  /** The gateway anchors a prefix of the node; with `serving` it also serves it. */
  | {
      readonly say: 'store';
      readonly mnId: string;
      readonly serving: Ipv6 | undefined;
      readonly anchor: HssAnchor;
    }
  /** The gateway keeps the prefix no longer. */
  | {
      readonly say: 'remove';
      readonly mnId: string;
      readonly anchor: Ipv6;
      readonly prefix: Prefix;
    };

/** What it answers to a query. */
export interface HssAnswer {
  readonly say: 'anchors';
  readonly mnId: string;
  /** The attachment that it was asked for. */
  readonly since: Micros;
  readonly anchors: readonly HssAnchor[];
}

/** As news, which are plain data with a name. */
export const asNews = (message: HssRequest | HssAnswer): News => ({ ...message });

type HssTables = { readonly records: HssRecord };
export interface HssConfig {
  /** One way. */
  readonly delay: Micros;
}

const anchorsText = (anchors: readonly HssAnchor[]): string =>
  anchors.map((one) => `${one.gateway}: ${one.prefixName}`).join(', ');

const columns: readonly Column<HssRecord>[] = [
  { id: 'mnId', title: 'Node', text: (row) => row.mnId },
  { id: 'serving', title: 'Served by', text: (row) => row.serving ?? '' },
  { id: 'anchors', title: 'Anchors', text: (row) => anchorsText(row.anchors) },
];

export const hss = defineRole<HssTables, HssConfig>({
  name: 'hss',
  takes: {},
  tables: { records: { id: 'records', title: 'Subscribers', cite: 'DMM §4.2 step 7', columns } },
  begin: () => [],
  handle: (tables, stimulus, _sight, config) => {
    if (stimulus.on !== 'news') return [];
    // Only gateways know this role's name, and they say nothing else.
    const request = stimulus.news as unknown as HssRequest;
    return onRequest(tables, config, { from: stimulus.from, request });
  },
});

function onRequest(
  tables: TablesOf<HssTables>,
  config: HssConfig,
  { from, request }: { readonly from: NodeId; readonly request: HssRequest },
): readonly Effect[] {
  const { records } = tables;
  const record = records.get(request.mnId) ?? { mnId: request.mnId, anchors: [] };
  switch (request.say) {
    case 'query': {
      const anchors = record.anchors.filter((one) => one.anchor !== request.gateway);
      const { mnId, since } = request;
      const news = asNews({ say: 'anchors', mnId, since, anchors });
      const label = anchors.length === 0 ? 'none' : anchorsText(anchors);
      return [{ do: 'signal', to: from, role: 'dgw', news, after: config.delay, label }];
    }
    case 'store': {
      const { anchor, serving = record.serving } = request;
      const anchors = [...without(record.anchors, anchor), anchor];
      const { mnId } = request;
      records.set(mnId, serving === undefined ? { mnId, anchors } : { mnId, serving, anchors });
      return [];
    }
    case 'remove': {
      const anchors = without(record.anchors, request);
      if (anchors.length === 0) records.delete(request.mnId);
      else records.set(request.mnId, { ...record, anchors });
      return [];
    }
    default:
      return unreachable(request);
  }
}

const without = (
  anchors: readonly HssAnchor[],
  gone: { readonly anchor: Ipv6; readonly prefix: Prefix },
): readonly HssAnchor[] =>
  anchors.filter((one) => one.anchor !== gone.anchor || one.prefix !== gone.prefix);
