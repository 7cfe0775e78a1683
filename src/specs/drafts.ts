// The five drafts that the laboratory implements and the RFCs that they stand on: the code by which
// a rule is cited, title, date, and which version rules. No text of them.

/** A draft or an RFC. */
export interface Document {
  /** What a citation begins with: `DMM §4.2 step 7`, `RFC 4191 §2.3`. */
  readonly code: string;
  readonly name: string;
  readonly title: string;
  /** Year and month. */
  readonly date: string;
  /** What it is here: a draft that is implemented, an RFC that it needs, an RFC that it became. */
  readonly standing: 'draft' | 'base' | 'outcome';
  readonly note?: string;
}

const draft = (row: Omit<Document, 'standing'>): Document => ({ ...row, standing: 'draft' });
const base = (row: Omit<Document, 'standing'>): Document => ({ ...row, standing: 'base' });
const outcome = (row: Omit<Document, 'standing'>): Document => ({ ...row, standing: 'outcome' });
const rfc = (number: number, title: string, date: string): Document =>
  base({ code: `RFC ${number}`, name: `RFC ${number}`, title, date });

/** In the order in which the reference lists them. */
export const documents: readonly Document[] = [
  draft({
    code: 'VIP',
    name: 'draft-yokota-netlmm-pmipv6-mn-itho-support-03',
    title: 'Virtual Interface Support for IP Hosts',
    date: '2010-03',
  }),
  draft({
    code: 'VMN',
    name: 'draft-hong-virtualif-mn-mipv6-00',
    title: 'Virtual network interface for multiple interfaces in a Mobile node using Mobile IPv6',
    date: '2005-10',
  }),
  draft({
    code: 'MIF',
    name: 'draft-bernardos-mif-pmip-02',
    title: 'Multihoming extensions for Proxy Mobile IPv6',
    date: '2010-03',
  }),
  draft({
    code: 'DMM-02',
    name: 'draft-bernardos-dmm-distributed-anchoring-02',
    title: 'PMIPv6-based distributed anchoring',
    date: '2013-04',
    note: 'An older version of DMM; our copy lost its figures and format boxes. Version 05 rules.',
  }),
  draft({
    code: 'DMM',
    name: 'draft-bernardos-dmm-distributed-anchoring-05',
    title: 'PMIPv6-based distributed anchoring',
    date: '2015-03',
    note: 'Rules over DMM-02: figures, formats and section numbers are those of this version.',
  }),
  base({ code: 'PMIP', name: 'RFC 5213', title: 'Proxy Mobile IPv6', date: '2008-08' }),
  base({ code: 'MIP6', name: 'RFC 6275', title: 'Mobility Support in IPv6', date: '2011-07' }),
  base({
    code: 'ND',
    name: 'RFC 4861',
    title: 'Neighbor Discovery for IP version 6 (IPv6)',
    date: '2007-09',
  }),
  base({
    code: 'RTR',
    name: 'RFC 4191',
    title: 'Default Router Preferences and More-Specific Routes',
    date: '2005-11',
  }),
  rfc(2473, 'Generic Packet Tunneling in IPv6 Specification', '1998-12'),
  rfc(3963, 'Network Mobility (NEMO) Basic Support Protocol', '2005-01'),
  rfc(4283, 'Mobile Node Identifier Option for Mobile IPv6 (MIPv6)', '2005-11'),
  rfc(4862, 'IPv6 Stateless Address Autoconfiguration', '2007-09'),
  rfc(5648, 'Multiple Care-of Addresses Registration', '2009-10'),
  rfc(5844, 'IPv4 Support for Proxy Mobile IPv6', '2010-05'),
  rfc(5845, 'Generic Routing Encapsulation (GRE) Key Option for Proxy Mobile IPv6', '2010-06'),
  rfc(5846, 'Binding Revocation for IPv6 Mobility', '2010-06'),
  rfc(5847, 'Heartbeat Mechanism for Proxy Mobile IPv6', '2010-06'),
  rfc(6088, 'Traffic Selectors for Flow Bindings', '2011-01'),
  rfc(6089, 'Flow Bindings in Mobile IPv6 and NEMO Basic Support', '2011-01'),
  rfc(6543, 'Reserved IPv6 Interface Identifier for Proxy Mobile IPv6', '2012-05'),
  rfc(6724, 'Default Address Selection for Internet Protocol Version 6 (IPv6)', '2012-09'),
  rfc(7077, 'Update Notifications for Proxy Mobile IPv6', '2013-11'),
  rfc(7109, 'Flow Bindings Initiated by Home Agents for Mobile IPv6', '2014-02'),
  rfc(7333, 'Requirements for Distributed Mobility Management', '2014-08'),
  rfc(8028, 'First-Hop Router Selection by Hosts in a Multi-Prefix Network', '2016-11'),
  rfc(8371, 'Mobile Node Identifier Types for MIPv6', '2018-07'),
  outcome({
    code: 'RFC 7847',
    name: 'RFC 7847',
    title: 'Logical-Interface Support for IP Hosts with Multi-Access Support',
    date: '2016-05',
    note: 'Grew out of VIP.',
  }),
  outcome({
    code: 'RFC 7864',
    name: 'RFC 7864',
    title: 'Proxy Mobile IPv6 Extensions to Support Flow Mobility',
    date: '2016-05',
    note: 'Grew out of MIF.',
  }),
  outcome({
    code: 'RFC 8885',
    name: 'RFC 8885',
    title: 'Proxy Mobile IPv6 Extensions for Distributed Mobility Management',
    date: '2020-10',
    note: 'Grew out of DMM: its D flag has a bit of its own, its options have numbers.',
  }),
];

/** The document that a citation names by its longest code, if it is listed. */
export function documentOf(cite: string): Document | undefined {
  return documents
    .filter((one) => cite === one.code || cite.startsWith(`${one.code} `))
    .reduce<Document | undefined>(
      (best, one) => (best === undefined || one.code.length > best.code.length ? one : best),
      undefined,
    );
}
