// Accessibility of the main screen in its themes and sizes (axe), its order of headings, its targets.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Lab } from './lab.ts';

const STORY = 'd=1r~dmm-f4&t=10030000';

const SCREENS = [
  { theme: 'light', width: 1280, height: 720 },
  { theme: 'dark', width: 1920, height: 1080 },
  { theme: 'projector', width: 1280, height: 720 },
] as const;

for (const { theme, width, height } of SCREENS) {
  test(`axe finds nothing in ${theme} at ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const lab = new Lab(page);
    await lab.open(`${STORY}&theme=${theme}`);
    await expect(lab.outline('tunnel to D-GW1')).toBeAttached();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
}

test('the headings stand in the order of the story', async ({ page }) => {
  const lab = new Lab(page);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await lab.open(STORY);
  await expect(page.getByRole('heading', { name: 'Tables' })).toBeAttached();
  const all = await page.getByRole('heading', { level: 2 }).allInnerTexts();
  const wanted = ['Summary', 'Stage Outline', 'Ladder', 'Tables', 'Controls'];
  const seen = all.map((text) => text.replace(/\s+/g, ' ').trim());
  expect(seen.filter((text) => wanted.includes(text))).toEqual(wanted);
});

test('no target is smaller than 24 pixels', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open(STORY);
  const small = await page
    .locator('button:visible, input:visible, select:visible')
    .evaluateAll((all) =>
      all
        .filter((one) => getComputedStyle(one).display !== 'inline')
        .map((one) => ({ box: one.getBoundingClientRect(), name: one.outerHTML.slice(0, 120) }))
        .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
        .map(({ box, name }) => `${Math.round(box.width)} by ${Math.round(box.height)}: ${name}`),
    );
  expect(small).toEqual([]);
});
