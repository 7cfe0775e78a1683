// Small signs of the ladder: node glyphs of its heads, and what stands at an arrow's tail or end.
// Shapes tell all by themselves; colours come from the classes of ladder.css.

/** A node's glyph in a 20 by 20 box; the role is told by the shape. */
export function NodeGlyph({ kind }: { readonly kind: string }) {
  switch (kind) {
    case 'mn':
    case 'mr':
      return (
        <g className="node-glyph is-mn">
          <rect x="5" y="3" width="10" height="15" rx="2.5" />
          <rect x="8" y="0.8" width="4" height="3" className="node-glyph-fill" />
        </g>
      );
    case 'dgw':
      return (
        <g className="node-glyph is-dgw">
          <rect x="2" y="2" width="16" height="12" rx="1.5" />
          <path d="M2 6h16M2 10h16M10 14v5M7 19h6" className="node-glyph-thin" />
        </g>
      );
    case 'mag':
    case 'ar':
      return (
        <polygon
          className={kind === 'mag' ? 'node-glyph is-mag' : 'node-glyph'}
          points="5.5,3 14.5,3 19,10 14.5,17 5.5,17 1,10"
        />
      );
    case 'lma':
    case 'ha':
      return (
        <polygon
          className="node-glyph is-lma"
          points="6.5,1.5 13.5,1.5 18.5,6.5 18.5,13.5 13.5,18.5 6.5,18.5 1.5,13.5 1.5,6.5"
        />
      );
    case 'hss':
    case 'cmd':
      return (
        <g className="node-glyph">
          <path d="M3 5v10c0 1.6 3.1 3 7 3s7-1.4 7-3V5" />
          <ellipse cx="10" cy="5" rx="7" ry="3" />
        </g>
      );
    case 'cn':
    case 'lfn':
      return <path className="node-glyph" d="M2 4h12l4 4v8H2z" />;
    case 'core':
      return <circle className="node-glyph" cx="10" cy="10" r="7.5" strokeDasharray="2 3" />;
    default:
      return (
        <g className="node-glyph">
          <path d="M1 10h18" strokeWidth="4" />
          <path d="M5 10V4M15 10v6" />
        </g>
      );
  }
}

/** What stands at the tail of an arrow, told by the type of the message; centred on 0, 0. */
export type Sign = 'diamond' | 'hollow' | 'question' | 'answer' | 'square' | 'pentagon' | 'barred';

export function TailSign({ sign, x, y }: { sign: Sign; x: number; y: number }) {
  const at = `translate(${x} ${y})`;
  const mark = sign === 'question' ? '?' : '!';
  switch (sign) {
    case 'diamond':
      return <path className="ladder-sign is-full" transform={at} d="M0-6L6 0L0 6L-6 0z" />;
    case 'hollow':
      return <path className="ladder-sign" transform={at} d="M0-6L6 0L0 6L-6 0z" />;
    case 'question':
    case 'answer':
      return (
        <g transform={at}>
          <path className="ladder-sign" d="M0-9L9 0L0 9L-9 0z" />
          <text className="ladder-sign-text" y="4.6" textAnchor="middle">
            {mark}
          </text>
        </g>
      );
    case 'square':
      return (
        <g transform={at}>
          <rect className="ladder-sign" x="-6" y="-6" width="12" height="12" />
          <path className="ladder-line" d="M-6 6L6-6" />
        </g>
      );
    case 'pentagon':
      return (
        <path
          className="ladder-sign is-full"
          transform={at}
          d="M0-7L6.7-2.2L4.1 5.7H-4.1L-6.7-2.2z"
        />
      );
    case 'barred':
      return (
        <g transform={at}>
          <circle className="ladder-sign" r="6.5" />
          <path className="ladder-line" d="M-4.5 4.5L4.5-4.5" />
        </g>
      );
  }
}

/** Lost here. */
export function Cross({ x, y }: { x: number; y: number }) {
  const d = 'M-5-5L5 5M5-5L-5 5';
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className="ladder-cross-bed" d={d} />
      <path className="ladder-cross" d={d} />
    </g>
  );
}

/** Layer 2 attachment. */
export function Bolt({ x, y }: { x: number; y: number }) {
  return (
    <path
      className="ladder-bolt"
      transform={`translate(${x} ${y}) scale(.65)`}
      d="M3-12L-7 2H-1L-3 12L7-3H1z"
    />
  );
}
