import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { shareReads } from './share-reads.ts';

/** Reads that the test ends itself, in order. */
function readsByHand() {
  const began: PromiseWithResolvers<string>[] = [];
  const ask = shareReads(() => {
    const read = Promise.withResolvers<string>();
    began.push(read);
    return read.promise;
  });
  const untilBegan = async (count: number) => {
    while (began.length < count) await setImmediate();
  };
  return { began, ask, untilBegan };
}

test('those who ask at once share one read, and those who ask during it share the next one', async () => {
  const { began, ask, untilBegan } = readsByHand();
  const first = Promise.all([ask(), ask(), ask()]);
  await untilBegan(1);
  const second = Promise.all([ask(), ask()]);
  await setImmediate();
  // The read that is running began before the second ones asked.
  expect(began).toHaveLength(1);
  began[0]!.resolve('before');
  expect(await first).toEqual(['before', 'before', 'before']);
  await untilBegan(2);
  began[1]!.resolve('after');
  expect(await second).toEqual(['after', 'after']);
  expect(began).toHaveLength(2);
});

test('a read that fails fails for those who share it, and for no one else', async () => {
  const { began, ask, untilBegan } = readsByHand();
  const first = Promise.allSettled([ask(), ask()]);
  await untilBegan(1);
  const second = ask();
  began[0]!.reject(new Error('The database is gone.'));
  expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await untilBegan(2);
  began[1]!.resolve('back');
  expect(await second).toBe('back');
});

test('a read that throws at once is the same', async () => {
  let isBroken = true;
  const ask = shareReads(() => {
    if (isBroken) throw new Error('broken');
    return Promise.resolve('fine');
  });
  await expect(ask()).rejects.toThrow('broken');
  isBroken = false;
  expect(await ask()).toBe('fine');
});
