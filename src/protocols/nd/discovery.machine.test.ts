import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { fireMachine, startMachine, stepMachine } from '#sim/machine.ts';
import { discovery } from './discovery.machine.ts';

type Stepped = ReturnType<typeof startMachine<typeof discovery>>;
const off = startMachine(discovery, { delay: 0, sent: 0 });
const up = (from: Stepped, delay = ms(300)): Stepped =>
  stepMachine(discovery, from.row, { type: 'UP', delay });
const fire = (from: Stepped, timer: string): Stepped => fireMachine(discovery, from.row, timer);
const heard = (from: Stepped): Stepped => stepMachine(discovery, from.row, { type: 'RA' });
const armed = (stepped: Stepped): unknown[] =>
  stepped.asks.flatMap((ask) => (ask.ask === 'arm' ? [ask.after] : []));
const acts = (stepped: Stepped): string[] =>
  stepped.asks.flatMap((ask) => (ask.ask === 'act' ? [ask.type] : []));

const delaying = up(off);
const first = fire(delaying, 'RTR_SOLICITATION_DELAY.delaying');
const second = fire(first, 'RTR_SOLICITATION_INTERVAL.soliciting');
const third = fire(second, 'RTR_SOLICITATION_INTERVAL.soliciting');

describe('the search for routers, ND §6.3.7', () => {
  test('off → delaying: the link is up; a random time passes', () => {
    expect(off.row.value).toBe('off');
    expect(delaying.row).toMatchObject({ value: 'delaying', context: { sent: 0 } });
    expect(armed(delaying)).toEqual([ms(300)]);
    expect(acts(delaying)).toEqual([]);
  });

  test('delaying → soliciting: the first solicitation, then 4 s', () => {
    expect(first.row).toMatchObject({ value: 'soliciting', context: { sent: 1 } });
    expect(acts(first)).toEqual(['solicit']);
    expect(armed(first)).toEqual([seconds(4)]);
  });

  test('soliciting → soliciting: three in all, and 1 s after the last', () => {
    expect(acts(second)).toEqual(['solicit']);
    expect(armed(second)).toEqual([seconds(4)]);
    expect(acts(third)).toEqual(['solicit']);
    expect(armed(third)).toEqual([seconds(1)]);
  });

  test('soliciting → none: nobody answered the last; an advertisement still helps', () => {
    const none = fire(third, 'RTR_SOLICITATION_INTERVAL.soliciting');
    expect(none.row.value).toBe('none');
    expect(acts(none)).toEqual(['giveUp']);
    expect(heard(none).row.value).toBe('found');
  });

  test('delaying → found: an advertisement before the first solicitation ends the search', () => {
    expect(heard(delaying).row.value).toBe('found');
    expect(heard(delaying).asks).toEqual([
      { ask: 'disarm', timer: 'RTR_SOLICITATION_DELAY.delaying' },
    ]);
  });

  test('soliciting → found: the host MUST desist', () => {
    const found = heard(second);
    expect(found.row.value).toBe('found');
    expect(found.asks).toEqual([{ ask: 'disarm', timer: 'RTR_SOLICITATION_INTERVAL.soliciting' }]);
  });

  test('found → delaying: another link, a new search', () => {
    const again = up(heard(first), ms(7));
    expect(again.row).toEqual({ value: 'delaying', context: { delay: ms(7), sent: 0 } });
  });

  test('any → off: the link is down; nothing is sent, and no advertisement counts', () => {
    for (const state of [
      delaying,
      first,
      heard(first),
      fire(third, 'RTR_SOLICITATION_INTERVAL.soliciting'),
    ]) {
      const down = stepMachine(discovery, state.row, { type: 'DOWN' });
      expect(down.row.value).toBe('off');
      expect(armed(down)).toEqual([]);
      expect(heard(down).row.value).toBe('off');
    }
  });
});
