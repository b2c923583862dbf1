import { expect, test } from 'vitest';
import { aSeed } from '../faults/fuzz.ts';
import { aCollector } from '../test/collector.ts';
import { loggedTwice } from '../test/log-lines.ts';

/** `pnpm test:simulation` reads 20,000 cases; beside other suites, a sample. */
const many = process.env['HEART_SUITE'] === 'simulation' ? 20_000 : 600;

test(`the log of ${many} random cases agrees with their events`, async () => {
  await using collector = await aCollector();
  const seed = aSeed();
  const { logged, counted } = await loggedTwice(collector.db, seed, many);
  expect(logged, `seed ${seed}`).toEqual(counted);
  expect(logged.length).toBeGreaterThan(many / 2);
});
