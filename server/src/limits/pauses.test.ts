import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPauses } from './pauses.ts';

/** A clock that moves only when the test says so, and what waits for it. */
function startClock() {
  const state = { now: 0, waiting: [] as { go: () => void; ms: number }[] };
  const later = (go: () => void, ms: number) => void state.waiting.push({ go, ms });
  return { ...state, state, clock: () => state.now, later };
}

test('a slice waits for the pause after the one before it, in order of arrival', async () => {
  const { state, clock, later } = startClock();
  const pause = createPauses({ clock, later });
  const done: string[] = [];
  const slice = async (name: string, ms: number) => {
    await pause();
    state.now += ms;
    done.push(name);
  };
  const all = Promise.all([slice('first', 5), slice('second', 1000), slice('third', 1)]);

  const pauses: number[] = [];
  for (const expected of [['first'], ['first', 'second'], ['first', 'second', 'third']]) {
    await setImmediate();
    expect(done).toEqual(expected);
    const { go, ms } = state.waiting.shift()!;
    pauses.push(ms);
    go();
  }
  await all;
  // Several times as long as the slice, but never endless.
  expect(pauses).toEqual([30, 100, 6]);
});

test('a slice runs at once after a time without work', async () => {
  const { state, clock, later } = startClock();
  const pause = createPauses({ clock, later });
  await pause();
  await setImmediate();
  state.waiting.shift()!.go();
  await pause();
  await setImmediate();
  expect(state.waiting).toHaveLength(1);
});
