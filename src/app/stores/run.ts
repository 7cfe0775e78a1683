// The run as the screen sees it: the last still, and the orders that go to the worker. The store
// follows the client; while playing it is written at most ten times a second, less often where that
// costs the page much. What draws per frame
// reads `latestStill` and `onEachStill` instead.

import { create } from 'zustand';
import type { Broken, Client } from '#session/client.ts';
import type {
  Break,
  Command,
  FrameId,
  Micros,
  Pace,
  Queries,
  QueryName,
  Scenario,
  Seq,
  Still,
  StepUnit,
} from '#session/protocol.ts';
import { createCadence } from './cadence.ts';

interface RunState {
  /** The last still; absent until the first has come. */
  readonly still: Still | undefined;
  /** A long run or seek under way. */
  readonly progress: { readonly done: number; readonly of: number } | undefined;
  /** What the worker refused last, in words. */
  readonly refused: string | undefined;
  /** A bug stopped the worker. */
  readonly broken: Broken | undefined;
}

export const useRun = create<RunState>()(() => ({
  still: undefined,
  progress: undefined,
  refused: undefined,
  broken: undefined,
}));

/** The packet to show when none is chosen: of the last change, else the last message delivered. */
export const latestFrame = ({ still }: RunState): FrameId | undefined =>
  still?.accent?.frame ?? still?.lastMessage;

/** Between two writes of the store while playing. */
const cadence = createCadence(100);

let client: Client | undefined;
let latest: Still | undefined;
let lastWrite = 0;
let pending: number | undefined;
const listeners = new Set<(still: Still) => void>();

/** Milliseconds up to the next write. */
const wait = (): number => lastWrite + cadence.gap() - performance.now();

/** The next write while playing: what the last one cost may be seen only meanwhile. */
function writeInTime(): void {
  pending = undefined;
  if (latest?.status === 'playing' && wait() >= 1) pending = window.setTimeout(writeInTime, wait());
  else write();
}

function write(): void {
  lastWrite = performance.now();
  cadence.changed();
  useRun.setState({ still: latest, progress: undefined });
}

function onStill(still: Still): void {
  const wasPlaying = latest?.status === 'playing';
  latest = still;
  for (const listen of listeners) listen(still);
  if (still.status !== 'playing' || !wasPlaying) {
    window.clearTimeout(pending);
    pending = undefined;
    write();
  } else if (pending === undefined) {
    writeInTime();
  }
}

/** Ties the store to a client, once per page (and once more after each broken worker). */
export function connect(to: Client): void {
  client = to;
  latest = undefined;
  useRun.setState({ still: undefined, progress: undefined, refused: undefined, broken: undefined });
  to.onStill(onStill);
  to.onRefused((refused) => useRun.setState({ refused, progress: undefined }));
  to.onBroken((broken) => useRun.setState({ broken, progress: undefined }));
  to.onProgress((done, of) => useRun.setState({ progress: { done, of } }));
}

/** The newest still, without subscribing. */
export function latestStill(): Still | undefined {
  return latest;
}

/** Hears every still, also those between two writes of the store; returns what ends it. */
export function onEachStill(listen: (still: Still) => void): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** Asks the worker; rejects with its words when the question is refused, or without a worker. */
export function ask<Q extends QueryName>(
  query: Q,
  question: Queries[Q]['ask'],
): Promise<Queries[Q]['answer']> {
  return client?.ask(query, question) ?? Promise.reject(new Error('the worker is not running'));
}

/** The orders. Each is answered by a still, or by `refused`. */
export const run = {
  load: (scenario: Scenario, to?: { step: number } | { at: Micros }): void => {
    client?.load(scenario, to);
  },
  command: (command: Command, at?: Micros): void => {
    useRun.setState({ refused: undefined });
    client?.command(command, at);
  },
  breaks: (list: readonly Break[]): void => {
    client?.breaks(list);
  },
  /** Says why something cannot be done, as the worker would. */
  refuse: (refused: string): void => {
    useRun.setState({ refused });
  },
  play: (pace: Pace): void => {
    client?.play(pace);
  },
  pause: (): void => {
    client?.pause();
  },
  step: (unit: StepUnit, back = false): void => {
    client?.step(unit, back);
  },
  seek: (to: { at: Micros } | { step: number } | { seq: Seq }): void => {
    client?.seek(to);
  },
  branch: (id: number): void => {
    client?.branch(id);
  },
  undo: (): void => {
    client?.undo();
  },
  forgetRefusal: (): void => {
    useRun.setState({ refused: undefined });
  },
};

/** Name of a node on the screen (`D-GW1`), or its id. */
export function nameOf(still: Still | undefined, node: string): string {
  return still?.scene.nodes.find((scene) => scene.id === node)?.name ?? node;
}
