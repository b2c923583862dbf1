import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { businessCalendar } from '../org/org.ts';
import { hiddenTime } from './received-at.ts';

const zone = 'America/Los_Angeles';
const calendar = businessCalendar({ zone, holidays: null, openingHours: null }, [
  { day: '2026-11-26', kind: 'closed', reason: 'Thanksgiving' },
]);
const local = (text: string) => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;

test.for([
  ['2026-11-25T08:00', '2026-11-25T08:00'],
  ['2026-11-25T16:59:59.999', '2026-11-25T08:00'],
  ['2026-11-25T07:59:59.999', '2026-11-25T00:00'],
  ['2026-11-25T17:00', '2026-11-25T00:00'],
  ['2026-11-25T23:59:59.999', '2026-11-25T00:00'],
  ['2026-11-26T12:00', '2026-11-26T00:00'],
  ['2026-11-28T12:00', '2026-11-28T00:00'],
  // Daylight saving time ends.
  ['2026-11-01T23:30', '2026-11-01T00:00'],
])('%s is kept as %s', ([now, kept]) => {
  expect(hiddenTime(calendar, local(now!))).toBe(local(kept!));
});

test('keeps two moments at most for each day, neither of them in the future', () => {
  for (const day of ['2026-11-25', '2026-11-26']) {
    const start = local(`${day}T00:00`);
    const moments = Array.from({ length: 24 * 60 }, (_, minute) => start + minute * 60_000);
    const kept = moments.map((moment) => hiddenTime(calendar, moment));
    expect(new Set(kept).size).toBe(day === '2026-11-25' ? 2 : 1);
    expect(kept.every((one, index) => one <= moments[index]!)).toBe(true);
  }
});
