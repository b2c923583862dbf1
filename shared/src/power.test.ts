import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tail } from '../test/verdict-oracle.ts';
import { itemCells, responsesNeeded } from './power.ts';
import type { ResponseCell } from './tallies.ts';

const floor = { sd: 0.05, quarters: null };
/** Respondents who rate all six items: half of them 3, half of them 4. */
const half = (responses: number): ResponseCell[] => [
  { k: 6, s: 18, responses },
  { k: 6, s: 24, responses },
];

/** The margin of the goal in plain arithmetic, with the 99.5% point found by integration. */
function margin(responses: number, { gain, people, tau }: { gain: number; people: number; tau: number }): number {
  // Half of the people are 0.5 above the average, half 0.5 below.
  const variance = (0.25 * people) / (people - 1);
  const [a, b, c] = [variance / people, variance / responses, tau ** 2];
  const degrees = Math.floor((a + b + c) ** 2 / (a ** 2 / (people - 1) + b ** 2 / (responses - 1)));
  let [low, high] = [2, 5];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (tail(middle, degrees) > 0.005) low = middle;
    else high = middle;
  }
  return gain - (low + 0.841621) * Math.sqrt(a + b + c);
}

test('finds the smallest number that sees the gain in 80% of cases', () => {
  const needed = responsesNeeded({ before: [half(60)], goal: 380, wobble: floor });
  expect(needed.responses).toBeGreaterThan(11);
  const plan = { gain: 0.3, people: 120, tau: 0.05 };
  expect(margin(needed.responses!, plan)).toBeGreaterThanOrEqual(0);
  expect(margin(needed.responses! - 1, plan)).toBeLessThan(0);
});

test('splits an odd number over two quarters upward', () => {
  const { responses, perQuarter } = responsesNeeded({ before: [half(60)], goal: 381, wobble: floor });
  expect(perQuarter).toBe(Math.ceil(responses! / 2));
});

test('asks for 11 responses at least, and for more the smaller the gain', () => {
  const needed = (goal: number) => responsesNeeded({ before: [half(500)], goal, wobble: floor }).responses!;
  expect(needed(500)).toBe(11);
  fc.assert(
    fc.property(fc.integer({ min: 375, max: 499 }), (goal) => {
      expect(needed(goal)).toBeGreaterThanOrEqual(needed(goal + 1));
    }),
  );
});

test('pools both quarters before', () => {
  expect(responsesNeeded({ before: [half(30), half(30)], goal: 400, wobble: floor })).toEqual(
    responsesNeeded({ before: [half(60)], goal: 400, wobble: floor }),
  );
});

test('says why no number is enough', () => {
  const reason = (people: number, goal: number, wobble: typeof floor | { sd: number; quarters: number } = floor) =>
    responsesNeeded({ before: [half(people)], goal, wobble });
  expect(reason(5, 500)).toEqual({ responses: null, perQuarter: null, reason: 'too few responses before' });
  expect(reason(6, 370).reason).toBe('too few responses before');
  expect(reason(6, 500).reason).toBeNull();
  expect(reason(500, 350).reason).toBe('no gain');
  expect(reason(500, 365).reason).toBe('gain too small');
  expect(reason(500, 400, { sd: 0.4, quarters: 8 }).reason).toBe('gain too small');
  const nobodyDiffers = [{ k: 6, s: 18, responses: 100 }];
  expect(responsesNeeded({ before: [nobodyDiffers], goal: 400, wobble: floor }).reason).toBe(
    'too few responses before',
  );
});

test('takes an item’s ratings as one for each respondent', () => {
  expect(itemCells([0, 2, 0, 5, 1])).toEqual([
    { k: 1, s: 2, responses: 2 },
    { k: 1, s: 4, responses: 5 },
    { k: 1, s: 5, responses: 1 },
  ]);
  const needed = responsesNeeded({ before: [itemCells([0, 0, 60, 60, 0])], goal: 380, wobble: floor });
  // As spread as the average in the first test.
  expect(needed).toEqual(responsesNeeded({ before: [half(60)], goal: 380, wobble: floor }));
});
