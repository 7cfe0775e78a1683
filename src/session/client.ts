// The screen's end of the worker: commands out, stills in, questions with typed answers.
// A still of an older epoch (before the last load, seek, fork or step) is dropped.

import type { Scenario } from '#scenario/schema.ts';
import type { Command } from '#sim/command.ts';
import type {
  Break,
  FromWorker,
  Pace,
  Queries,
  QueryName,
  SentStill,
  Still,
  StepUnit,
  ToWorker,
} from './protocol.ts';

/** What carries messages: a Worker, or a stand-in of the same shape in tests. */
export interface Carrier {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror?: ((event: ErrorEvent) => void) | null;
}

/** What the worker reports when a bug stopped it: enough to replay it. */
export interface Broken {
  readonly error: string;
  readonly seed: number;
  readonly at: number;
}

export interface Client {
  load(scenario: Scenario, to?: { step: number } | { at: number }): void;
  /** Now, or at the instant that `faultOf` named. */
  command(command: Command, at?: number): void;
  /** All breakpoints, in place of those before. */
  breaks(breaks: readonly Break[]): void;
  play(pace: Pace): void;
  pause(): void;
  step(unit: StepUnit, back?: boolean): void;
  seek(to: { at: number } | { step: number } | { seq: number }): void;
  branch(id: number): void;
  undo(): void;
  /** Rejects with the worker's words when the question is refused. */
  ask<Q extends QueryName>(query: Q, question: Queries[Q]['ask']): Promise<Queries[Q]['answer']>;
  /** Each returns what ends the listening. */
  onStill(listen: (still: Still) => void): () => void;
  onRefused(listen: (why: string) => void): () => void;
  onBroken(listen: (broken: Broken) => void): () => void;
  onProgress(listen: (done: number, of: number) => void): () => void;
}

/** A client over a carrier. */
export function createClient(carrier: Carrier): Client {
  const stills = new Set<(still: Still) => void>();
  const refusals = new Set<(why: string) => void>();
  const breaks = new Set<(broken: Broken) => void>();
  const progress = new Set<(done: number, of: number) => void>();
  const waiting = new Map<number, { answer(value: never): void; refuse(why: Error): void }>();
  let epoch = 0;
  let asked = 0;
  let last: Still | undefined;

  const say = (message: ToWorker): void => carrier.postMessage(message);
  const hear = (message: FromWorker): void => {
    switch (message.say) {
      case 'still':
        // A still that came too late is not shown, but its parts are not sent again.
        last = merge(last, message.still);
        if (last.epoch < epoch) return;
        for (const listen of stills) listen(last);
        return;
      case 'answer':
        waiting.get(message.id)?.answer(message.answer as never);
        waiting.delete(message.id);
        return;
      case 'refused':
        if (message.id === undefined) for (const listen of refusals) listen(message.why);
        else waiting.get(message.id)?.refuse(new Error(message.why));
        if (message.id !== undefined) waiting.delete(message.id);
        return;
      case 'progress':
        for (const listen of progress) listen(message.done, message.of);
        return;
      case 'broken':
        for (const listen of breaks) listen(message);
        return;
    }
  };
  carrier.onmessage = (event) => hear(event.data);
  carrier.onerror = (event) => {
    for (const listen of breaks) listen({ error: event.message, seed: 0, at: last?.now ?? 0 });
  };

  return {
    load: (scenario, to) => {
      last = undefined;
      epoch += 1;
      say(to ? { say: 'load', epoch, scenario, to } : { say: 'load', epoch, scenario });
    },
    command: (command, at) => {
      epoch += 1;
      say({ say: 'command', epoch, command, ...(at === undefined ? {} : { at }) });
    },
    breaks: (list) => say({ say: 'breaks', epoch, breaks: list }),
    play: (pace) => say({ say: 'play', epoch, pace }),
    pause: () => say({ say: 'pause' }),
    step: (unit, back = false) => say({ say: 'step', epoch: (epoch += 1), unit, back }),
    seek: (to) => say({ say: 'seek', epoch: (epoch += 1), to }),
    branch: (id) => say({ say: 'branch', epoch: (epoch += 1), id }),
    undo: () => say({ say: 'undo', epoch: (epoch += 1) }),
    ask: (query, question) =>
      new Promise((answer, refuse) => {
        asked += 1;
        waiting.set(asked, { answer, refuse });
        say({ say: 'ask', id: asked, query, with: question });
      }),
    onStill: (listen) => listenIn(stills, listen),
    onRefused: (listen) => listenIn(refusals, listen),
    onBroken: (listen) => listenIn(breaks, listen),
    onProgress: (listen) => listenIn(progress, listen),
  };
}

function listenIn<T>(listeners: Set<T>, listen: T): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** A whole still: the parts that were not sent again keep their identity. */
function merge(last: Still | undefined, sent: SentStill): Still {
  const { parts, ...often } = sent;
  // The worker sends every part with the first still of a load, so nothing is missing here.
  return { ...(last as Still), ...often, ...parts };
}
