import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aHistory, bothWays, counted, zones } from '../test/clock-histories.ts';

/** `pnpm test:simulation` counts 10,000 cases; beside other suites, a sample. */
const perZone = process.env['HEART_SUITE'] === 'simulation' ? 500 : 60;

test.each(zones)(
  `counts the clocks of ${perZone} random cases in %s like the oracle, and keeps what was missed`,
  (zone) => {
    const property = fc.property(aHistory, fc.double({ min: 0, max: 1, noNaN: true }), (history, share) => {
      const { facts, until, naive } = bothWays(zone, history);
      const clocks = counted(facts, until);
      expect(clocks).toEqual(naive);
      // What was missed at any earlier moment is missed for good, whatever happened later.
      const received = Math.min(...facts.events.map(({ at }) => at));
      for (const { rule, startedAt, breaches } of counted(facts, received + Math.floor(share * (until - received)))) {
        const later = clocks.filter((one) => one.rule === rule && one.startedAt === startedAt);
        expect(later.some((one) => breaches.every((missed) => one.breaches.includes(missed)))).toBe(true);
      }
    });
    fc.assert(property, { numRuns: perZone });
  },
);
