// A gateway as the draft's Figure 2 draws it: header, IP stack, row of DLIFs, radio, antenna.

import { fitText, monoWidth, textWidth } from './text-width.ts';
import type { DlifShape, Density, GatewayShape } from './layout-gateways.ts';
import type { DlifMark, NodeMark } from './scene.ts';
import { Anchor, Cross, pickOf, Ring, shadeOf } from './TopologyParts.tsx';

interface Props {
  readonly shape: GatewayShape;
  readonly density: Density;
  readonly roomy: boolean;
  readonly now: number;
  /** Keys `node/name` of DLIFs that just changed. */
  readonly hot: ReadonlySet<string>;
  readonly chosen: string | undefined;
  readonly nameOf: (node: string) => string;
}

/** A role in the header: loses words from its end until it fits. */
export function fitWords(text: string, room: number, size: number): string {
  let words = text.split(' ');
  while (words.length > 1 && textWidth(words.join(' '), size) > room) words = words.slice(0, -1);
  const fitted = words.join(' ').replace(/,?( of)?$/, '');
  return textWidth(fitted, size) > room ? '' : fitted;
}

/** Share of its time that a timer has left, as an arc. */
export function TimerRing(props: { node: NodeMark; now: number; x: number; y: number }) {
  const { timer } = props.node;
  if (!timer || timer.due <= props.now) return null;
  const whole = Math.max(1, timer.due - timer.armedAt);
  const share = Math.max(0.02, Math.min(0.98, (timer.due - props.now) / whole));
  const angle = share * 2 * Math.PI - Math.PI / 2;
  const [x, y] = [8 * Math.cos(angle), 8 * Math.sin(angle)];
  return (
    <g transform={`translate(${props.x} ${props.y})`} className="st-timer">
      <title>{timer.label}</title>
      <circle r="8" className="st-timer-rest" />
      <path d={`M0 -8A8 8 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}`} />
    </g>
  );
}

function Header({ shape, roomy, now }: Pick<Props, 'shape' | 'roomy' | 'now'>) {
  const { node, box, strips } = shape;
  const size = roomy ? 17 : 16;
  const small = roomy ? 14 : 13;
  const y = (box.y + strips.head) / 2;
  const nameW = textWidth(node.name, size, true);
  const ringW = node.timer ? 26 : 0;
  const right = box.x + box.w - 12;
  const room = right - (box.x + 12 + nameW + ringW + 10);
  const d = `M${box.x} ${strips.head}v${box.y - strips.head + 6}a6 6 0 0 1 6 -6h${box.w - 12}a6 6 0 0 1 6 6V${strips.head}z`;
  return (
    <g>
      <path className="st-gw-head" d={d} />
      <text className="st-on-dgw is-bold" x={box.x + 12} y={y + size * 0.36} fontSize={size}>
        {node.name}
      </text>
      <TimerRing node={node} now={now} x={box.x + 12 + nameW + 18} y={y} />
      <text className="st-on-dgw" x={right} y={y + small * 0.36} textAnchor="end" fontSize={small}>
        {fitWords(node.role, room, small)}
      </text>
    </g>
  );
}

function Strips({ shape, roomy, index }: { shape: GatewayShape; roomy: boolean; index: string }) {
  const { node, box, strips } = shape;
  const size = roomy && box.w >= 200 ? 14 : 13;
  const left = box.x + 12;
  const right = box.x + box.w - 12;
  const stack = (strips.head + strips.stack) / 2 + size * 0.36;
  const phy = (strips.dlifs + box.y + box.h) / 2 + size * 0.36;
  const room = right - left - monoWidth(node.address ?? '', size) - 8;
  const label = ['IP stack', 'IP'].find((text) => textWidth(text, size) <= room) ?? '';
  return (
    <g>
      <path
        className="st-gw-rule"
        d={`M${box.x} ${strips.stack}h${box.w}M${box.x} ${strips.dlifs}h${box.w}`}
      />
      <text className="is-dim" x={left} y={stack} fontSize={size}>
        {label}
      </text>
      <text className="is-mono" x={right} y={stack} textAnchor="end" fontSize={size}>
        {node.address}
      </text>
      <text className="is-dim" x={left} y={phy} fontSize={size}>
        phy
      </text>
      <text className="is-dim" x={right} y={phy} textAnchor="end" fontSize={size}>
        HMAC{index}
      </text>
    </g>
  );
}

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

function DlifBox(props: {
  shape: DlifShape;
  density: Density;
  hot: boolean;
  chosen: boolean;
  pick: string;
  nameOf: Props['nameOf'];
}) {
  const { mark, box } = props.shape;
  const { x, y, w, h } = box;
  const small = props.density === 'compact' || props.density === 'rows';
  const size = small ? 13 : props.density === 'full' ? 16 : 15;
  const text = x + (small ? 13 : 18);
  const lines = small ? [h > 60 ? 21 : 20, h > 60 ? 41 : 40, 61] : [20, 41, 62];
  const wide = monoWidth(mark.mac, 13.9) <= w - 22 && props.density === 'full';
  const mac = small ? `…${mark.mac.slice(-5)}` : wide ? mark.mac : `…${mark.mac.slice(-8)}`;
  const badge = small ? 14 : 17;
  const classes = ['st-dlif', `is-${mark.state}`];
  if (props.hot) classes.push('is-now');
  if (mark.deprecated) classes.push('is-deprecated');
  return (
    <g className={classes.join(' ')} data-pick={props.pick}>
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

/** The antenna under a gateway. */
export function Mast({ shape }: { shape: GatewayShape }) {
  const { x, top, bottom } = shape.mast;
  const y = bottom - 14;
  return (
    <g>
      <path className="st-mast" d={`M${x} ${top}V${bottom}M${x - 12} ${bottom}h24`} />
      <path
        className="st-waves"
        d={`M${x - 8} ${y + 6}q-5 -6 0 -12M${x + 8} ${y + 6}q5 -6 0 -12M${x - 14} ${y + 9}q-8 -9 0 -18M${x + 14} ${y + 9}q8 -9 0 -18`}
      />
    </g>
  );
}

/** `notAttached` in words. */
export const whyWords = (why: string): string =>
  why.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** Losses at a node: cross, count, reason. `x`, `y`: top left. */
export function Tally(props: {
  node: NodeMark;
  x: number;
  y: number;
  size: number;
  brief?: boolean;
  /** Reasons in the same line. */
  inline?: boolean;
}) {
  const { node, x, y, size, brief = false, inline = false } = props;
  const count = node.lost.reduce((sum, lost) => sum + lost.count, 0);
  if (count === 0) return null;
  const reasons = node.lost.map(({ why }) => whyWords(why));
  return (
    <g data-pick={pickOf('node', node.id)}>
      <Cross x={x + 8} y={y + 8} size={4.6} />
      <text className="is-bold st-halo" x={x + 22} y={y + 13} fontSize={size}>
        {count} lost{inline ? `, ${reasons.join(', ')}` : ''}
      </text>
      {(brief || inline ? [] : reasons).map((why, i) => (
        <text key={why} className="is-dim st-halo" x={x + 22} y={y + 31 + 18 * i} fontSize={size}>
          {why}
        </text>
      ))}
    </g>
  );
}

export function TopologyGateway(props: Props) {
  const { shape, density, roomy, hot, chosen } = props;
  const { node, box, tally } = shape;
  const pick = pickOf('node', node.id);
  return (
    <g className={node.up ? 'st-gw' : 'st-gw is-down'}>
      <Mast shape={shape} />
      <g data-pick={pick}>
        <rect className="st-gw-body" x={box.x} y={box.y} width={box.w} height={box.h} rx={6} />
        <Header shape={shape} roomy={roomy} now={props.now} />
        <Strips shape={shape} roomy={roomy} index={/\d+$/.exec(node.id)?.[0] ?? ''} />
      </g>
      {shape.brackets.map(({ x, y, w }) => (
        <path key={x} className="st-bracket" d={`M${x} ${y + 6}v-6h${w}v6`} />
      ))}
      {chosen === pick && <Ring {...box} />}
      {shape.dlifs.map((dlif) => {
        const id = `${node.id}/${dlif.mark.name}`;
        return (
          <DlifBox
            key={id}
            shape={dlif}
            density={density}
            hot={hot.has(id)}
            chosen={chosen === pickOf('dlif', id)}
            pick={pickOf('dlif', id)}
            nameOf={props.nameOf}
          />
        );
      })}
      <Tally node={node} {...tally} size={roomy ? 14 : 13} />
    </g>
  );
}
