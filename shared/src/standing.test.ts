import { expect, test } from 'vitest';
import { intervalOf } from './scores.ts';
import { standingOf } from './standing.ts';
import type { ResponseCell } from './tallies.ts';

/** What people with six ratings each gave: how many people gave a sum. */
function given(people: Record<number, number>) {
  const cells = Object.entries(people).map(([s, responses]): ResponseCell => ({ k: 6, s: Number(s), responses }));
  const total = (of: (cell: ResponseCell) => number) => cells.reduce((sum, cell) => sum + of(cell) * cell.responses, 0);
  return { sum: total(({ s }) => s), n: total(({ k }) => k), interval: intervalOf(cells) };
}

test.each([
  ['exceeds the target with its whole interval', { 24: 10, 30: 200 }, 'exceeding', false],
  ['is above the target, but the interval reaches it', { 18: 4, 24: 4, 30: 5 }, 'meeting', true],
  ['is exactly at the target', { 18: 20, 30: 20 }, 'meeting', true],
  ['is below, but the interval reaches the target', { 18: 6, 24: 5, 30: 5 }, 'failing', true],
  ['is below with its whole interval', { 6: 50, 12: 50 }, 'failing', false],
])('%s', (_, people, standing, mayBeChance) => {
  expect(standingOf(given(people), 400)).toEqual({ standing, mayBeChance });
});

test('without an interval, nothing exceeds the target or is called chance', () => {
  const same = given({ 30: 50 });
  expect(same.interval).toBe(null);
  expect(standingOf(same, 400)).toEqual({ standing: 'meeting', mayBeChance: false });
  expect(standingOf(given({ 18: 50 }), 400)).toEqual({ standing: 'failing', mayBeChance: false });
});

test('an interval never decides whether the target was missed, and no rounded figure does', () => {
  // 3.996, which a rounded figure would show as 4.00.
  const close = { sum: 3996, n: 1000, interval: { low: '3.99', high: '4.00' } };
  expect(standingOf(close, 400)).toEqual({ standing: 'failing', mayBeChance: true });
  // The low end is at the target, so the interval is not above it.
  expect(standingOf({ sum: 4100, n: 1000, interval: { low: '4.00', high: '4.20' } }, 400)?.standing).toBe('meeting');
  expect(standingOf({ sum: 4100, n: 1000, interval: { low: '4.01', high: '4.20' } }, 400)?.standing).toBe('exceeding');
});

test('without ratings there is no standing', () => {
  expect(standingOf({ sum: 0, n: 0, interval: null }, 400)).toBe(undefined);
});
