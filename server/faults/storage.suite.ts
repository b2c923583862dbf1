import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { print } from './chance.ts';
import { storageFaults } from './storage-faults.ts';
import { surviveStorageFault } from './storage.ts';

test('storage that fails five times each way never makes a false thank-you', { timeout: 15 * 60_000 }, async () => {
  const storage: Record<string, object> = {};
  for (const fault of storageFaults) {
    if (fault.missing) {
      print(`left out, ${fault.name}: ${fault.missing}`);
      continue;
    }
    const rounds: Awaited<ReturnType<typeof surviveStorageFault>>[] = [];
    for (let times = 0; times < 5; times += 1) rounds.push(await surviveStorageFault(fault));
    expect(rounds.every(({ refused }) => refused > 0)).toBe(true);
    storage[fault.name] = {
      refused: rounds.reduce((sum, { refused }) => sum + refused, 0),
      rows: rounds.reduce((sum, { rows }) => sum + rows, 0),
      takenAgainAfterMs: Math.round(Math.max(...rounds.map(({ resumedAfter }) => resumedAfter))),
    };
    print(`${fault.name}: ${JSON.stringify(storage[fault.name])} (goal: taken again within 10,000 ms)`);
  }
  await keepFigures('faults', { storage });
});
