// Time: play and pause, steps of every size and back, scrubbing, and acting in the past.
import type { Lab } from './lab.ts';
import { after, momentOf, moved } from './moment.ts';
import { expect, test } from './watched.ts';

const slider = (lab: Lab) => lab.page.getByRole('slider', { name: 'Time' });
const button = (lab: Lab, name: string) => lab.page.getByRole('button', { name, exact: true });
/** Sets the scrubber as assistive technology does: a value without a pointer or a key. */
const slideTo = (lab: Lab, thousandths: number): Promise<void> =>
  slider(lab).evaluate((input, value) => {
    // The input's own setter: the one of the instance is React's.
    Reflect.set(HTMLInputElement.prototype, 'value', String(value), input);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, thousandths);
const step = (lab: Lab, key: string) => after(lab, () => lab.press(key));
const branch = (lab: Lab) => lab.page.getByRole('button', { name: /^branch:/ });

test('a figure opens as its draft draws it, and goes to its start', async ({ lab, page }) => {
  await lab.open();
  await page.getByRole('button', { name: 'Figure 1' }).click();
  await expect(page.getByText('After the move F1 keeps prefA')).toBeVisible();
  await expect.poll(() => lab.seconds()).toBe(12.5);
  await expect(lab.mobile('MN1')).toHaveAccessibleName(/^MN1, on D-GW2/);
  await page.getByRole('button', { name: 'From the start' }).click();
  await expect.poll(() => lab.seconds()).toBe(0);
  await expect(page).toHaveURL(/#d=1r~dmm-f1&e=0$/);
});

test('Play runs on until Pause, which stops where it is', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=9900000');
  const start = await momentOf(lab);
  await button(lab, 'Play').click();
  await expect(page.getByText(/event .*, playing/)).toBeVisible();
  await expect.poll(() => lab.seconds()).toBeGreaterThan(start.seconds);
  await button(lab, 'Pause').click();
  const paused = await momentOf(lab);
  expect(paused.status).toBe('paused');
  expect(paused.event).toBeGreaterThan(start.event);
  await lab.press('Space');
  await expect(button(lab, 'Pause')).toBeVisible();
  await lab.press('Space');
  await expect(button(lab, 'Play')).toBeVisible();
});

test('steps by event, by message and until quiet come back to where they were', async ({ lab }) => {
  await lab.open('d=1r~dmm-f4&t=9960000');
  const start = await momentOf(lab);
  const event = await step(lab, 'ArrowRight');
  expect(event.event).toBe(start.event + 1);
  const first = await step(lab, 'Shift+ArrowRight');
  const second = await step(lab, 'Shift+ArrowRight');
  expect(await step(lab, 'Shift+ArrowLeft')).toEqual(first);
  expect(await step(lab, 'Shift+ArrowRight')).toEqual(second);
  const quiet = await step(lab, 'q');
  expect(quiet.event).toBeGreaterThan(second.event);
  await expect(lab.outline('prefB::MN1')).toContainText('preferred');
  expect(await step(lab, 'ArrowLeft')).toMatchObject({ event: quiet.event - 1 });
  expect(await step(lab, 'ArrowRight')).toEqual(quiet);
  await step(lab, 'Home');
  expect(await step(lab, 'n')).toMatchObject({ status: 'paused' });
});

test('scrubbing by pointer, by keys and by the ladder goes to the instant', async ({ lab }) => {
  await lab.open('d=1r~dmm-f4&t=12000000');
  await momentOf(lab);
  const pba = lab.ladder.getByRole('option', { name: /PBA D st 0/ });
  const there = await after(lab, () => pba.click());
  expect(there.seconds).toBeCloseTo(10.018, 3);
  await expect(lab.outline('tunnel to D-GW1')).toContainText('up');
  const mark = await after(lab, () => slider(lab).press('PageUp'));
  expect(mark.seconds).toBeLessThan(there.seconds);
  await expect(slider(lab)).toHaveAttribute('aria-valuetext', /^\d+\.\d{3} \d{3} s$/);
  await moved(lab, () => slideTo(lab, 700));
  await after(lab, () => slider(lab).press('Home'));
  await expect(slider(lab)).toHaveAttribute('aria-valuetext', '0.000 000 s');
  await moved(lab, () => slideTo(lab, 900));
  const box = await slider(lab).boundingBox();
  if (box === null) throw new Error('there is no scrubber');
  const start = await after(lab, () =>
    slider(lab).click({ position: { x: 12, y: box.height / 2 } }),
  );
  expect(start.seconds).toBeLessThan(1);
  // The focus is on the scrubber now: the keys of time still work.
  await lab.press('Space');
  await expect(button(lab, 'Pause')).toBeVisible();
  await lab.press('Space');
  await momentOf(lab);
});

test('acting in the past makes a branch; the old future can be gone back to', async ({
  lab,
  page,
}) => {
  await lab.open('d=1r~dmm-f4&t=12000000');
  const future = await momentOf(lab);
  await expect(lab.outline('CN1')).toContainText('F1');
  await after(lab, () => lab.press('Home'));
  await expect(branch(lab)).toBeHidden();
  await lab.press('f');
  await page.getByRole('menuitem', { name: /^Stop F1|^Start F1/ }).click();
  await expect(branch(lab)).toBeVisible();
  await expect(page).toHaveURL(/&o=1z~/);
  await branch(lab).click();
  await page.getByRole('menuitem', { name: /left at/ }).click();
  await expect(page).not.toHaveURL(/&o=1z~/);
  await after(lab, () => lab.press('End'));
  await page.goto(`/#${future.link}`);
  expect(await momentOf(lab)).toEqual(future);
});

test('undo takes the last action back, and the link with it', async ({ lab, page }) => {
  await lab.open('d=1r~dmm-f4&t=5000000');
  const before = await momentOf(lab);
  const undo = page.getByRole('button', { name: /^Undo/ });
  await expect(undo).toBeDisabled();
  await lab.press('2');
  await expect(page.getByText(/^MN1 moves (now|at)/)).toBeVisible();
  await expect(undo).toBeEnabled();
  await expect(page).toHaveURL(/&o=1z~/);
  await lab.press('Control+z');
  await expect(page.getByText(/^MN1 moves (now|at)/)).toBeHidden();
  await expect(undo).toBeDisabled();
  await expect(page).not.toHaveURL(/&o=1z~/);
  expect(await momentOf(lab)).toEqual(before);
});
