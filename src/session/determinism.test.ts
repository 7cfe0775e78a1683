// The picture depends on scenario, seed, script and time, never on the way there: played in slices of any
// length, sought, stepped back to, forked and come back from, or opened from its own link.

import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { library, bundled } from '#scenario/library.ts';
import type { Scenario } from '#scenario/schema.ts';
import { readLink, writeLink } from '#scenario/url.ts';
import type { Command, FromWorker, SentStill, Still, ToWorker } from './protocol.ts';
import { Session } from './session.ts';

type Say<M = ToWorker> = M extends ToWorker ? Omit<M, 'epoch'> : never;

class Screen {
  readonly #session = new Session();
  #still: Still | undefined;
  #epoch = 0;

  constructor(readonly scenario: Scenario) {
    this.say({ say: 'load', scenario });
  }
  get still(): Still {
    return must(this.#still, 'a still');
  }
  /** An instant and what the run was up to then. */
  get moment() {
    const { now, step, seq, digest } = this.still;
    return { now, step, seq, digest };
  }
  say(message: Say): void {
    this.#epoch += 1;
    // Orders carry an epoch; those that do not need one ignore it.
    this.#take(this.#session.hear({ epoch: this.#epoch, ...message } as ToWorker));
  }
  seek(at: number): void {
    this.say({ say: 'seek', to: { at } });
  }
  toEnd(): void {
    this.seek(this.still.endAt);
  }
  /** Plays to the end, looking every so many milliseconds. */
  play(microsPerSecond: number, slice: number): void {
    this.say({ say: 'play', pace: { mode: 'proportional', microsPerSecond } });
    while (this.#session.playing) this.#session.advance(slice);
    this.#take([{ say: 'still', still: this.#session.still() }]);
  }
  /** All sixteen digits, as the exported trace ends with them. */
  fingerprint(): string {
    const [answer] = this.#session.hear({
      say: 'ask',
      id: 1,
      query: 'export',
      with: { what: 'trace' },
    });
    if (answer?.say !== 'answer') throw new Error(JSON.stringify(answer));
    const { octets } = answer.answer as { octets: Uint8Array };
    const text = new TextDecoder().decode(octets.subarray(-64));
    return must(/\{"fingerprint":"([0-9a-f]{16})"\}\n$/.exec(text)?.[1], text);
  }
  link(): Promise<string> {
    const { script, step, digest } = this.still;
    const scenario = { ...this.scenario, script };
    return writeLink({ scenario, at: { event: step }, digest });
  }
  #take(answers: readonly FromWorker[]): void {
    for (const answer of answers) {
      if (answer.say === 'refused') throw new Error(answer.why);
      if (answer.say === 'still') this.#merge(answer.still);
    }
  }
  #merge({ parts, ...often }: SentStill): void {
    // The first still of a load has every part.
    this.#still = { ...(this.#still as Still), ...often, ...parts };
  }
}

const scenarioOf = (id: string): Scenario => must(bundled(id), id);
const mobileOf = (scenario: Scenario): string =>
  must(
    scenario.nodes.find(({ kind }) => kind === 'mn' || kind === 'mr'),
    'a node that moves',
  ).id;

test.each(library.map(({ id }) => id))('%s has one fingerprint, whatever the way', (id) => {
  const sought = new Screen(scenarioOf(id));
  sought.toEnd();
  const end = sought.moment;

  const played = new Screen(scenarioOf(id));
  played.play(3_000_000, 17.3);
  expect(played.moment).toEqual(end);

  // To and fro, by time, by event and by step.
  const { endAt } = sought.still;
  const halfway = Math.round(endAt / 2);
  sought.seek(halfway);
  const middle = sought.moment;
  sought.toEnd();
  sought.seek(0);
  sought.say({ say: 'seek', to: { step: middle.step } });
  expect(sought.moment).toMatchObject({ step: middle.step, digest: middle.digest });
  sought.say({ say: 'step', unit: 'event', back: true });
  sought.say({ say: 'step', unit: 'event', back: false });
  expect(sought.moment).toMatchObject({ step: middle.step, digest: middle.digest });

  // A fork, and back to the branch that was left.
  sought.seek(halfway);
  const node = mobileOf(sought.scenario);
  sought.say({ say: 'command', command: { do: 'place', node, x: 500, y: 32 } });
  sought.toEnd();
  expect(sought.moment.digest).not.toBe(end.digest);
  const left = must(
    sought.still.branches.find(({ current }) => !current),
    'a branch',
  );
  sought.say({ say: 'branch', id: left.id });
  sought.seek(endAt);
  expect(sought.moment).toEqual(end);
});

test.each([
  ['another seed', { seed: 7 }],
  ['the profile of RFC 8885', { profile: 'rfc8885' }],
  ['other readings', { knobs: { dlifParameters: 'hss', localNetwork: 'off' } }],
] as const)('%s gives another run, and the same one each time', (_, change) => {
  const runs = [change, change, {}].map((one) => {
    const screen = new Screen({ ...scenarioOf('dmm-f2'), ...one });
    screen.toEnd();
    return screen.moment.digest;
  });
  expect(runs[0]).toBe(runs[1]);
  expect(runs[0]).not.toBe(runs[2]);
});

test('what was done by hand is the same run when it is opened from its link', async () => {
  const screen = new Screen(scenarioOf('dmm-three'));
  const deeds = [
    { do: 'place', node: 'mn1', x: 504, y: 536 },
    { do: 'link', link: 'radio-dgw1', loss: 0.3 },
    { do: 'node', node: 'hss', up: false },
    { do: 'place', node: 'mn1', x: 184, y: 536 },
  ] as const;
  for (const [n, command] of deeds.entries()) {
    screen.seek(3_000_000 + n * 700_001);
    screen.say({ say: 'command', command });
    screen.say({ say: 'step', unit: 'message', back: false });
  }
  const { shown, opened } = await bothOf(screen, 12_000_000);
  expect(opened).toEqual(shown);
  expect(shown?.moment.digest).toBe(shown?.digest);
});

test('faults of frames, nodes and clocks, and orders, are in the link, too', async () => {
  const screen = new Screen(scenarioOf('pmip-handoff'));
  const frame = (): number => must(screen.still.flights.frame[0], 'a frame on its way');
  const deeds: readonly (() => Command)[] = [
    () => ({ do: 'clock', node: 'mag1', offset: -2_000_000 }),
    () => ({ do: 'frame', name: 'a', act: 'delay', by: 40_000, frame: frame() }),
    () => ({ do: 'catch', name: 'b', act: 'hold', link: 'core-mag1', kind: 'any', nth: 2 }),
    () => ({ do: 'frame', name: 'c', act: 'corrupt', bit: 700, frame: frame() }),
    () => ({ do: 'release', name: 'b' }),
    () => ({ do: 'frame', name: 'd', act: 'duplicate', frame: frame() }),
    () => ({ do: 'node', node: 'mag1', up: false, state: 'lost' }),
    () => ({ do: 'node', node: 'mag1', up: true }),
    () => ({ do: 'operate', node: 'lma', order: 'revoke', mn: 'mn1', trigger: 1 }),
    () => ({ do: 'inject', node: 'cn1', hex: `60${'00'.repeat(6)}40${'20010db8'.repeat(8)}` }),
  ];
  for (const [n, deed] of deeds.entries()) {
    screen.seek(2_003_000 + n * 340_000);
    screen.say({ say: 'command', command: deed() });
  }
  screen.say({ say: 'step', unit: 'message', back: false });
  const kinds = screen.still.script.map((one) => one.do);
  for (const deed of ['clock', 'frame', 'catch', 'release', 'node', 'operate', 'inject'] as const) {
    expect(kinds).toContain(deed);
  }
  const { shown, opened } = await bothOf(screen, 7_000_000);
  expect(opened).toEqual(shown);
  expect(shown?.moment.digest).toBe(shown?.digest);
});

/** What a screen shows, now and later, and what another one shows that opened its link. */
async function bothOf(screen: Screen, later: number) {
  const link = await readLink(await screen.link());
  if (!link.ok) throw new Error(link.why.words);
  const { scenario, at, digest } = link.value;
  const opened = new Screen(scenario);
  opened.say({ say: 'seek', to: { step: at !== undefined && 'event' in at ? at.event : -1 } });
  const both = [screen, opened].map((one) => {
    const { moment } = one;
    one.seek(later);
    return { digest, moment, fingerprint: one.fingerprint() };
  });
  return { shown: both[0], opened: both[1] };
}

test('a link may name an event after the end; one that is never reached is not sought for long', () => {
  const screen = new Screen(scenarioOf('dmm-f2'));
  screen.toEnd();
  for (let n = 0; n < 3; n += 1) screen.say({ say: 'step', unit: 'event', back: false });
  const { step, digest, endAt } = screen.still;
  expect(screen.still.now).toBeGreaterThan(endAt);
  const opened = new Screen(scenarioOf('dmm-f2'));
  opened.say({ say: 'seek', to: { step } });
  expect(opened.still).toMatchObject({ step, digest });
  opened.say({ say: 'seek', to: { step: 99_999_999_999 } });
  expect(opened.still.now).toBeLessThanOrEqual(endAt + 60_000_000);
});
