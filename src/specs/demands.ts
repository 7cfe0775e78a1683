// What a document demands, written as a table: how one is read. The tables stand in the files
// `requirements-*.ts`, one per document.

/**
 * How strong a demand is. `property`: not in a key word of RFC 2119, but the document says that it
 * holds.
 */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY' | 'property';

/** One demand, in our words. */
export interface Requirement {
  /** Family and number, `PMIP-21`; tests name it in their titles. It never changes. */
  readonly id: string;
  /** Where it stands, `PMIP §5.3.1 rule 4`. */
  readonly cite: string;
  /** Where an older version of the document says the same. */
  readonly also?: string;
  readonly level: Level;
  /** One plain sentence. */
  readonly words: string;
  /** A bundled scenario that shows it. */
  readonly scenario?: string;
  /** Why it is not modelled. */
  readonly outOfScope?: string;
}

/** Why demands are not modelled, by the word that a table has for it. */
const reasons = {
  ipsec: 'IPsec is not modelled; a list of trusted peers stands for it.',
  ipv4: 'The network between gateways is IPv6 only.',
  dhcp: 'Addresses are configured without DHCP.',
  access: 'Access security and accounts are not modelled; a node is known by its identifier.',
  deployment: 'It concerns whoever runs a network, not its nodes.',
  choice: 'It allows another way of building it, which is not taken.',
  layer2: 'Layer 2 always tells a gateway which interface has attached, and which has left.',
  probing: 'The path MTU is learned from ICMPv6 errors only.',
  hostMobility: 'In a domain of proxies only gateways register here, not nodes too.',
  careOfAddresses: 'A session has one care-of address.',
  goal: 'It is an aim of the design that no run can show.',
  multicast: 'Multicast routing is not modelled.',
} as const;

const place = /^(§.+?)(?: also (\S+))?(?: @([\w-]+))?$/;
const demand =
  /^(\d+) (MUST NOT|MUST|SHOULD NOT|SHOULD|MAY|property) ([^@~]+\.)(?: @([\w-]+)| ~(\w+))?$/;

/**
 * Reads a table. A line `§5.3.1 rule 4` says where the demands below it stand; `also DMM-02` that
 * an older version has them in the same place, `@pmip-attach` which scenario shows them. A demand
 * is `21 MUST The words.`, at its end `@scenario` or `~reason` for one that is not modelled; what
 * does not fit on its line goes on in lines that begin with a blank.
 */
export function demandsOf(family: string, document: string, table: string): readonly Requirement[] {
  const lines = table.replaceAll(/\n[ ]+/g, ' ').split('\n');
  const demands: Requirement[] = [];
  let where: RegExpExecArray | null = null;
  for (const line of lines) {
    if (line === '') continue;
    if (line.startsWith('§')) {
      where = place.exec(line);
      continue;
    }
    const read = demand.exec(line);
    if (where === null || read === null) throw new Error(`a demand is written otherwise: ${line}`);
    demands.push(toRequirement(family, document, where, read));
  }
  return demands;
}

function toRequirement(
  family: string,
  document: string,
  [, section = '', older, shownBy]: RegExpExecArray,
  [, number = '', level = '', words = '', scenario = shownBy, reason]: RegExpExecArray,
): Requirement {
  if (reason !== undefined && !(reason in reasons))
    throw new Error(`no reason is called ${reason}`);
  return {
    id: `${family}-${number}`,
    cite: `${document} ${section}`,
    ...(older !== undefined && { also: `${older} ${section}` }),
    level: level as Level, // one of those in the expression above
    words,
    ...(reason === undefined
      ? scenario !== undefined && { scenario }
      : { outOfScope: reasons[reason as keyof typeof reasons] }), // tested above
  };
}
