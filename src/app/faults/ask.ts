// Questions that keys and buttons ask; each is loaded when it is first asked.

import type { Still } from '#session/protocol.ts';
import { deeds } from '#app/stores/deeds.ts';
import { latestStill } from '#app/stores/run.ts';
import type { Question } from './question.ts';

async function ask(load: () => Promise<(still: Still) => Question>): Promise<void> {
  const make = await load();
  const still = latestStill();
  if (still) deeds.ask(make(still));
}

export const askCatch = (): Promise<void> =>
  ask(async () => {
    const { catchQuestion } = await import('./catch-question.ts');
    return (still) => catchQuestion(still);
  });

export const askBreak = (): Promise<void> =>
  ask(async () => (await import('./break-question.ts')).breakQuestion);
