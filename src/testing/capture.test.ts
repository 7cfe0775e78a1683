// Captures as others read them: tshark finds nothing malformed and no bad checksum in any bundled
// scenario, and scapy verifies the Mobility Header checksums, which tshark does not.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { build } from '#scenario/build.ts';
import { castOf } from '#scenario/cast.ts';
import { bundled, scenarios } from '#scenario/library.ts';
import { nodesOf } from '#scenario/names.ts';
import { proxies } from '#scenario/pmip.ts';
import type { Scenario } from '#scenario/schema.ts';
import { Timeline } from '#sim/timeline.ts';
import { upperLayerOf } from '#sim/upper-layer.ts';
import { capture } from '#view/export/pcapng.ts';
import { EPOCH_SECONDS, ETHERNET_OCTETS } from '#wire/packet.ts';
import {
  plainAnchoredPrefix,
  plainLinkLayer,
  plainLinkLocal,
  plainLocalPrefix,
  plainMuHo,
  plainPreviousMaar,
  plainServingMaar,
  walkedOptions,
  type PlainOption,
} from './plain-octets.ts';

const folder = mkdtempSync(join(tmpdir(), 'capture-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MOBILITY = 135;
/** What tshark makes of these is in referee-proxy.test.ts. */
const isOfProxies = ({ id }: Pick<Scenario, 'id'>): boolean => proxies.some((one) => one.id === id);

/** A run's capture, and one of its Mobility Headers alone (scapy reads slowly). */
function captured(scenario: Scenario) {
  const { spec, script } = build(scenario);
  const timeline = new Timeline(spec, script);
  timeline.runTo(scenario.end);
  const { log } = timeline;
  const cast = castOf(scenario);
  const path = join(folder, `${scenario.id}-${scenario.profile}.pcapng`);
  if (!isOfProxies(scenario)) writeFileSync(path, capture(log, cast));
  const ids = Array.from({ length: log.frames }, (_, id) => id);
  const headers = ids.flatMap((id) => {
    const octets = log.frame(id).octets().subarray(ETHERNET_OCTETS);
    const { next, at } = upperLayerOf(octets);
    return next === MOBILITY ? [{ id, message: octets.subarray(at) }] : [];
  });
  const few = headers.map(({ id }) => id);
  const chosen = {
    frames: few.length,
    frame: (n: number) => log.frame(few[n] ?? 0),
    event: (seq: number) => log.event(seq),
  };
  writeFileSync(`${path}.few`, capture(chosen, cast));
  const written = headers.flatMap(({ message }) => draftOptionsIn(message));
  const known = knownOptions(scenario, timeline);
  return { path, frames: log.frames, headers: few.length, written, known };
}

const textOf = ({ octets }: { readonly octets: readonly number[] }): string => octets.join(' ');

/** The options of a PBU or PBA that tshark knows no more than by their numbers, as they stand. */
function draftOptionsIn(message: Uint8Array): readonly string[] {
  if (message[2] !== 5 && message[2] !== 6) return [];
  return walkedOptions(message)
    .filter(({ octets: [type = 0] }) => (type >= 65 && type <= 70) || type === 240)
    .map(textOf);
}

/** All that they may say in a scenario, by the second encoder: its prefixes, gateways and DLIFs. */
function knownOptions(scenario: Scenario, timeline: Timeline): ReadonlySet<string> {
  const gateways = scenario.nodes.filter(({ kind }) => kind === 'dgw');
  const ofKind = (kind: string): readonly string[] =>
    scenario.nodes.flatMap((node) => (node.kind === kind ? (node.address ?? []) : []));
  const dlifs = gateways.flatMap(({ id }) => [
    ...(timeline.world.tables.get(`${id}/dgw/dlifs`)?.values() ?? []),
  ]);
  const anchored = scenario.nodes.flatMap(({ kind, pool = [] }) => (kind === 'lma' ? pool : []));
  const all: readonly PlainOption[] = [
    ...gateways.flatMap(({ address = '', pool = [] }) => [
      plainServingMaar(address),
      ...pool.flatMap((one) => [plainAnchoredPrefix(one), plainPreviousMaar(address, one)]),
    ]),
    ...ofKind('localnet').map(plainLocalPrefix),
    ...['::/0', ...anchored].map(plainMuHo),
    ...dlifs.flatMap(({ mac, linkLocal }) => [
      plainLinkLayer(String(mac)),
      plainLinkLocal(String(linkLocal)),
    ]),
  ];
  return new Set(all.map(textOf));
}

/** What a referee says; it is part of the tests' set-up, so its absence is a failure. */
function ask(command: string, args: readonly string[]): readonly string[] {
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.error !== undefined) {
    const words = `${command} is needed by this test, and \`npm test\` installs it`;
    throw new Error(`${words}: ${run.error.message}`);
  }
  if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`);
  return run.stdout.split('\n').filter((line) => line !== '');
}

const FIELDS = {
  malformed: '_ws.malformed',
  severity: '_ws.expert.severity',
  icmpv6: 'icmpv6.checksum.status',
  udp: 'udp.checksum.status',
  mobility: 'mip6.mhtype',
  advertisement: 'icmpv6.type',
  link: 'frame.interface_name',
  time: 'frame.time_epoch',
  from: 'eth.src',
  to: 'eth.dst',
  comment: 'frame.comment',
} as const;
type Read = Record<keyof typeof FIELDS, string>;

/** The packets of a capture as tshark reads them. */
function tshark(path: string): readonly Read[] {
  const fields = Object.values(FIELDS).flatMap((field) => ['-e', field]);
  const checks = ['-o', 'udp.check_checksum:TRUE'];
  return ask('tshark', ['-r', path, ...checks, '-T', 'fields', ...fields]).map((line) => {
    const values = line.split('\t');
    const entries = Object.keys(FIELDS).map((name, i) => [name, values[i] ?? '']);
    return Object.fromEntries(entries) as Read; // one value per name
  });
}

/** 0: bad. A packet inside a tunnel has a value per layer. */
const isBad = (status: string): boolean => status.split(',').includes('0');
/** Severities from 0x600000 on are warnings and errors; comments are below. */
const isSevere = (severity: string): boolean =>
  severity.split(',').some((one) => Number(one) >= 0x600000);

const SCAPY = `
import struct, sys
from socket import AF_INET6, inet_ntop
from scapy.layers.inet6 import IPv6, in6_chksum
from scapy.utils import PcapNgReader
for path in sys.argv[1:]:
    good = bad = 0
    for packet in PcapNgReader(path):
        ip = packet[IPv6]
        octets = bytes(ip)[40:40 + ip.plen]
        nh, src, dst = ip.nh, ip.src, ip.dst
        while nh in (43, 60):
            # Home addresses stand for care-of addresses, MIP6 6.3 and 6.4.
            if nh == 43: dst = inet_ntop(AF_INET6, octets[8:24])
            else: src = inet_ntop(AF_INET6, octets[octets.index(b'\\xc9\\x10') + 2:][:16])
            nh, octets = octets[0], octets[8 + 8 * octets[1]:]
        found = in6_chksum(135, IPv6(src=src, dst=dst), octets[:4] + bytes(2) + octets[6:])
        if nh == 135 and found == struct.unpack('!H', octets[4:6])[0]: good += 1
        else: bad += 1
    print(good, bad)
`;

/** The whole library; Figure 4 in both profiles. */
const all: readonly Scenario[] = [
  ...scenarios,
  { ...must(bundled('dmm-f4'), 'the figure is there'), profile: 'rfc8885' },
];
const captures = all.map((one) => [one.id ?? '', one.profile, captured(one)] as const);
test('scapy finds right checksums in the Mobility Headers of all captures', () => {
  const counts = ask('/usr/bin/python3', [
    '-c',
    SCAPY,
    ...captures.map(([, , { path }]) => `${path}.few`),
  ]);
  expect(counts).toEqual(captures.map(([, , { headers }]) => `${headers} 0`));
  expect(counts).not.toContain('0 0');
});

test('DMM-23 to DMM-31, MAAR-32 to MAAR-39, MIF-18, MIF-21: the draft options are those of a second encoder', () => {
  const types = new Set<string>();
  for (const [id, , { written, known }] of captures) {
    expect(
      written.filter((one) => !known.has(one)),
      id,
    ).toEqual([]);
    for (const one of written) types.add(one.split(' ')[0] ?? '');
  }
  expect([...types].toSorted()).toEqual(['240', '65', '66', '67', '68', '69', '70']);
});

const distributed = captures.filter(([id]) => !isOfProxies({ id }));

describe.each(distributed)('the capture of %s in %s', (id, profile, { path, frames }) => {
  const read = tshark(path);

  test('holds every frame, none malformed and no checksum wrong', () => {
    expect(read).toHaveLength(frames);
    const faulty = read.filter(
      (one) =>
        one.malformed !== '' || isSevere(one.severity) || isBad(one.icmpv6) || isBad(one.udp),
    );
    expect(faulty).toEqual([]);
  });

  // Only gateways of a distributed domain set the D bit.
  const isDistributed = nodesOf(must(bundled(id), id), 'dgw').length > 0;
  if (!isDistributed) return;
  test('says of each PBU and PBA how others read its D bit', () => {
    const bindings = read.filter((one) => one.mobility === '5' || one.mobility === '6');
    expect(bindings.length).toBeGreaterThan(0);
    const wrong = bindings.filter((one) => {
      const name = one.mobility === '5' ? 'F (RFC 5555)' : 'T (RFC 5845)';
      const isTold = one.comment.includes(`Other tools read the D bit of draft-05 as ${name}.`);
      return isTold !== (profile === 'draft-05');
    });
    expect(wrong).toEqual([]);
  });
});

describe('the capture of dmm-f4', () => {
  const { path = '' } = captures.find(([id]) => id === 'dmm-f4')?.[2] ?? {};
  const read = tshark(path);

  test('has an interface per link, named after it, and times from the epoch of the run', () => {
    expect(new Set(read.map((one) => one.link))).toEqual(
      new Set(['core-dgw1', 'core-dgw2', 'core-cn1', 'local-dgw1', 'radio-dgw1', 'radio-dgw2']),
    );
    const times = read.map((one) => Number(one.time));
    expect(times[0]).toBe(EPOCH_SECONDS + 0.02);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('shows Router Advertisements to one station, from the logical address of the DLIF', () => {
    const sent = read.filter((one) => one.advertisement === '134');
    expect(sent.map(({ from, to, comment }) => `${from} ${to} ${comment}`)).toEqual([
      '00:11:22:33:01:01 02:00:5e:00:01:01 RA @mn1dgw1, prefA 7 d, D-GW1 to MN1.',
      '00:11:22:33:02:02 02:00:5e:00:01:01 RA @mn1dgw2, prefB 7 d, D-GW2 to MN1.',
      '00:11:22:33:01:01 02:00:5e:00:01:01 RA @mn1dgw1, prefA lft 0, D-GW2 to MN1.',
    ]);
  });
});
