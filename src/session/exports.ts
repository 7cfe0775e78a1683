// What can be taken home from a run: everything that has happened up to the playhead, as a file.

import { asciiLadder } from '#view/export/ascii.ts';
import { capture } from '#view/export/pcapng.ts';
import { tablesText } from '#view/export/tables.ts';
import { traceLines } from '#view/export/trace.ts';
import type { Queries } from './protocol.ts';
import type { Run } from './run.ts';

type Exported = Queries['export']['answer'];

/** The ladder that a text export shows: what the screen shows at first. */
const LADDER_ROWS = {
  signalling: true,
  data: true,
  neighbourDiscovery: false,
  onlyChanges: false,
} as const;
/** More rows than a log has events. */
const ALL = Number.MAX_SAFE_INTEGER;

/** One export as a file. */
export function exported(run: Run, what: Queries['export']['ask']['what']): Exported {
  const { log, seq } = run.timeline;
  const name = run.scenario.id ?? 'roamscope';
  switch (what) {
    case 'ascii': {
      const { rows } = run.ladder.window({ from: 0, count: ALL, filter: LADDER_ROWS, before: seq });
      const begun = rows.filter((row) => row.seq < seq);
      return textFile(`${name}.txt`, 'text/plain', asciiLadder(begun, run.cast));
    }
    case 'pcapng':
      return {
        name: `${name}.pcapng`,
        type: 'application/x-pcapng',
        octets: capture(log, run.cast),
      };
    case 'trace': {
      const source = {
        known: seq,
        event: log.event.bind(log),
        at: log.at.bind(log),
        frame: log.frame.bind(log),
        fingerprint: () => run.timeline.fingerprint(),
      };
      return textFile(`${name}.jsonl`, 'application/x-ndjson', [...traceLines(source)].join(''));
    }
    case 'tables':
      return textFile(
        `${name}-tables.json`,
        'application/json',
        tablesText(run.timeline.world.tables),
      );
  }
}

function textFile(name: string, type: string, text: string): Exported {
  return { name, type, octets: new TextEncoder().encode(text) };
}
