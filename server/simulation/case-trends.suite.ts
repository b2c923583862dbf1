import { expect, test } from 'vitest';
import { aSeed } from '../faults/fuzz.ts';
import { countedTwice } from '../test/case-cohorts.ts';
import { aCollector } from '../test/collector.ts';

/** `pnpm test:simulation` counts 20,000 cases; beside other suites, a sample. */
const many = process.env['HEART_SUITE'] === 'simulation' ? 20_000 : 600;

test(`counts ${many} random cases of four departments like a recount of their events`, async () => {
  await using collector = await aCollector();
  const seed = aSeed();
  const both = await countedTwice(collector.db, seed, many);
  for (const { product, again, oracle, name } of both) {
    expect(product, `${name}, seed ${seed}`).toEqual(oracle);
    expect(again, `${name}, seed ${seed}`).toEqual(oracle);
  }
  const cases = both.reduce((sum, { product }) => sum + (product.cases ?? 0), 0);
  process.stdout.write(`trends ${JSON.stringify({ seed, cases, first: both[0]!.product })}\n`);
  expect(cases).toBeGreaterThan(many / 2);
});
