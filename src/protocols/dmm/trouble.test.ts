// What may go wrong on the way, on the real engine: S-28 a, S-31, S-36, S-37.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { Story } from '#testing/story.ts';

describe('what may go wrong', () => {
  test('S-28 a: with parameters from the HSS the DLIF sets are the same', () => {
    const [pba, hss] = ['pba', 'hss'].map((dlifParameters) =>
      new Story('dmm-f4', { knobs: { dlifParameters } }).runTo(seconds(11)),
    );
    expect(hss?.rows('dgw2/dgw/dlifs')).toEqual(pba?.rows('dgw2/dgw/dlifs'));
    expect(hss?.ladder(seconds(9)).join()).toContain('PBA{0,D,L75,2001:db8:aa:1::/64,HI3}');
  });

  test('S-31: lost PBUs are sent again after 1, 2 and 4 s', () => {
    const story = new Story('dmm-f4', { script: [] }).runTo(seconds(3));
    story.do({ do: 'link', link: 'core-dgw1', up: false }).move('mn1', 'dgw2').runTo(seconds(9));
    story.do({ do: 'link', link: 'core-dgw1', up: true }).runTo(seconds(12));
    const pbus = story.lines(seconds(3)).filter((line) => line.text.includes('PBU'));
    expect(pbus.map((line) => `${line.at} ${/seq\d/.exec(line.text)?.[0]}`)).toEqual([
      '3030000 seq1',
      '4030000 seq2',
      '6030000 seq3',
      '10030000 seq4',
    ]);
    expect(story.table('dgw2/dgw/updates', 'state', 'sequence')).toEqual(['active 4']);
    expect(story.faults).toEqual([]);
  });

  test('S-36 a: a crashed anchor takes only its own prefix with it', () => {
    const story = new Story('dmm-three').runTo(seconds(12));
    story.do({ do: 'node', node: 'dgw1', up: false }).runTo(seconds(13));
    expect(story.path('F1', 'cn1', seconds(12) + ms(100))).toBeUndefined();
    expect(story.path('F2', 'cn1', seconds(12) + ms(100))).toBe('cn1->dgw2=>dgw3->mn1');
    expect(story.path('F3', 'cn1', seconds(12) + ms(100))).toBe('cn1->dgw3->mn1');
    for (const flow of ['F1', 'F2', 'F3']) story.do({ do: 'flow', flow, change: 'stop' });
    story.runTo(seconds(400));
    expect(story.table('dgw3/dgw/dlifs', 'name', 'state')).toEqual([
      'mn1dgw3 serving',
      'mn1dgw2 clone',
    ]);
    expect(story.ladder(seconds(300)).join()).toContain('RA @mn1dgw1{2001:db8:aa:1:: 0/0, medium}');
    expect(story.broken).toEqual([]);
  });

  test('S-36 c: without an HSS the handover counts as a first attachment', () => {
    // prefA was not deprecated, so only an application that binds to prefB is sure to work.
    const flow = { from: 'mn1', to: 'cn1', every: ms(20), octets: 160, mode: 'echo' } as const;
    const flows = [
      { id: 'F1', ...flow },
      { id: 'F2', ...flow, bind: 'dgw2' },
    ];
    const script = [{ do: 'flow', flow: 'F1', change: 'start', at: seconds(2) } as const];
    const story = new Story('dmm-f4', { flows, script }).runTo(seconds(9));
    story.do({ do: 'node', node: 'hss', up: false }).move('mn1', 'dgw2').runTo(seconds(11));
    story.do({ do: 'flow', flow: 'F2', change: 'start' }).runTo(seconds(12));
    expect(story.table('dgw2/dgw/dlifs', 'name', 'state')).toEqual(['mn1dgw2 serving']);
    expect(story.path('F1', 'cn1', seconds(11))).toBeUndefined();
    expect(story.path('F2', 'cn1', seconds(11) + ms(100))).toBe('cn1->dgw2->mn1');
    expect(story.broken).toEqual([]);
  });

  test('S-37: to D-GW2 and back, however quick, ends as S-25', () => {
    const slow = { script: [], attachDelay: ms(5) };
    for (let stay = 6; stay <= 121; stay += 5) {
      const story = new Story('dmm-f4', slow).runTo(seconds(2));
      for (const link of ['core-dgw1', 'core-dgw2']) story.do({ do: 'link', link, delay: ms(20) });
      story.move('mn1', 'dgw2').runTo(seconds(2) + ms(stay));
      story.move('mn1', 'dgw1').runTo(seconds(6));
      expect(story.faults).toEqual([]);
      expect(story.table('dgw1/dgw/dlifs', 'name', 'state')).toContain('mn1dgw1 serving');
      expect(story.table('dgw2/dgw/dlifs', 'name', 'state')).toEqual(['mn1dgw2 kept']);
      expect(story.addresses()[0]).toBe('2001:db8:aa:1::/64 preferred');
    }
  });
});
