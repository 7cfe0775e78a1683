// Every status with which an anchor answers a PBU (RFC 5213 §8.9 and its companions), provoked from the
// command line: a bundled scenario, or a file that differs from it in a field or two, with knobs and
// commands. The PBA is found in the capture, octet by octet, and named in the ladder.
import { expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { ipv4Request } from '#protocols/pmipv6/extensions.ts';
import { buildUpdate, HANDOFF } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO, toTicks, writeProxyOptions } from '#protocols/pmipv6/options.ts';
import { STATUS } from '#protocols/pmipv6/checks.ts';
import { ipv6, prefix, type Prefix } from '#wire/address.ts';
import { encodePacket, type MobilityOption } from '#wire/packet.ts';
import { fileOf, ladderOf, mobilityIn, type Changes } from './provoked.ts';

const NEXT = prefix('2001:db8:a2:2::/64');
const FOREIGN = '2001:db8:b:1::/64';

/** A PBU for MN1 at 2.5 s that no proper gateway sends. */
function forgedAt2500(prefixes: readonly Prefix[], extensions: readonly MobilityOption[]): string {
  const options = writeProxyOptions({
    mnId: 'mn1@example.net',
    prefixes,
    handoff: HANDOFF.noChange,
    accessTechnology: 4,
    timestamp: toTicks(seconds(2.5)),
    linkLayerId: undefined,
    linkLocal: undefined,
    alternateCareOf: undefined,
  });
  const head = { sequence: 77, lifetime: 75, distributed: false };
  const ends = { source: ipv6('2001:db8:1::1'), destination: ipv6('2001:db8:ff::1') };
  const packet = buildUpdate({ ...head, ...ends }, [...options, ...extensions]);
  return Buffer.from(encodePacket(packet, 'draft-05')).toString('hex');
}
const forged = (...parts: Parameters<typeof forgedAt2500>): readonly string[] => [
  '--do',
  `2.5 inject mag1 ${forgedAt2500(...parts)}`,
];

const withIpv4 = (ipv4: string): string =>
  fileOf('pmip-attach', { mn1: { ipv4 }, lma: { ipv4Pool: '192.0.2.0/24' } });
const wish = (address: string): MobilityOption => ipv4Request({ address, prefixLength: 0 });

const attach = (changes: Changes): string => fileOf('pmip-attach', changes);

const cases: readonly (readonly [number, string, readonly string[]])[] = [
  [STATUS.accepted, 'an attachment', ['pmip-attach']],
  [
    STATUS.greKeyNotRequired,
    'a GRE key that the anchor does not want',
    ['pmip-attach', '--set', 'gre=wanted', '--set', 'lmaGre=refuse'],
  ],
  [
    STATUS.unspecified,
    'an empty and a given prefix at once',
    ['pmip-attach', ...forged([ALL_ZERO, NEXT], [])],
  ],
  [
    STATUS.administrativelyProhibited,
    'a PBU while the operator revokes, the BRI being lost',
    [
      'pmip-handoff',
      '--set',
      'lateDetach=on',
      '--do',
      '3.9 drop BRI on core-lma',
      '--do',
      '4 revoke lma mn1 trigger 1',
    ],
  ],
  [
    STATUS.insufficientResources,
    'two nodes and one prefix',
    [fileOf('pmip-lma-restart', { lma: { pool: ['2001:db8:a1:1::/64'] } })],
  ],
  [
    STATUS.sequenceOutOfWindow,
    'sequence numbers of a gateway without context',
    ['pmip-handoff', '--set', 'timestamps=off', '--seed', '3'],
  ],
  [
    STATUS.notEnabled,
    'a node that may not have proxy mobility',
    [attach({ mn1: { service: 'disabled' } })],
  ],
  [
    STATUS.notAnchorOfNode,
    'a node that the anchor does not know',
    [attach({ mn1: { service: 'unknown' } })],
  ],
  [
    STATUS.notAuthorizedGateway,
    'a gateway that nobody trusts',
    [attach({ mag1: { trusted: false } })],
  ],
  [
    STATUS.notAuthorizedPrefix,
    'the prefix of another node',
    [
      fileOf('pmip-lma-restart', {
        mn2: { prefixes: [FOREIGN] },
        mag1: { asks: { mn1: [FOREIGN] } },
      }),
    ],
  ],
  [
    STATUS.timestampMismatch,
    'a clock that is 320 ms ahead',
    ['pmip-attach', '--do', '0.5 clock mag1 +0.320'],
  ],
  [STATUS.timestampLower, 'a PBU that was overtaken', ['pmip-overtaking-pbus']],
  [STATUS.missingPrefix, 'no prefix option', [attach({ mag1: { omits: ['prefix'] } })]],
  [
    STATUS.prefixSetDiffers,
    'two prefixes of a session of one',
    [
      fileOf('pmip-handoff', {
        mag2: { asks: { mn1: ['2001:db8:a1:1::/64', '2001:db8:a2:2::/64'] } },
      }),
    ],
  ],
  [STATUS.missingMnId, 'no identity', [attach({ mag1: { omits: ['mnId'] } })]],
  [STATUS.missingHandoff, 'no handoff indicator', [attach({ mag1: { omits: ['handoff'] } })]],
  [
    STATUS.missingAccessTechnology,
    'no access technology',
    [attach({ mag1: { omits: ['accessTechnology'] } })],
  ],
  [
    STATUS.greKeyRequired,
    'no GRE key where the anchor insists',
    ['pmip-attach', '--set', 'lmaGre=require'],
  ],
  [
    STATUS.notAuthorizedIpv4,
    'an IPv4 address for a node without that service',
    [withIpv4('refused')],
  ],
  [
    STATUS.notAuthorizedIpv4Address,
    'an IPv4 address of somebody else',
    [withIpv4('192.0.2.33'), ...forged([ALL_ZERO], [wish('192.0.2.34')])],
  ],
  [
    STATUS.notAuthorizedIpv6,
    'a prefix for a node without IPv6 service',
    [attach({ mn1: { ipv6: false } })],
  ],
  [
    STATUS.multipleIpv4Addresses,
    'two IPv4 addresses',
    [withIpv4('pool'), ...forged([ALL_ZERO], [wish('0.0.0.0'), wish('0.0.0.0')])],
  ],
];

test.each(cases)('%i: %s', async (status, _, args) => {
  const answers = await mobilityIn(args, 6);
  expect(answers.map((data) => data[0])).toContain(status);
  expect(await ladderOf(args)).toContain(`PBA ${status} `);
});

test('all of them are in the table', () => {
  const inTable = cases.map(([status]) => status).toSorted((a, b) => a - b);
  const all = Object.values(STATUS).toSorted((a, b) => a - b);
  expect(inTable).toEqual(all);
});
