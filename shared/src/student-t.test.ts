import { expect, test } from 'vitest';
import { studentT } from './student-t.ts';

/**
 * The probability that Student's t lies between −t and t, by its exact finite trigonometric series (Abramowitz & Stegun
 * 26.7.3 and 26.7.4). It does not depend on the table or the expansion under test.
 */
function probabilityWithin(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosine = Math.cos(angle) ** 2;
  const odd = degrees % 2;
  let term = odd ? Math.cos(angle) : 1;
  let series = 0;
  for (let power = odd; power <= degrees - 2; power += 2) {
    series += term;
    term *= ((power + 1) / (power + 2)) * cosine;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * series) : Math.sin(angle) * series;
}

const upTo60 = Array.from({ length: 60 }, (_, index) => index + 1);
const beyond = [61, 75, 99, 100, 119, 250, 499, 1000, 4999, 10_000, 65_537, 100_000];

test('checks the reference series against points from printed tables', () => {
  expect(probabilityWithin(1, 1)).toBeCloseTo(0.5, 12);
  expect(probabilityWithin(12.7062, 1)).toBeCloseTo(0.95, 6);
  expect(probabilityWithin(2.228139, 10)).toBeCloseTo(0.95, 6);
  expect(probabilityWithin(2.042272, 30)).toBeCloseTo(0.95, 6);
  expect(probabilityWithin(1.959964, 10_000_000)).toBeCloseTo(0.95, 6);
});

test.each([...upTo60, ...beyond])('covers 95%% to within a millionth with %i degrees of freedom', (degrees) => {
  const t = studentT(degrees);
  expect(probabilityWithin(t - 1e-6, degrees)).toBeLessThan(0.95);
  expect(probabilityWithin(t + 1e-6, degrees)).toBeGreaterThan(0.95);
});

test('beyond the table, has the error of the first omitted term, which is below 3e-8', () => {
  for (const degrees of [31, 32, 33, 34, 35, 40, 45, 50, 55, ...beyond]) {
    const t = studentT(degrees);
    const error = Math.max(0.8 / degrees ** 5, 1e-10);
    expect(probabilityWithin(t - error, degrees)).toBeLessThan(0.95);
    expect(probabilityWithin(t + error, degrees)).toBeGreaterThan(0.95);
  }
});

test('within the table, has an error below a billionth', () => {
  for (const degrees of upTo60.slice(0, 30)) {
    const t = studentT(degrees);
    expect(probabilityWithin(t - 1e-9, degrees)).toBeLessThan(0.95);
    expect(probabilityWithin(t + 1e-9, degrees)).toBeGreaterThan(0.95);
  }
});

test('never grows with one more respondent, and never falls below the normal factor', () => {
  for (let degrees = 1; degrees < 2000; degrees += 1) expect(studentT(degrees + 1)).toBeLessThan(studentT(degrees));
  expect(studentT(1e9)).toBeGreaterThan(1.959963984);
});
