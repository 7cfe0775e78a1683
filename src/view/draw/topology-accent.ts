// What the accent lights up on the stage: the way of the message and the things that it changed.

import type { Line } from './geometry.ts';
import { along, length } from './geometry.ts';
import type { StageLayout } from './layout.ts';
import { hopLine } from './layout.ts';
import type { AccentMark } from './scene.ts';

export interface Chevron {
  readonly x: number;
  readonly y: number;
  readonly degrees: number;
}

export interface StageAccent {
  readonly lines: readonly Line[];
  readonly chevrons: readonly Chevron[];
  /** Where the message arrived, what it is, and what came of it in a word or two. */
  readonly arrival:
    | {
        readonly x: number;
        readonly y: number;
        readonly degrees: number;
        readonly name: string;
        readonly words: string;
      }
    | undefined;
  /** Keys `node/name` of DLIFs, ids of tunnels, keys `node/address` of addresses and routers. */
  readonly dlifs: ReadonlySet<string>;
  readonly pipes: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  /** `#11 PBA` */
  readonly cause: string | undefined;
}

/** Least length of a straight piece that gets a direction mark. */
const PIECE = 60;

function chevronsOf(line: Line): readonly Chevron[] {
  return line.flatMap((b, i) => {
    const a = line[i - 1];
    if (!a) return [];
    const piece = [a, b];
    const long = length(piece);
    if (long < PIECE || (i === line.length - 1 && i > 1 && long < 2 * PIECE)) return [];
    const shares = long > 320 ? [0.3, 0.72] : [0.5];
    return shares.map((share) => {
      const { x, y, angle } = along(piece, share);
      return { x, y, degrees: (angle * 180) / Math.PI };
    });
  });
}

/** `#11 PBA` and `#11 PBA accepted: mn1dgw1 added…` give `PBA` and `accepted`. */
function arrivalWords(accent: AccentMark): { name: string; words: string } {
  const plain = (text: string): string => text.replace(/^#\d+\s+/, '');
  const name = plain(accent.short);
  const first = /^[^.:]*/.exec(plain(accent.words))?.[0] ?? '';
  const words = first.startsWith(`${name} `) ? first.slice(name.length + 1) : '';
  return { name, words };
}

/** Joins the hops of a way into lines without gaps, so that a halo has no seams. */
function joined(lines: readonly Line[]): readonly Line[] {
  const whole: Line[] = [];
  for (const line of lines) {
    const last = whole.at(-1);
    const end = last?.at(-1);
    const start = line[0];
    if (last && end && start && Math.abs(end.x - start.x) + Math.abs(end.y - start.y) < 1) {
      whole[whole.length - 1] = [...last, ...line.slice(1)];
    } else if (line.length > 1) {
      whole.push(line);
    }
  }
  return whole;
}

/** Drops the corner points that stand on a straight run (the core in the middle of its bar). */
function straightened(line: Line): Line {
  return line.filter((p, i) => {
    const a = line[i - 1];
    const b = line[i + 1];
    if (!a || !b) return true;
    const flat = a.y === p.y && p.y === b.y && (p.x - a.x) * (b.x - p.x) >= 0;
    const upright = a.x === p.x && p.x === b.x && (p.y - a.y) * (b.y - p.y) >= 0;
    return !flat && !upright;
  });
}

export function accentOf(layout: StageLayout, accent: AccentMark | undefined): StageAccent {
  const changes = accent?.changes ?? [];
  const hops = (accent?.path ?? []).map((hop) =>
    hopLine(layout, { ...hop, tunnel: -1, data: false }),
  );
  const lines = joined(hops).map(straightened);
  const last = lines.at(-1);
  const tunnelled = changes.filter(({ table }) => table === 'tunnels').map(({ node }) => node);
  return {
    lines,
    chevrons: lines.flatMap(chevronsOf),
    arrival: accent && last ? arrivalOf(accent, last) : undefined,
    dlifs: new Set(
      changes.filter(({ table }) => table === 'dlifs').map(({ node, key }) => `${node}/${key}`),
    ),
    pipes: new Set(
      layout.pipes
        .filter(({ mark }) => mark.ends.some((end) => tunnelled.includes(end)))
        .map(({ mark }) => mark.id),
    ),
    rows: new Set(changes.map(({ node, key }) => `${node}/${key}`)),
    cause: accent?.short,
  };
}

/** The glyph stands just before the end of the way. */
function arrivalOf(accent: AccentMark, line: Line): StageAccent['arrival'] {
  const long = length(line);
  const { x, y, angle } = along(line, long > 22 ? 1 - 20 / long : 1);
  return { x, y, degrees: (angle * 180) / Math.PI, ...arrivalWords(accent) };
}
