// The crowded stage, and the figures of a run: the tab, what they lead to, and the file.
import { expectClean } from './axe.ts';
import { textOf } from './moment.ts';
import { expect, test } from './watched.ts';

test('the crowded scenario opens on its moment: six routers believed, one gateway', async ({
  lab,
  page,
}) => {
  await lab.open('d=1r~dmm-many');
  await expect.poll(() => lab.seconds()).toBe(27);
  await page.getByRole('tab', { name: 'Tables' }).click();
  const card = page.getByRole('table', { name: 'What MN1 believes, and what is true' });
  await expect(card.getByRole('row', { name: /a clone at D-GW6/ })).toHaveCount(5);
  await expect(card.getByRole('row', { name: /D-GW6 itself, by radio/ })).toHaveCount(1);
});

test('a figure leads to its message, and all of them go into a file', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=13000000');
  await page.getByRole('tab', { name: 'Metrics' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Metrics' });
  const handovers = panel.getByRole('table', { name: 'Attachments and handovers' });
  const second = handovers.getByRole('row', { name: /^MN1 attachment 2/ });
  await expect(second).toContainText('30');
  await second.getByRole('button').last().focus();
  await expect(lab.ladder.getByRole('option', { name: /PBA D st 0/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expectClean(page, 'main');
  const file = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save as CSV' }).click();
  const text = await textOf(await file);
  expect(text).toMatch(/^name,scope,value,unit,definition\n/);
  expect(text).toMatch(/\ncontrolLatency,mn1 attachment 2,30,ms,/);
});

test('a scenario is found and opened by keys', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4');
  await page.getByRole('button', { name: 'Menu', exact: true }).focus();
  await lab.press('Enter');
  const line = page.getByRole('combobox', { name: 'Scenario' });
  await expect(line).toBeFocused();
  await page.keyboard.type('rfc8885');
  const list = page.getByRole('listbox', { name: 'Scenarios' });
  await expect(list.getByRole('option')).toHaveCount(3);
  await lab.press('ArrowDown');
  await expect(page.getByText('MAAR1 answers MAAR2 itself')).toBeVisible();
  await lab.press('Enter');
  await expect(page.getByRole('button', { name: /The CMD locates/ })).toBeVisible();
  await expect(line).toHaveCount(0);
});

test('a knob says what it does, what is turned, and goes back', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=13000000');
  await page.getByRole('button', { name: 'Knobs' }).click();
  const knob = page.getByRole('combobox', { name: 'RA about prefA through' });
  await expect(knob).toHaveAccessibleDescription(/Figure 4 has mn1dgw1/);
  await knob.selectOption({ label: 'mn1dgw2, the serving' });
  await expect(page.getByText('differs from Figure 4')).toBeVisible();
  await expect.poll(() => page.url()).toMatch(/o=/);
  await page.getByRole('button', { name: 'Reset one knob' }).click();
  await expect(knob).toHaveValue('anchorDlif');
  await expect.poll(() => page.url()).not.toMatch(/o=/);
});
