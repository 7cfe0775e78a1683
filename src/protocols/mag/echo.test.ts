// Which PBA is believed, PMIP §6.9.1.2 rules 1, 5 and 6: who sent it, which number it has, and what
// it echoes.
import { describe, expect, test } from 'vitest';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { Access } from './toy.ts';
import { LMA } from './toy-cast.ts';
import type { Say } from './toy.ts';

describe('who answers what', () => {
  const change =
    (how: (update: ProxyUpdate) => ProxyUpdate): Say =>
    (update) => {
      Object.assign(update, how(update));
      return {};
    };

  test.each([
    ['Handoff Indicator', { handoff: 2 }],
    ['Access Technology Type', { accessTechnology: 5 }],
    ['Mobile Node Link-layer Identifier', { linkLayerId: '02:00:5e:00:09:09' }],
  ])(
    'PMIP-206, PMIP-207: rule 6: another %s: ignored, and no PBU until an operator acts',
    (name, wrong) => {
      const access = new Access({ say: change((update) => ({ ...update, ...wrong })) });
      access.attach(1, 1).run(5000);
      expect(access.pbuTimes()).toEqual([0]);
      expect(access.sent('mag1', / RA /)).toEqual([]);
      expect(access.notes()[0]).toBe(`silent: PBA 1 echoes another ${name} (PMIP §6.9.1.2 rule 6)`);
      access.say = () => ({});
      access.command({ do: 'operate', node: 'mag1', order: 'resume', mn: 'mn1' }).run(50);
      expect(access.update()?.state).toBe('active');
    },
  );

  test('PMIP-204, PMIP-205: rule 5: a number that nobody asked with', () => {
    const access = new Access({ say: () => ({ sequence: 99 }) }).attach(1, 1).run(100);
    expect(access.update()?.state).toBe('registering');
    expect(access.notes()).toEqual([
      'silent: PBA 99 of LMA answers no PBU that waits (PMIP §6.9.1.2 rule 5)',
    ]);
  });

  test('S-32 b: a second copy of an answer changes nothing', () => {
    const access = new Access().command({
      do: 'catch',
      name: 'twice',
      link: 'core',
      kind: 'PBA',
      nth: 1,
      act: 'duplicate',
      by: 5000,
    });
    access.attach(1, 1).run(100);
    expect(access.sent('mag1', / RA /)).toHaveLength(1);
    expect(access.notes()).toHaveLength(1);
  });

  test('PMIP-200: rule 1: an anchor that is not trusted', () => {
    const access = new Access({ config: { peers: {} } }).attach(1, 1).run(100);
    expect(access.update()?.state).toBe('registering');
    expect(access.notes()).toEqual([
      `silent: PBA of ${LMA}, which is no anchor here (PMIP §6.9.1.2 rule 1)`,
    ]);
  });

  test('accepted, but nothing is granted', () => {
    const access = new Access({ say: () => ({ lifetime: 0 }) }).attach(1, 1).run(100);
    expect(access.update()?.state).toBe('refused');
    expect(access.notes()).toContain('warning: LMA accepts, but grants nothing (PMIP §6.9.1.2)');
  });
});
