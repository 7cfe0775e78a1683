// `check` turns anything that came from outside (a file, a link, a message) into a complete scenario,
// or says what is wrong with it.

import * as v from 'valibot';
import { fail, ok, type Result } from '#base/result.ts';
import { crossChecks } from './check.ts';
import { completed } from './defaults.ts';
import { faultAt, received, unsafePart, type Fault } from './fault.ts';
import type { Scenario } from './scenario.ts';
import { unknownKeys } from './shape-walk.ts';
import { scenarioShape } from './shape.ts';

/** What `check` gives: the scenario with its defaults filled in, and the keys that it did not know. */
export interface Checked {
  readonly scenario: Scenario;
  readonly warnings: readonly Fault[];
}

/** More faults than this are not reported. */
const MOST_FAULTS = 20;

/** A complete scenario from anything (a file, a link, a message), or all that is wrong with it. */
export function check(value: unknown): Result<Checked, readonly Fault[]> {
  if (Array.isArray(value)) return fail([faultAt('', value, 'a scenario, which is an object')]);
  const unsafe = unsafePart(value);
  if (unsafe !== undefined) return fail([unsafe]);
  const shaped = v.safeParse(scenarioShape, value);
  if (!shaped.success) return fail(shaped.issues.slice(0, MOST_FAULTS).map(faultOf));
  const scenario = completed(shaped.output);
  const faults = crossChecks(scenario);
  if (faults.length > 0) return fail(faults.slice(0, MOST_FAULTS));
  return ok({ scenario, warnings: unknownKeys(scenarioShape, value).slice(0, MOST_FAULTS) });
}

function faultOf(issue: v.BaseIssue<unknown>): Fault {
  const path = v.getDotPath(issue) ?? '';
  const dotted = path.replace(/\.(\d+)(?=\.|$)/g, '[$1]');
  const isMissing = issue.input === undefined;
  const expected = isMissing ? 'a value' : issue.message;
  return { path: dotted, what: received(issue.input), expected };
}

export type { Fault } from './fault.ts';
export type { Scenario, ScenarioNode } from './scenario.ts';
