// Where the run stands, as the clock and the address bar say it, and its fingerprint as a person gets it.
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Lab } from './lab.ts';

/** An instant of a run. */
export interface Moment {
  /** Engine events so far. */
  readonly event: number;
  readonly seconds: number;
  readonly status: string;
  /** `k` of the link; none at event 0. */
  readonly digest: string | undefined;
  /** The fragment in the address bar, without `#`. */
  readonly link: string;
}

const clockOf = (lab: Lab) => lab.page.getByRole('region', { name: 'Controls' });

async function read(lab: Lab): Promise<Moment> {
  const text = (await clockOf(lab).innerText()).replaceAll('\u2009', '');
  const [, event = 'NaN', status = ''] = /event (\d+), (\w+)/.exec(text) ?? [];
  const link = new URL(lab.page.url()).hash.slice(1);
  return {
    event: Number(event),
    seconds: await lab.seconds(),
    status,
    digest: /(?:^|&)k=([\w-]{6})/.exec(link)?.[1],
    link,
  };
}

/** The moment, once the run rests and the address bar has followed the clock. */
export async function momentOf(lab: Lab): Promise<Moment> {
  await expect
    .poll(async () => {
      const { event, status, link } = await read(lab);
      const said = /(?:^|&)e=(\d+)/.exec(link)?.[1] ?? '0';
      return status === 'playing' ? 'playing' : Number(said) - event;
    })
    .toBe(0);
  return read(lab);
}

/** Does something that moves the playhead, and waits until it has. */
export async function moved(lab: Lab, deed: () => Promise<void>): Promise<void> {
  const { event } = await read(lab);
  await deed();
  await expect.poll(async () => (await read(lab)).event).not.toBe(event);
}

/** Does something that moves the playhead, and gives the moment that it led to. */
export async function after(lab: Lab, deed: () => Promise<void>): Promise<Moment> {
  await moved(lab, deed);
  return momentOf(lab);
}

/** Saves an export by the menu. */
export async function saved(lab: Lab, item: RegExp): Promise<Download> {
  const download = lab.page.waitForEvent('download');
  await lab.page.getByRole('button', { name: 'Export' }).click();
  await lab.page.getByRole('menuitem', { name: item }).click();
  return download;
}

export const textOf = async (download: Download): Promise<string> =>
  readFile(await download.path(), 'utf8');

/** Has the page keep what it would save, since not every browser tells of its downloads. */
export async function keepFiles(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (file: Blob) => {
      Object.assign(window, { kept: file });
      return make(file);
    };
    HTMLAnchorElement.prototype.click = () => undefined;
  });
}

/** The sixteen digits of the run so far: the last line of the trace, by the menu. After `keepFiles`. */
export async function fingerprintOf(lab: Lab): Promise<string> {
  const { page } = lab;
  await page.evaluate(() => Object.assign(window, { kept: undefined }));
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Trace/ }).click();
  const file = await page.waitForFunction(() => Reflect.get(window, 'kept') as Blob | undefined);
  const end = await file.evaluate((blob) => blob?.slice(-64).text());
  return fingerprintIn(end ?? '');
}

/** In the end of a trace. */
export const fingerprintIn = (trace: string): string =>
  /\{"fingerprint":"([0-9a-f]{16})"\}\n$/.exec(trace)?.[1] ?? `none in: ${trace}`;
