// Rows of the ladder that are a line of words: what a role notes, and what a person did.

import type { Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from './cast.ts';
import { nodeOfCommand } from './command-words.ts';
import type { NoteDraft } from './ladder-drafts.ts';
import type { Ruling } from './ladder.ts';
import type { TraceReader } from './trace-reader.ts';
import { deedWords } from './words.ts';

type Of<K extends TraceEvent['kind']> = TraceEvent & { readonly kind: K };

/** What a role notes. */
export function noteDraft({ seq, node, level, text, cite }: Of<'note'>): NoteDraft {
  return { row: 'note', seq, node, level, text, cite, facts: [] };
}

/** What it says of the message that brought it about; `undefined` when it says nothing against it. */
export function rulingOf(event: Of<'note'>): (Ruling & { readonly seq: Seq }) | undefined {
  const { seq, node, level, text, cite } = event;
  return level === 'info' ? undefined : { seq, node, level, words: text, cite };
}

/** What a person did, at the node that it is about; a frame's is its sender. */
export function deedDraft(
  { seq, command }: Of<'command'>,
  cast: Cast,
  past: { readonly trace: TraceReader; readonly frames: number },
): NoteDraft {
  const frame = (id: number) => past.trace.frame(id);
  const isFrame = command.do === 'frame' && command.frame < past.frames;
  const node = isFrame ? frame(command.frame).from : (nodeOfCommand(command) ?? '');
  const text = deedWords(command, cast, { frames: past.frames, frame });
  return { row: 'note', level: 'command', seq, node, text, cite: '', facts: [] };
}
