import { expect, test } from 'vitest';
import { shortMemory } from './short-memory.ts';

const minute = 60_000;

test('remembers names that return in time, and forgets the others', () => {
  const memory = shortMemory<number>({ duration: minute, maxNames: 100 });
  memory.set('one', 1, 0);
  memory.set('other', 2, 0);
  memory.set('one', 3, minute);
  expect([memory.get('one'), memory.get('other')]).toEqual([3, 2]);
  memory.set('one', 4, 2 * minute);
  expect([memory.get('one'), memory.get('other')]).toEqual([4, undefined]);
});

test('drops the oldest names when full, and keeps at least half', () => {
  const memory = shortMemory<number>({ duration: minute, maxNames: 10 });
  const names = Array.from({ length: 1000 }, (_, n) => `name ${n}`);
  for (const [n, name] of names.entries()) {
    memory.set('regular', 0, 0);
    memory.set(name, n, 0);
    const held = names.filter((name) => memory.get(name) !== undefined);
    expect(held.length).toBeLessThanOrEqual(10);
    expect(memory.get('regular')).toBe(0);
    expect(held).toEqual(expect.arrayContaining(names.slice(Math.max(0, n - 3), n + 1)));
  }
});

test('keeps remembering when the clock jumps back', () => {
  const memory = shortMemory<number>({ duration: minute, maxNames: 100 });
  memory.set('one', 1, 60 * minute);
  memory.set('two', 2, 0);
  expect([memory.get('one'), memory.get('two')]).toEqual([1, 2]);
});
