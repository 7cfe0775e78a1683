// Standard input and output as the commands see them, so that tests can hold them in memory.

import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { Failure, reasonOf } from './failure.ts';

/** Where commands read and write. */
export interface Terminal {
  /** Resolves when more may be written. */
  out(chunk: string | Uint8Array): Promise<void>;
  err(line: string): void;
  input(): AsyncIterable<Uint8Array>;
}

/** The terminal of this process. A reader that goes away ends the process quietly. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: Error & { readonly code?: string }) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: async (chunk) => {
      if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
    },
    err: (line) => {
      process.stderr.write(`${line}\n`);
    },
    input: () => process.stdin,
  };
}

/** Pieces are gathered to about this many octets before they are written. */
const PIECE = 65_536;

/** Writes pieces to a file, or to standard output when it is called `-`. */
export async function writeAll(
  terminal: Terminal,
  path: string,
  pieces: Iterable<string | Uint8Array>,
): Promise<void> {
  const file = path === '-' ? undefined : open(path);
  try {
    for (const piece of gathered(pieces)) {
      if (file === undefined) await terminal.out(piece);
      else writeWhole(file, path, piece);
    }
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new Failure(`cannot write '${path}': ${reasonOf(error)}`, { cause: error });
  }
}

function writeWhole(file: number, path: string, octets: Uint8Array): void {
  try {
    for (let at = 0; at < octets.length;) at += writeSync(file, octets, at);
  } catch (error) {
    throw new Failure(`cannot write '${path}': ${reasonOf(error)}`, { cause: error });
  }
}

function* gathered(pieces: Iterable<string | Uint8Array>): Generator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    const octets = typeof piece === 'string' ? Buffer.from(piece) : piece;
    held.push(octets);
    length += octets.length;
    if (length < PIECE) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held);
}

/** A line may be so long; of a longer one only this much is kept, and it is marked. */
const LONGEST_LINE = 1 << 20;

export interface InputLine {
  readonly text: string;
  readonly isTooLong: boolean;
}

/** Lines of the input, as they come. */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<InputLine> {
  const decoder = new TextDecoder();
  let rest = '';
  let dropped = false;
  for await (const chunk of input) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      yield { text: part.replace(/\r$/, ''), isTooLong: dropped || part.length > LONGEST_LINE };
      dropped = false;
    }
    if (rest.length > LONGEST_LINE) {
      rest = '';
      dropped = true;
    }
  }
  rest += decoder.decode();
  if (rest !== '' || dropped) yield { text: rest, isTooLong: dropped };
}
