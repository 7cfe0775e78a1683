// Every status of a BRA (RFC 5846 §6.2) and of a UPA (RFC 7077 §4.2) that gateways and anchors give here,
// and the Binding Error of those who know no such message, provoked from the command line.
import { describe, expect, test } from 'vitest';
import { buildIndication, REVOCATION_STATUS } from '#protocols/pmipv6/revocation-messages.ts';
import type { Indication } from '#protocols/pmipv6/revocation-messages.ts';
import { UPDATE_STATUS } from '#protocols/pmipv6/notification-messages.ts';
import { ipv6, prefix } from '#wire/address.ts';
import { encodePacket } from '#wire/packet.ts';
import { fileOf, ladderOf, mobilityIn } from './provoked.ts';

const [BINDING_ERROR, REVOCATION, ANSWER] = [7, 16, 20];

/** A BRI of the anchor about MN1 at MAG1, but for what is said, at 3 s. */
function forged(parts: Partial<Indication>): readonly string[] {
  const packet = buildIndication({
    source: ipv6('2001:db8:ff::1'),
    destination: ipv6('2001:db8:1::1'),
    trigger: 1,
    sequence: 77,
    proxy: true,
    ipv4Only: false,
    global: false,
    mnId: 'mn1@example.net',
    prefixes: [],
    ipv4: undefined,
    alternateCareOf: undefined,
    ...parts,
  });
  const hex = Buffer.from(encodePacket(packet, 'draft-05')).toString('hex');
  return ['pmip-revocation', '--do', `3 inject lma ${hex}`, '--until', '3.5'];
}

const HNP1 = prefix('2001:db8:a1:1::/64');
const HNP4 = prefix('2001:db8:a4:4::/64');

describe('a BRA', () => {
  const cases: readonly (readonly [number, string, readonly string[]])[] = [
    [REVOCATION_STATUS.success, 'the operator revokes', ['pmip-revocation']],
    [
      REVOCATION_STATUS.partial,
      'one of two prefixes is gone already',
      forged({ prefixes: [HNP1, HNP4] }),
    ],
    [REVOCATION_STATUS.noBinding, 'a node that is not here', forged({ mnId: 'mn9@example.net' })],
    [REVOCATION_STATUS.ipv4AddressRequired, 'V without an address', forged({ ipv4Only: true })],
    [
      REVOCATION_STATUS.globalNotAuthorized,
      'a gateway revokes all that it has',
      ['pmip-revocation', '--do', '3 revokeAll mag1 lma', '--until', '3.5'],
    ],
    [REVOCATION_STATUS.identityRequired, 'nobody is named', forged({ mnId: undefined })],
    [REVOCATION_STATUS.nodeAttached, 'a handoff of a node that is here', forged({ trigger: 4 })],
    [REVOCATION_STATUS.triggerNotSupported, 'a trigger unheard of', forged({ trigger: 77 })],
    [REVOCATION_STATUS.functionNotSupported, 'G about one node', forged({ global: true })],
    [
      REVOCATION_STATUS.proxyNotSupported,
      'a gateway that revokes no proxy bindings',
      [fileOf('pmip-revocation', { mag1: { lacks: ['proxyRevocation'] } })],
    ],
  ];
  test.each(cases)('%i: %s', async (status, _, args) => {
    // Binding Revocation: type 2 is the acknowledgement, then the status.
    const answers = (await mobilityIn(args, REVOCATION)).filter((data) => data[0] === 2);
    expect(answers.map((data) => data[1])).toContain(status);
    expect(await ladderOf(args)).toMatch(new RegExp(`BRA ([GV] )?${status}\\b`));
  });

  test('all of them are in the table', () => {
    const inTable = cases.map(([status]) => status).toSorted((a, b) => a - b);
    expect(inTable).toEqual(Object.values(REVOCATION_STATUS).toSorted((a, b) => a - b));
  });
});

describe('a UPA', () => {
  const at3 = (order: string) => ['pmip-revocation', '--do', `3 ${order}`, '--until', '3.9'];
  const cases: readonly (readonly [number, string, readonly string[]])[] = [
    [UPDATE_STATUS.success, 'parameters are updated', at3('notify lma mn1 reason 2')],
    [UPDATE_STATUS.failed, 'a reason unheard of', at3('notify lma mn1 reason 77')],
  ];
  test.each(cases)('%i: %s', async (status, _, args) => {
    const answers = await mobilityIn(args, ANSWER);
    expect(answers.map((data) => data[2])).toContain(status);
    expect(await ladderOf(args)).toContain(`UPA ${status}`);
  });
});

test('who knows no such message answers with Binding Error 2', async () => {
  const plain = fileOf('pmip-revocation', { mag1: { lacks: ['revocation', 'notification'] } });
  const sent = [[plain], [plain, '--do', '3 notify lma mn1 reason 1', '--until', '3.9']];
  for (const args of sent) {
    const errors = await mobilityIn(args, BINDING_ERROR);
    expect(errors.map((data) => data[0])).toContain(2);
    expect(await ladderOf(args)).toContain('BE 2');
  }
});
