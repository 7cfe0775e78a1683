// Small pieces of the stage that several shapes share.

import type { Box, Line, Point } from './geometry.ts';
import { pathOf } from './geometry.ts';

/** What a click on a shape chooses, as its `data-pick`. */
export const pickOf = (kind: 'node' | 'dlif' | 'tunnel' | 'link', id: string): string =>
  `${kind}:${id}`;

/** Three shades of a D-GW for letters, three of an LMA for digits. */
export function shadeOf(letter: string): string {
  const digit = Number.parseInt(letter, 10);
  if (digit > 0) return String(((digit - 1) % 3) + 1);
  return 'abc'['ABC'.indexOf(letter)] ?? 'c';
}

/** The letter of an anchor on its shade; `x`, `y`: top left. */
export function Tile({ letter, x, y, size = 17 }: { letter: string; size?: number } & Point) {
  const shade = shadeOf(letter);
  return (
    <g>
      <rect className={`st-tile is-${shade}`} x={x} y={y} width={size} height={size} rx={3} />
      <text
        className={`st-tile-letter is-${shade}`}
        x={x + size / 2}
        y={y + size / 2 + 4.7}
        textAnchor="middle"
        fontSize={13}
      >
        {letter}
      </text>
    </g>
  );
}

/** ✕ with an outline of paper, so that it stands out on any ground. */
export function Cross({ x, y, size = 8 }: Point & { size?: number }) {
  const d = `M${-size} ${-size}L${size} ${size}M${size} ${-size}L${-size} ${size}`;
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className="st-cross-bed" d={d} />
      <path className="st-cross" d={d} />
    </g>
  );
}

export function Anchor({ x, y, size = 17 }: Point & { size?: number }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${size / 16})`} className="st-anchor">
      <circle cx="8" cy="3" r="1.8" />
      <path d="M8 4.8V14M4.6 7.3h6.8M2 9.5c.4 2.9 2.9 4.6 6 4.6s5.6-1.7 6-4.6" />
    </g>
  );
}

export function Poly({ line, className }: { line: Line; className: string }) {
  return <path className={className} d={pathOf(line)} />;
}

/** Where a node stands, until the drawing of its kind has been fetched. */
export function Bare({ node, box: { x, y, w, h } }: { node: { name: string }; box: Box }) {
  return (
    <g className="st-bare">
      <rect x={x} y={y} width={w} height={h} rx={8} />
      <text className="is-bold" x={x + w / 2} y={y + 24} textAnchor="middle" fontSize={16}>
        {node.name}
      </text>
    </g>
  );
}

/** Ring round what is chosen. */
export function Ring({ x, y, w, h }: { x: number; y: number; w: number; h: number }) {
  return <rect className="st-ring" x={x - 5} y={y - 5} width={w + 10} height={h + 10} rx={9} />;
}

/** The disc of a flow, as its packets show it. */
export function FlowDisc({ x, y, number }: { x: number; y: number; number: number | undefined }) {
  return (
    <g>
      <circle className="st-flow" cx={x} cy={y} r={8} />
      {number !== undefined && (
        <text className="st-flow-number" x={x} y={y + 4.4} textAnchor="middle" fontSize={12}>
          {(number % 9) + 1}
        </text>
      )}
    </g>
  );
}
