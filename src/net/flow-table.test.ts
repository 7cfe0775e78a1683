// Flows by packet against plain lists: the index against a map, rules against a search from the top.
import { describe, expect, test } from 'vitest';
import { nextBits, splitStream } from '#base/random.ts';
import { Table } from '#base/table.ts';
import { ipv6, prefix, writeIpv6 } from '#wire/address.ts';
import { selects, selectorOf } from './flow.ts';
import type { FlowFacts, FlowRow, FlowRule, FlowSelector, FlowTuple } from './flow.ts';
import { FlowRecords, MOST_ADDRESSES, type FlowWords } from './flow-records.ts';
import { FlowTable } from './flow-table.ts';
import { WordIndex } from './word-index.ts';

const CN1 = ipv6('2001:db8:c1::10');
const CN2 = ipv6('2001:db8:c2::10');
const HNP1 = prefix('2001:db8:a1:1::/64');
const IF1 = ipv6('2001:db8:a1:1::5eff:fe00:101');
const flow: FlowTuple = {
  src: CN1,
  dst: IF1,
  sourcePort: 5001,
  destinationPort: 40_000,
  flowLabel: 0x1_2345,
  protocol: 17,
};

/** A packet with these facts; ESP and AH have the SPI where others have ports. */
function packet(facts: FlowTuple, trafficClass = 0, behind?: Uint8Array) {
  const octets = new Uint8Array(40 + (behind?.length ?? 8));
  const view = new DataView(octets.buffer);
  view.setUint32(0, (6 << 28) | (trafficClass << 20) | facts.flowLabel);
  view.setUint8(6, behind === undefined ? facts.protocol : 60);
  writeIpv6(octets, 8, facts.src);
  writeIpv6(octets, 24, facts.dst);
  view.setUint16(40, facts.sourcePort);
  view.setUint16(42, facts.destinationPort);
  if (behind !== undefined) octets.set(behind, 40);
  return { head: view, at: 0, upper: view, upperAt: 40, upperLength: octets.length - 40 };
}

const rule = (id: string, priority: number, selector: FlowSelector): FlowRule => ({
  id,
  within: [HNP1],
  priority,
  selector,
  action: 'forward',
  out: [`tun-${id}`],
});

function made(rules: readonly FlowRule[], labels: 'exact' | 'ignored' = 'exact') {
  const ruleTable = new Table<FlowRule>('rules');
  const flows = new Table<FlowRow>('flows');
  const table = new FlowTable(ruleTable, flows, labels);
  for (const one of rules) ruleTable.set(one.id, one);
  const see = (tuple: FlowTuple, trafficClass = 0) => {
    const place = packet(tuple, trafficClass);
    const at = table.find(place);
    if (at >= 0) return { id: table.decideAt(at)?.id, mark: table.rowAt(at).mark };
    const facts = table.factsOfLast(tuple);
    const mark = flows.size + 1;
    const id = table.rules.find(facts)?.id;
    const listed = table.rules.isListed(facts);
    const row = { mark, rule: id, listed, since: 0, uplink: undefined };
    flows.set(`${mark}`, { ...facts, ...row });
    return { id, mark };
  };
  return { table, ruleTable, flows, see };
}

describe('the index', () => {
  test('agrees with a map through random writes', () => {
    const random = splitStream(1, 'index');
    const index = new WordIndex(2);
    const map = new Map<string, number>();
    const key = new Int32Array(2);
    let differing = 0;
    for (let n = 0; n < 20_000; n += 1) {
      key[0] = nextBits(random) % 40;
      key[1] = nextBits(random) % 40;
      const text = key.join(' ');
      if (nextBits(random) % 3 === 0) {
        index.delete(key);
        map.delete(text);
      } else {
        index.put(key, n);
        map.set(text, n);
      }
      key[0] = nextBits(random) % 40;
      const at = index.find(key);
      const found = at < 0 ? undefined : index.valueAt(at);
      differing += found === map.get(key.join(' ')) ? 0 : 1;
    }
    expect([differing, index.size]).toEqual([0, map.size]);
  });
});

describe('records of flows', () => {
  const random = splitStream(2, 'records');
  const some = (count: number): number => nextBits(random) % count;
  const words = (): FlowWords => ({
    src: [0, 1, 63, MOST_ADDRESSES - 1][some(4)] ?? 0,
    dst: [0, 1, 64, MOST_ADDRESSES - 1][some(4)] ?? 0,
    ports: [0, -1, 5][some(3)] ?? 0,
    label: [0, 1, 0x3ff_ffff][some(3)] ?? 0,
    protocol: [0, 17, 255][some(3)] ?? 0,
  });

  test('agree with a map through random writes and decisions', () => {
    const records = new FlowRecords();
    const map = new Map<string, { value: number; decided: number }>();
    let differing = 0;
    let version = 1;
    for (let n = 0; n < 20_000; n += 1) {
      const key = words();
      const text = JSON.stringify(key);
      const at = records.find(key);
      const known = map.get(text);
      differing += (at < 0 ? undefined : records.valueAt(at)) === known?.value ? 0 : 1;
      if (at >= 0) differing += records.decisionAt(at, version) === known?.decided ? 0 : 1;
      const act = some(8);
      if (act < 2 && at >= 0) {
        records.deleteAt(at);
        map.delete(text);
      } else if (act < 5) {
        records.put(key, n);
        map.set(text, { value: n, decided: -1 });
      } else if (at >= 0 && known !== undefined) {
        known.decided = some(4095);
        records.decide(at, known.decided, version);
      }
      if (act === 7) {
        version += 1;
        for (const one of map.values()) one.decided = -1;
      }
    }
    expect([differing, records.size]).toEqual([0, map.size]);
  });

  test('a decision stands for its version, however many versions come and go', () => {
    const records = new FlowRecords();
    const key = words();
    records.put(key, 7);
    const at = records.find(key);
    const other = { ...key, protocol: 6 };
    records.put(other, 8);
    records.decide(at, 3, 1);
    expect(records.decisionAt(at, 1)).toBe(3);
    for (let version = 2; version < 5000; version += 1) {
      records.decide(records.find(other), 1, version);
      if (records.decisionAt(at, version) >= 0) throw new Error(`decided at version ${version}`);
    }
    records.decide(at, 4094, 5000);
    expect(records.decisionAt(at, 5000)).toBe(4094);
    expect(records.decisionAt(records.find(other), 5000)).toBe(-1);
  });

  test('of more ways than are numbered in a record, each packet asks again', () => {
    const records = new FlowRecords();
    const key = words();
    records.put(key, 7);
    const at = records.find(key);
    records.decide(at, 3, 1);
    records.decide(at, 4095, 1);
    expect(records.decisionAt(at, 1)).toBe(-1);
    expect(records.valueAt(at)).toBe(7);
  });
});

describe('flows by their facts', () => {
  test.each([
    ['source', { src: CN2 }],
    ['destination', { dst: ipv6('2001:db8:a1:1::2') }],
    ['source port', { sourcePort: 5002 }],
    ['destination port', { destinationPort: 40_001 }],
    ['flow label', { flowLabel: 0x1_2346 }],
    ['protocol', { protocol: 6 }],
  ] as const)('another %s is another flow (MIF-23, MIF-26)', (_, change) => {
    const { see } = made([]);
    expect(see(flow).mark).toBe(1);
    expect(see({ ...flow, ...change }).mark).toBe(2);
    expect(see(flow).mark).toBe(1);
  });

  test('a row of an earlier time, when no rule had been asked, is decided anew', () => {
    const { table, flows, see } = made([rule('a', 1, selectorOf(flow))]);
    see(flow);
    const row = { ...table.rowAt(table.find(packet(flow))), rule: 'a' };
    const early = { ...row, rule: undefined };
    flows.set('1', early);
    const kept = flows.keep();
    expect(table.isDecided(table.find(packet(flow)))).toBe(false);
    table.decideAt(table.find(packet(flow)));
    expect(table.isDecided(table.find(packet(flow)))).toBe(true);
    flows.set('1', row);
    table.decideAt(table.find(packet(flow)));
    flows.restore(kept);
    expect(table.isDecided(table.find(packet(flow)))).toBe(false);
  });

  test('where labels are ignored they tell nothing apart (M-9)', () => {
    const { see } = made([], 'ignored');
    expect(see(flow).mark).toBe(1);
    expect(see({ ...flow, flowLabel: 0 }).mark).toBe(1);
  });

  test('a label that a rule leaves open is no exact one, unless labels are ignored', () => {
    const open = { ...selectorOf(flow) };
    delete (open as { flowLabel?: unknown }).flowLabel; // a copy of its own
    expect(made([rule('a', 10, open)]).table.rules.isListed(flow)).toBe(false);
    expect(made([rule('a', 10, open)], 'ignored').table.rules.isListed(flow)).toBe(true);
  });

  test('ports stand behind extension headers; later fragments have none', () => {
    const { table } = made([]);
    const options = Uint8Array.of(17, 0, 1, 4, 0, 0, 0, 0, 0x13, 0x89, 0x9c, 0x40, 0, 8, 0, 0);
    table.find(packet(flow, 0, options));
    expect(table.factsOfLast(flow)).toMatchObject({ sourcePort: 5001, protocol: 17 });
    const later = Uint8Array.of(44, 0, 1, 4, 0, 0, 0, 0, 17, 0, 0, 8, 0, 0, 0, 1, 9, 9, 9, 9);
    table.find(packet(flow, 0, later));
    expect(table.factsOfLast(flow)).toMatchObject({ sourcePort: 0, protocol: 17 });
  });

  test('the other direction is found whatever its label', () => {
    const { see, table } = made([]);
    see(flow);
    const { src, dst, sourcePort, destinationPort } = flow;
    const back = { src: dst, dst: src, sourcePort: destinationPort, destinationPort: sourcePort };
    expect(table.findReverse(packet({ ...flow, ...back, flowLabel: 9 }))?.mark).toBe(1);
    expect(table.findReverse(packet(flow))).toBeUndefined();
  });

  test('rows that are restored are found, and those that are gone are not', () => {
    const { see, flows, table } = made([]);
    see(flow);
    const kept = flows.keep();
    see({ ...flow, sourcePort: 9 });
    flows.delete('1');
    expect(table.find(packet(flow))).toBe(-1);
    flows.restore(kept);
    expect(table.find(packet(flow))).toBeGreaterThanOrEqual(0);
    expect(table.find(packet({ ...flow, sourcePort: 9 }))).toBe(-1);
  });
});

describe('rules in the order of their priorities, RFC 6089 §5.1', () => {
  const exact = rule('one', 20, selectorOf(flow));
  const ports = rule('ports', 10, { destinationPort: [40_000, 40_010], protocol: [17, 17] });
  const net = rule('net', 30, {
    src: [ipv6('2001:db8:c1::'), ipv6('2001:db8:c1::ff')],
    dst: [IF1, IF1],
  });

  test('the lowest that fits takes the flow, exact or not', () => {
    const { see, ruleTable } = made([exact, net, ports]);
    expect(see(flow).id).toBe('ports');
    ruleTable.delete('ports');
    expect(see(flow).id).toBe('one');
    ruleTable.delete('one');
    expect(see(flow).id).toBe('net');
    ruleTable.delete('net');
    expect(see(flow).id).toBeUndefined();
  });

  test('a rule is about the prefixes of its node only', () => {
    const { see } = made([rule('tcp', 1, { protocol: [17, 17] })]);
    expect(see({ ...flow, dst: ipv6('2001:db8:b1:1::1') }).id).toBeUndefined();
    expect(see(flow).id).toBe('tcp');
  });

  test('a traffic class tells flows apart as soon as a rule asks for it', () => {
    const { see, ruleTable } = made([]);
    expect(see(flow, 0xb8).mark).toBe(see(flow, 0).mark);
    ruleTable.set('ef', rule('ef', 1, { trafficClass: [46, 46] }));
    expect(see(flow, 0xb8).id).toBe('ef');
    expect(see(flow, 0).id).toBeUndefined();
  });

  test('agree with a search from the top', () => {
    const random = splitStream(2, 'rules');
    const below = (limit: number): number => nextBits(random) % limit;
    const range = (limit: number): readonly [number, number] => {
      const first = below(limit);
      return [first, first + below(3)];
    };
    const rules = Array.from({ length: 40 }, (_, n) =>
      rule(`r${n}`, (n * 17) % 41, {
        ...(below(2) === 0 && { sourcePort: range(6) }),
        ...(below(2) === 0 && { destinationPort: range(6) }),
        ...(below(3) === 0 && { flowLabel: range(3) }),
        ...(below(3) === 0 && { spi: range(3) }),
        ...(below(2) === 0 && { src: [CN1, CN1] as const }),
        ...(n % 3 === 0 &&
          selectorOf({ ...flow, sourcePort: below(6), destinationPort: below(6), flowLabel: 0 })),
      }),
    );
    const { table } = made(rules);
    const sorted = rules.toSorted((a, b) => a.priority - b.priority);
    let differing = 0;
    for (let n = 0; n < 2000; n += 1) {
      const facts: FlowFacts = {
        ...flow,
        src: below(2) === 0 ? CN1 : CN2,
        sourcePort: below(8),
        destinationPort: below(8),
        flowLabel: below(4),
        trafficClass: 0,
        spi: below(4) === 0 ? below(3) : undefined,
      };
      const expected = sorted.find(({ selector }) => selects(selector, facts));
      differing += table.rules.find(facts)?.id === expected?.id ? 0 : 1;
    }
    expect(differing).toBe(0);
  });
});
