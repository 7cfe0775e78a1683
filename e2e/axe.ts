// Axe on what is shown: everything that it finds, of any weight, is a fault.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

export const THEMES = ['light', 'dark', 'projector'] as const;

/** Rules on what a theme changes; all else is the same in each. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Fails on anything that axe finds in the page, or in one part of it; by all rules, or by some. */
export async function expectClean(
  page: Page,
  part?: string,
  rules?: readonly string[],
): Promise<void> {
  // Axe is a megabyte of script: a page that has read it does not read it again.
  const isThere = await page.evaluate(() => Reflect.has(window, 'axe'));
  // Legacy: there are no frames, so one page is enough.
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'], ...(rules && { runOnly: [...rules] }) });
  const { violations, passes, incomplete } = await (
    part === undefined ? axe : axe.include(part)
  ).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(passes.length + incomplete.length).toBeGreaterThan(0);
}

/** By all rules in light, by those on colours in the others: what is open stays open, unmoved. */
export async function expectCleanInThemes(page: Page, part?: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const theme of THEMES) {
    await page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name;
    }, theme);
    await test.step(theme, () => expectClean(page, part, theme === 'light' ? undefined : COLOURS));
  }
}
