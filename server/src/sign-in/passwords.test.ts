import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TooBusy, gate } from './passwords.ts';

/** Work that runs until the test ends it. */
function aPile() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const work = (name: string) => () => {
    begun.push(name);
    const end = Promise.withResolvers<string>();
    ends.set(name, end);
    return end.promise;
  };
  return {
    begun,
    work,
    end: (name: string) => ends.get(name)!.resolve(name),
    fail: (name: string) => ends.get(name)!.reject(new Error(name)),
  };
}

test('runs some work at once, queues some in order, and rejects the rest', async () => {
  const { begun, work, end, fail } = aPile();
  const enter = gate(2, 2);
  const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((name) => enter(work(name)));
  await expect(enter(work('five'))).rejects.toThrow(TooBusy);
  expect(begun).toEqual(['one', 'two']);

  end('one');
  expect(await one).toBe('one');
  await turn();
  expect(begun).toEqual(['one', 'two', 'three']);
  const six = enter(work('six'));
  await expect(enter(work('seven'))).rejects.toThrow(TooBusy);
  // Failed work gives up its slot as well.
  fail('two');
  await expect(two).rejects.toThrow('two');
  await turn();
  expect(begun).toEqual(['one', 'two', 'three', 'four']);

  for (const name of ['three', 'four']) end(name);
  expect([await three, await four]).toEqual(['three', 'four']);
  await turn();
  const eight = enter(work('eight'));
  expect(begun).toEqual(['one', 'two', 'three', 'four', 'six', 'eight']);
  for (const name of ['six', 'eight']) end(name);
  expect([await six, await eight]).toEqual(['six', 'eight']);
});
