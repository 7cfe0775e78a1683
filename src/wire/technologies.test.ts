import { expect, test } from 'vitest';
import { accessTechnologies } from './numbers-status.ts';
import { technologyName } from './technologies.ts';

test('every registered access technology but 0 has a short name; an unknown one is its number', () => {
  const numbers = accessTechnologies.points.map(({ value }) => value).filter((n) => n > 0);
  expect(numbers.map((n) => technologyName(n)).join(' ')).toBe(
    'virtual PPP Ethernet WLAN WiMAX GERAN 3G E-UTRAN eHRPD HRPD CDMA UMB NB-IoT',
  );
  expect(technologyName(99)).toBe('type 99');
  expect(technologyName()).toBe('WLAN');
});
