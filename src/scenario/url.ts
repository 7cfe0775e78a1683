// Links: a scenario and how to show it ↔ the fragment of an address. Nothing of it reaches a server.
// `d=1z~…` is DEFLATE, `1j~…` plain, `1r~dmm-f4` a bundled scenario with what was changed in `o`.

import type { Micros } from '#base/ids.ts';
import { fail, ok, type Result } from '#base/result.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { deflate, inflate } from './deflate.ts';
import { faultWords, unsafePart, type Fault } from './fault.ts';
import { bundled, FIRST, nearestId, openingOf } from './library.ts';
import { applied, difference, pack, unpack } from './pack.ts';
import type { Scenario } from './scenario.ts';

export const UI_MODES = ['full', 'present', 'embed', 'lesson', 'figure'] as const;
export const THEMES = ['light', 'dark', 'projector', 'mono'] as const;
export type UiMode = (typeof UI_MODES)[number];
export type LinkTheme = (typeof THEMES)[number];

/** What a link says. */
export interface Link {
  readonly scenario: Scenario;
  /** Where it opens: an ordinal of an engine event, or a time. */
  readonly at?: { readonly event: number } | { readonly micros: Micros };
  /** Six characters of the fingerprint that the sender saw there. */
  readonly digest?: string;
  readonly play?: boolean;
  readonly ui?: UiMode;
  /** Whatever alters the script is locked. */
  readonly readOnly?: boolean;
  readonly theme?: LinkTheme;
  /** Parts that this version does not know, as they stand in the link. */
  readonly others?: readonly string[];
}

export type LinkPart =
  'length' | 'version' | 'codec' | 'base64' | 'inflate' | 'size' | 'json' | 'schema' | 'id' | 'key';

/** Why a link cannot be opened. */
export interface LinkFault {
  /** Which part of the link failed. */
  readonly part: LinkPart;
  /** One sentence for a person. */
  readonly words: string;
  /** What was to be read, to be saved. */
  readonly payload: string;
  /** Part `schema`: all that is wrong. */
  readonly faults?: readonly Fault[];
  /** A bundled scenario to open instead. */
  readonly nearest: string;
}

/** Longer links are not read. */
const LONGEST_READ = 65_536;
/** Lengths of a whole fragment: offered as QR code; warned about; refused. */
export const LENGTHS = { qr: 1200, long: 2000, most: 8000 } as const;

/** The fragment of a link, without `#`. */
export async function writeLink(link: Link): Promise<string> {
  const parts = [...(await writeScenario(link.scenario))];
  const { at } = link;
  if (at !== undefined) parts.push('event' in at ? `e=${at.event}` : `t=${at.micros}`);
  if (link.digest !== undefined) parts.push(`k=${link.digest}`);
  if (link.play === true) parts.push('play=1');
  if (link.ui !== undefined && link.ui !== 'full') parts.push(`ui=${link.ui}`);
  if (link.readOnly === true) parts.push('ro=1');
  if (link.theme !== undefined) parts.push(`theme=${link.theme}`);
  return [...parts, ...(link.others ?? [])].join('&');
}

async function writeScenario(scenario: Scenario): Promise<readonly string[]> {
  const base = scenario.id === undefined ? undefined : bundled(scenario.id);
  if (base === undefined) return [`d=${await encode(pack(scenario))}`];
  const changed = difference(scenario, base);
  const ours = `d=1r~${scenario.id}`;
  return changed === undefined ? [ours] : [ours, `o=${await encode(changed)}`];
}

async function encode(value: unknown): Promise<string> {
  const octets = new TextEncoder().encode(JSON.stringify(value));
  if (typeof CompressionStream === 'undefined') return `1j~${toBase64url(octets)}`;
  return `1z~${toBase64url(await deflate(octets))}`;
}

/** Reads a fragment, with or without `#` or the address before it. */
export async function readLink(text: string): Promise<Result<Link, LinkFault>> {
  const fragment = text.slice(text.indexOf('#') + 1);
  if (fragment.length > LONGEST_READ) {
    return broken(
      'length',
      `The link has ${fragment.length} characters; at most ${LONGEST_READ} are read.`,
      fragment,
    );
  }
  const keys = readKeys(fragment);
  if (!keys.ok) return keys;
  const { d, o, view } = keys.value;
  const found = await readScenario(d ?? `1r~${FIRST}`, o);
  if (!found.ok) return found;
  const scenario = found.value;
  // A first visit, a figure that was changed, and what is to play begin at the beginning.
  const isFigure = d !== undefined && o === undefined && view.play !== true;
  const opensAt = isFigure && view.at === undefined ? openingOf(scenario.id) : undefined;
  return ok({ ...view, ...(opensAt !== undefined && { at: { micros: opensAt } }), scenario });
}

function broken(
  part: LinkPart,
  words: string,
  payload: string,
  more: Partial<Pick<LinkFault, 'faults' | 'nearest'>> = {},
): { readonly ok: false; readonly why: LinkFault } {
  return fail({ part, words, payload, nearest: FIRST, ...more });
}

type View = { -readonly [K in Exclude<keyof Link, 'scenario'>]?: Link[K] };

interface Keys {
  readonly d: string | undefined;
  readonly o: string | undefined;
  readonly view: View;
}

/** The keys of a fragment. Values of known keys must be right; unknown keys are kept. */
function readKeys(fragment: string): Result<Keys, LinkFault> {
  const view: View = {};
  const texts = new Map<string, string>();
  const others: string[] = [];
  for (const part of fragment.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader === undefined) {
      others.push(part);
      continue;
    }
    const isTwice =
      texts.has(key) || (key === 't' && texts.has('e')) || (key === 'e' && texts.has('t'));
    if (isTwice || !reader(value, view)) {
      const what = isTwice ? 'stands twice' : `can't be "${value.slice(0, 40)}"`;
      return broken('key', `In the link, “${key}” ${what}.`, fragment);
    }
    texts.set(key, value);
  }
  if (others.length > 0) view.others = others;
  if (texts.has('o') && !texts.has('d'))
    return broken('key', 'The link has “o” without “d”.', fragment);
  return ok({ d: texts.get('d'), o: texts.get('o'), view });
}

/** One per key: takes the value over; false when it is not one. */
const readers: Readonly<Record<string, (value: string, view: View) => boolean>> = {
  d: () => true,
  o: () => true,
  e: (value, view) => isCount(value) && Boolean((view.at = { event: Number(value) })),
  t: (value, view) => isCount(value) && Boolean((view.at = { micros: Number(value) })),
  k: (value, view) => /^[\w-]{6}$/.test(value) && Boolean((view.digest = value)),
  play: (value, view) => isSwitch(value, (on) => (view.play = on)),
  ro: (value, view) => isSwitch(value, (on) => (view.readOnly = on)),
  ui: (value, view) => {
    const mode = UI_MODES.find((one) => one === value);
    if (mode !== undefined) view.ui = mode;
    return mode !== undefined;
  },
  theme: (value, view) => {
    const theme = THEMES.find((one) => one === value);
    if (theme !== undefined) view.theme = theme;
    return theme !== undefined;
  },
};

const isCount = (value: string): boolean => /^(0|[1-9]\d{0,10})$/.test(value);

function isSwitch(value: string, take: (on: boolean) => void): boolean {
  if (value === '1') take(true);
  return value === '0' || value === '1';
}

async function readScenario(
  d: string,
  o: string | undefined,
): Promise<Result<Scenario, LinkFault>> {
  if (!d.startsWith('1r~')) {
    if (o !== undefined) return broken('key', 'The link has “o” beside a scenario of its own.', d);
    const value = await decode(d);
    return value.ok ? checked(unpack(value.value), d) : value;
  }
  const id = d.slice(3);
  const base = bundled(id);
  if (base === undefined) {
    const nearest = nearestId(id);
    return broken('id', `There is no bundled scenario “${id.slice(0, 40)}”.`, d, { nearest });
  }
  if (o === undefined) return ok(base);
  const value = await decode(o);
  if (!value.ok) return fail({ ...value.why, nearest: id });
  const whole = await checked(applied(value.value, base), o);
  return whole.ok ? whole : fail({ ...whole.why, nearest: id });
}

/** The checks are loaded with the first link that needs them: a bundled scenario is right as it is. */
async function checked(value: unknown, payload: string): Promise<Result<Scenario, LinkFault>> {
  const { check } = await import('./schema.ts');
  const found = check(value);
  if (found.ok) return ok(found.value.scenario);
  const first = found.why[0];
  const words = first === undefined ? '' : `: ${faultWords(first)}`;
  return broken('schema', `The link holds no valid scenario${words}.`, payload, {
    faults: found.why,
  });
}

/** `1z~…` or `1j~…` to plain data. */
async function decode(text: string): Promise<Result<unknown, LinkFault>> {
  const match = /^(\d+)([a-z])~(.*)$/s.exec(text);
  if (match === null) return broken('codec', 'The link does not begin like 1z~, 1j~ or 1r~.', text);
  const [, version, codec, body = ''] = match;
  if (version !== '1') {
    return broken('version', `The link is of version ${version}; this is version 1.`, text);
  }
  if (codec !== 'z' && codec !== 'j') {
    return broken('codec', `The link is packed as “${codec}”, which is not known.`, text);
  }
  const octets = fromBase64url(body);
  if (octets === undefined) {
    return broken(
      'base64',
      'The link holds characters that do not belong there, or lacks some.',
      text,
    );
  }
  if (codec === 'j') return parse(octets, text);
  const inflated = await inflate(octets);
  if (inflated.ok) return parse(inflated.value, text);
  return inflated.why === 'damaged'
    ? broken('inflate', 'The link is damaged: it cannot be unpacked.', text)
    : broken('size', 'The link unpacks to more than a scenario may hold.', text);
}

function parse(octets: Uint8Array, payload: string): Result<unknown, LinkFault> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    return broken('json', 'The link unpacks to something that is not JSON.', payload);
  }
  const unsafe = unsafePart(value);
  return unsafe === undefined
    ? ok(value)
    : broken('schema', `The link holds no valid scenario: ${faultWords(unsafe)}.`, payload, {
        faults: [unsafe],
      });
}
