// Speed of classification: packets of random flows at a node with 1,000, 10,000 and 100,000 rules
// for single flows, from the octets of a packet to the rule that takes it; and whether more flows
// make a packet dearer.

import { Table } from '#base/table.ts';
import { nextBits, splitStream } from '#base/random.ts';
import { fromPrefixAndIid, ipv6, prefix, writeIpv6, type Ipv6 } from '#wire/address.ts';
import { selectorOf, type FlowRow, type FlowRule, type FlowTuple } from './flow.ts';
import { FlowTable } from './flow-table.ts';

const SIZES = [1000, 10_000, 100_000] as const;
/** Packets that lie one behind the other, as in a log, and are looked up in that order. */
const PACKETS = 20_000;
/** How often each comes by: flows have many packets. */
const PASSES = 10;
const OCTETS = 48;
const NODES = 100;

const prefixOf = (n: number) => prefix(`2001:db8:a${n >> 4}:${(n & 15) + 1}::/64`);
const IID = ipv6('::5eff:fe00:101');
const hosts: readonly Ipv6[] = Array.from({ length: NODES }, (_, n) =>
  fromPrefixAndIid(prefixOf(n), IID),
);

/** The n-th flow: some of 200 correspondents to one of 100 nodes, ports and label of its own. */
function flowOf(n: number): FlowTuple {
  return {
    src: ipv6(`2001:db8:c1::${((n % 200) + 16).toString(16)}`),
    dst: hosts[n % NODES] ?? IID,
    sourcePort: 5001 + (n % 7),
    destinationPort: 1024 + (n % 60_000),
    flowLabel: (n * 7919) & 0xf_ffff,
    protocol: 17,
  };
}

interface Made {
  readonly table: FlowTable;
  readonly view: DataView;
  readonly octets: Uint8Array;
}

const made = new Map<number, Made>();

/** A node with so many flows, each with a rule of its own. */
function tableOf(size: number): Made {
  const known = made.get(size);
  if (known !== undefined) return known;
  const rules = new Table<FlowRule>('lma/stack/flowRules');
  const flows = new Table<FlowRow>('lma/stack/flows');
  const table = new FlowTable(rules, flows, 'exact');
  for (let n = 0; n < size; n += 1) {
    const tuple = flowOf(n);
    rules.set(`F${n}`, {
      id: `F${n}`,
      within: [prefixOf(n % NODES)],
      priority: n + 1,
      selector: selectorOf(tuple),
      action: 'forward',
      out: [`tun-${n % 20}`],
    });
    const row = { mark: n, rule: `F${n}`, listed: true, since: 0, uplink: undefined };
    flows.set(`${n}`, { ...tuple, trafficClass: 0, ...row });
  }
  // Each flow has been decided once, as by its first packet.
  for (const row of flows.values()) table.decide(row);
  const octets = new Uint8Array(PACKETS * OCTETS);
  const result = { table, octets, view: new DataView(octets.buffer) };
  made.set(size, result);
  return result;
}

const random = splitStream(7, 'flows');

/** Packets of random flows of a table. */
function fill({ octets, view }: Made, size: number): void {
  for (let i = 0; i < PACKETS; i += 1) {
    const at = i * OCTETS;
    const flow = flowOf(nextBits(random) % size);
    view.setUint32(at, 0x6000_0000 | flow.flowLabel);
    view.setUint16(at + 4, 8);
    view.setUint8(at + 6, flow.protocol);
    view.setUint8(at + 7, 64);
    writeIpv6(octets, at + 8, flow.src);
    writeIpv6(octets, at + 24, flow.dst);
    view.setUint16(at + 40, flow.sourcePort);
    view.setUint16(at + 42, flow.destinationPort);
  }
}

/** Nanoseconds for a packet. */
function nanosecondsPerPacket(size: number): number {
  const run = tableOf(size);
  const { table, view } = run;
  fill(run, size);
  let taken = 0;
  const began = performance.now();
  for (let n = 0; n < PASSES * PACKETS; n += 1) {
    const at = (n % PACKETS) * OCTETS;
    const place = { head: view, at, upper: view, upperAt: at + 40, upperLength: OCTETS - 40 };
    const found = table.find(place);
    if (found >= 0 && table.wayAt(found) !== undefined) taken += 1;
  }
  const milliseconds = performance.now() - began;
  if (taken !== PASSES * PACKETS) throw new Error(`${taken} packets have a rule`);
  return (milliseconds * 1e6) / (PASSES * PACKETS);
}

const TURNS = 10;
const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;

/** The cost of a packet among many flows over that among few; both take turns. */
function costRatio(): number {
  const [large, small]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn += 1) {
    large.push(nanosecondsPerPacket(SIZES[2]));
    small.push(nanosecondsPerPacket(SIZES[0]));
  }
  return median(large) / median(small);
}

export const benchmarks: readonly {
  readonly name: string;
  readonly unit: string;
  readonly run: () => number;
}[] = [
  ...SIZES.map((size) => ({
    name: `flows.packetsPerSecond${size}`,
    unit: 'packets/s',
    run: () => 1e9 / nanosecondsPerPacket(size),
  })),
  { name: 'flows.costRatio100000to1000', unit: '', run: costRatio },
];
