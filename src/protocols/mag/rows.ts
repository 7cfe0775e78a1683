// What a mobile access gateway knows: the rows of its tables, its configuration, and one turn of
// it. Tables as the screen shows them are in tables.ts.

import type { IfaceId } from '#base/ids.ts';
import type { Support } from '#protocols/pmipv6/config.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';

/** What the policy store says of a mobile node, PMIP §6.2. */
export interface MagProfile {
  /** Its anchor. */
  readonly lma: Ipv6;
  /** Prefixes to ask for; none: the anchor chooses. */
  readonly prefixes: readonly Prefix[];
  /**
   * proxy: it is registered. plain: it gets the prefix of the visited network (PMIP §6.14). none:
   * it is refused.
   */
  readonly access: 'proxy' | 'plain' | 'none';
  /** An IPv4 home address is asked for too (RFC 5844). */
  readonly ipv4: boolean;
}

/** An option that a gateway leaves out of its PBUs on purpose. */
export type Omitted = 'mnId' | 'prefix' | 'handoff' | 'accessTechnology' | 'timestamp';

/** How a gateway is set up. */
export interface MagConfig {
  /** On the core: source of its PBUs, end of its tunnels, Proxy-CoA. */
  readonly address: Ipv6;
  readonly name: string;
  /** Interface towards the mobile nodes. */
  readonly phy: IfaceId;
  /** Trusted anchors: address → name. */
  readonly peers: Readonly<Record<string, string>>;
  /** By MN-ID; a node without a profile gets no service. */
  readonly profiles: Readonly<Record<string, MagProfile>>;
  /** Asked for, in units of 4 s. */
  readonly lifetime: number;
  readonly omits: readonly Omitted[];
  /** The Proxy-CoA, when it is not the source of the PBUs (MIP6 §6.2.5). */
  readonly alternateCareOf?: Ipv6;
  /** What a node with plain access is given, PMIP §6.14. */
  readonly visitedPrefix?: Prefix;
  readonly supports: readonly Support[];
}
