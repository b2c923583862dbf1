import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf } from './change.ts';
import { normalPoint, studentTAt } from './student-t.ts';
import type { ResponseCell } from './tallies.ts';

/** Groups of people who each gave six ratings with the same sum. */
const people = (...groups: [sum: number, responses: number][]): ResponseCell[] =>
  groups.map(([s, responses]) => ({ k: 6, s, responses }));

test('matches the points in printed tables', () => {
  expect(normalPoint(0.025)).toBeCloseTo(1.959964, 4);
  expect(normalPoint(0.005)).toBeCloseTo(2.575829, 4);
  expect(normalPoint(0.025 / 8)).toBeCloseTo(2.734369, 3);
  // Student's t, 97.5% and 99.5%, 10 and 20 degrees of freedom.
  expect(studentTAt(1.959964, 10)).toBeCloseTo(2.228139, 3);
  expect(studentTAt(2.575829, 20)).toBeCloseTo(2.84534, 3);
});

test('calls a drop clear if it is too large for chance, and not if fewer people responded', () => {
  // Averages 4.0 and 3.5, with a standard deviation of half a point per person.
  const before = (n: number) => people([21, n], [27, n]);
  const after = (n: number) => people([18, n], [24, n]);
  expect(changeOf(before(50), after(50), 1)).toEqual({ difference: '−0.50', verdict: 'clear' });
  // By hand: SE² = 0.25/(11·2−1)·2; t = 0.5/√(0.0238) = 3.24 against 2.02; with eight comparisons it needs 2.88.
  expect(changeOf(before(11), after(11), 1).verdict).toBe('clear');
  expect(changeOf(before(6), after(6), 1)).toEqual({ difference: '−0.50', verdict: 'clear' });
  expect(changeOf(before(6), after(6), 8)).toEqual({ difference: '−0.50', verdict: 'not clear' });
});

test('gives no verdict with fewer than eleven people on either side, or with no spread', () => {
  const many = people([21, 50], [27, 50]);
  expect(changeOf(people([6, 5], [12, 5]), many, 1)).toEqual({ difference: '+2.50', verdict: 'unknown' });
  expect(changeOf(many, people([24, 40]), 1)).toEqual({ difference: '±0.00', verdict: 'unknown' });
  expect(changeOf([], many, 1)).toEqual({ difference: null, verdict: 'unknown' });
});

test('cuts a difference toward zero in both directions, and flips its sign with the order', () => {
  const cell = fc.record({
    k: fc.constant(6),
    s: fc.integer({ min: 6, max: 30 }),
    responses: fc.integer({ min: 1, max: 40 }),
  });
  const cells = fc.uniqueArray(cell, { selector: ({ s }) => s, minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(cells, cells, fc.integer({ min: 1, max: 20 }), (before, after, comparisons) => {
      const [there, back] = [changeOf(before, after, comparisons), changeOf(after, before, comparisons)];
      const mean = (all: ResponseCell[]) =>
        all.reduce((sum, { s, responses }) => sum + s * responses, 0) /
        all.reduce((sum, { responses }) => sum + 6 * responses, 0);
      const shown = Number(there.difference!.replace('−', '-').replace('±', ''));
      const exact = mean(after) - mean(before);
      expect(Math.abs(shown)).toBeLessThanOrEqual(Math.abs(exact) + 1e-9);
      expect(Math.abs(exact - shown)).toBeLessThan(0.01 + 1e-9);
      expect(back.verdict).toBe(there.verdict);
      expect(Number(back.difference!.replace('−', '-').replace('±', ''))).toBeCloseTo(-shown, 9);
      // A change that is clear among many comparisons is also clear alone.
      if (there.verdict === 'clear') expect(changeOf(before, after, 1).verdict).toBe('clear');
    }),
  );
});
