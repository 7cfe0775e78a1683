// What ties the fields of a scenario together: names that must exist, addresses that must parse and
// differ, and what each kind of node needs.

import { checkAddresses, checkMacs } from './check-addresses.ts';
import { checkFlows } from './check-flows.ts';
import { checkLinks } from './check-links.ts';
import { checkNodes } from './check-nodes.ts';
import { checkProxies } from './check-proxies.ts';
import { checkScript } from './check-script.ts';
import { faultAt, type Fault } from './fault.ts';
import { knobNamed } from './knobs.ts';
import type { Scenario } from './scenario.ts';

/** All faults of a scenario whose shape is right. */
export function crossChecks(scenario: Scenario): Fault[] {
  return [
    ...checkNodes(scenario),
    ...checkAddresses(scenario),
    ...checkMacs(scenario),
    ...checkProxies(scenario),
    ...checkLinks(scenario),
    ...checkFlows(scenario),
    ...checkScript(scenario),
    ...checkKnobs(scenario),
    ...checkTimes(scenario),
  ];
}

function checkKnobs(scenario: Scenario): Fault[] {
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(scenario.knobs ?? {})) {
    const knob = knobNamed(name);
    const path = `knobs.${name}`;
    if (knob === undefined) faults.push(faultAt(path, value, 'no such knob'));
    else if (!knob.values.some((one) => one.value === value)) {
      faults.push(faultAt(path, value, knob.values.map((one) => one.value).join(' or ')));
    }
  }
  return faults;
}

function checkTimes(scenario: Scenario): Fault[] {
  const { ready, end } = scenario;
  if (ready === undefined || ready <= end) return [];
  return [faultAt('ready', ready, `at most the end, ${end}`)];
}
