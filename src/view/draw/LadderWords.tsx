// Words on a row of the ladder: the label above its line, and tags of what it did.

import { splitLabel } from './ladder-labels.ts';
import type { LadderGeometry, Placed } from './ladder-layout.ts';

interface LabelProps {
  readonly placed: Placed;
  readonly type: string;
  readonly geometry: LadderGeometry;
  readonly y?: number;
}

export function Label({ placed, type, geometry, y = geometry.labelY }: LabelProps) {
  const [strong, rest] = splitLabel(placed.text, type);
  return (
    <text className="ladder-label" x={placed.x + placed.width / 2} y={y} textAnchor="middle">
      {strong !== '' && <tspan className="is-strong">{strong}</tspan>}
      {rest}
    </text>
  );
}

export function Tags(props: {
  tags: readonly Placed[];
  geometry: LadderGeometry;
  accent: boolean;
}) {
  const { tags, geometry, accent } = props;
  const { tagY: y, tagHeight: height } = geometry;
  return tags.map((tag) => (
    <g key={tag.x} className={accent ? 'ladder-tag is-accent' : 'ladder-tag'}>
      <rect x={tag.x} y={y} width={tag.width} height={height} rx="4" />
      <text x={tag.x + tag.width / 2} y={y + height / 2 + 4.6} textAnchor="middle">
        {tag.text}
      </text>
    </g>
  ));
}
