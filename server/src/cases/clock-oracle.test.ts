import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aHistory, bothWays, counted, zones } from '../../test/clock-histories.ts';

// `server/simulation/clocks.suite.ts` runs the same for 10,000 histories.
test.each(zones)('counts the clocks of random cases in %s like the oracle', (zone) => {
  const property = fc.property(aHistory, (history) => {
    const { facts, until, naive } = bothWays(zone, history);
    expect(counted(facts, until)).toEqual(naive);
  });
  fc.assert(property, { numRuns: 30 });
});
