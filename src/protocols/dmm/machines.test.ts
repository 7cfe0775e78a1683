// The machines of a gateway: each transition with what it asks for, and no state without a way out.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { fireMachine, startMachine, stepMachine } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { dlif } from './dlif.machine.ts';
import type { DlifEvent, DlifState } from './dlif.machine.ts';
import { registration } from './registration.machine.ts';
import type {
  RegistrationEvent,
  RegistrationLife,
  RegistrationState,
} from './registration.machine.ts';

/** Next state, then what is asked, in short. */
function told(next: Stepped<typeof dlif> | Stepped<typeof registration>): string {
  const asks = next.asks.map((ask) => {
    if (ask.ask === 'act') return ask.type;
    return ask.ask === 'arm' ? `+${ask.timer} ${ask.after / 1_000_000}` : `-${ask.timer}`;
  });
  return [String(next.row.value), ...asks].join(', ');
}

describe('the life of a DLIF', () => {
  const from = (value: DlifState, event: DlifEvent['type']): string =>
    told(stepMachine(dlif, { value, context: {} }, { type: event }));

  test.each([
    ['planned', 'SERVE', 'serving, plug, advertise, +MAX_RTR_ADV_INTERVAL.serving 600'],
    ['planned', 'PORTRAY', 'clone, plug, advertise, +MAX_RTR_ADV_INTERVAL.clone 600'],
    ['kept', 'SERVE', 'serving, plug, advertise, +MAX_RTR_ADV_INTERVAL.serving 600'],
    ['kept', 'DROP', 'gone'],
    [
      'serving',
      'SERVE',
      'serving, -MAX_RTR_ADV_INTERVAL.serving, advertise, +MAX_RTR_ADV_INTERVAL.serving 600',
    ],
    ['serving', 'SOLICIT', 'serving, advertise'],
    ['serving', 'MOVED', 'kept, -MAX_RTR_ADV_INTERVAL.serving, unplug'],
    ['serving', 'DROP', 'gone, -MAX_RTR_ADV_INTERVAL.serving, unplug'],
    [
      'clone',
      'PORTRAY',
      'clone, -MAX_RTR_ADV_INTERVAL.clone, advertise, +MAX_RTR_ADV_INTERVAL.clone 600',
    ],
    ['clone', 'SOLICIT', 'clone, advertise'],
    ['clone', 'WITHDRAW', 'gone, -MAX_RTR_ADV_INTERVAL.clone, advertiseEnd, unplug'],
    ['clone', 'DROP', 'gone, -MAX_RTR_ADV_INTERVAL.clone, unplug'],
    ['serving', 'WITHDRAW', 'serving'],
    ['kept', 'SOLICIT', 'kept'],
    ['clone', 'MOVED', 'clone'],
  ] as const)('%s, %s: %s', (state, event, expected) => {
    expect(from(state, event)).toBe(expected);
  });

  test.each(['serving', 'clone'] as const)('%s advertises again after ten minutes', (value) => {
    const next = fireMachine(dlif, { value, context: {} }, `MAX_RTR_ADV_INTERVAL.${value}`);
    expect(told(next)).toContain(`${value}, `);
    expect(told(next)).toContain('advertise');
  });

  test('begins as a plan', () => {
    expect(told(startMachine(dlif, undefined))).toBe('planned');
  });
});

describe('the life of a registration', () => {
  const life: RegistrationLife = {
    retransmissions: 0,
    handoff: 3,
    refreshAfter: seconds(240),
    releases: false,
  };
  const events: Readonly<Record<RegistrationEvent['type'], RegistrationEvent>> = {
    ATTACH: { type: 'ATTACH' },
    DETACH: { type: 'DETACH', releases: false },
    RELEASE: { type: 'RELEASE' },
    RELEASED: { type: 'RELEASED' },
    ACCEPTED: { type: 'ACCEPTED', refreshAfter: seconds(240) },
    REFUSED: { type: 'REFUSED' },
    LOWER: { type: 'LOWER' },
    EXPIRE: { type: 'EXPIRE' },
    DROP: { type: 'DROP' },
    TOLD: { type: 'TOLD' },
  };
  const from = (
    value: RegistrationState,
    event: RegistrationEvent['type'],
    context = life,
  ): string => told(stepMachine(registration, { value, context }, events[event]));

  test.each([
    ['planned', 'ATTACH', 'registering, sendPbu, +BINDACK_TIMEOUT.registering 1'],
    ['planned', 'TOLD', 'told, armExpiry, portray'],
    ['told', 'TOLD', 'told, armExpiry, portray'],
    ['told', 'EXPIRE', 'gone, withdraw'],
    ['told', 'DROP', 'gone, drop'],
    ['told', 'DETACH', 'told'],
    [
      'registering',
      'ACCEPTED',
      'active, -BINDACK_TIMEOUT.registering, armExpiry, portray, +REFRESH.active 240',
    ],
    ['registering', 'REFUSED', 'refused, -BINDACK_TIMEOUT.registering, withdraw'],
    [
      'registering',
      'LOWER',
      'registering, -BINDACK_TIMEOUT.registering, sendPbu, +BINDACK_TIMEOUT.registering 1',
    ],
    ['registering', 'EXPIRE', 'registering, withdraw'],
    [
      'registering',
      'DETACH',
      'leaving, -BINDACK_TIMEOUT.registering, +INITIAL_BINDACK_TIMEOUT.leaving 1',
    ],
    ['active', 'DETACH', 'idle, -REFRESH.active'],
    [
      'active',
      'RELEASE',
      'releasing, -REFRESH.active, withdraw, sendRelease, +INITIAL_BINDACK_TIMEOUT.releasing 1',
    ],
    ['releasing', 'RELEASED', 'gone, -INITIAL_BINDACK_TIMEOUT.releasing, drop'],
    ['active', 'EXPIRE', 'gone, -REFRESH.active, withdraw'],
    [
      'refreshing',
      'ACCEPTED',
      'active, -BINDACK_TIMEOUT.refreshing, armExpiry, portray, +REFRESH.active 240',
    ],
    ['refreshing', 'REFUSED', 'gone, -BINDACK_TIMEOUT.refreshing, withdraw'],
    [
      'refreshing',
      'LOWER',
      'refreshing, -BINDACK_TIMEOUT.refreshing, sendPbu, +BINDACK_TIMEOUT.refreshing 1',
    ],
    ['refreshing', 'EXPIRE', 'gone, -BINDACK_TIMEOUT.refreshing, withdraw'],
    ['refreshing', 'DETACH', 'idle, -BINDACK_TIMEOUT.refreshing'],
    ['leaving', 'ACCEPTED', 'idle, -INITIAL_BINDACK_TIMEOUT.leaving, armExpiry, portray'],
    ['leaving', 'REFUSED', 'gone, -INITIAL_BINDACK_TIMEOUT.leaving, drop'],
    ['leaving', 'LOWER', 'gone, -INITIAL_BINDACK_TIMEOUT.leaving, drop'],
    ['leaving', 'EXPIRE', 'gone, -INITIAL_BINDACK_TIMEOUT.leaving, drop'],
    [
      'leaving',
      'ATTACH',
      'registering, -INITIAL_BINDACK_TIMEOUT.leaving, sendPbu, +BINDACK_TIMEOUT.registering 1',
    ],
    ['idle', 'ACCEPTED', 'idle, armExpiry, portray'],
    ['idle', 'EXPIRE', 'gone, drop'],
    ['idle', 'ATTACH', 'registering, sendPbu, +BINDACK_TIMEOUT.registering 1'],
    ['refused', 'DETACH', 'gone'],
    ['refused', 'ATTACH', 'registering, sendPbu, +BINDACK_TIMEOUT.registering 1'],
    ['registering', 'DROP', 'gone, -BINDACK_TIMEOUT.registering, drop'],
    ['active', 'DROP', 'gone, -REFRESH.active, drop'],
    ['refreshing', 'DROP', 'gone, -BINDACK_TIMEOUT.refreshing, drop'],
    ['leaving', 'DROP', 'gone, -INITIAL_BINDACK_TIMEOUT.leaving, drop'],
    ['idle', 'DROP', 'gone, drop'],
    ['refused', 'DROP', 'gone, drop'],
    // Out of order: nothing happens.
    ['active', 'ACCEPTED', 'active'],
    ['active', 'ATTACH', 'active'],
    ['refused', 'ACCEPTED', 'refused'],
    ['idle', 'REFUSED', 'idle'],
    ['planned', 'ACCEPTED', 'planned'],
  ] as const)('%s, %s: %s', (state, event, expected) => {
    expect(from(state, event)).toBe(expected);
  });

  test.each(['registering', 'refreshing'] as const)(
    '%s: the time between PBUs doubles up to 32 s',
    (value) => {
      let row = { value: value as RegistrationState, context: life };
      const delays: number[] = [];
      for (let n = 0; n < 7; n += 1) {
        const next = fireMachine(registration, row, `BINDACK_TIMEOUT.${value}`);
        row = next.row;
        for (const ask of next.asks) if (ask.ask === 'arm') delays.push(ask.after / 1_000_000);
        expect(next.asks).toContainEqual({ ask: 'act', type: 'sendPbu', params: {} });
      }
      expect(delays).toEqual([2, 4, 8, 16, 32, 32, 32]);
      expect(row.context.retransmissions).toBe(7);
    },
  );

  test('the refresh asks with HI 5, a return with HI 3 and from the first delay on', () => {
    const active = { value: 'active' as const, context: { ...life, refreshAfter: ms(800) } };
    const refreshing = fireMachine(registration, active, 'REFRESH.active').row;
    expect(refreshing).toMatchObject({ value: 'refreshing', context: { handoff: 5 } });
    const idle = { value: 'idle' as const, context: { ...refreshing.context, retransmissions: 4 } };
    const again = stepMachine(registration, idle, { type: 'ATTACH' }).row;
    expect(again).toMatchObject({
      value: 'registering',
      context: { handoff: 3, retransmissions: 0 },
    });
  });

  test('an acceptance counts from zero again, and takes the granted time', () => {
    const row = { value: 'registering' as const, context: { ...life, retransmissions: 3 } };
    const event = { type: 'ACCEPTED', refreshAfter: seconds(32) } as const;
    expect(stepMachine(registration, row, event).row.context).toEqual({
      retransmissions: 0,
      handoff: 3,
      refreshAfter: seconds(32),
      releases: false,
    });
  });

  test('a node that left is waited for 1 s', () => {
    const next = fireMachine(
      registration,
      { value: 'leaving', context: life },
      'INITIAL_BINDACK_TIMEOUT.leaving',
    );
    expect(told(next)).toBe('gone, -INITIAL_BINDACK_TIMEOUT.leaving, drop');
    expect(next.isDone).toBe(true);
  });
});

test.each([
  ['dlif', Object.values(dlif.states)],
  ['registration', Object.values(registration.states)],
])('%s: no state but the last is without a way out', (_, states) => {
  for (const state of states) {
    const ways = state.type === 'final' ? 1 : state.transitions.size;
    expect([state.key, ways > 0]).toEqual([state.key, true]);
  }
});
