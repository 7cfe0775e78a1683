// S-11 by RFC 7864: one of the prefixes of a session is moved to the other gateway of a node with a
// virtual interface (VIP §4.3); and IPv4 addresses, which differ (MIF §4.4). That RFC 5213 refuses it, interface-handoff.test.ts has.

import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { between, HNP1, HNP2, HNP3, MAG1, MAG2 } from './pmip-cast.ts';
import { ALL, attached, bindings, twoRadios } from './pmip-run.ts';
import { told } from './pmip-words.ts';
import { flow, framesOf, IN_HNP1, multihomed, start, ZZZ } from './vip-cast.ts';

const pool = [HNP1, HNP2, HNP3, '2001:db8:a4:4::/64'];
const moved = { do: 'operate', node: 'lma', order: 'moveFlow', mn: 'mn1' } as const;
const AT = seconds(7);

/** Two prefixes at MAG1, two at MAG2; F1 has an address in the first. */
const begun = (): ReturnType<typeof multihomed> => {
  const flows = [flow('F1')];
  const nodes = { lma: { pool } };
  const knobs = { multihoming: 'rfc7864' };
  const run = multihomed({ mn: { prefixCount: 2 }, domain: { flows, nodes, knobs } });
  return run.do(start('F1')).to(AT);
};

describe('S-11: one of two prefixes moves', () => {
  const run = begun();
  const lookAt = () => ({
    addresses: run.columns('mn1', 'host/addresses', ['address', 'state', 'iface']),
    links: run.columns('mag2', 'mag/links', ['prefixes']),
    bindings: bindings(run, 'prefixes', 'proxyCareOfAddress'),
  });
  const before = lookAt();
  run.do({ ...moved, prefix: HNP1, peer: 'mag2' }).to(AT + seconds(2));

  test('VIP-16: the target is told of the prefix, and nobody else hears of it', () => {
    expect(told(run, AT, ALL)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG2 UPN{reason 8,seq 32784,A,HNP HNP1}",
        "MAG2 -> LMA UPA{0,seq 32784,HNP HNP1}",
      ]
    `);
  });

  test('VIP-16: no binding, address or advertisement changes', () => {
    expect(before.bindings).toEqual([`[${HNP1} ${HNP2}] ${MAG1}`, expect.stringContaining(MAG2)]);
    expect(lookAt()).toEqual(before);
    expect(before.addresses.some((one) => one.includes(IN_HNP1))).toBe(true);
  });

  test('VIP-16: the anchor and the target have routes, and both ways of the prefix go there', () => {
    expect(run.columns('mag2', 'mag/foreign', ['prefixes'])).toEqual([`[${HNP1}]`]);
    const routes = run.columns('mag2', 'stack/routes', ['id']);
    expect(routes).toContain(`to ${HNP1} mn1-if2`);
    expect(routes.filter((id) => id.includes(HNP2))).toEqual([]);
    expect(run.columns('lma', 'lma/flows', ['bids', 'active'])).toEqual(['[2] true']);
  });

  test('VIP-16: once the prefix is seen there, what the node sends follows, and the socket stays', () => {
    expect(run.columns('mn1', 'vif/flows', ['local', 'over'])).toEqual([`${IN_HNP1} if2`]);
    expect(framesOf(run, AT - seconds(1))).toEqual([`radio-mag1 ${ZZZ}`, `radio-mag2 ${ZZZ}`]);
    expect(framesOf(run, AT + seconds(1))).toEqual([`radio-mag2 ${ZZZ}`]);
    expect(run.flow('F1')).toMatchObject({ running: true, source: IN_HNP1, lost: 0 });
  });
});

test('MIF-16: two interfaces of a node never have the same address', () => {
  const nodes = { ...twoRadios, lma: { ipv4Pool: '192.0.2.0/24' } };
  const run = (ipv4: string) =>
    attached({ nodes: { ...nodes, mn1: { ...twoRadios['mn1'], ipv4 } } })
      .put('mn1', between(1))
      .to(seconds(5));
  expect(bindings(run('pool'), 'ipv4Home', 'accessTechnology')).toEqual([
    '192.0.2.17 4',
    '192.0.2.18 5',
  ]);
  // One that the profile names is given once: the attachment that would repeat it is refused.
  const named = run('192.0.2.99');
  expect(bindings(named, 'ipv4Home', 'accessTechnology')).toEqual(['192.0.2.99 4']);
  const answers = told(named, 0, /^PBA/).map((one) => one.slice(0, one.indexOf(',')));
  expect(answers).toEqual(['LMA -> MAG1 PBA{0', 'LMA -> MAG2 PBA{130']);
});
