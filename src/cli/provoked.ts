// For tests: what a command line provokes, read from the capture that it writes, and from the ladder.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, must } from '#base/assert.ts';
import { bundled } from '#scenario/library.ts';
import type { ScenarioNode } from '#scenario/schema.ts';
import { runCommand } from './commands.ts';

/** Standard output of a command line that must succeed. */
async function outputOf(args: readonly string[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const said: string[] = [];
  const status = await runCommand(args, {
    out: (chunk) => Promise.resolve(void pieces.push(Buffer.from(chunk))),
    err: (line) => void said.push(line),
    input: () => {
      throw new Error('not read');
    },
  });
  assert(status === 0 && said.length === 0, () => `it succeeds in silence: ${said.join()}`);
  return Buffer.concat(pieces);
}

const ENHANCED_PACKET = 6;
/** Where the IPv6 header, a Mobility Header and its data begin. */
const [IPV6_AT, MH_AT, DATA_AT] = [14, 54, 60];

/** The data of all mobility messages of a type that a run puts on its links, outside of tunnels. */
export async function mobilityIn(
  args: readonly string[],
  type: number,
): Promise<readonly Buffer[]> {
  const capture = await outputOf(['run', ...args, '--pcapng', '-']);
  const found: Buffer[] = [];
  for (let at = 0; at < capture.length; at += capture.readUInt32LE(at + 4)) {
    if (capture.readUInt32LE(at) !== ENHANCED_PACKET) continue;
    const frame = capture.subarray(at + 28, at + 28 + capture.readUInt32LE(at + 20));
    const isIt =
      frame.readUInt16BE(12) === 0x86dd && frame[IPV6_AT + 6] === 135 && frame[MH_AT + 2] === type;
    if (isIt) found.push(frame.subarray(DATA_AT));
  }
  return found;
}

/** The ladder of a run, without the breaks of its labels. */
export async function ladderOf(args: readonly string[]): Promise<string> {
  return (await outputOf(['run', ...args, '--ladder', '-'])).toString();
}

/** Fields that some nodes have instead. */
export type Changes = Readonly<Record<string, Partial<ScenarioNode>>>;

/** A file with a bundled scenario, some of whose nodes differ; it is gone when the process ends. */
export function fileOf(id: string, changes: Changes): string {
  const scenario = must(bundled(id), `there is ${id}`);
  const nodes = scenario.nodes.map((node) => ({ ...node, ...changes[node.id] }));
  const folder = mkdtempSync(join(tmpdir(), 'provoked-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'scenario.json');
  writeFileSync(path, JSON.stringify({ ...scenario, id: 'own', nodes }));
  return path;
}
