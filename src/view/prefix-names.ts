// Prefixes as the drafts call them: prefA is anchored at the first gateway, prefB at the second. A
// gateway's further prefixes carry a number (prefA2). Home network prefixes of a local mobility anchor
// are HNP1, HNP2 and so on, counted over all anchors. Addresses are shortened in the same way.

import type { NodeId } from '#base/ids.ts';
import { fromPrefixAndIid, interfaceIdOf, parseIpv6, prefixContains } from '#wire/address.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';

/** Where a prefix is anchored: the letter of its gateway, or the number of a home network prefix. */
export interface PrefixAnchor {
  readonly letter: string;
  readonly gateway: NodeId;
}

/** Names of the prefixes of one scenario. */
export interface PrefixNames {
  /** `prefA` or `HNP1` for the prefix, or for an address in it; `localnet`; else the text itself. */
  nameOf(text: string): string;
  /** The gateway that anchors the prefix or the address. */
  anchorOf(text: string): PrefixAnchor | undefined;
  /** The letter of a gateway. */
  anchorAt(gateway: NodeId): PrefixAnchor | undefined;
  /** `prefA::MN1`, `CN1`, or the address. */
  shortOf(address: string): string;
}

/** What the names are made from. */
export interface PrefixSources {
  readonly gateways: readonly { readonly id: NodeId; readonly pool: readonly Prefix[] }[];
  /** Local mobility anchors with their home network prefixes, in order. */
  readonly homes: readonly { readonly id: NodeId; readonly prefixes: readonly Prefix[] }[];
  readonly networks: readonly { readonly name: string; readonly prefix: Prefix }[];
  readonly hosts: readonly { readonly name: string; readonly address: Ipv6 }[];
  readonly mobiles: readonly { readonly name: string; readonly mac: Mac }[];
}

interface Named {
  readonly prefix: Prefix;
  readonly name: string;
  readonly anchor: PrefixAnchor | undefined;
}

/** A, B … Z, AA, AB … */
export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** The names of a scenario's prefixes. */
export function prefixNames(sources: PrefixSources): PrefixNames {
  const named = [...anchored(sources), ...homes(sources), ...networks(sources)];
  const hosts = new Map<string, string>(sources.hosts.map(({ name, address }) => [address, name]));
  const find = remembered((text) => {
    const slash = text.indexOf('/');
    const address = parseIpv6(slash < 0 ? text : text.slice(0, slash));
    return address && named.find((one) => prefixContains(one.prefix, address));
  });
  return {
    nameOf: (text) => find(text)?.name ?? text,
    anchorOf: (text) => find(text)?.anchor,
    anchorAt: (gateway) => {
      const index = sources.gateways.findIndex((one) => one.id === gateway);
      if (index >= 0) return { letter: letterOf(index), gateway };
      return named.find((one) => one.anchor?.gateway === gateway)?.anchor;
    },
    shortOf: (text) => {
      const host = hosts.get(text);
      if (host !== undefined) return host;
      const found = find(text);
      if (found === undefined) return text;
      const mobile = sources.mobiles.find(
        ({ mac }) => fromPrefixAndIid(found.prefix, interfaceIdOf(mac)) === text,
      );
      return mobile === undefined ? text : `${found.name}::${mobile.name}`;
    },
  };
}

/** Texts that are remembered at most. */
const MOST_REMEMBERED = 4096;

/** The same function, asked once for each text. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.answer;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const answer = ask(text);
    known.set(text, { answer });
    return answer;
  };
}

function anchored({ gateways }: PrefixSources): readonly Named[] {
  return gateways.flatMap(({ id, pool }, index) => {
    const anchor = { letter: letterOf(index), gateway: id };
    return pool.map((prefix, n) => ({
      prefix,
      name: `pref${anchor.letter}${n === 0 ? '' : n + 1}`,
      anchor,
    }));
  });
}

/** A prefix that two anchors have is named once. */
function homes({ homes: all }: PrefixSources): readonly Named[] {
  const seen = new Set<string>();
  const each = all.flatMap(({ id, prefixes }) => prefixes.map((prefix) => ({ id, prefix })));
  return each
    .filter(({ prefix }) => !seen.has(prefix) && seen.add(prefix))
    .map(({ id, prefix }, n) => {
      const letter = String(n + 1);
      return { prefix, name: `HNP${letter}`, anchor: { letter, gateway: id } };
    });
}

const networks = ({ networks: all }: PrefixSources): readonly Named[] =>
  all.map(({ name, prefix }) => ({ name, prefix, anchor: undefined }));
