import { expect, test } from 'vitest';
import { aSeed } from '../../faults/fuzz.ts';
import { countedTwice } from '../../test/case-cohorts.ts';
import { aCollector } from '../../test/collector.ts';

// `server/simulation/case-trends.suite.ts` does the same with 20,000 cases.
test('counts random cases of four departments like a recount of their events', async () => {
  await using collector = await aCollector();
  const seed = aSeed();
  const both = await countedTwice(collector.db, seed, 150);
  expect(both).toHaveLength(8);
  for (const { product, again, oracle, name } of both) {
    expect(product, `${name}, seed ${seed}`).toEqual(oracle);
    expect(again, `${name}, seed ${seed}`).toEqual(oracle);
  }
});
