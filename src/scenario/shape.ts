// The shape of a scenario: kinds of value, bounds and one sentence for each field. The validator and
// the JSON Schema in public/ both come from it. What ties fields together stands in check.ts.

import * as v from 'valibot';
import { flow, script } from './shape-commands.ts';
import { link, node } from './shape-node.ts';
import { delay, id, list, LONGEST, named, optional, text, time, whole } from './shape-parts.ts';

/** A whole scenario, version 1 of the format. */
export const scenarioShape = v.object(
  {
    v: v.pipe(v.literal(1, '1'), v.description('Version of the format.')),
    id: optional(id('Id of a bundled scenario.')),
    title: text(120, 'What the figure shows, in a few words.'),
    cite: optional(text(120, 'Its place in a draft.')),
    look: optional(text(300, 'What to look for, one sentence.')),
    seed: whole(0, 0xffff_ffff, 'Seed of all random numbers.'),
    profile: v.pipe(
      v.picklist(['draft-05', 'rfc8885'], '`draft-05` or `rfc8885`'),
      v.description('Where the D flag stands.'),
    ),
    knobs: optional(named(32, 'Readings of what the drafts leave open, by knob name.')),
    nodes: list(node, 128, 'Nodes; their order is that of the ladder and of the letters.'),
    links: list(link, 128, 'Wired links. Radio cells belong to gateways.'),
    flows: list(flow, 1024, 'Flows that the script or a person may start.'),
    script,
    end: whole(1, LONGEST, 'Play and `run` end here. Microseconds.'),
    ready: optional(time('The opening of the figure stands at this time.')),
    radioDelay: optional(delay('One-way delay of a radio cell. Default: 2 ms.')),
    attachDelay: optional(delay('Time of a layer 2 attachment. Default: 20 ms.')),
    hssDelay: optional(delay('One-way latency of the HSS. Default: 5 ms.')),
  },
  'a scenario, which is an object',
);
