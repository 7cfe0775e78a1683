// The scenario of `run`: a bundled id, a file, or a link; then changed as the options say.

import { readFile, stat } from 'node:fs/promises';
import { faultWords } from '#scenario/fault.ts';
import { knobNamed, knobsFor } from '#scenario/knobs.ts';
import { bundled, nearestId } from '#scenario/library.ts';
import { check, type Scenario } from '#scenario/schema.ts';
import { readLink } from '#scenario/url.ts';
import type { Profile } from '#wire/packet.ts';
import { Failure, reasonOf } from './failure.ts';

/** Larger files are not read. */
const LARGEST_FILE = 4 * 1024 * 1024;

/** The scenario that an argument names. */
export async function scenarioOf(argument: string): Promise<Scenario> {
  if (argument.includes('#') || /^[a-z]=/.test(argument)) return fromLink(argument);
  const found = bundled(argument);
  if (found !== undefined) return found;
  if (/[./\\]/.test(argument)) return fromFile(argument);
  const near = nearestId(argument);
  throw new Failure(`there is no scenario '${argument}'; did you mean '${near}'? See 'list'`);
}

async function fromLink(argument: string): Promise<Scenario> {
  const read = await readLink(argument);
  if (read.ok) return read.value.scenario;
  throw new Failure(read.why.words);
}

async function fromFile(path: string): Promise<Scenario> {
  let value: unknown;
  const text = await textOf(path);
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Failure(`'${path}' is not JSON: ${reasonOf(error)}`, { cause: error });
  }
  const checked = check(value);
  if (checked.ok) return checked.value.scenario;
  const [first, ...more] = checked.why;
  const words = first === undefined ? 'not a scenario' : faultWords(first);
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new Failure(`'${path}': ${words}${rest}`);
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE) throw new Error(`it is larger than ${LARGEST_FILE} octets`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(`cannot read '${path}': ${reasonOf(error)}`, { cause: error });
  }
}

/** The scenario with another seed, profile or knobs. `profile` may be set like a knob. */
export function changed(
  scenario: Scenario,
  seed: number | undefined,
  settings: readonly string[],
): Scenario {
  let turned: Scenario = seed === undefined ? scenario : { ...scenario, seed };
  for (const setting of settings) turned = set(turned, setting);
  const checked = check(turned);
  if (checked.ok) return checked.value.scenario;
  throw new Failure(checked.why.map(faultWords)[0] ?? 'not a scenario');
}

const PROFILES: readonly Profile[] = ['draft-05', 'rfc8885'];

function set(scenario: Scenario, setting: string): Scenario {
  const equals = setting.indexOf('=');
  if (equals < 1) throw new Failure(`option '--set' must be KNOB=VALUE, not '${setting}'`);
  const [name, value] = [setting.slice(0, equals), setting.slice(equals + 1)];
  if (name === 'profile') {
    const profile = PROFILES.find((one) => one === value);
    if (profile !== undefined) return { ...scenario, profile };
    throw new Failure(`knob 'profile' is ${PROFILES.join(' or ')}, not '${value}'`);
  }
  const knob = knobNamed(name);
  if (knob === undefined) {
    const names = ['profile', ...knobsFor(scenario).map((one) => one.name)].join(', ');
    throw new Failure(`there is no knob '${name}'; for this scenario there are ${names}`);
  }
  const values = knob.values.map((one) => one.value);
  if (!values.includes(value)) {
    throw new Failure(`knob '${name}' is ${values.join(' or ')}, not '${value}'`);
  }
  return { ...scenario, knobs: { ...scenario.knobs, [name]: value } };
}
