// The shape of flows and of the commands of a script.

import * as v from 'valibot';
import { messageClassNames } from '#wire/classify.ts';
import {
  choice,
  delay,
  flag,
  id,
  linkId,
  list,
  LONGEST,
  optional,
  quoted,
  share,
  text,
  time,
  whole,
  x,
  y,
} from './shape-parts.ts';

/** A flow. */
export const flow = v.object({
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
  bindIface: optional(id('The application binds to an address of this interface.')),
  afterMove: optional(
    whole(
      0,
      3_600_000_000,
      'Started, it opens its socket so long after the next move. Microseconds.',
    ),
  ),
});

const at = { at: time('The instant at which it is carried out.') };

/** What may be done to one message. */
const ACTS = ['drop', 'delay', 'duplicate', 'hold', 'corrupt'] as const;
/** What an operator may tell a gateway or an anchor. */
const ORDERS = [
  'revoke',
  'revokeAll',
  'revokeRealm',
  'notify',
  'renumber',
  'resume',
  'forget',
  'weakHost',
  'strongHost',
  'hostRoute',
  'moveFlow',
  'path',
] as const;

/** Bits of the largest frame. */
const MOST_BITS = 8 * 65_549;

const fault = {
  name: id('Name of this fault, for `release`.'),
  act: choice(ACTS, 'What happens to the message.'),
  by: optional(delay('delay: so much later. duplicate: the copy comes so much after the message.')),
  bit: optional(
    whole(0, MOST_BITS, 'corrupt: the bit that is flipped, from 0 over the Ethernet frame.'),
  ),
};

const kinds = ['any', ...messageClassNames] as const;
const HEX = 'octets as pairs of hexadecimal digits, 40 to 2000 of them';

const commands = [
  v.object({ do: v.literal('place'), node: id('A mobile node.'), x, y, ...at }),
  v.object({
    do: v.literal('radio'),
    node: id('A mobile node.'),
    iface: id('Its radio: `if2`.'),
    up: flag('On or off.'),
    instead: optional(id('On: the radio that it replaces on purpose; layer 2 says so.')),
    breakFirst: optional(
      v.pipe(v.literal(true, '`true`'), v.description('The replaced radio is switched off first.')),
    ),
    ...at,
  }),
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
    state: optional(choice(['kept', 'lost'], 'With `up` false: what it forgets. Default: kept.')),
    ...at,
  }),
  v.object({
    do: v.literal('catch'),
    ...fault,
    link: linkId('A link, or the radio cell of a gateway.'),
    from: optional(id('The sender on that link; default: whoever sends.')),
    kind: v.pipe(
      v.picklist(kinds, 'a kind of message, like `PBU`, or `any`'),
      v.description('Kind.'),
    ),
    nth: whole(1, 1_000_000, 'The n-th message of that kind from now on.'),
    ...at,
  }),
  v.object({
    do: v.literal('frame'),
    frame: whole(0, 0xffff_ffff, 'Number of a frame that is on its way.'),
    ...fault,
    ...at,
  }),
  v.object({ do: v.literal('release'), name: id('Name of the fault that holds.'), ...at }),
  v.object({
    do: v.literal('clock'),
    node: id('A node with a clock.'),
    offset: whole(-LONGEST, LONGEST, 'Its clock against the true time. Microseconds.'),
    ...at,
  }),
  v.object({
    do: v.literal('operate'),
    node: id('The node whose operator speaks.'),
    order: choice(ORDERS, 'What it is told.'),
    mn: optional(id('The mobile node that it is about.')),
    prefix: optional(text(64, 'The home network prefix that it is about.')),
    peer: optional(id('The gateway whose bindings it is about. hostRoute: the destination.')),
    trigger: optional(whole(0, 255, 'Revocation trigger, RFC 5846 §5.1.')),
    reason: optional(whole(0, 65_535, 'Notification reason, RFC 7077 §4.1.')),
    realm: optional(text(64, 'revokeRealm: `@example.net`.')),
    ipv4: optional(flag('Only the IPv4 home address.')),
    iface: optional(
      id('hostRoute: the interface; absent: the route is taken back. path: the sub-interface.'),
    ),
    flow: optional(id('moveFlow: a flow, or an entry of the flow policy.')),
    fid: optional(whole(1, 65_535, 'moveFlow: number of an entry of the flow mobility cache.')),
    mark: optional(whole(1, 0x7fff_ffff, 'moveFlow: mark of a flow that packets have shown.')),
    bids: optional(
      list(whole(1, 65_535, 'A binding.'), 8, 'moveFlow: to these bindings; several duplicate it.'),
    ),
    drop: optional(flag('moveFlow: its packets are dropped.')),
    ...at,
  }),
  v.object({
    do: v.literal('inject'),
    node: id('The node that sends it.'),
    hex: v.pipe(
      v.string(HEX),
      v.regex(/^([0-9a-f]{2}){40,2000}$/, HEX),
      v.description('An IPv6 packet, from its first octet.'),
    ),
    ...at,
  }),
] as const;

/** What commands there are, in words. */
const NAMES = commands.map(({ entries }) => entries.do.literal);

/** The script. */
export const script = list(
  v.variant('do', commands, `a command: \`do\` is ${quoted(NAMES)}`),
  2000,
  'What is done, and when.',
);
