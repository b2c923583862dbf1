import { afterAll, expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { print } from './chance.ts';
import { storageFaults } from './storage-faults.ts';
import { surviveStorageFault } from './storage.ts';

const storage: Record<string, object> = {};

test.for(storageFaults)(
  'never gives a false thank-you with $name, five times',
  { timeout: 5 * 60_000 },
  async (fault, { skip, task }) => {
    task.meta.requires = fault.missing;
    skip(fault.missing !== undefined, fault.missing);
    const rounds: Awaited<ReturnType<typeof surviveStorageFault>>[] = [];
    for (let times = 0; times < 5; times += 1) rounds.push(await surviveStorageFault(fault));
    expect(rounds.every(({ refused }) => refused > 0)).toBe(true);
    storage[fault.name] = {
      refused: rounds.reduce((sum, { refused }) => sum + refused, 0),
      rows: rounds.reduce((sum, { rows }) => sum + rows, 0),
      takenAgainAfterMs: Math.round(Math.max(...rounds.map(({ resumedAfter }) => resumedAfter))),
    };
    print(`${fault.name}: ${JSON.stringify(storage[fault.name])} (goal: accepted again within 10,000 ms)`);
  },
);

afterAll(async () => {
  const possible = storageFaults.filter(({ missing }) => missing === undefined);
  // The figures of the last successful run stay if one failed.
  if (possible.length > 0 && possible.every(({ name }) => name in storage)) await keepFigures('faults', { storage });
});
