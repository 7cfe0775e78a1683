// One landmark over the scrubber, told by its shape.

import type { Still } from '#session/protocol.ts';

interface Props {
  readonly mark: Still['marks'][number];
  readonly x: number;
  /** It is the cause of what the accent shows. */
  readonly hot: boolean;
}

const SHAPES: Readonly<Record<string, { d: string; className: string }>> = {
  attach: { d: 'M1.5 -6L-3.5 1H-.5L-1.5 6L3.5 -1.5H.5z', className: 'scrub-solid' },
  detach: { d: 'M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5', className: 'scrub-cross' },
  lost: { d: 'M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5', className: 'scrub-cross' },
  PBU: { d: 'M-5 -6L6 0L-5 6z', className: 'scrub-solid' },
  PBA: { d: 'M-5 -6L6 0L-5 6z', className: 'scrub-hollow' },
  command: { d: 'M0 -4l4 4l-4 4l-4 -4z', className: 'scrub-quiet' },
};

export function Mark({ mark, x, hot }: Props) {
  const shape = SHAPES[mark.type] ?? SHAPES['command'];
  return (
    <path
      className={hot ? `${shape?.className} is-hot` : shape?.className}
      transform={`translate(${x} 8)`}
      d={shape?.d}
    >
      <title>{mark.words}</title>
    </path>
  );
}
