// One arrow of the ladder: its line by the class of the message, tunnel walls round it, its head, and
// where it was lost or how far it has come.

import { Cross, TailSign } from './LadderGlyphs.tsx';
import type { ArrowStyle } from './ladder-style.ts';

interface ArrowProps {
  /** Lifelines that it leaves and goes to. */
  readonly a: number;
  readonly b: number;
  readonly y: number;
  readonly style: ArrowStyle;
  /** Stretches inside a tunnel. */
  readonly pipes: readonly { readonly a: number; readonly b: number }[];
  /** Lifelines that it passes on its way, to be marked. */
  readonly stops: readonly number[];
  /** Where it was lost; absent: it was not. */
  readonly lostAt?: number;
  /** How far it has come while it is on its way; absent: it has arrived. */
  readonly reached?: number;
  /** It caused what just changed. */
  readonly accent: boolean;
}

/** Room between a lifeline and the ends of an arrow. */
const END = 6;

export function LadderArrow(props: ArrowProps) {
  const { a, b, y, style, pipes, stops, lostAt, reached, accent } = props;
  const dir = b < a ? -1 : 1;
  const start = a + END * dir;
  const tip = b - END * dir;
  const tail = start + 9 * dir;
  return (
    <g>
      {accent && <path className="ladder-halo" d={`M${start} ${y}H${tip}`} />}
      {pipes.map((pipe) => (
        <Pipe key={pipe.a} a={pipe.a} b={pipe.b} y={y} />
      ))}
      <Line start={start} tip={tip} dir={dir} {...pick(props)} />
      {style.sign && <TailSign sign={style.sign} x={tail} y={y} />}
      {stops.map((x) => (
        <circle key={x} className="ladder-stop" cx={x} cy={y} r="3.5" />
      ))}
      {lostAt === undefined && reached === undefined && <Head style={style} {...{ tip, dir, y }} />}
      {reached !== undefined && <Chevron {...{ tip, dir, y }} />}
      {lostAt !== undefined && <Cross x={lostAt} y={y} />}
    </g>
  );
}

function pick({ y, style, lostAt, reached }: ArrowProps) {
  return { y, line: style.line, lostAt, reached };
}

interface LineProps {
  readonly start: number;
  readonly tip: number;
  readonly dir: number;
  readonly y: number;
  readonly line: ArrowStyle['line'];
  readonly lostAt: number | undefined;
  readonly reached: number | undefined;
}

/** The line up to the head, to the cross, or to where it has come; then what is still to come. */
function Line({ start, tip, dir, y, line, lostAt, reached }: LineProps) {
  if (line === 'next') return <path className="ladder-next" d={`M${start} ${y}H${tip}`} />;
  const back = line === 'double' ? 10 : 8;
  const end = lostAt === undefined ? (reached ?? tip - back * dir) : lostAt - 9 * dir;
  const done = `M${start} ${y}H${end}`;
  return (
    <>
      {reached !== undefined && <path className="ladder-next" d={`M${end} ${y}H${tip}`} />}
      <path className={`ladder-line is-${line}`} d={done} />
      {line === 'double' && <path className="ladder-line-inside" d={done} />}
    </>
  );
}

interface HeadProps {
  readonly style: ArrowStyle;
  readonly tip: number;
  readonly dir: number;
  readonly y: number;
}

function Head({ style, tip, dir, y }: HeadProps) {
  switch (style.line) {
    case 'next':
      return <Chevron {...{ tip, dir, y }} />;
    case 'double':
      return <path className="ladder-head-hollow" d={triangle(tip, y, dir, 12.5, 6.2)} />;
    case 'data':
      return <path className="ladder-head-data" d={triangle(tip, y, dir, 11.2, 5.6)} />;
    case 'solid':
    case 'dotted':
    case 'dashed':
      return <path className="ladder-head" d={triangle(tip, y, dir, 11.2, 5.6)} />;
  }
}

/** A head whose point is at `tip`. */
export function triangle(
  tip: number,
  y: number,
  dir: number,
  length: number,
  half: number,
): string {
  return `M${tip} ${y}L${tip - length * dir} ${y - half}V${y + half}z`;
}

function Chevron({ tip, dir, y }: { tip: number; dir: number; y: number }) {
  const back = tip - 8 * dir;
  return <path className="ladder-chevron" d={`M${back} ${y - 5}L${tip} ${y}L${back} ${y + 5}`} />;
}

function Pipe({ a, b, y }: { a: number; b: number; y: number }) {
  const left = Math.min(a, b);
  const right = Math.max(a, b);
  return (
    <g>
      <rect className="ladder-pipe" x={left} y={y - 5} width={right - left} height="10" />
      <path
        className="ladder-pipe-wall"
        d={`M${left} ${y - 5}H${right}M${left} ${y + 5}H${right}`}
      />
    </g>
  );
}
