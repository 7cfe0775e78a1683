// One link, one fingerprint: by playing, by seeking to and fro, after a fork and back, and in Node.
import { fingerprintInNode } from './command-line.ts';
import type { Lab } from './lab.ts';
import { after, fingerprintOf, keepFiles, momentOf, moved, type Moment } from './moment.ts';
import { expect } from './watched.ts';

/** What must not depend on the way to an instant. */
const essence = ({ event, seconds, digest }: Moment) => ({ event, seconds, digest });

const slider = (lab: Lab) => lab.page.getByRole('slider', { name: 'Time' });
const toEnd = (lab: Lab) => after(lab, () => slider(lab).press('End'));
const toEarlierMark = (lab: Lab) => after(lab, () => slider(lab).press('PageUp'));

/** The part of a link that says what is done, without where it opens. */
const storyOf = (link: string): string =>
  link
    .split('&')
    .filter((part) => !/^[ek]=/.test(part))
    .join('&');

/** Opens a link, and holds the end of its run against that in Node. */
export async function expectSameAtEnd(lab: Lab, link: string): Promise<void> {
  await keepFiles(lab.page);
  await lab.open(link);
  await toEnd(lab);
  await expectSameInNode(lab, link);
}

/** Opens a link, and holds the end of its run against all other ways there. */
export async function expectSameEverywhere(lab: Lab, link: string): Promise<void> {
  await keepFiles(lab.page);
  await lab.open(link);
  const end = await toEnd(lab);
  await expectSameInNode(lab, link);

  await expectToAndFro(lab);
  await expectForkAndBack(lab);
  await slider(lab).press('End');
  await expect.poll(async () => essence(await momentOf(lab))).toEqual(essence(end));
}

/** At the end: what the page has gathered is what the command line gathers. */
async function expectSameInNode(lab: Lab, link: string): Promise<void> {
  const [here, there] = await Promise.all([fingerprintOf(lab), fingerprintInNode(link)]);
  expect(here).toBe(there);
}

/** The marks before the end have the same digests from the left as from the right. */
async function expectToAndFro(lab: Lab): Promise<void> {
  const seen: Moment[] = [];
  for (let n = 0; n < 2; n += 1) seen.push(await toEarlierMark(lab));
  await moved(lab, () => slider(lab).press('Home'));
  await moved(lab, () => slider(lab).press('End'));
  for (const moment of seen) expect(essence(await toEarlierMark(lab))).toEqual(essence(moment));
}

/** Acts in the past; the new future is the same in Node; then back to the branch that was left. */
async function expectForkAndBack(lab: Lab): Promise<void> {
  const story = storyOf((await momentOf(lab)).link);
  const present = async (): Promise<string> => storyOf((await momentOf(lab)).link);
  await lab.mobile('MN1').press('h');
  await expect.poll(present).not.toBe(story);
  const fork = await toEnd(lab);
  await expectSameInNode(lab, fork.link);
  await lab.page.getByRole('button', { name: /^branch:/ }).click();
  await lab.page.getByRole('menuitem', { name: /left at/ }).click();
  await expect.poll(present).toBe(story);
}

/** Plays to the end as fast as the pace allows: it is where a seek leads. */
export async function expectPlayedAsSought(lab: Lab, link: string): Promise<void> {
  const { page } = lab;
  await lab.open(link);
  const end = await toEnd(lab);
  await moved(lab, () => slider(lab).press('Home'));
  await page.getByRole('button', { name: 'Adaptive pace' }).click();
  await page.getByRole('radio', { name: 'Proportional' }).check();
  await page.getByRole('slider', { name: 'Pace' }).press('End');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByText(/event .*, ended/)).toBeVisible();
  expect(essence(await momentOf(lab))).toEqual(essence(end));
}
