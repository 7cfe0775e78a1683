// Other programs: the command line, as `npm run --silent cli -- …` starts it, and referees.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fingerprintIn } from './moment.ts';

const script = fileURLToPath(new URL('../.ci/cli.mjs', import.meta.url));
const execute = promisify(execFile);

/** What a program writes to standard output; fails with what it writes to standard error. */
export async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** The fingerprint of a link that is run to its end in Node. */
export async function fingerprintInNode(link: string): Promise<string> {
  const trace = await outputOf(process.execPath, [script, 'run', `#${link}`, '--trace', '-']);
  return fingerprintIn(trace.slice(-64));
}
