import { describe, expect, test } from 'vitest';
import { ipv6, mac } from '#wire/address.ts';
import { advertised, expired, learnt, neighbourKey, type Neighbour } from './neighbour.ts';

const address = ipv6('fe80::1');
const first = mac('02:00:00:00:00:01');
const second = mac('02:00:00:00:00:02');
const entry = (state: Neighbour['state'], at = first): Neighbour =>
  state === 'incomplete'
    ? { address, iface: 'if1', state }
    : { address, iface: 'if1', state, mac: at };
const said = { router: true, solicited: true, override: true };

test('the key of an entry', () => {
  expect(neighbourKey('if1', address)).toBe('if1 fe80::1');
});

describe('a solicitation teaches an address (RFC 4861 §7.2.3)', () => {
  test('a new neighbour is stale, one with another address becomes stale', () => {
    expect(learnt(undefined, { address, iface: 'if1', mac: first })).toEqual(entry('stale'));
    const changed = learnt(entry('reachable'), { address, iface: 'if1', mac: second });
    expect(changed).toEqual(entry('stale', second));
  });

  test('the same address, and a permanent entry, change nothing', () => {
    const reachable = entry('reachable');
    expect(learnt(reachable, { address, iface: 'if1', mac: first })).toBe(reachable);
    const permanent = entry('permanent');
    expect(learnt(permanent, { address, iface: 'if1', mac: second })).toBe(permanent);
  });
});

describe('an advertisement (RFC 4861 §7.2.5)', () => {
  test('resolves an incomplete entry only with an address', () => {
    const incomplete = entry('incomplete');
    expect(advertised(incomplete, said)).toBe(incomplete);
    expect(advertised(incomplete, { ...said, mac: first })).toEqual({
      ...entry('reachable'),
      isRouter: true,
    });
    expect(advertised(incomplete, { ...said, mac: first, solicited: false }).state).toBe('stale');
  });

  test('without Override another address only makes reachable stale', () => {
    const doubt = { ...said, mac: second, override: false };
    expect(advertised(entry('reachable'), doubt)).toEqual(entry('stale'));
    const probe = entry('probe');
    expect(advertised(probe, doubt)).toBe(probe);
  });

  test('with Override another address is taken, and is stale unless solicited', () => {
    expect(advertised(entry('reachable'), { ...said, mac: second })).toMatchObject({
      mac: second,
      state: 'reachable',
    });
    expect(
      advertised(entry('reachable'), { ...said, mac: second, solicited: false }),
    ).toMatchObject({ mac: second, state: 'stale' });
  });

  test('unsolicited with the same address leaves the state; solicited confirms it', () => {
    expect(advertised(entry('probe'), { ...said, solicited: false }).state).toBe('probe');
    expect(advertised(entry('probe'), said).state).toBe('reachable');
  });

  test('a permanent entry is never touched', () => {
    const permanent = entry('permanent');
    expect(advertised(permanent, { ...said, mac: second })).toBe(permanent);
  });
});

describe('time runs out (RFC 4861 §7.3.3)', () => {
  test('reachable becomes stale, delay becomes probe with a unicast solicitation', () => {
    expect(expired(entry('reachable'), 0)).toEqual({ is: 'rest', entry: entry('stale') });
    expect(expired(entry('delay'), 0)).toEqual({
      is: 'solicit',
      entry: entry('probe'),
      unicast: true,
    });
  });

  test('probe and incomplete give up after three solicitations', () => {
    expect(expired(entry('probe'), 2)).toMatchObject({ is: 'solicit', unicast: true });
    expect(expired(entry('probe'), 3)).toEqual({ is: 'gone' });
    expect(expired(entry('incomplete'), 2)).toMatchObject({ is: 'solicit', unicast: false });
    expect(expired(entry('incomplete'), 3)).toEqual({ is: 'gone' });
  });

  test('stale and permanent entries rest', () => {
    const stale = entry('stale');
    expect(expired(stale, 0)).toEqual({ is: 'rest', entry: stale });
  });
});
