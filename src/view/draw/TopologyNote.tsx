// What a node ignored or refused just now, as a slip at the foot of its shape.

import type { Box } from './geometry.ts';
import type { NodeMark } from './scene.ts';
import { fitText, textWidth } from './text-width.ts';
import { Cross, pickOf } from './TopologyParts.tsx';

/** `ignored: PMIP §5.3.5` where there is little room, else the words of the rule before its place. */
function noteText(note: NonNullable<NodeMark['note']>, room: number): string {
  const { words, cite = '', level } = note;
  const long = cite === '' ? words : `${words} (${cite})`;
  if (textWidth(long, 13) <= room) return long;
  const isShort = level === 'silent' && cite !== '';
  return isShort ? `ignored: ${cite}` : fitText(words, 13, room);
}

/** A node that has crashed says so across its shape. */
export function Crashed({ node, box }: { readonly node: NodeMark; readonly box: Box }) {
  if (node.up || node.kind === 'hss') return null;
  const w = textWidth('crashed', 14, true) + 44;
  const x = box.x + box.w / 2 - w / 2;
  const y = box.y + box.h / 2 - 4;
  return (
    <g data-pick={pickOf('node', node.id)}>
      <rect className="st-note-box" x={x} y={y} width={w} height={26} rx={13} />
      <Cross x={x + 17} y={y + 13} size={5} />
      <text className="is-bold" x={x + 31} y={y + 18} fontSize={14}>
        crashed
      </text>
    </g>
  );
}

export function NodeNote(props: { node: NodeMark; box: Box; width: number; roomy: boolean }) {
  const { node, box, width, roomy } = props;
  if (!node.note) return null;
  const text = noteText(node.note, roomy ? 300 : 200);
  const w = textWidth(text, 13) + 38;
  // Messages come to an LMA from below: its slip stands aside.
  const left = node.kind === 'lma' ? box.x + box.w - 12 : box.x + box.w / 2 - w / 2;
  const x = Math.max(4, Math.min(width - w - 4, left));
  const y = box.y + box.h - (node.kind === 'lma' ? 14 : 8);
  return (
    <g className="st-note" data-pick={pickOf('node', node.id)}>
      <title>{`${node.note.words} ${node.note.cite ?? ''}`}</title>
      <rect
        className={`st-note-box is-${node.note.level}`}
        x={x}
        y={y}
        width={w}
        height={24}
        rx={12}
      />
      <path
        className="st-note-sign"
        d={`M${x + 14} ${y + 12}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0M${x + 10.5} ${y + 15.5}l7 -7`}
      />
      <text x={x + 26} y={y + 16.6} fontSize={13}>
        {text}
      </text>
    </g>
  );
}
