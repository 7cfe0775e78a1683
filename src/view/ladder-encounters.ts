// Rows of the ladder that are no packets: a station joins or leaves a gateway, a gateway asks the HSS.

import type { Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { isMobileKind, type Cast } from './cast.ts';
import type { Draft } from './ladder-drafts.ts';
import { refill } from './ladder-flows.ts';

type Of<K extends TraceEvent['kind']> = TraceEvent & { readonly kind: K };

/** What `keep` gives. */
export interface KeptEncounters {
  readonly signals: readonly (readonly [string, readonly number[]])[];
  readonly links: readonly (readonly [string, number])[];
}

const NO_ROW = -1;

export class Encounters {
  /** Rows of signals on their way, by who tells whom what. */
  readonly #signals = new Map<string, number[]>();
  /** Rows of the last change of each association. */
  readonly #links = new Map<string, number>();

  constructor(
    private readonly drafts: Draft[],
    private readonly cast: Cast,
    private readonly clock: { at(seq: Seq): number },
  ) {}

  keep(): KeptEncounters {
    return {
      signals: [...this.#signals].map(([key, rows]) => [key, [...rows]]),
      links: [...this.#links],
    };
  }

  restore(kept: KeptEncounters): void {
    refill(
      this.#signals,
      kept.signals.map(([key, rows]) => [key, [...rows]]),
    );
    refill(this.#links, kept.links);
  }

  /** The station's event and the access point's are one row. */
  link(event: Of<'link'>, next: () => number): number {
    const { node, peer, change, seq, at } = event;
    const isStation = isMobileKind(this.cast.kindOf(node));
    const [from, to] = isStation ? [node, peer] : [peer, node];
    const key = `${from} ${to} ${change}`;
    const known = this.#links.get(key) ?? NO_ROW;
    const draft = this.drafts[known];
    const isSame = draft !== undefined && this.clock.at(draft.seq) === at;
    if (isSame && (draft.row === 'attach' || draft.row === 'detach')) {
      draft.lastSeq = seq;
      return known;
    }
    const isUp = change === 'up';
    this.drafts.push({
      row: isUp ? 'attach' : 'detach',
      seq,
      number: isUp ? next() : 0,
      from,
      to,
      label: isUp ? `attach, ${this.cast.technologyOf(to)}` : `leaves ${this.cast.nameOf(to)}`,
      lastSeq: seq,
      facts: [],
    });
    this.#links.set(key, this.drafts.length - 1);
    return this.drafts.length - 1;
  }

  /** A signal leaves, or arrives. */
  signal(event: Of<'signal'>, next: () => number): number {
    const { from, to, label, seq, arrived } = event;
    const key = `${from} ${to} ${label}`;
    const flying = this.#signals.get(key) ?? [];
    if (arrived) {
      const row = flying.shift() ?? NO_ROW;
      const draft = this.drafts[row];
      if (draft?.row === 'signal') draft.arrivedSeq = seq;
      return row;
    }
    const number = next();
    this.drafts.push({ row: 'signal', seq, number, from, to, label, arrivedSeq: -1, facts: [] });
    this.#signals.set(key, [...flying, this.drafts.length - 1]);
    return this.drafts.length - 1;
  }
}
