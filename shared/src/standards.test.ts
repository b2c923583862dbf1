import fc from 'fast-check';
import { expect, test } from 'vitest';
import { directions, hundredthsIn, maxHundredths, standardStatus, standardValue, withoutZeros } from './standards.ts';

test('a miss by less than a hundredth is a miss', () => {
  // 3.996 shows as 3.99, and 94.99…% as 94.99%.
  expect(standardStatus({ sum: 399_600, n: 1000 }, 'at least', 400)).toBe('missed');
  expect(standardValue({ sum: 399_600, n: 1000 })).toBe(399);
  expect(standardStatus({ sum: 10_000 * 94_999, n: 100_000 }, 'at least', 9500)).toBe('missed');
  expect(standardStatus({ sum: 400_000, n: 1000 }, 'at least', 400)).toBe('met');
});

test('at most is met by the target itself, and nothing by nothing', () => {
  expect(standardStatus({ sum: 500, n: 1 }, 'at most', 500)).toBe('met');
  expect(standardStatus({ sum: 501, n: 1 }, 'at most', 500)).toBe('missed');
  for (const direction of directions) expect(standardStatus({ sum: 0, n: 0 }, direction, 400)).toBe('none');
  expect(standardValue({ sum: 0, n: 0 })).toBeNull();
});

test('reads what it writes, and nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: maxHundredths }), (hundredths) => {
      expect(hundredthsIn(withoutZeros(hundredths))).toBe(hundredths);
    }),
  );
  for (const text of ['', '-1', '1.', '.5', '1.005', '1,5', '1e3', '12345678', 'five']) {
    expect(hundredthsIn(text), text).toBeUndefined();
  }
  expect([hundredthsIn(' 4 '), hundredthsIn('4.0'), hundredthsIn('4.05')]).toEqual([400, 400, 405]);
});
