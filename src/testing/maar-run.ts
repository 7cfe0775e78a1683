// Runs under RFC 8885 for tests: three MAARs and a CMD in one of its modes.

import { must } from '#base/assert.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario, ScenarioNode } from '#scenario/scenario.ts';
import { lab, type Lab } from './lab.ts';

export type Mode = 'relay' | 'locator' | 'proxy';
export const MODES: readonly Mode[] = ['relay', 'locator', 'proxy'];

/** The scenario with three gateways, MN1 at the first, and nothing in its script but a first flow. */
export function threeMaars(mode: Mode, change: Partial<Scenario> = {}): Lab {
  const three = must(bundled('dmm-three'), 'there are three gateways');
  const cmd = must(
    bundled('rfc8885-relay')?.nodes.find(({ kind }) => kind === 'cmd'),
    'there is a CMD',
  );
  const nodes = three.nodes.map((node): ScenarioNode => {
    if (node.kind === 'hss') return cmd;
    return node.kind === 'dgw' ? { ...node, name: node.id.replace('dgw', 'MAAR') } : node;
  });
  return lab('rfc8885-relay', {
    knobs: { cmdMode: mode },
    nodes,
    links: [...three.links, { id: 'core-cmd', ends: ['core', 'cmd'], delay: 5_000 }],
    flows: three.flows,
    script: three.script.slice(0, 1),
    end: 3_600_000_000,
    ...change,
  });
}

/** PBUs and PBAs since a time, without their profile's D. */
export const bindings = (run: Lab, since: number): readonly string[] =>
  run
    .messages(since)
    .filter((line) => / PB[UA] /.test(line))
    .map((line) => line.replace(' D ', ' '));
