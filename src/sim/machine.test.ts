import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign, initialTransition, setup, transition } from 'xstate';
import { fireMachine, fromTimer, startMachine, stepMachine, toEffects } from './machine.ts';

interface Life {
  readonly tries: number;
  readonly refreshAfter: number;
}
type LifeEvent = { type: 'PBA'; accepted: boolean } | { type: 'DETACH' } | { type: 'NOTHING' };

const machine = setup({
  types: { context: {} as Life, input: {} as Life, events: {} as LifeEvent },
  actions: {
    sendPbu: (_args, _params: { lifetime: 'granted' | 'zero' }) => {},
    count: assign({ tries: ({ context }) => context.tries + 1 }),
    advertise: () => {},
    withdraw: () => {},
  },
  delays: {
    TIMEOUT: ({ context }) => 1_000_000 * (1 << Math.min(context.tries, 5)),
    REFRESH: ({ context }) => context.refreshAfter,
  },
  guards: { accepts: ({ event }) => event.type === 'PBA' && event.accepted },
}).createMachine({
  id: 'binding-update',
  context: ({ input }) => input,
  initial: 'registering',
  on: { DETACH: { target: '.deregistering' } },
  states: {
    registering: {
      entry: { type: 'sendPbu', params: { lifetime: 'granted' } },
      after: { TIMEOUT: { target: 'registering', reenter: true, actions: 'count' } },
      on: { PBA: { guard: 'accepts', target: 'active' } },
    },
    active: { entry: 'advertise', exit: 'withdraw', after: { REFRESH: 'registering' } },
    deregistering: {
      entry: { type: 'sendPbu', params: { lifetime: 'zero' } },
      on: { PBA: 'gone' },
    },
    gone: { type: 'final' },
  },
});
const input: Life = { tries: 0, refreshAfter: 240_000_000 };

describe('a machine', () => {
  test('begins with the actions and timers of its first state', () => {
    const begun = startMachine(machine, input);
    expect(begun.row).toEqual({ value: 'registering', context: input });
    expect(begun.asks).toEqual([
      { ask: 'act', type: 'sendPbu', params: { lifetime: 'granted' } },
      { ask: 'arm', timer: 'TIMEOUT.registering', after: 1_000_000 },
    ]);
  });

  test('asks, in order, to cancel the timeout, to advertise, and to be refreshed', () => {
    const begun = startMachine(machine, input);
    const next = stepMachine(machine, begun.row, { type: 'PBA', accepted: true });
    expect(next.row.value).toBe('active');
    expect(next.asks).toEqual([
      { ask: 'disarm', timer: 'TIMEOUT.registering' },
      { ask: 'act', type: 'advertise', params: {} },
      { ask: 'arm', timer: 'REFRESH.active', after: 240_000_000 },
    ]);
  });

  test('takes its own timers back, with delays from its context', () => {
    const begun = startMachine(machine, input);
    const again = fireMachine(machine, begun.row, 'TIMEOUT.registering');
    expect(again.row.context.tries).toBe(1);
    expect(again.asks).toContainEqual({
      ask: 'arm',
      timer: 'TIMEOUT.registering',
      after: 2_000_000,
    });
  });

  test('says when it is done, and an event that it does not know changes nothing', () => {
    const begun = startMachine(machine, input);
    expect(stepMachine(machine, begun.row, { type: 'NOTHING' })).toEqual({
      row: begun.row,
      isDone: false,
      asks: [],
    });
    const leaving = stepMachine(machine, begun.row, { type: 'DETACH' });
    const gone = stepMachine(machine, leaving.row, { type: 'PBA', accepted: true });
    expect(gone.isDone).toBe(true);
  });

  test('its asks become effects; timers carry the name of their owner', () => {
    const begun = startMachine(machine, input);
    const acts = { sendPbu: () => [{ do: 'note', text: 'PBU', cite: '', level: 'info' } as const] };
    expect(toEffects(begun.asks, 'mn1 2001:db8:d1::1', acts)).toEqual([
      { do: 'note', text: 'PBU', cite: '', level: 'info' },
      {
        do: 'arm',
        timer: 'mn1 2001:db8:d1::1/TIMEOUT.registering',
        after: 1_000_000,
        say: 'TIMEOUT',
      },
    ]);
    expect(fromTimer('mn1 2001:db8:d1::1/TIMEOUT.registering')).toEqual({
      owner: 'mn1 2001:db8:d1::1',
      timer: 'TIMEOUT.registering',
    });
  });
});

test('the kept scope gives the same answers as transition()', () => {
  const event = fc.constantFrom<LifeEvent>(
    { type: 'PBA', accepted: true },
    { type: 'PBA', accepted: false },
    { type: 'DETACH' },
    { type: 'NOTHING' },
  );
  const plain = (actions: readonly { type: string; params?: unknown }[]) =>
    actions.map(({ type, params }) => {
      const { id, sendId, delay, ...rest } = { ...(params as Record<string, unknown>) };
      if (type === 'xstate.raise') return ['arm', id, delay];
      return type === 'xstate.cancel' ? ['disarm', sendId] : ['act', type, rest];
    });
  const ours = (asks: ReturnType<typeof startMachine>['asks']) =>
    asks.map((ask) => {
      const id = (timer: string) => {
        const [delay, ...state] = timer.split('.');
        return ['xstate.after', delay, machine.id, ...state].join('.');
      };
      if (ask.ask === 'arm') return ['arm', id(ask.timer), ask.after];
      return ask.ask === 'disarm' ? ['disarm', id(ask.timer)] : ['act', ask.type, ask.params];
    });
  const check = (events: readonly (LifeEvent | 'fire')[]): void => {
    let [snapshot, actions] = initialTransition(machine, input);
    let stepped = startMachine(machine, input);
    expect(ours(stepped.asks)).toEqual(plain(actions));
    for (const each of events) {
      const timer = stepped.row.value === 'active' ? 'REFRESH.active' : 'TIMEOUT.registering';
      const [delay = '', state = ''] = timer.split('.');
      const fired = { type: `xstate.after.${delay}.${machine.id}.${state}` } as unknown;
      const given = each === 'fire' ? (fired as LifeEvent) : each;
      [snapshot, actions] = transition(machine, snapshot, given);
      stepped =
        each === 'fire'
          ? fireMachine(machine, stepped.row, timer)
          : stepMachine(machine, stepped.row, each);
      expect(stepped.row).toEqual({ value: snapshot.value, context: snapshot.context });
      expect(ours(stepped.asks)).toEqual(plain(actions));
    }
  };
  const events = fc.array(fc.oneof(event, fc.constant('fire' as const)), { maxLength: 12 });
  fc.assert(fc.property(events, check), { seed: 1, numRuns: 200 });
});
