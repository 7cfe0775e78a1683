// What lies between the nodes: wires, tunnels as pipes, and the dotted "same identity".

import type { Point } from './geometry.ts';
import { at, pathOf } from './geometry.ts';
import type { LinkShape, SameShape } from './layout-links.ts';
import type { PipeShape } from './layout-pipes.ts';
import { monoWidth, textWidth } from './text-width.ts';
import { Cross, pickOf, Poly, Tile } from './TopologyParts.tsx';

export function Wire({ shape, chosen }: { shape: LinkShape; chosen: string | undefined }) {
  const pick = pickOf('link', shape.id);
  const middle = shape.line[Math.floor(shape.line.length / 2)];
  return (
    <g data-pick={pick}>
      <Poly line={shape.line} className="st-hit" />
      {chosen === pick && <Poly line={shape.line} className="st-wire-ring" />}
      <Poly line={shape.line} className={shape.up ? 'st-wire' : 'st-wire is-down'} />
      {!shape.up && middle && <Cross x={middle.x} y={middle.y} size={6} />}
    </g>
  );
}

interface Caption {
  readonly letters: readonly string[];
  readonly text: string;
  readonly mono: boolean;
  readonly width: number;
}

/** The richest label that fits over the pipe. */
function captionOf(shape: PipeShape, roomy: boolean): Caption {
  const { users } = shape.mark;
  const letters = [...new Set(users.map(({ anchor }) => anchor.letter))].toSorted();
  const tiles = letters.length * 20 - 4;
  if (shape.label.brief === true) return { letters, text: '', mono: false, width: tiles };
  const size = roomy ? 14 : 13;
  const prefixes = [...new Set(users.map(({ prefix }) => prefix))];
  const one = /^\d/.test(letters[0] ?? '') ? `HNP${letters[0]}` : `pref${letters[0]}`;
  const short = prefixes.length === 1 ? one : `${prefixes.length} prefixes`;
  const whole = prefixes[0] ?? '';
  const options: readonly Omit<Caption, 'letters'>[] = [
    ...(prefixes.length === 1 && roomy
      ? [{ text: whole, mono: true, width: tiles + 8 + monoWidth(whole, size) }]
      : []),
    { text: short, mono: false, width: tiles + 8 + textWidth(short, size) },
  ];
  const fitting = options.find(({ width }) => width <= shape.label.room - 8);
  return { letters, ...(fitting ?? { text: '', mono: false, width: tiles }) };
}

/** Top left corners of the letters: side by side, or one over the other where the pipe is short. */
function tileSpots({ label }: PipeShape, { letters, width }: Caption): readonly Point[] {
  const isUpright = label.brief !== true && width > label.room;
  return letters.map((_, i) =>
    isUpright
      ? at(label.x - 8, label.y - 8 - i * 18)
      : at(label.x - width / 2 + i * 20, label.y - 8),
  );
}

export function Pipe(props: { shape: PipeShape; hot: boolean; chosen: string | undefined }) {
  const { shape, hot, chosen } = props;
  const start = shape.line[0];
  const end = shape.line.at(-1);
  if (!start || !end) return null;
  const pick = pickOf('tunnel', shape.mark.id);
  const d = pathOf(shape.line);
  const { width } = shape;
  const half = width / 2;
  const capOf = (a: Point | undefined, b: Point | undefined) =>
    a && b && a.y === b.y ? { rx: 5, ry: half } : { rx: half, ry: 4 };
  return (
    <g data-pick={pick} className={`st-pipe is-${shape.of}`}>
      {hot && <path className="st-pipe-halo" d={d} pathLength={1} strokeWidth={width + 12} />}
      {chosen === pick && <path className="st-pipe-ring" d={d} strokeWidth={width + 8} />}
      <path className="st-pipe-wall" d={d} pathLength={1} strokeWidth={width + 2} />
      <path className="st-pipe-under" d={d} pathLength={1} strokeWidth={Math.max(1, width - 2)} />
      <path className="st-pipe-fill" d={d} pathLength={1} strokeWidth={Math.max(1, width - 2)} />
      <ellipse className="st-pipe-cap" cx={start.x} cy={start.y} {...capOf(start, shape.line[1])} />
      <ellipse className="st-pipe-cap" cx={end.x} cy={end.y} {...capOf(end, shape.line.at(-2))} />
    </g>
  );
}

/** What goes through it: over all pipes, so that none hides it. */
export function PipeLabel({ shape, roomy }: { shape: PipeShape; roomy: boolean }) {
  if (shape.line.length === 0 || shape.label.room === 0) return null;
  const caption = captionOf(shape, roomy);
  const spots = tileSpots(shape, caption);
  return (
    <g data-pick={pickOf('tunnel', shape.mark.id)}>
      {caption.letters.map((letter, i) => (
        <Tile key={letter} letter={letter} {...(spots[i] ?? at(0, 0))} size={16} />
      ))}
      <text
        className={caption.mono ? 'is-mono st-halo' : 'st-halo'}
        x={shape.label.x - caption.width / 2 + caption.letters.length * 20 + 4}
        y={shape.label.y + 5}
        fontSize={roomy ? 14 : 13}
      >
        {caption.text}
      </text>
    </g>
  );
}

/** What it says, from the longest to the shortest. */
function sameWords(count: number): readonly (readonly string[])[] {
  const times = count > 1 ? `${count} × ` : '';
  return [
    [`${times}same MAC,`, 'same link-local'],
    [`${times}same MAC,`, 'same address'],
    [`${times}same`, 'MAC, address'],
    [`${times}same`],
  ];
}

/** Not traffic: two gateways that wear one face. */
export function Same({ shape, roomy }: { shape: SameShape; roomy: boolean }) {
  const { from, to, badge, count, room } = shape;
  const size = roomy ? 14 : 13;
  const words = sameWords(count).find((lines) =>
    lines.every((line) => textWidth(line, size) <= room - 10),
  );
  return (
    <g>
      <Poly line={[from, at(badge.x, badge.y), to]} className="st-same" />
      <circle className="st-same-badge" cx={badge.x} cy={badge.y} r={12} />
      <path
        className="st-same-lines"
        d={`M${badge.x - 5.4} ${badge.y - 4.6}h10.8m-10.8 4.6h10.8m-10.8 4.6h10.8`}
      />
      {words?.map((text, i) => (
        <text
          key={text}
          className="st-halo"
          x={badge.x}
          y={badge.y + 31 + i * 18}
          textAnchor="middle"
          fontSize={size}
        >
          {text}
        </text>
      ))}
    </g>
  );
}
