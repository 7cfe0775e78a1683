// Playwright's `test` with two things more: `lab` drives the page, and a watch fails the test when the
// page writes an error, throws, loses its worker, or asks anything but this machine for something.
import { expect, test as base } from '@playwright/test';
import { Lab } from './lab.ts';

interface Watched {
  readonly lab: Lab;
  readonly watch: void;
}

/** Schemes of what a page makes for itself. */
const OWN = /^(about|blob|data):/;

const isHere = (address: string): boolean =>
  OWN.test(address) || new URL(address).hostname === '127.0.0.1';

export const test = base.extend<Watched>({
  lab: async ({ page }, give) => give(new Lab(page)),
  watch: [
    async ({ context }, give) => {
      const faults: string[] = [];
      context.on('request', (request) => {
        if (!isHere(request.url())) faults.push(`asks ${request.url()}`);
      });
      context.on('requestfailed', (request) => {
        const why = request.failure()?.errorText ?? '';
        // A reload or the end of a test breaks off what is still loading.
        if (!/abort/i.test(why)) faults.push(`cannot load ${request.url()}: ${why}`);
      });
      context.on('page', (page) => {
        page.on('websocket', (socket) => faults.push(`opens ${socket.url()}`));
      });
      context.on('weberror', (error) => faults.push(`throws ${error.error().message}`));
      context.on('console', (line) => {
        if (line.type() === 'error') faults.push(`writes ${line.text()}`);
      });
      await give();
      for (const page of context.pages()) {
        const stopped = page.getByRole('alertdialog', { name: 'The engine stopped' });
        if ((await stopped.count()) > 0) faults.push(`stops: ${await stopped.innerText()}`);
      }
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
