// The engine's door to the page: messages in, pictures out. Plays in slices so that the worker stays
// answerable, and reports the one failure that can happen here, a bug, with seed and time.

import { Session } from './session.ts';
import { buffersOf } from './flights.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** Wall milliseconds between two pictures while playing. */
const TICK = 33;
/** Longest wall time that one tick makes up for: a hidden tab does not race when it comes back. */
const LONGEST_TICK = 250;

const session = new Session();
let timer: ReturnType<typeof setInterval> | undefined;
let last = 0;
/** Wall time before which no other picture is made. */
let nextPicture = 0;
/** A picture takes at most one part in so many of the time: those of a hundred nodes come seldomer. */
const PARTS = 4;

function send(message: FromWorker): void {
  const transfer = message.say === 'still' ? buffersOf(message.still.flights) : [];
  self.postMessage(message, { transfer });
}

/** The only catch of the worker: a thrown error is a bug, and the report can be replayed. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    stop();
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    send({ say: 'broken', error: words, seed: session.seed, at: session.now });
  }
}

function stop(): void {
  clearInterval(timer);
  timer = undefined;
}

function keepTime(): void {
  if (!session.playing) {
    stop();
  } else if (timer === undefined) {
    last = performance.now();
    timer = setInterval(() => guarded(tick), TICK);
  }
}

function tick(): void {
  const now = performance.now();
  session.advance(Math.min(now - last, LONGEST_TICK));
  last = now;
  if (now >= nextPicture || !session.playing) {
    send({ say: 'still', still: session.still() });
    const done = performance.now();
    nextPicture = done + (PARTS - 1) * (done - now);
  }
  keepTime();
}

self.onmessage = (event: MessageEvent<ToWorker>): void =>
  guarded(() => {
    for (const answer of session.hear(event.data)) send(answer);
    keepTime();
  });
