// Makes a scenario that fails smaller: fewer commands, flows, nodes and knobs, simpler numbers, an
// earlier end; as long as it still fails.

import { ms, seconds, type Micros, type NodeId } from '#base/ids.ts';
import type { Scenario, ScenarioNode } from '#scenario/schema.ts';
import type { Stamped } from '#sim/command.ts';

/** Attempts at making a scenario smaller. */
const MOST_TRIES = 400;

/** The smallest scenario found that still fails. */
export function smallest(scenario: Scenario, fails: (one: Scenario) => boolean): Scenario {
  let best = scenario;
  let tries = 0;
  const attempt = (next: Scenario): boolean => {
    tries += 1;
    if (tries > MOST_TRIES || !fails(next)) return false;
    best = next;
    return true;
  };
  for (const step of [fewerCommands, fewerParts, defaultKnobs, plainNumbers, earlierEnd]) {
    step(() => best, attempt);
  }
  return best;
}

/** Looks at the best so far and tries others in its place. */
type Step = (best: () => Scenario, attempt: (next: Scenario) => boolean) => void;

/** Halves, quarters, … of the script, down to single commands. */
const fewerCommands: Step = (best, attempt) => {
  for (let size = best().script.length; size >= 1; size = Math.floor(size / 2)) {
    for (let end = best().script.length; end > 0; end -= size) {
      const { script } = best();
      const from = Math.max(0, end - size);
      attempt({ ...best(), script: script.filter((_, n) => n < from || n >= end) });
    }
  }
};

/** Flows that nobody starts, and mobile nodes and gateways that nobody names. */
const fewerParts: Step = (best, attempt) => {
  for (const { id } of best().flows) {
    const script = best().script.filter((one) => one.do !== 'flow' || one.flow !== id);
    attempt({ ...best(), script, flows: best().flows.filter((flow) => flow.id !== id) });
  }
  for (const { id, kind } of best().nodes) {
    if (kind !== 'mn' && kind !== 'mag') continue;
    const now = best();
    const links = now.links.filter(({ ends }) => !ends.includes(id));
    const isNamed =
      now.flows.some((flow) => flow.from === id) || JSON.stringify(now.script).includes(`${id}"`);
    if (isNamed) continue;
    const left = now.nodes.filter((node) => node.id !== id);
    attempt({ ...now, links, nodes: left.map((node) => withoutNames(node, id)) });
  }
};

/** A gateway without what it calls the DLIFs of a mobile node. */
function withoutNames(node: ScenarioNode, mobile: NodeId): ScenarioNode {
  const { dlifMacs, ...rest } = node;
  if (dlifMacs === undefined) return node;
  const others = Object.entries(dlifMacs).filter(([name]) => !name.startsWith(`${mobile}dgw`));
  return others.length === 0 ? rest : { ...rest, dlifMacs: Object.fromEntries(others) };
}

const defaultKnobs: Step = (best, attempt) => {
  for (const name of Object.keys(best().knobs ?? {})) {
    const { knobs = {}, ...rest } = best();
    const { [name]: _gone, ...others } = knobs;
    attempt({ ...rest, knobs: others });
  }
};

/** Whole seconds, tenths or milliseconds; the first frame; no delay beyond a tenth. */
const plainNumbers: Step = (best, attempt) => {
  for (let n = 0; n < best().script.length; n += 1) {
    const replaced = (next: Stamped): Scenario => ({
      ...best(),
      script: best()
        .script.with(n, next)
        .toSorted((a, b) => a.at - b.at),
    });
    for (const unit of [seconds(1), ms(100), ms(1)]) {
      const one = best().script[n];
      if (one === undefined || one.at % unit === 0) break;
      if (attempt(replaced({ ...one, at: rounded(one.at, unit) }))) break;
    }
    const caught = best().script[n];
    if (caught?.do !== 'catch') continue;
    if (caught.nth > 1) attempt(replaced({ ...caught, nth: 1 }));
    const late = best().script[n];
    if (late?.do !== 'catch' || late.by === undefined || late.by % ms(100) === 0) continue;
    attempt(replaced({ ...late, by: Math.max(ms(100), rounded(late.by, ms(100))) }));
  }
};

const rounded = (value: Micros, unit: Micros): Micros => Math.round(value / unit) * unit;

const earlierEnd: Step = (best, attempt) => {
  for (let end = seconds(1); end < best().end; end *= 2) {
    if (attempt({ ...best(), end })) return;
  }
};
