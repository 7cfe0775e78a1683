import { describe, expect, test } from 'vitest';
import { StepMemory } from './step-memory.ts';

describe('a memory of steps', () => {
  test('makes a step once for each state, context and event', () => {
    const memory = new StepMemory<number>();
    let made = 0;
    const make = (): number => {
      made += 1;
      return made;
    };
    const step = (value: string, tries: number, type: string): number =>
      memory.of(value, { tries }, { type }, make);
    expect(step('registering', 0, 'PBA')).toBe(1);
    expect(step('active', 0, 'PBA')).toBe(2);
    expect(step('registering', 1, 'PBA')).toBe(3);
    expect(step('registering', 0, 'DETACH')).toBe(4);
    expect(step('registering', 0, 'PBA')).toBe(1);
    expect(made).toBe(4);
  });

  test('tells apart what looks alike', () => {
    const memory = new StepMemory<object>();
    const alike = [1, '1', true, 'true', undefined, 'undefined', Infinity, 0, -0, NaN, 'a,b="c"'];
    const steps = alike.map((a) => memory.of('on', { a }, { type: 'E' }, () => ({})));
    expect(new Set(steps).size).toBe(alike.length);
    const [one, other] = [{ a: 'x', b: 'y' }, { a: 'x",b="y' }].map((context) =>
      memory.of('on', context, { type: 'E' }, () => ({})),
    );
    expect(one).not.toBe(other);
  });

  test('leaves alone what is more than a plain record', () => {
    const memory = new StepMemory<object>();
    const step = (): object => memory.of('on', { list: [1] }, { type: 'E' }, () => ({}));
    expect(step()).not.toBe(step());
  });

  test('gives up when nothing recurs, and is bounded when something does', () => {
    const idle = new StepMemory<object>();
    const at = (memory: StepMemory<object>, now: number): object =>
      memory.of('on', { now }, { type: 'E' }, () => ({}));
    for (let now = 0; now <= 256; now += 1) at(idle, now);
    expect(at(idle, 256)).not.toBe(at(idle, 256));
    const busy = new StepMemory<object>();
    for (let now = 0; now <= 256; now += 1) for (let i = 0; i < 3; i += 1) at(busy, now);
    expect(at(busy, 256)).toBe(at(busy, 256));
    expect(at(busy, 0)).toBe(at(busy, 0));
  });
});
