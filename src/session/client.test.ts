import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { bundled } from '#scenario/library.ts';
import { createClient, type Carrier } from './client.ts';
import type { FromWorker, Still, ToWorker } from './protocol.ts';
import { Session } from './session.ts';

/** A worker that answers when it is told to, as a real one does behind a queue. */
class SlowWorker implements Carrier {
  readonly #session = new Session();
  readonly #waiting: FromWorker[] = [];
  onmessage: Carrier['onmessage'] = null;

  postMessage(message: ToWorker): void {
    this.#waiting.push(...this.#session.hear(message));
  }
  deliver(): void {
    for (const data of this.#waiting.splice(0)) {
      this.onmessage?.({ data } as MessageEvent<FromWorker>);
    }
  }
}

function page() {
  const worker = new SlowWorker();
  const client = createClient(worker);
  const stills: Still[] = [];
  client.onStill((still) => stills.push(still));
  const load = (id: string) => client.load(must(bundled(id), id));
  return { worker, client, stills, load };
}

test('a still that a later order has overtaken is not shown, and its parts are kept', () => {
  const { worker, client, stills, load } = page();
  load('dmm-f4');
  client.seek({ at: 5_000_000 });
  worker.deliver();
  expect(stills.map((still) => still.now)).toEqual([5_000_000]);
  expect(stills[0]?.script.length).toBeGreaterThan(0);
  expect(stills[0]?.scene.nodes.length).toBeGreaterThan(0);
});

test('parts that have not changed keep their identity', () => {
  const { worker, client, stills, load } = page();
  load('dmm-f4');
  client.pause();
  worker.deliver();
  expect(stills.length).toBe(2);
  expect(stills[1]?.scene).toBe(stills[0]?.scene);
});

test('answers find their questions, refusals reject with the words of the worker', async () => {
  const { worker, client, load } = page();
  load('dmm-f4');
  const tables = client.ask('tables', { node: 'dgw1' });
  const nothing = client.ask('packet', { frame: 99 });
  worker.deliver();
  expect((await tables).length).toBeGreaterThan(0);
  await expect(nothing).rejects.toThrow('not on this branch');
});

test('a scenario that makes no sense is refused in words', () => {
  const { worker, client } = page();
  const words: string[] = [];
  client.onRefused((why) => words.push(why));
  client.load({ v: 1 } as never);
  worker.deliver();
  expect(words[0]).toContain("can't be loaded");
});

test('breakpoints and commands of an earlier instant reach the worker', async () => {
  const { worker, client, stills, load } = page();
  load('pmip-attach');
  client.breaks([{ id: 'b', on: 'message', type: 'PBU', when: 'received' }]);
  client.step('quiet');
  worker.deliver();
  expect(stills.at(-1)).toMatchObject({ now: 1_030_000, stop: { id: 'b' } });
  const asking = client.ask('faultOf', { frame: 1, act: 'drop' });
  worker.deliver();
  const { command, at } = await asking;
  client.command(command, at);
  worker.deliver();
  expect(at).toBe(1_020_000);
  expect(stills.at(-1)).toMatchObject({ now: at, catches: [{ name: 'drop1' }], stop: undefined });
});
