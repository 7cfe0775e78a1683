// Runs from which the acceptance tests of Proxy Mobile IPv6 begin, and how they look at them.

import { ms, seconds, type Micros } from '#base/ids.ts';
import { labOf, type Lab } from './lab.ts';
import { belowMag, domain, stream, type Domain } from './pmip-cast.ts';

/** PBUs and PBAs. */
export const BINDING = /^PB[UA]/;
/** What gateways and anchors say to each other. */
export const CONTROL = /^(PB[UA]|BR[IA]|HB|UP[NA]|BE)/;
/** The same, and Router Advertisements. */
export const ALL = /^(PB[UA]|BR[IA]|HB|UP[NA]|BE|RA)/;

/** When MN1 is put below MAG1; it is attached 20 ms later, and its PBU leaves then. */
export const START: Micros = seconds(1);
export const ATTACHED: Micros = START + ms(20);
/** Its PBU reaches the LMA 10 ms later; the PBA takes as long. */
export const BOUND: Micros = ATTACHED + ms(10);

/** A domain with MN1 below MAG1, registered, at 3 s. */
export function attached(parts: Domain = {}): Lab {
  return arriving(parts).to(seconds(3));
}

/** The same at the instant at which MN1 is put there. */
export function arriving(parts: Domain = {}): Lab {
  const run = labOf(domain({ flows: [stream('F1', 'mn1', ms(100))], ...parts }));
  return run.to(START).put('mn1', belowMag(1));
}

/** MN1 has two radios: if1 for WLAN, which MAG1 offers, and if2 for WiMAX, as at MAG2. */
export const twoRadios: NonNullable<Domain['nodes']> = {
  mn1: {
    interfaces: [
      { id: 'if1', att: 4 },
      { id: 'if2', att: 5 },
    ],
  },
  mag2: { att: 5 },
};

export const bindings = (run: Lab, ...columns: readonly string[]): readonly string[] =>
  run.columns('lma', 'lma/bindings', columns);
export const updates = (run: Lab, node: string, ...columns: readonly string[]): readonly string[] =>
  run.columns(node, 'mag/updates', columns);
/** Remote end and number of sessions of each tunnel. */
export const tunnels = (run: Lab, node: string): readonly string[] =>
  run.columns(node, `${node.replace(/\d/, '')}/tunnels`, ['remote', 'sessions']);
