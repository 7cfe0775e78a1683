// Roles that a test plays by hand, and worlds of one node. Tests of this folder only.

import type { Stamped } from './command.ts';
import type { Effect } from './effect.ts';
import type { AnyRole, Stimulus } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';

export type Hear = (stimulus: Stimulus) => readonly Effect[];

/** A role of this name. */
export const puppet = (name: string, hear: Hear, begin: readonly Effect[] = []): AnyRole => ({
  ...toy.puppet(hear, begin),
  name,
});
export const none: Hear = () => [];

/** One node with these roles. */
export function single(
  roles: readonly AnyRole[],
  script: readonly Stamped[] = [],
  part: toy.NodePart = {},
): Timeline {
  const node = toy.node('mn', {
    ...part,
    roles: roles.map((role) => ({ role, config: undefined })),
  });
  return new Timeline(toy.world([node], []), script);
}

export const note = (text: string): Effect => ({ do: 'note', text, cite: '', level: 'info' });
/** The texts of all notes. */
export const notesOf = (timeline: Timeline): readonly string[] =>
  toy.ofKind(timeline, 'note').map((event) => event.text);
