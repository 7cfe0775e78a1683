// A page without a browser, for tests: says what a page says, and keeps the parts of stills as it does.

import { must } from '#base/assert.ts';
import type { Micros } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { LadderRow } from '#view/ladder.ts';
import type {
  FromWorker,
  LadderFilter,
  Pace,
  Queries,
  QueryName,
  SentStill,
  Still,
  ToWorker,
} from './protocol.ts';
import { Session } from './session.ts';

const SIGNALLING: LadderFilter = {
  signalling: true,
  data: false,
  neighbourDiscovery: false,
  onlyChanges: false,
};

/** A page without a browser: keeps the parts of stills as the client does. */
export class Page {
  readonly session = new Session();
  #still: Still | undefined;
  #epoch = 0;

  /** `change` alters the bundled scenario before it is loaded. */
  constructor(id: string, change: Partial<Scenario> = {}) {
    this.say({ say: 'load', scenario: { ...must(bundled(id), id), ...change } });
  }
  get still(): Still {
    return must(this.#still, 'a still');
  }
  say(message: Record<string, unknown>): readonly FromWorker[] {
    this.#epoch += 1;
    const answers = this.session.hear({ epoch: this.#epoch, ...message } as ToWorker);
    for (const answer of answers) if (answer.say === 'still') this.take(answer.still);
    return answers;
  }
  take(sent: SentStill): void {
    const { parts, ...often } = sent;
    this.#still = { ...(this.#still as Still), ...often, ...parts };
  }
  play(wall: number, pace: Pace = { mode: 'adaptive', hop: 350 }): void {
    this.say({ say: 'play', pace });
    for (let spent = 0; spent < wall && this.session.playing; spent += 33) this.session.advance(33);
    this.take(this.session.still());
  }
  ask<Q extends QueryName>(query: Q, ask: Queries[Q]['ask']): Queries[Q]['answer'] {
    const [answer] = this.session.hear({ say: 'ask', id: 1, query, with: ask });
    if (answer?.say !== 'answer') throw new Error(JSON.stringify(answer));
    return answer.answer as Queries[Q]['answer'];
  }
  node(id: string) {
    return must(
      this.still.scene.nodes.find((node) => node.id === id),
      id,
    );
  }
  /** The ladder in short: `#2 PBU seq1 …`. */
  rows(filter: LadderFilter = SIGNALLING): readonly LadderRow[] {
    return this.ask('ladder', { from: 0, count: 2000, filter }).rows;
  }
  /** Carries out what `faultOf` gives for a frame. */
  fault(ask: Queries['faultOf']['ask']): Queries['faultOf']['answer'] {
    const answer = this.ask('faultOf', ask);
    this.say({ say: 'command', command: answer.command, at: answer.at });
    return answer;
  }
  /** To a time, or to the end. */
  seek(at: Micros = this.still.endAt): this {
    this.say({ say: 'seek', to: { at } });
    return this;
  }
}
