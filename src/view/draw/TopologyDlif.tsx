// A DLIF in its gateway: a box with its name and addresses, or a chip with a letter where there are many.

import type { DlifShape } from './layout-dlifs.ts';
import type { Density } from './layout-gateways.ts';
import type { DlifMark } from './scene.ts';
import { fitText, monoWidth } from './text-width.ts';
import { Anchor, Ring, shadeOf, Tile } from './TopologyParts.tsx';

/** State of a DLIF in as many words as there is room for. */
function dlifWords(mark: DlifMark, density: Density, nameOf: Props['nameOf']): string {
  const anchor = nameOf(mark.anchor.gateway);
  const mn = nameOf(mark.mn);
  const lft = mark.deprecated ? 'lft 0, ' : '';
  if (density === 'compact') return mark.deprecated ? 'lft 0' : mark.state;
  if (mark.state === 'clone') {
    return density === 'full' && !lft
      ? `clone of ${anchor}`
      : `${lft}clone${lft ? '' : `, ${anchor}`}`;
  }
  if (mark.state === 'kept') return density === 'full' ? `kept, ${mn} is away` : `kept, ${mn} away`;
  return density === 'full' ? `${lft}serving, pref${mark.anchor.letter}` : `${lft}serving`;
}

interface Props {
  readonly shape: DlifShape;
  readonly density: Density;
  readonly hot: boolean;
  readonly chosen: boolean;
  readonly pick: string;
  readonly nameOf: (node: string) => string;
}

const classesOf = ({ state, deprecated }: DlifMark, hot: boolean): string =>
  [
    'st-dlif',
    `is-${state}`,
    ...(hot ? ['is-now'] : []),
    ...(deprecated ? ['is-deprecated'] : []),
  ].join(' ');

/** Only the letter of its anchor; its outline says what state it is in. */
function Chip({ shape, hot, chosen, pick, nameOf }: Props) {
  const { mark, box } = shape;
  const { x, y, w, h } = box;
  return (
    <g className={classesOf(mark, hot)} data-pick={pick}>
      <title>{`${mark.name}: ${dlifWords(mark, 'full', nameOf)}`}</title>
      {hot && (
        <rect className="st-now-halo" x={x - 3} y={y - 3} width={w + 6} height={h + 6} rx={6} />
      )}
      <rect className="st-dlif-bed" x={x - 2} y={y - 2} width={w + 4} height={h + 4} rx={5} />
      <rect className="st-chip-box" x={x + 1} y={y + 1} width={w - 2} height={h - 2} rx={4} />
      <Tile letter={mark.anchor.letter} x={x + 4} y={y + 3} size={14} />
      {mark.deprecated && (
        <rect className="st-dlif-hatch" x={x + 3} y={y + 17} width={w - 6} height={3} />
      )}
      {chosen && <Ring {...box} />}
    </g>
  );
}

export function DlifBox(props: Props) {
  return props.density === 'chips' ? <Chip {...props} /> : <WholeDlif {...props} />;
}

function WholeDlif(props: Props) {
  const { mark, box } = props.shape;
  const { x, y, w, h } = box;
  const small = props.density === 'compact' || props.density === 'rows';
  const size = small ? 13 : props.density === 'full' ? 16 : 15;
  const text = x + (small ? 13 : 18);
  const lines = small ? [h > 60 ? 21 : 20, h > 60 ? 41 : 40, 61] : [20, 41, 62];
  const wide = monoWidth(mark.mac, 13.9) <= w - 22 && props.density === 'full';
  const mac = small ? `…${mark.mac.slice(-5)}` : wide ? mark.mac : `…${mark.mac.slice(-8)}`;
  const badge = small ? 14 : 17;
  return (
    <g className={classesOf(mark, props.hot)} data-pick={props.pick}>
      {props.hot && (
        <rect className="st-now-halo" x={x - 6} y={y - 6} width={w + 12} height={h + 12} rx={8} />
      )}
      <rect className="st-dlif-bed" x={x - 2} y={y - 2} width={w + 4} height={h + 4} rx={5} />
      <rect className="st-dlif-box" x={x} y={y} width={w} height={h} rx={4} />
      {mark.deprecated && (
        <rect className="st-dlif-hatch" x={x + 10} y={y + h - 9} width={w - 12} height={7} />
      )}
      <rect
        className={`st-stripe is-${shadeOf(mark.anchor.letter)}`}
        x={x + 2}
        y={y + 2}
        width={small ? 6 : 8}
        height={h - 4}
        rx={2}
      />
      <text className="is-bold" x={text} y={y + (lines[0] ?? 0)} fontSize={size}>
        {mark.name}
      </text>
      <text className="is-mono" x={text} y={y + (lines[1] ?? 0)} fontSize={wide ? 13.9 : 13}>
        {mac}
      </text>
      {h > 60 && (
        <text
          className="is-dim"
          x={text}
          y={y + (lines[2] ?? 0) - (mark.deprecated ? 3 : 0)}
          fontSize={small || !wide ? 13 : 13.9}
        >
          {fitText(dlifWords(mark, props.density, props.nameOf), small ? 13 : 13.9, w - 20)}
        </text>
      )}
      {mark.state === 'clone' && (
        <Anchor
          x={x + w - badge - (small ? 5 : 8)}
          y={small ? y + (lines[1] ?? 0) - 12 : y + 6}
          size={badge}
        />
      )}
      {props.chosen && <Ring {...box} />}
    </g>
  );
}
