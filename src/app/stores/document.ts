// What is shared: the scenario, and the script of the current branch. It is the link.

import { create } from 'zustand';
import { turnedKnobs } from '#scenario/knobs.ts';
import type { Command, Micros, Scenario, Stamped } from '#session/protocol.ts';
import { latestStill, onEachStill, run } from './run.ts';

interface DocumentState {
  readonly scenario: Scenario | undefined;
  /** The script of the current branch, as the worker stamped it. */
  readonly script: readonly Stamped[];
  /** Commands were given by hand since the scenario was opened. */
  readonly edited: boolean;
}

export const useDocument = create<DocumentState>()(() => ({
  scenario: undefined,
  script: [],
  edited: false,
}));

/** Opens a scenario and runs it to the given point (default: its beginning). */
export function openScenario(scenario: Scenario, to?: { step: number } | { at: number }): void {
  useDocument.setState({ scenario, script: scenario.script, edited: false });
  run.load(scenario, to);
}

/**
 * Acts on the world at the playhead, or at an instant before it. The still that follows carries the
 * new script.
 */
export function act(command: Command, at?: Micros): void {
  useDocument.setState({ edited: true });
  run.command(command, at);
}

/** Takes the last command of this branch back. */
export function undo(): void {
  run.undo();
}

/** Changes what is not a command (a knob, the profile, the title): the run starts again with it. */
export function editScenario(change: Partial<Scenario>): void {
  const { scenario, script } = useDocument.getState();
  if (!scenario) return;
  const still = latestStill();
  const { knobs, ...rest } = { ...scenario, ...change, script };
  const turned = turnedKnobs(knobs);
  // What stands at its default is not said, so that the link is as it was.
  const changed: Scenario = turned === undefined ? rest : { ...rest, knobs: turned };
  useDocument.setState({ scenario: changed, edited: true });
  run.load(changed, still ? { at: still.now } : undefined);
}

/** A new title: nothing of the run depends on it. */
export function editTitle(title: string): void {
  const { scenario } = useDocument.getState();
  if (scenario) useDocument.setState({ scenario: { ...scenario, title } });
}

/** The scenario with the script of this branch: what a link or a file holds. */
export function currentScenario(): Scenario | undefined {
  const { scenario, script } = useDocument.getState();
  return scenario && { ...scenario, script };
}

/** The store follows the stills, which carry the script of their branch. */
export function followScript(): () => void {
  return onEachStill(({ script }) => {
    if (script !== useDocument.getState().script) useDocument.setState({ script });
  });
}
