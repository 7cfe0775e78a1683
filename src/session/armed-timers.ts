// The timers that run in a world, by node and role: looked up once per picture.

import type { Timeline } from '#sim/timeline.ts';
import { ENTRY } from '#sim/world.ts';
import type { ArmedTimer, SceneSource } from './scene-source.ts';

/** The look-up of one instant; the queue is read when it is first asked. */
export function armedTimers(timeline: Timeline): SceneSource['timersOf'] {
  let found: ReadonlyMap<string, readonly ArmedTimer[]> | undefined;
  return (node, role) => {
    found ??= collected(timeline);
    return found.get(`${node}/${role}`) ?? [];
  };
}

function collected({ world, log }: Timeline): ReadonlyMap<string, readonly ArmedTimer[]> {
  const found = new Map<string, ArmedTimer[]>();
  for (const { kind, data, sequence, at } of world.queue.entries()) {
    if (kind !== ENTRY.timer || !world.timers.isDue(data, sequence)) continue;
    const armed = world.timers.armed(data);
    const name = world.timers.name(data);
    if (armed === undefined || name === undefined) continue;
    const key = `${log.nodeId(name.node)}/${name.role}`;
    const list = found.get(key) ?? [];
    const armedAt = armed.armedBy < 0 ? 0 : log.at(armed.armedBy);
    list.push({ timer: name.timer, words: armed.say ?? '', armedAt, due: at });
    found.set(key, list);
  }
  for (const list of found.values()) list.sort((a, b) => a.due - b.due);
  return found;
}
