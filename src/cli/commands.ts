// The command line: the same engine without a screen. Results go to standard output, one line about
// what went wrong to standard error; the exit status is 0, or 2 for bad arguments or input.

import { library } from '#scenario/library.ts';
import { BREAK_FORMS } from './break-words.ts';
import { decodeLines } from './decode.ts';
import { diff } from './diff.ts';
import { DO_FORMS } from './do-words.ts';
import { Failure } from './failure.ts';
import { fuzz } from './fuzz.ts';
import { metrics } from './metrics.ts';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `roamscope: a laboratory for IPv6 mobility

  list                      bundled scenarios
  run SCENARIO [options]    play a scenario: a bundled id, a JSON file or a link
    --until SECONDS         stop at this time instead of the scenario's end
    --seed N                another seed
    --set KNOB=VALUE        another reading of the drafts, or profile=rfc8885; may repeat
    --do 'SECONDS COMMAND'  one more command at that time, see below; may repeat
    --break 'WHAT'          stop behind the first event that fits, and say why; may repeat
    --ladder FILE           the ladder as text
    --pcapng FILE           a capture of all links
    --trace FILE            the trace as JSON Lines, last the fingerprint
    --tables FILE           the tables at the end as JSON: node, table, rows
                            FILE may be - for standard output
  diff A B [options]        the first message that differs between two readings, and the
                            tables; A and B are scenarios, or SCENARIO+KNOB=VALUE,…;
                            --until, --set and --do are for both
  metrics SCENARIO [options]
                            figures of a run as CSV, each with its definition: name, scope,
                            value, unit, definition; --until, --seed, --set and --do as above
    --csv FILE              to a file; without it, or with -, to standard output
  decode                    JSON Lines in, JSON Lines out: {"kind":"ipv6-packet","hex":"…"}
  fuzz [--runs N --seed N]  random moves and faults; gives the smallest script that fails
    --of KIND               only distributed or proxy anchors (without it, both), several
                            interfaces, or clients of Mobile IPv6: distributed, proxy,
                            interfaces, clients

commands of --do, after the time in seconds:
${DO_FORMS.replace(/^/gm, '  ')}

what --break may be:
${BREAK_FORMS.replace(/^/gm, '  ')}
`;

/** Carries out a command line; gives the exit status. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await command(args, terminal);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.err(`roamscope: ${error.message.replaceAll('\n', ' ')}`);
    return 2;
  }
}

async function command([name, ...rest]: readonly string[], terminal: Terminal): Promise<void> {
  switch (name) {
    case 'list':
      nothingMore(name, rest);
      return terminal.out(listing());
    case 'run':
      return run(rest, terminal);
    case 'diff':
      return diff(rest, terminal);
    case 'metrics':
      return metrics(rest, terminal);
    case 'decode':
      nothingMore(name, rest);
      return decodeLines(terminal);
    case 'fuzz':
      return fuzz(rest, terminal);
    case 'help':
    case '--help':
    case '-h':
      return terminal.out(USAGE);
    case undefined:
      throw new Failure('no command; there are list, run, diff, metrics, decode, fuzz and help');
    default:
      throw new Failure(
        `unknown command '${name}'; there are list, run, diff, metrics, decode, fuzz and help`,
      );
  }
}

/** One line for each bundled scenario. */
function listing(): string {
  const width = Math.max(...library.map(({ id }) => id.length)) + 2;
  return library.map(({ id, title, cite }) => `${id.padEnd(width)}${title} (${cite})\n`).join('');
}

function nothingMore(name: string, rest: readonly string[]): void {
  if (rest.length > 0) throw new Failure(`'${name}' takes no arguments; '${rest[0]}' is too much`);
}
