// Where a run ends, for Play, `run` and every export: one rule, so that the end has one fingerprint.

import { seconds, type Micros } from '#base/ids.ts';
import type { Stamped } from '#sim/command.ts';
import type { Scenario } from './scenario.ts';

/** After the last command the run goes on for at least so long. */
const AFTERMATH: Micros = seconds(3);

/** The scenario's own end, or later when the script of this branch acts near it. */
export function endOf(scenario: Scenario, script: readonly Stamped[] = scenario.script): Micros {
  return script.reduce((end, { at }) => Math.max(end, at + AFTERMATH), scenario.end);
}
