// Revocation in the toy domain: BRIs and BRAs at the gateways. For tests of this folder.

import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import {
  buildRevocationAnswer,
  readIndication,
  readRevocationAnswer,
} from '#protocols/pmipv6/revocation-messages.ts';
import type { Indication } from '#protocols/pmipv6/revocation-messages.ts';
import { M2 } from './toy-cast.ts';
import { DELAY, Domain } from './toy.ts';

/** BRIs that a gateway has heard, with their times. */
export const bris = (domain: Domain, mag: 1 | 2) =>
  domain.heard(mag).flatMap(({ at, packet }) => {
    const bri = readIndication(packet);
    return bri === undefined ? [] : [{ at, ...bri }];
  });

/** The last of them. */
export const lastBri = (domain: Domain, mag: 1 | 2): Indication =>
  must(bris(domain, mag).at(-1), 'a BRI came');

/** The gateway answers it, and the anchor hears it. */
export const answer = (domain: Domain, mag: 1 | 2, status: number): void => {
  domain.send(`mag${mag}`, buildRevocationAnswer(lastBri(domain, mag), { status }));
  domain.run(DELAY + ms(1));
};

/** BRAs that a gateway has heard. */
export const bras = (domain: Domain, mag: 1 | 2) =>
  domain.heard(mag).flatMap(({ packet }) => readRevocationAnswer(packet) ?? []);

/** Another interface of the node; and one that nobody knows to be one. */
export const OTHER = { linkLayerId: M2, accessTechnology: 5 } as const;
export const UNKNOWN = { ...OTHER, handoff: 4 } as const;

/** mn1 at MAG1 since 0; the time is 1 s. */
export function registered(knobs: Readonly<Record<string, string>> = {}): Domain {
  const domain = new Domain({}, knobs);
  domain.register(1);
  domain.runTo(seconds(1));
  return domain;
}
