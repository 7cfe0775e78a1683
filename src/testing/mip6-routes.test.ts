// Route optimisation of RFC 6275: return routability, bindings at a correspondent, and data around the
// home agent.
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { ipv6, ipv6Octets } from '#wire/address.ts';
import { hexText } from '#wire/octets.ts';
import { decodePacket } from '#wire/packet.ts';
import { buildUpdate } from '#protocols/mip6/messages.ts';
import type { Leg } from '#view/ladder.ts';
import { type Lab } from './lab.ts';
import { atHome, below, CN1, COA1, COA2, echo, HOA, start, visiting } from './mip6-cast.ts';

const flows = [echo()];
/** MN1 and CN1 talk directly since about 4.1 s. */
const direct = (): Lab => start(visiting({ flows }).to(seconds(4))).to(seconds(4.5));
const cached = (run: Lab, ...columns: readonly string[]): readonly string[] =>
  run.columns('cn1', 'correspondent/bindings', columns);
const peers = (run: Lab, ...columns: readonly string[]): readonly string[] =>
  run.columns('mn1', 'mobile/peers', columns);
const TESTS = /(Ho|Co)TI?|B[UA] |BE/;
const told = (run: Lab, since: number): readonly string[] =>
  run.messages(since).filter((line) => TESTS.test(line));

/** One link of a way; `=` inside of a tunnel. */
const legOf = ({ from, to, tunnelled }: Leg): string => `${from}${tunnelled ? '=' : '-'}${to}`;

describe('a correspondent registration', () => {
  test('MIP-12, MIP-50, MIP-51: tests both addresses, then binds; the first answer came through the home agent', () => {
    const run = direct();
    const lines = told(run, seconds(4)).map((line) => line.replace(/seq\d+/, 'seqN'));
    expect(lines).toEqual([
      'MN1 -> CN1 HoTI',
      'MN1 -> CN1 CoTI',
      'CN1 -> MN1 CoT nonce 1',
      'CN1 -> MN1 HoT nonce 1',
      'MN1 -> CN1 BU seqN L59',
      'CN1 -> MN1 BA 0 seqN L59',
    ]);
    expect(cached(run, 'homeAddress', 'careOfAddress', 'state')).toEqual([`${HOA} ${COA1} cached`]);
    expect(peers(run, 'peer', 'careOfAddress', 'state')).toEqual([`${CN1} ${COA1} active`]);
  });

  test('MIP-46: the home test goes through the tunnel, the care-of test does not', () => {
    const run = direct();
    const frames = run.rows().flatMap((row) => (row.row === 'message' ? [row] : []));
    const wayOf = (type: string) =>
      frames
        .find((row) => row.type === type)
        ?.legs.map(legOf)
        .join(' ');
    expect(wayOf('HoTI')).toBe('mn1=ar1 ar1=core core=ha ha-core core-cn1');
    expect(wayOf('CoTI')).toBe('mn1-ar1 ar1-core core-cn1');
  });

  test('MIP-10, MIP-36: data go directly, between the same addresses for the applications', () => {
    const run = direct();
    expect(run.path('F1')).toMatch(/^(MN1 -> AR1 -> CN1|CN1 -> AR1 -> MN1)$/);
    expect(run.flow('F1')).toMatchObject({ source: HOA, destination: CN1, lost: 0 });
    expect(run.columns('cn1', 'sink/peers', ['address'])).toEqual([HOA]);
    const octets = run.timeline.log
      .frame(run.timeline.log.frames - 1)
      .octets()
      .subarray(14);
    const decoded = decodePacket(octets, 'draft-05');
    const { homeAddress, routeTo } = decoded.ok ? decoded.value : {};
    expect(homeAddress ?? routeTo).toBe(HOA);
  });

  test('MIP-1, MIP-2, MIP-4: the authenticator is what the nonces and the node key give', () => {
    const run = direct();
    const octets = run.octets('BU');
    const [nonce = ''] = run.columns('cn1', 'correspondent/nonces', ['nonce']);
    const [secret = ''] = run.columns('cn1', 'correspondent/secret', ['key']);
    // Node's own SHA-1, and the octets as they went: nothing of the code under test.
    const bytes = (hex: string) => Buffer.from(hex, 'hex');
    const token = (address: string, which: number) =>
      createHmac('sha1', bytes(secret))
        .update(Buffer.concat([ipv6Octets(ipv6(address)), bytes(nonce), Buffer.of(which)]))
        .digest()
        .subarray(0, 8);
    const key = createHash('sha1')
      .update(Buffer.concat([token(HOA, 0), token(COA1, 1)]))
      .digest();
    const header = octets.slice(octets.length - 32);
    header.fill(0, 4, 6);
    const covered = [ipv6Octets(ipv6(COA1)), ipv6Octets(ipv6(CN1)), header.subarray(0, -12)];
    const expected = createHmac('sha1', key).update(Buffer.concat(covered)).digest();
    expect(hexText(header.subarray(-12))).toBe(expected.toString('hex', 0, 12));
  });

  test('MIP-48: a move stops the direct way, and begins it anew from the new address', () => {
    const run = direct().put('mn1', below(2)).to(seconds(8));
    expect(cached(run, 'careOfAddress', 'state')).toEqual([`${COA2} cached`]);
    expect(run.path('F1')).toMatch(/^(MN1 -> AR2 -> CN1|CN1 -> AR2 -> MN1)$/);
    expect(run.flow('F1')).toMatchObject({ source: HOA, running: true });
  });

  test('MIP-19: after a return home the binding is deleted, by the home token alone', () => {
    const run = direct().put('mn1', atHome).to(seconds(7));
    expect(told(run, seconds(4.5)).map((line) => line.replace(/seq\d+/, 'seqN'))).toEqual([
      'MN1 -> HA BU seqN L0',
      'HA -> MN1 BA 0 seqN L0',
      'MN1 -> CN1 HoTI',
      'CN1 -> MN1 HoT nonce 1',
      'MN1 -> CN1 BU seqN L0',
      'CN1 -> MN1 BA 0 seqN L0',
    ]);
    expect([...cached(run, 'state'), ...peers(run, 'state')]).toEqual([]);
    expect(run.path('F1')).toBe('MN1 -> HA -> CN1');
  });

  test('tests begin again when a fifth of the lifetime is left', () => {
    const nodes = { mn1: { lifetime: 40 } };
    const run = start(
      visiting({ flows: [{ ...echo(), every: seconds(1) }], nodes }).to(seconds(4)),
    );
    run.to(seconds(60));
    expect(cached(run, 'state')).toEqual(['cached']);
    const indices = run.columns('cn1', 'correspondent/nonces', ['index']);
    expect(indices).toContain('2');
    expect(run.flow('F1')).toMatchObject({ lost: 0 });
  });
});

describe('what goes wrong', () => {
  test('MIP-37: a correspondent that knows no mobility is asked once, and data stay in the tunnel', () => {
    const run = start(visiting({ flows, nodes: { cn1: { optimise: false } } }).to(seconds(4)));
    run.to(seconds(8));
    expect(told(run, seconds(4))).toEqual(['MN1 -> CN1 HoTI (lost)', 'MN1 -> CN1 CoTI (lost)']);
    expect(peers(run, 'state')).toEqual(['refused']);
    expect(run.path('F1')).toMatch(/^(MN1 => AR1 => HA -> CN1|CN1 -> HA => AR1 => MN1)$/);
    expect(run.flow('F1')).toMatchObject({ lost: 0 });
  });

  test('MIP-9, MIP-38: a correspondent that has lost its bindings says so, and data go through the tunnel', () => {
    const run = direct();
    run.do({ do: 'node', node: 'cn1', up: false, state: 'lost' });
    run.to(seconds(5)).do({ do: 'node', node: 'cn1', up: true }).to(seconds(5.3));
    expect(told(run, seconds(4.5))[0]).toBe('CN1 -> MN1 BE 1');
    run.to(seconds(8));
    expect(cached(run, 'careOfAddress', 'state')).toEqual([`${COA1} cached`]);
    expect(run.path('F1')).toMatch(/^(MN1 -> AR1 -> CN1|CN1 -> AR1 -> MN1)$/);
  });

  test('tests that are lost are sent again, and given up after a while', () => {
    const run = visiting({ flows: [{ ...echo(), every: seconds(2) }] }).to(seconds(4));
    for (const nth of [1, 2, 3, 4, 5]) {
      const fault = { name: `x${nth}`, act: 'drop', link: 'core-cn1', kind: 'CoT', nth } as const;
      run.do({ do: 'catch', ...fault });
    }
    start(run).to(seconds(40));
    expect(told(run, seconds(4)).filter((line) => line.includes('CoTI'))).toHaveLength(5);
    expect(peers(run, 'state')).toEqual(['refused']);
    expect(run.path('F1')).toMatch(/^(MN1 => AR1 => HA -> CN1|CN1 -> HA => AR1 => MN1)$/);
  });

  const forged = (change: object, options = {}) => {
    const head = {
      homeAddress: ipv6(HOA),
      careOfAddress: ipv6(COA2),
      sequence: 1,
      lifetime: 60,
      acknowledge: true,
      homeRegistration: false,
      mobileRouter: false,
      ...change,
    };
    const nonces = { is: 'NonceIndices', homeNonceIndex: 1, careOfNonceIndex: 1, ...options };
    const seal = { is: 'BindingAuthorizationData', authenticator: new Uint8Array(12) };
    const ends = { source: ipv6(COA2), destination: ipv6(CN1) };
    return buildUpdate(head, ends, [nonces, seal] as never);
  };

  test('MIP-15, MIP-18: a wrong authenticator is passed over without a word', () => {
    const run = direct().inject('cn1', forged({})).to(seconds(4.6));
    expect(cached(run, 'careOfAddress')).toEqual([COA1]);
    expect(run.notes(seconds(4)).join()).toMatch(/BU ignored/);
  });

  test.each([
    ['136', { homeNonceIndex: 9 }],
    ['137', { careOfNonceIndex: 9 }],
    ['138', { homeNonceIndex: 9, careOfNonceIndex: 9 }],
  ])('MIP-16: %s: nonces that are not known any more', (status, options) => {
    const unknown = { homeAddress: ipv6('2001:db8:f0:1::6') };
    const run = direct().inject('cn1', forged(unknown, options)).to(seconds(4.7));
    expect(run.notes(seconds(4)).join()).toContain(`refused: ${status}`);
    expect(cached(run, 'homeAddress')).toEqual([HOA]);
  });

  test('MIP-11: a test with a Home Address option is not answered', () => {
    const message = { is: 'CareOfTestInit', cookie: new Uint8Array(8), options: [] } as const;
    const test = {
      src: ipv6(COA1),
      dst: ipv6(CN1),
      hopLimit: 64,
      trafficClass: 0,
      flowLabel: 0,
      homeAddress: ipv6(HOA),
      payload: { is: 'mobility', message },
    } as const;
    const run = direct().inject('mn1', test).to(seconds(4.7));
    expect(run.notes(seconds(4.5)).join()).toContain('with a Home Address option (MIP6 §9.4.1)');
    expect(told(run, seconds(4.5)).join()).not.toContain('CoT nonce');
  });

  test('MIP-47: an answer with another cookie is passed over', () => {
    const cookie = new Uint8Array(8);
    const said = { nonceIndex: 1, cookie, keygenToken: cookie, options: [] };
    const answer = {
      src: ipv6(CN1),
      dst: ipv6(COA1),
      hopLimit: 64,
      trafficClass: 0,
      flowLabel: 0,
      payload: { is: 'mobility', message: { is: 'CareOfTest', ...said } },
    } as const;
    const run = direct().inject('cn1', answer).to(seconds(4.7));
    expect(run.notes(seconds(4.5)).join()).toContain('answers no test that waits');
    expect(peers(run, 'state')).toEqual(['active']);
  });

  test('MIP-3: a nonce counts for 240 s', () => {
    const run = direct();
    const [until = ''] = run.columns('cn1', 'correspondent/nonces', ['until']);
    const [madeAt = ''] = run.columns('cn1', 'correspondent/nonces', ['madeAt']);
    expect(Number(until) - Number(madeAt)).toBe(seconds(240));
  });
});
