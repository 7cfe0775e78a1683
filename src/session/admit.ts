// A command of the page on its way into the script: looked at as a link would be, and given the form that
// it has in one. So a link carries whatever was done, and its replay has the same fingerprint.

import { fail, ok, type Result } from '#base/result.ts';
import type { Micros } from '#base/ids.ts';
import { check, type Scenario } from '#scenario/schema.ts';
import type { Command, Stamped } from '#sim/command.ts';

/** The command as it may enter the script, or why it makes no sense here, in words. */
export function admitted(
  command: Command,
  at: Micros,
  run: { readonly scenario: Scenario; readonly script: readonly Stamped[] },
): Result<Command> {
  const script = [...run.script, { ...command, at }];
  const checked = check({ ...run.scenario, script });
  if (!checked.ok) {
    const [fault] = checked.why;
    const path = fault?.path.replace(/^script\[\d+\]\.?/, '') ?? '';
    return fail(
      `This can't be done: ${path} ${fault?.what ?? ''}; expected ${fault?.expected ?? ''}.`,
    );
  }
  const given = checked.value.scenario.script[run.script.length];
  if (given === undefined) return fail("This can't be done: the script is full.");
  const { at: _, ...rest } = given;
  return ok(rest as Command); // a command is what is left without its time
}

/**
 * Commands that write the story anew: they wait for the figure's opening, and what the script has for
 * later goes. Faults are done to the story as it is.
 */
export const isOfOpening = (command: Command): boolean =>
  command.do === 'place' || command.do === 'flow';
