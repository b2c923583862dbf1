import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { shareTurns } from './turns.ts';

/** Runs workers that each do pieces of work. @returns the sizes of the work done in each turn of the event loop. */
async function turnsOf(perTurn: number, { workers, pieces, size }: { workers: number; pieces: number; size: number }) {
  const turn = shareTurns(perTurn);
  const done: number[][] = [[]];
  const work = async () => {
    for (let piece = 0; piece < pieces; piece += 1) {
      await turn(size);
      done.at(-1)!.push(size);
    }
  };
  const state = { isOver: false };
  // It plans its own turn before the others do, so that their work then counts in it.
  const count = async () => {
    while (!state.isOver) {
      await setImmediate();
      done.push([]);
    }
  };
  const counted = count();
  await Promise.all(Array.from({ length: workers }, work));
  state.isOver = true;
  await counted;
  return done.filter((sizes) => sizes.length > 0);
}

test('ten workers together do no more per turn than one alone, and all of them finish', async () => {
  const alone = await turnsOf(100, { workers: 1, pieces: 50, size: 10 });
  const together = await turnsOf(100, { workers: 10, pieces: 50, size: 10 });
  for (const sizes of [...alone, ...together]) expect(sizes.length).toBeLessThanOrEqual(10);
  expect(together.flat()).toHaveLength(500);
});

test('work larger than a turn gets one to itself, and waits for nothing that came later', async () => {
  const turns = await turnsOf(100, { workers: 3, pieces: 2, size: 250 });
  expect(turns.map((sizes) => sizes.length)).toEqual(Array(6).fill(1));
});
