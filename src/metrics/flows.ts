// What each flow lost, and how long it stood still when its path changed.

import type { Micros, Seq } from '#base/ids.ts';
import { figure, type Figure } from './figure.ts';
import type { Delivery, Flight } from './flights.ts';
import { toMs } from './played.ts';

interface Heard {
  highest: Map<number, number>;
  delivered: number;
  duplicates: number;
  reordered: number;
  path: string;
  lastAt: Micros;
  readonly disruptions: { readonly gap: Micros; readonly seq: Seq }[];
  duplicateSeq: Seq | undefined;
  reorderedSeq: Seq | undefined;
}

/** A flow in one direction, `F1 up`. */
export const scopeOf = ({ flow, direction }: Flight): string => `${flow} ${direction}`;

export class Flows {
  readonly #heard = new Map<string, Heard>();

  take({ flight, at, seq, path }: Delivery): void {
    const key = scopeOf(flight);
    const heard = this.#heard.get(key) ?? nothing();
    this.#heard.set(key, heard);
    if (flight.delivered) {
      heard.duplicates += 1;
      heard.duplicateSeq = seq;
      return;
    }
    heard.delivered += 1;
    const highest = heard.highest.get(flight.run) ?? -1;
    if (flight.sequence < highest) {
      heard.reordered += 1;
      heard.reorderedSeq = seq;
    }
    heard.highest.set(flight.run, Math.max(highest, flight.sequence));
    const links = path.map(({ link }) => link).join(' ');
    if (heard.path !== '' && heard.path !== links)
      heard.disruptions.push({ gap: at - heard.lastAt, seq });
    heard.path = links;
    heard.lastAt = at;
  }

  figures(all: readonly Flight[]): readonly Figure[] {
    const flows = grouped(all, scopeOf);
    return [...flows].flatMap(([scope, flights]) => {
      const heard = this.#heard.get(scope) ?? nothing();
      const dead = flights.filter(({ delivered, died }) => !delivered && died !== undefined);
      const reasons = [...grouped(dead, ({ died }) => died ?? '')];
      const underWay = flights.length - heard.delivered - dead.length;
      return [
        figure('datagramsSent', scope, flights.length),
        figure('datagramsDelivered', scope, heard.delivered),
        figure('datagramsLost', scope, dead.length, dead.at(-1)?.diedSeq),
        ...reasons.map(([why, those]) =>
          figure('datagramsLost', `${scope} ${why}`, those.length, those.at(-1)?.diedSeq),
        ),
        figure('datagramsUnderWay', scope, underWay),
        figure('datagramsReordered', scope, heard.reordered, heard.reorderedSeq),
        figure('datagramsDuplicated', scope, heard.duplicates, heard.duplicateSeq),
        ...heard.disruptions.map(({ gap, seq }, i) =>
          figure('flowDisruption', `${scope} change ${i + 1}`, toMs(gap), seq),
        ),
      ];
    });
  }
}

const nothing = (): Heard => ({
  highest: new Map(),
  delivered: 0,
  duplicates: 0,
  reordered: 0,
  path: '',
  lastAt: 0,
  disruptions: [],
  duplicateSeq: undefined,
  reorderedSeq: undefined,
});

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
