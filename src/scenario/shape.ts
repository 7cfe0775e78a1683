// The shape of a scenario: kinds of value, bounds and one sentence for each field. The validator and
// the JSON Schema in public/ both come from it. What ties fields together stands in check.ts.

import * as v from 'valibot';

/** The stage in pixels. */
const STAGE = { width: 1000, height: 640 } as const;

/** The longest virtual time that a scenario may last: a day. */
const LONGEST = 86_400_000_000;

/** A whole number within bounds. */
const whole = (least: number, most: number, doc: string) => {
  const words = `a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(words),
    v.integer(words),
    v.minValue(least, words),
    v.maxValue(most, words),
    v.description(doc),
  );
};

/** Text of bounded length, without control characters. */
const text = (most: number, doc: string) => {
  const words = `text of 1 to ${most} characters in one line`;
  return v.pipe(
    v.string(words),
    v.minLength(1, words),
    v.maxLength(most, words),
    v.regex(/^[^\p{Cc}\u2028\u2029]*$/u, words),
    v.description(doc),
  );
};

const ID = 'a name of 1 to 24 letters, digits or hyphens that begins with a letter';
const id = (doc: string) =>
  v.pipe(v.string(ID), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,23}$/, ID), v.description(doc));

const LINK_ID = 'a name of 1 to 56 letters, digits or hyphens that begins with a letter';
const linkId = (doc: string) =>
  v.pipe(v.string(LINK_ID), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,55}$/, LINK_ID), v.description(doc));

const share = (doc: string) => {
  const words = 'a number from 0 to 1';
  return v.pipe(v.number(words), v.minValue(0, words), v.maxValue(1, words), v.description(doc));
};

const time = (doc: string) => whole(0, LONGEST, `${doc} Microseconds.`);
const delay = (doc: string) => whole(0, 10_000_000, `${doc} Microseconds.`);
const address = (doc: string) => text(64, doc);
const x = whole(0, STAGE.width, 'Pixels from the left of the stage.');
const y = whole(0, STAGE.height, 'Pixels from the top of the stage.');
const optional = v.exactOptional;

/** A list of bounded length. */
const list = <const Item extends v.GenericSchema>(item: Item, most: number, doc: string) => {
  const words = `a list of at most ${most}`;
  return v.pipe(v.array(item, words), v.maxLength(most, words), v.description(doc));
};

/** Texts by name. */
const named = (most: number, doc: string) => {
  const words = `an object of at most ${most} texts`;
  return v.pipe(
    v.record(v.string(), v.pipe(v.string('text'), v.maxLength(64, 'at most 64 characters')), words),
    v.maxEntries(most, words),
    v.description(doc),
  );
};

const flow = v.object({
  id: id('Name of the flow: `F1`.'),
  from: id('The mobile node that opens the socket.'),
  to: id('The correspondent, or the local network.'),
  every: whole(100, 3_600_000_000, 'Gap between datagrams. Microseconds.'),
  octets: whole(8, 8000, 'Octets of UDP payload.'),
  mode: v.pipe(
    v.picklist(['up', 'down', 'echo'], '`up`, `down` or `echo`'),
    v.description('up: `from` sends; down: `to` streams when asked; echo: `to` answers each.'),
  ),
  count: optional(whole(1, 1_000_000, 'The flow ends after so many datagrams of the sender.')),
  bind: optional(id('The application binds to the address anchored at this gateway.')),
  afterMove: optional(
    whole(
      0,
      3_600_000_000,
      'Started, it opens its socket so long after the next move. Microseconds.',
    ),
  ),
});

const at = { at: time('The instant at which it is carried out.') };

const command = v.variant(
  'do',
  [
    v.object({ do: v.literal('place'), node: id('A mobile node.'), x, y, ...at }),
    v.object({
      do: v.literal('flow'),
      flow: id('A flow of the scenario, or of `define`.'),
      change: v.picklist(['start', 'stop'], '`start` or `stop`'),
      define: optional(flow),
      ...at,
    }),
    v.object({
      do: v.literal('link'),
      link: linkId('A link, or the radio cell of a gateway (`radio-dgw1`).'),
      up: optional(v.boolean('true or false')),
      loss: optional(share('Part of the frames that is lost.')),
      delay: optional(delay('One-way delay.')),
      ...at,
    }),
    v.object({
      do: v.literal('node'),
      node: id('A node that stops answering, or answers again.'),
      up: v.boolean('true or false'),
      ...at,
    }),
  ],
  'a command: `do` is `place`, `flow`, `link` or `node`',
);

const cell = v.object({
  dx: whole(-STAGE.width, STAGE.width, 'Centre, from the node, in pixels.'),
  dy: whole(-STAGE.height, STAGE.height, 'Centre, from the node, in pixels.'),
  rx: whole(8, STAGE.width, 'Half of the width in pixels.'),
  ry: whole(8, STAGE.height, 'Half of the height in pixels.'),
});

const kinds = ['mn', 'dgw', 'hss', 'cn', 'core', 'localnet'] as const;

const node = v.object({
  id: id('Name of the node, unique.'),
  kind: v.pipe(
    v.picklist(kinds, kinds.map((kind) => `\`${kind}\``).join(', ')),
    v.description(
      'Mobile node, distributed gateway, HSS, correspondent, core router, local network.',
    ),
  ),
  name: optional(text(24, 'Name on the screen; default from the id: `dgw1` is D-GW1.')),
  x,
  y,
  address: optional(address('D-GW, CN: IPv6 address. Local network: its /64 prefix.')),
  pool: optional(
    list(address('A /64 prefix.'), 64, 'D-GW: prefixes that it hands out, in order, one per MN.'),
  ),
  cell: optional(cell),
  dlifMacs: optional(named(64, 'D-GW: link-layer addresses of DLIFs by name (`mn1dgw1`).')),
  behind: optional(id('Local network: the gateway that alone reaches it.')),
  mnId: optional(text(64, 'MN: identity, an NAI. Default: `<id>@example.net`.')),
  mac: optional(address('MN: link-layer address of if1. Default: from its place among the MNs.')),
  hostType: optional(
    v.pipe(
      v.picklist(['A', 'B', 'C'], '`A`, `B` or `C`'),
      v.description('MN: host type of RFC 4191. Default: C.'),
    ),
  ),
  rule55: optional(
    v.pipe(v.boolean('true or false'), v.description('MN: rule 5.5 of RFC 6724. Default: false.')),
  ),
  sourceRouter: optional(
    v.pipe(
      v.boolean('true or false'),
      v.description(
        'MN: sends to the router that advertised the prefix of the source. Default: true.',
      ),
    ),
  ),
});

const link = v.object({
  id: linkId('Name of the link, unique.'),
  ends: v.pipe(
    v.strictTuple([id('A node.'), id('Another node.')], 'the ids of two nodes'),
    v.description('The nodes at its ends.'),
  ),
  delay: delay('One-way delay.'),
  rate: optional(whole(1000, 1e12, 'Bits per second; absent: no serialisation delay.')),
  loss: optional(share('Part of the frames that is lost.')),
  mtu: optional(whole(1280, 65_535, 'Octets of the largest IPv6 packet. Default: 1500.')),
});

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
    knobs: optional(named(16, 'Readings of what the drafts leave open, by knob name.')),
    nodes: list(node, 64, 'Nodes; their order is that of the ladder and of the letters.'),
    links: list(link, 128, 'Wired links. Radio cells belong to gateways.'),
    flows: list(flow, 64, 'Flows that the script or a person may start.'),
    script: list(command, 2000, 'What is done, and when.'),
    end: whole(1, LONGEST, 'Play and `run` end here. Microseconds.'),
    ready: optional(time('The opening of the figure stands at this time.')),
    radioDelay: optional(delay('One-way delay of a radio cell. Default: 2 ms.')),
    attachDelay: optional(delay('Time of a layer 2 attachment. Default: 20 ms.')),
    hssDelay: optional(delay('One-way latency of the HSS. Default: 5 ms.')),
  },
  'a scenario, which is an object',
);
