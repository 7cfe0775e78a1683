import { expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { check } from '#scenario/schema.ts';
import { readLink, writeLink } from '#scenario/url.ts';
import { walking } from './toy.ts';

test('20 gateways, 100 nodes and 700 flows are a scenario, and fit into a link', async () => {
  const stay = seconds(10);
  const city = walking({ gateways: 20, mobiles: 100, moves: 6, stay, gap: seconds(1) });
  expect(check(structuredClone(city))).toMatchObject({ ok: true });
  const opened = await readLink(await writeLink({ scenario: city }));
  expect(opened).toMatchObject({ ok: true, value: { scenario: { flows: city.flows } } });
});
