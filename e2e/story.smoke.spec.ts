// The story of the first slice, in every browser: drag MN1 to D-GW2 and see distributed anchoring.
import { expect, test } from '@playwright/test';
import { expectHandover, Lab } from './lab.ts';

test('dragging MN1 to D-GW2 keeps prefA and opens a tunnel', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.drag('MN1', 'D-GW2');
  await expect(page.getByText('MN1 moves at 3.000 000 s')).toBeVisible();
  await lab.untilQuiet();
  await lab.untilQuiet();
  await expectHandover(lab);
  expect(lab.errors).toEqual([]);
});

test('the handover figure gives the same fingerprint in every browser', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('d=1r~dmm-f4&t=12000000');
  await expect(page).toHaveURL(/&e=\d+&k=[\w-]{6}$/);
  const { hash } = new URL(page.url());
  await page.getByRole('slider', { name: 'Time' }).press('Home');
  await expect.poll(() => lab.seconds()).toBe(0);
  await page.goto('about:blank');
  await lab.open(hash.slice(1));
  await expect.poll(() => lab.seconds()).toBeGreaterThan(11.9);
  await expect(page.getByText('recorded with another engine')).toBeHidden();
  await expect(page).toHaveURL(`/${hash}`);
});
