// A gateway as the draft's Figure 2 draws it: header, IP stack, row of DLIFs, radio, antenna.

import { monoWidth, textWidth } from './text-width.ts';
import type { Density, GatewayShape } from './layout-gateways.ts';
import type { NodeMark } from './scene.ts';
import { DlifBox } from './TopologyDlif.tsx';
import { Cross, pickOf, Ring } from './TopologyParts.tsx';

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
  const narrow = box.w < 130;
  const size = narrow ? 15 : roomy ? 17 : 16;
  const small = roomy ? 14 : 13;
  const pad = narrow ? 8 : 12;
  const left = box.x + pad;
  const right = box.x + box.w - pad;
  const y = (box.y + strips.head) / 2;
  const nameW = textWidth(node.name, size, true);
  const isTimed = left + nameW + 26 <= right;
  const ringW = node.timer && isTimed ? 26 : 0;
  const room = right - (left + nameW + ringW + 10);
  const d = `M${box.x} ${strips.head}v${box.y - strips.head + 6}a6 6 0 0 1 6 -6h${box.w - 12}a6 6 0 0 1 6 6V${strips.head}z`;
  return (
    <g>
      <path className="st-gw-head" d={d} />
      <text className="st-on-dgw is-bold" x={left} y={y + size * 0.36} fontSize={size}>
        {node.name}
      </text>
      {isTimed && <TimerRing node={node} now={now} x={left + nameW + 18} y={y} />}
      <text className="st-on-dgw" x={right} y={y + small * 0.36} textAnchor="end" fontSize={small}>
        {fitWords(node.role, room, small)}
      </text>
    </g>
  );
}

/** Where only a few letters fit: the number of a gateway, and how many DLIFs it has. */
function Mini({ shape }: { shape: GatewayShape }) {
  const { node, box, strips, folded } = shape;
  const middle = box.x + box.w / 2;
  const whole = textWidth(node.name, 13, true) <= box.w - 6;
  const name = whole ? node.name : (/\d+$/.exec(node.name)?.[0] ?? node.name.slice(0, 2));
  const d = `M${box.x} ${strips.head}v${box.y - strips.head + 5}a5 5 0 0 1 5 -5h${box.w - 10}a5 5 0 0 1 5 5V${strips.head}z`;
  return (
    <g>
      <title>{[node.name, node.role, ...hiddenOf(shape)].filter(Boolean).join(', ')}</title>
      <path className="st-gw-head" d={d} />
      <text
        className="st-on-dgw is-bold"
        x={middle}
        y={strips.head - 6}
        textAnchor="middle"
        fontSize={13}
      >
        {name}
      </text>
      {folded > 0 && (
        <text x={middle} y={strips.head + 20} textAnchor="middle" fontSize={13}>
          {folded}
        </text>
      )}
    </g>
  );
}

/** An address, or its last part. */
function shortAddress(address: string, room: number, size: number): string {
  if (monoWidth(address, size) <= room) return address;
  const end = `…${/[^:]*::[^:]*$/.exec(address)?.[0] ?? address.slice(-5)}`;
  return monoWidth(end, size) <= room ? end : '';
}

/** Names of the DLIFs that have no place in the box; the outline lists them all. */
function hiddenOf({ node, dlifs }: GatewayShape): readonly string[] {
  const shown = new Set(dlifs.map(({ mark }) => mark.name));
  return (node.dlifs ?? []).map(({ name }) => name).filter((name) => !shown.has(name));
}

function Strips({ shape, roomy, index }: { shape: GatewayShape; roomy: boolean; index: string }) {
  const { node, box, strips } = shape;
  const size = roomy && box.w >= 200 ? 14 : 13;
  const pad = box.w < 130 ? 7 : 12;
  const left = box.x + pad;
  const right = box.x + box.w - pad;
  const stack = (strips.head + strips.stack) / 2 + size * 0.36;
  const phy = (strips.dlifs + box.y + box.h) / 2 + size * 0.36;
  const address = shortAddress(node.address ?? '', right - left, size);
  const room = right - left - monoWidth(address, size) - 8;
  const hidden = hiddenOf(shape);
  const more = `+${hidden.length} DLIF${hidden.length === 1 ? '' : 's'}`;
  const radio = hidden.length > 0 ? more : `HMAC${index}`;
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
        {address}
      </text>
      {textWidth(radio, size) + 32 <= right - left && (
        <text className="is-dim" x={left} y={phy} fontSize={size}>
          phy
        </text>
      )}
      <text
        className={hidden.length > 0 ? 'is-bold' : 'is-dim'}
        x={right}
        y={phy}
        textAnchor="end"
        fontSize={size}
      >
        {hidden.length > 0 && <title>{hidden.join(', ')}</title>}
        {radio}
      </text>
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
const whyWords = (why: string): string =>
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
        {density === 'mini' ? (
          <Mini shape={shape} />
        ) : (
          <>
            <Header shape={shape} roomy={roomy} now={props.now} />
            <Strips shape={shape} roomy={roomy} index={/\d+$/.exec(node.id)?.[0] ?? ''} />
          </>
        )}
      </g>
      {shape.brackets.map(({ x, y, w, label }) => (
        <g key={`${x} ${y}`}>
          <path className="st-bracket" d={`M${x} ${y + 6}v-6h${w}v6`} />
          <text className="is-dim" x={x} y={y - 3} fontSize={13}>
            {label}
          </text>
        </g>
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
      {density !== 'mini' && <Tally node={node} {...tally} size={roomy ? 14 : 13} />}
    </g>
  );
}
