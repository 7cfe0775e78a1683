// The machines of a gateway: each transition with what it asks for, and no state without a way out.
import { describe, expect, test } from 'vitest';
import { fireMachine, startMachine, stepMachine } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { link } from './link.machine.ts';
import type { LinkEvent, LinkState } from './link.machine.ts';
import { update } from './update.machine.ts';
import type { UpdateEvent, UpdateLife, UpdateState } from './update.machine.ts';

/** Next state, then what is asked, in short. */
function told(next: Stepped<typeof link> | Stepped<typeof update>): string {
  const asks = next.asks.map((ask) => {
    if (ask.ask === 'act') return ask.type;
    return ask.ask === 'arm' ? `+${ask.timer} ${ask.after / 1_000_000}` : `-${ask.timer}`;
  });
  return [String(next.row.value), ...asks].join(', ');
}

const fresh: UpdateLife = { retransmissions: 0, handoff: 1, refreshAfter: 0 };
const known: UpdateLife = { ...fresh, refreshAfter: 240_000_000 };
const eventOf = (type: UpdateEvent['type']): UpdateEvent => {
  if (type === 'ATTACH') return { type, handoff: 3 };
  return type === 'ACCEPTED' ? { type, refreshAfter: 32_000_000 } : { type };
};
const from = (value: UpdateState, type: UpdateEvent['type'], context = known) =>
  stepMachine(update, { value, context }, eventOf(type));

describe('a registration', () => {
  test.each([
    ['planned', 'ATTACH', 'registering, sendPbu, +BINDACK_TIMEOUT.registering 1'],
    [
      'registering',
      'ACCEPTED',
      'active, -BINDACK_TIMEOUT.registering, armExpiry, serve, +REFRESH.active 32',
    ],
    ['registering', 'REFUSED', 'refused, -BINDACK_TIMEOUT.registering, withdraw'],
    ['registering', 'CANCEL', 'gone, -BINDACK_TIMEOUT.registering'],
    ['registering', 'REVOKE', 'gone, -BINDACK_TIMEOUT.registering, withdraw'],
    ['registering', 'EXPIRE', 'registering, withdraw'],
    [
      'active',
      'DETACH',
      'deregistering, -REFRESH.active, sendLast, +INITIAL_BINDACK_TIMEOUT.deregistering 1',
    ],
    ['active', 'RENEW', 'refreshing, -REFRESH.active, sendPbu, +BINDACK_TIMEOUT.refreshing 1'],
    ['active', 'INVALIDATE', 'invalid, -REFRESH.active, sendPbu, +BINDACK_TIMEOUT.invalid 1'],
    ['active', 'EXPIRE', 'invalid, -REFRESH.active, withdraw, sendPbu, +BINDACK_TIMEOUT.invalid 1'],
    ['active', 'REVOKE', 'gone, -REFRESH.active, withdraw'],
    ['active', 'FORGET', 'forgotten, -REFRESH.active'],
    ['refreshing', 'REFUSED', 'refused, -BINDACK_TIMEOUT.refreshing, withdraw'],
    ['refreshing', 'EXPIRE', 'refreshing, withdraw'],
    [
      'refreshing',
      'DETACH',
      'leaving, -BINDACK_TIMEOUT.refreshing, +INITIAL_BINDACK_TIMEOUT.leaving 1',
    ],
    ['invalid', 'REVOKE', 'gone, -BINDACK_TIMEOUT.invalid, withdraw'],
    ['leaving', 'REFUSED', 'gone, -INITIAL_BINDACK_TIMEOUT.leaving, drop'],
    [
      'leaving',
      'RETRY',
      'deregistering, -INITIAL_BINDACK_TIMEOUT.leaving, sendLast, +INITIAL_BINDACK_TIMEOUT.deregistering 1',
    ],
    ['deregistering', 'ACCEPTED', 'gone, -INITIAL_BINDACK_TIMEOUT.deregistering, drop'],
    ['deregistering', 'REFUSED', 'gone, -INITIAL_BINDACK_TIMEOUT.deregistering, drop'],
    [
      'deregistering',
      'ATTACH',
      'registering, -INITIAL_BINDACK_TIMEOUT.deregistering, sendPbu, +BINDACK_TIMEOUT.registering 1',
    ],
    ['refused', 'DETACH', 'gone, drop'],
    ['refused', 'RESUME', 'registering, sendPbu, +BINDACK_TIMEOUT.registering 1'],
    ['forgotten', 'EXPIRE', 'gone, drop'],
    ['forgotten', 'RENEW', 'forgotten'],
    ['refused', 'RENEW', 'refused'],
    ['planned', 'DETACH', 'planned'],
  ] as const)('%s, %s: %s', (state, event, expected) => {
    expect(told(from(state, event))).toBe(expected);
  });

  test('a node of which nobody has heard leaves without a word', () => {
    const tried = { ...fresh, retransmissions: 2 };
    expect(told(from('registering', 'DETACH', tried))).toBe(
      'gone, -BINDACK_TIMEOUT.registering, drop',
    );
    expect(from('registering', 'DETACH', fresh).row.value).toBe('leaving');
    expect(from('registering', 'DETACH', { ...known, retransmissions: 2 }).row.value).toBe(
      'leaving',
    );
  });

  test('the timeout doubles up to 32 s, and an answer rewinds it', () => {
    let row = from('planned', 'ATTACH', fresh).row;
    const after: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const next = fireMachine(update, row, 'BINDACK_TIMEOUT.registering');
      const armed = next.asks.find((ask) => ask.ask === 'arm');
      if (armed?.ask === 'arm') after.push(armed.after / 1_000_000);
      ({ row } = next);
    }
    expect(after).toEqual([2, 4, 8, 16, 32, 32, 32]);
    const retried = stepMachine(update, row, { type: 'RETRY' });
    expect(told(retried)).toContain('+BINDACK_TIMEOUT.registering 1');
  });

  test('each state but the last has a way out, and `gone` has none', () => {
    const states = Object.keys(update.states) as UpdateState[];
    const events = [
      'ATTACH',
      'DETACH',
      'CANCEL',
      'ACCEPTED',
      'REFUSED',
      'EXPIRE',
      'REVOKE',
      'RESUME',
    ] as const;
    for (const state of states) {
      const next = events.map((event) => from(state, event).row.value);
      expect(next.some((value) => value !== state)).toBe(state !== 'gone');
    }
  });
});

describe('an access link', () => {
  const step = (value: LinkState, type: LinkEvent['type']): string =>
    told(stepMachine(link, { value, context: {} }, { type }));

  test.each([
    ['silent', 'ADVERTISE', 'advertising, advertise, +MAX_RTR_ADV_INTERVAL.advertising 600'],
    ['silent', 'SOLICIT', 'silent, noteSilence'],
    ['silent', 'WITHDRAW', 'silent'],
    ['advertising', 'SOLICIT', 'advertising, advertise'],
    ['advertising', 'WITHDRAW', 'silent, -MAX_RTR_ADV_INTERVAL.advertising, advertiseEnd'],
    ['advertising', 'HUSH', 'silent, -MAX_RTR_ADV_INTERVAL.advertising'],
  ] as const)('%s, %s: %s', (state, event, expected) => {
    expect(step(state, event)).toBe(expected);
  });

  test('begins silent, and advertises again after ten minutes', () => {
    expect(startMachine(link, {}).row.value).toBe('silent');
    const row = { value: 'advertising', context: {} } as const;
    expect(told(fireMachine(link, row, 'MAX_RTR_ADV_INTERVAL.advertising'))).toContain(
      'advertise, +',
    );
  });
});
