import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { fireMachine, startMachine, stepMachine, type MachineRow } from '#sim/machine.ts';
import { address, type AddressEvent, type AddressLife } from './address.machine.ts';

type Row = MachineRow<typeof address>;
type Stepped = ReturnType<typeof startMachine<typeof address>>;

const input: AddressLife = { preferredUntil: seconds(10), validUntil: seconds(20), now: 0 };
const begun = startMachine(address, input);
/** The row at another time: the caller's duty before each step. */
const atTime = (row: Row, s: number): Row => ({
  ...row,
  context: { ...row.context, now: seconds(s) },
});
const fire = (row: Row, s: number, timer: string): Stepped =>
  fireMachine(address, atTime(row, s), timer);
const hear = (row: Row, s: number, event: AddressEvent): Stepped =>
  stepMachine(address, atTime(row, s), event);
const advertised = (preferred: number, valid: number): AddressEvent => ({
  type: 'ADVERTISED',
  preferredUntil: seconds(preferred),
  validUntil: seconds(valid),
});
const shown = (stepped: Stepped): string[] =>
  stepped.asks.map((ask) => {
    if (ask.ask === 'act') return ask.type;
    return ask.ask === 'disarm' ? `disarm ${ask.timer}` : `arm ${ask.timer} ${ask.after / 1e6}`;
  });

const preferred = fire(begun.row, 1, 'RETRANS_TIMER.tentative');
const deprecated = fire(preferred.row, 10, 'PREFERRED_LIFETIME.preferred');

describe('the life of an address, RFC 4862 §5.5.4', () => {
  test('begins tentative, with one probe and RetransTimer, RFC 4862 §5.4.2', () => {
    expect(begun.row.value).toBe('tentative');
    expect(shown(begun)).toEqual(['probe', 'arm RETRANS_TIMER.tentative 1']);
  });

  test('tentative → preferred: nobody answered; both lifetimes run', () => {
    expect(preferred.row.value).toBe('preferred');
    expect(shown(preferred).filter((line) => line.startsWith('arm'))).toEqual([
      'arm PREFERRED_LIFETIME.preferred 9',
      'arm VALID_LIFETIME.preferred 19',
    ]);
  });

  test('tentative → deprecated: the preferred lifetime is over already', () => {
    const born = startMachine(address, { ...input, preferredUntil: 0 });
    expect(fire(born.row, 1, 'RETRANS_TIMER.tentative').row.value).toBe('deprecated');
  });

  test('tentative → tentative: an advertisement changes the ends and not the test', () => {
    const renewed = hear(begun.row, 0.5, advertised(30, 40));
    expect(renewed.row).toMatchObject({ value: 'tentative', context: { validUntil: seconds(40) } });
    expect(shown(renewed)).toEqual([]);
  });

  test('tentative → tentative: the link comes up, and the test begins anew', () => {
    expect(shown(hear(begun.row, 0.5, { type: 'LINK_UP' }))).toEqual([
      'disarm RETRANS_TIMER.tentative',
      'probe',
      'arm RETRANS_TIMER.tentative 1',
    ]);
  });

  test('tentative → duplicate, and → tentative on another link, RFC 4862 §5.4.5', () => {
    const duplicate = hear(begun.row, 0.5, { type: 'DUPLICATE' });
    expect(duplicate.row.value).toBe('duplicate');
    expect(shown(duplicate)).toEqual(['disarm RETRANS_TIMER.tentative', 'reportDuplicate']);
    expect(hear(duplicate.row, 2, advertised(30, 40)).row.value).toBe('duplicate');
    expect(hear(duplicate.row, 3, { type: 'LINK_UP' }).row.value).toBe('tentative');
  });

  test('preferred → deprecated: the preferred lifetime ends; the valid one goes on', () => {
    expect(deprecated.row.value).toBe('deprecated');
    expect(shown(deprecated)).toContain('arm VALID_LIFETIME.deprecated 10');
  });

  test('preferred → invalid and deprecated → invalid: the valid lifetime ends', () => {
    expect(fire(preferred.row, 20, 'VALID_LIFETIME.preferred').isDone).toBe(true);
    expect(fire(deprecated.row, 20, 'VALID_LIFETIME.deprecated').isDone).toBe(true);
  });

  test('preferred → preferred: an advertisement arms both timers anew', () => {
    const renewed = hear(preferred.row, 5, advertised(30, 40));
    expect(renewed.row.value).toBe('preferred');
    expect(shown(renewed).slice(-2)).toEqual([
      'arm PREFERRED_LIFETIME.preferred 25',
      'arm VALID_LIFETIME.preferred 35',
    ]);
  });

  test('preferred → deprecated: advertised with preferred lifetime 0', () => {
    expect(hear(preferred.row, 5, advertised(5, 40)).row.value).toBe('deprecated');
  });

  test('deprecated → preferred: advertised as preferred again', () => {
    expect(hear(deprecated.row, 12, advertised(30, 40)).row.value).toBe('preferred');
  });

  test('deprecated → deprecated: an advertisement renews the valid lifetime', () => {
    const renewed = hear(deprecated.row, 12, advertised(12, 40));
    expect(renewed.row.value).toBe('deprecated');
    expect(shown(renewed)).toContain('arm VALID_LIFETIME.deprecated 28');
  });

  test('any state → invalid: the interface is switched off', () => {
    const duplicate = hear(begun.row, 0.5, { type: 'DUPLICATE' });
    for (const { row } of [begun, duplicate, preferred, deprecated]) {
      const gone = hear(row, 12, { type: 'REMOVED' });
      expect([gone.isDone, ...shown(gone).filter((ask) => ask.startsWith('arm'))]).toEqual([true]);
    }
  });

  test('an address in use is not tested again when the link comes up (Choice)', () => {
    expect(shown(hear(preferred.row, 5, { type: 'LINK_UP' }))).toEqual([]);
    expect(shown(hear(deprecated.row, 12, { type: 'LINK_UP' }))).toEqual([]);
  });
});
