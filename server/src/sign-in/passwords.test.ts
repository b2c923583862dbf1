import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Crowded, gate } from './passwords.ts';

/** Work that is under way until the test ends it. */
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

test('so many are worked on at once, so many wait in their order, and the rest are turned away', async () => {
  const { begun, work, end, fail } = aPile();
  const enter = gate(2, 2);
  const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((name) => enter(work(name)));
  await expect(enter(work('five'))).rejects.toThrow(Crowded);
  expect(begun).toEqual(['one', 'two']);

  end('one');
  expect(await one).toBe('one');
  await turn();
  expect(begun).toEqual(['one', 'two', 'three']);
  const six = enter(work('six'));
  await expect(enter(work('seven'))).rejects.toThrow(Crowded);
  // One that fails leaves its place as well.
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
