import { expect, test } from 'vitest';
import {
  dayAfter,
  dayFrom,
  dayInWords,
  daysLeft,
  isoDay,
  isoDayInWords,
  localTimes,
  monthsInWords,
  spanInWords,
  timeInWords,
} from './dates.ts';
import { fiscalCalendar } from './quarters.ts';

const california = 'America/Los_Angeles';
/** The last minute of 2026 in California, when it is already morning in Greenwich. */
const newYearsEve = Date.UTC(2027, 0, 1, 7, 59);

test('shows an instant as the local day and time in US form', () => {
  expect(dayInWords(newYearsEve, california)).toBe('December 31, 2026');
  expect(dayInWords(newYearsEve, 'UTC')).toBe('January 1, 2027');
  expect(timeInWords(newYearsEve, california)).toBe('December 31, 2026, 11:59 p.m.');
  expect(timeInWords(Date.UTC(2027, 0, 19, 0, 5), 'UTC')).toBe('January 19, 2027, 12:05 a.m.');
  expect(timeInWords(Date.UTC(2027, 0, 19, 12), 'UTC')).toBe('January 19, 2027, 12:00 p.m.');
  expect(timeInWords(Date.UTC(2027, 0, 19, 14, 5), 'UTC')).toBe('January 19, 2027, 2:05 p.m.');
  expect(isoDay(newYearsEve, california)).toBe('2026-12-31');
});

test('formats local times for spreadsheets, before and after a clock change', () => {
  expect(localTimes(california)(newYearsEve)).toBe('2026-12-31 23:59:00');
  expect(localTimes(california)(newYearsEve + 60_000)).toBe('2027-01-01 00:00:00');
  expect(localTimes('UTC')(newYearsEve + 1234)).toBe('2027-01-01 07:59:01');
  expect(localTimes(california)(Date.UTC(2026, 9, 1, 6, 59, 59))).toBe('2026-09-30 23:59:59');
  const summerEnds = Date.UTC(2026, 10, 1, 8, 30);
  expect([summerEnds, summerEnds + 3_600_000].map(localTimes(california))).toEqual(
    Array(2).fill('2026-11-01 01:30:00'),
  );
  expect(localTimes('Asia/Kathmandu')(newYearsEve)).toBe('2027-01-01 13:44:00');
});

test('names a quarter by its months, with both years if it spans two', () => {
  expect(monthsInWords({ id: '2026-10' })).toBe('October to December 2026');
  expect(monthsInWords({ id: '2026-12' })).toBe('December 2026 to February 2027');
});

test('counts the days left in the department’s zone, including today', () => {
  const quarter = fiscalCalendar({ zone: california, firstMonth: 7 }).at(newYearsEve);
  expect(daysLeft(quarter, newYearsEve, california)).toBe(1);
  expect(daysLeft(quarter, newYearsEve + 60_000, california)).toBe(0);
  expect(daysLeft(quarter, Date.UTC(2026, 10, 21, 20), california)).toBe(41);
});

test('parses a real day and rejects anything else', () => {
  expect(dayFrom('2026-10-03')).toMatchObject({ inWords: 'October 3, 2026' });
  expect(dayFrom('2026-10-03')!.startIn(california)).toBe(Date.UTC(2026, 9, 3, 7));
  for (const text of ['2026-02-30', '2026-13-01', '03.10.2026', '', '2026-10-3', '2026-10-03T00:00'])
    expect(dayFrom(text), text).toBeUndefined();
});

test('joins quarters that follow each other', () => {
  const span = (...ids: string[]) => spanInWords(ids.map((id) => ({ id })));
  expect(span('2027-01')).toBe('Jan–Mar 2027');
  expect(span('2027-01', '2027-04')).toBe('Jan–Jun 2027');
  expect(span('2026-10', '2027-01')).toBe('Oct 2026–Mar 2027');
  expect(span('2026-12')).toBe('Dec 2026–Feb 2027');
  expect(span('2027-01', '2027-07')).toBe('Jan–Mar 2027 and Jul–Sep 2027');
});

test('counts days over the end of a month, and writes a stored day in words', () => {
  expect([dayAfter('2028-02-28', 2), dayAfter('2027-01-01', -1)]).toEqual(['2028-03-01', '2026-12-31']);
  expect([isoDayInWords('2027-01-19'), isoDayInWords('next week')]).toEqual(['January 19, 2027', 'next week']);
});
