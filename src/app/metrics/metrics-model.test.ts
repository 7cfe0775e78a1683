import { describe, expect, test } from 'vitest';
import { figure } from '#metrics/figure.ts';
import { costsOf, groupsOf, latencyBars, scopeWords, valueText } from './metrics-model.ts';

const NAMES: Readonly<Record<string, string>> = { mn1: 'MN1', dgw1: 'D-GW1', dgw2: 'D-GW2' };
const name = (node: string): string => NAMES[node] ?? node;

const figures = [
  figure('signallingMessages', 'all', 9, 90),
  figure('signallingMessages', 'core', 4, 88),
  figure('signallingMessages', 'interOperator', 0),
  figure('signallingMessages', 'PBU', 2, 88),
  figure('signallingOctets', 'all', 900, 90),
  figure('databaseMessages', 'all', 6),
  figure('activeAnchors', 'mn1 attachment 2', 1, 40),
  figure('attachmentOctets', 'mn1 attachment 2 all', 640, 90),
  figure('attachmentOctets', 'mn1 attachment 2 core', 500, 88),
  figure('controlLatency', 'mn1 attachment 2', 22, 91),
  figure('latencyLayer2', 'mn1 attachment 2', 20, 40),
  figure('latencyRegistration', 'mn1 attachment 2', 12, 91),
  figure('latencyAddress', 'mn1 attachment 2', 1002, 95),
  figure('datagramsSent', 'F1 up', 10),
  figure('datagramsLost', 'F1 up', 2, 30),
  figure('datagramsLost', 'F1 up notAttached', 2, 30),
  figure('stateRows', 'dgw1 dgw/bindings', 1, 60),
];
const group = (id: string) => groupsOf(figures, name).find((one) => one.id === id);

describe('figures stand in groups', () => {
  test('in a fixed order, without groups and rows that tell nothing', () => {
    expect(groupsOf(figures, name).map(({ id }) => id)).toEqual([
      'signalling',
      'handovers',
      'flows',
      'state',
    ]);
    expect(group('signalling')?.rows.map(({ words }) => words)).toEqual(['All', 'Core', 'PBU']);
    expect(groupsOf([], name)).toEqual([]);
    expect(groupsOf([figure('databaseMessages', 'all', 0)], name)).toEqual([]);
  });

  test('one row for each scope, one column for each name that is told', () => {
    const [all] = group('signalling')?.rows ?? [];
    expect(all?.cells.map((cell) => cell?.value)).toEqual([9, 900, 6]);
    expect(all?.cells[0]?.evidence).toBe(90);
    expect(group('signalling')?.columns.map(({ head, unit }) => `${head}, ${unit}`)).toEqual([
      'Messages, messages',
      'Octets, octets',
      'Database, messages',
    ]);
  });

  test('of an attachment only the whole is shown', () => {
    const rows = group('handovers')?.rows ?? [];
    expect(rows.map(({ words }) => words)).toEqual(['MN1 attachment 2']);
    expect(rows[0]?.cells.map((cell) => cell?.value)).toEqual([1, 640, 22]);
  });

  test('parts stand below what they are parts of', () => {
    expect(group('flows')?.rows.map(({ words, minor }) => [words, minor])).toEqual([
      ['F1 up', false],
      ['F1 up not attached', true],
    ]);
    expect(group('state')?.rows[0]?.words).toBe('D-GW1 bindings');
  });
});

test('scopes are told in names of the screen', () => {
  expect(scopeWords('F1 up via dgw2 core dgw1', name)).toBe('F1 up via D-GW2 core D-GW1');
  expect(scopeWords('interOperator', name)).toBe('Between operators');
});

test('a bar has the parts that are known, in the order in which they begin', () => {
  const [bar] = latencyBars(figures, name);
  expect(bar?.parts.map(({ word, figure: { value } }) => `${word} ${value}`)).toEqual([
    'Layer 2 20',
    'PBU and PBA 12',
  ]);
  expect(bar?.total?.value).toBe(22);
  expect(bar?.address?.value).toBe(1002);
});

test('the cost of a handover stands over the anchors that it told', () => {
  expect(costsOf(figures, name).map(({ anchors, octets }) => [anchors, octets.value])).toEqual([
    [1, 640],
  ]);
});

test('numbers have at most three decimals, and thousands apart', () => {
  expect([0, 12, 1234567, 1.5, 2 / 3].map(valueText)).toEqual([
    '0',
    '12',
    '1 234 567',
    '1.5',
    '0.667',
  ]);
});
