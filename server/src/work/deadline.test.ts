import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessCalendar } from '../org/org.ts';
import { deadline } from './deadline.ts';

// The oracle goes through time in steps of 15 minutes and reads the local clock. It shares no code with what it checks: no
// Temporal, no calendar, only Intl.

const step = 15 * 60 * 1000;

/** Each of these zones has changed its clocks, has an offset that is not a whole hour, or once skipped a day. */
const zones = [
  'America/Los_Angeles',
  'America/New_York',
  'America/St_Johns',
  'America/Asuncion',
  'America/Sao_Paulo',
  'America/Havana',
  'America/Scoresbysund',
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Australia/Eucla',
  'Pacific/Chatham',
  'Pacific/Apia',
];

interface Week {
  /** `HH:MM` from Monday to Sunday. Null means closed. */
  hours: ({ opens: string; closes: string } | null)[];
  listed: Map<string, 'closed' | 'open'>;
}

/** The local date and time. */
function localTimeIn(zone: string) {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (instant: number) => {
    const [date, time] = format.format(instant).split(' ') as [string, string];
    return { date, time };
  };
}

function naive({ hours, listed }: Week, zone: string) {
  const local = localTimeIn(zone);
  const weekdayOf = (date: string) => (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  const isBusiness = (date: string) => {
    const weekday = weekdayOf(date);
    return listed.has(date) ? listed.get(date) === 'open' : weekday < 5 && hours[weekday] !== null;
  };
  const hoursOf = (date: string) => hours[weekdayOf(date)] ?? { opens: '08:00', closes: '17:00' };
  const isOpen = ({ date, time }: { date: string; time: string }) =>
    isBusiness(date) && hoursOf(date).opens <= time && time < hoursOf(date).closes;
  return { local, isBusiness, hoursOf, isOpen };
}

function naiveBusinessDays(week: Week, zone: string, start: number, count: number, afterHours: string) {
  const { local, isBusiness, hoursOf } = naive(week, zone);
  const first = local(start);
  let begins: string | undefined = first.date;
  if (afterHours === 'next business day' && !(isBusiness(first.date) && first.time < hoursOf(first.date).closes)) {
    begins = undefined;
  }
  let counted = 0;
  let date = first.date;
  for (let at = start; ; at += step) {
    const now = local(at).date;
    // In St. John’s, some days began a minute before the clock went back into the day before.
    if (now <= date) continue;
    if (begins !== undefined && counted === count) return at;
    date = now;
    if (begins !== undefined && isBusiness(date)) counted += 1;
    if (begins === undefined && isBusiness(date)) begins = date;
  }
}

function naiveOpenHours(week: Week, zone: string, start: number, hours: number) {
  const { local, isOpen } = naive(week, zone);
  let left = hours * 60 * 60 * 1000;
  for (let at = start; ; at += step) {
    if (!isOpen(local(at))) continue;
    left -= step;
    if (left === 0) return at + step;
  }
}

function naiveEndOfDay(week: Week, zone: string, start: number) {
  const { local, isOpen } = naive(week, zone);
  let at = start;
  while (!isOpen(local(at))) at += step;
  while (isOpen(local(at))) at += step;
  return at;
}

const hoursOfDay = fc
  .tuple(fc.integer({ min: 20, max: 50 }), fc.integer({ min: 1, max: 40 }))
  .map(([from, length]) => ({ opens: timeOf(from), closes: timeOf(from + length) }));

/** @param quarters of an hour from midnight. */
function timeOf(quarters: number): string {
  return `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
}

const from = Date.UTC(1995, 0, 1);
const until = Date.UTC(2035, 0, 1);
/** Many of these are close to clock changes, or to the day that Samoa skipped. */
const starts = fc.oneof(
  fc.integer({ min: from / step, max: until / step }).map((steps) => steps * step),
  fc
    .tuple(fc.integer({ min: 1995, max: 2034 }), fc.constantFrom(2, 3, 8, 9, 10), fc.integer({ min: 0, max: 31 * 96 }))
    .map(([year, month, steps]) => Date.UTC(year, month, 1) + steps * step),
  fc.integer({ min: 0, max: 8 * 96 }).map((steps) => Date.UTC(2011, 11, 26) + steps * step),
);

const weeks = fc.record({
  hours: fc
    .tuple(hoursOfDay, ...Array.from({ length: 6 }, () => fc.option(hoursOfDay, { nil: null, freq: 4 })))
    .map((days): Week['hours'] => days),
  /** Exceptions, as a number of days after the start. */
  listed: fc.array(fc.tuple(fc.integer({ min: -1, max: 15 }), fc.constantFrom('closed' as const, 'open' as const))),
});

function calendars(
  zone: string,
  { hours, listed }: { hours: Week['hours']; listed: [number, 'closed' | 'open'][] },
  start: number,
) {
  const day = 24 * 60 * 60 * 1000;
  const dates = new Map(
    listed.map(([after, kind]) => [new Date(start + after * day).toISOString().slice(0, 10), kind]),
  );
  const days = [...dates].map(([date, kind]) => ({ day: date, kind, reason: 'Listed' }));
  return {
    week: { hours, listed: dates },
    calendar: businessCalendar({ zone, holidays: null, openingHours: JSON.stringify(hours) }, days),
  };
}

test.each(zones)('counts deadlines in %s like the oracle', (zone) => {
  const rules = fc.constantFrom('same day' as const, 'next business day' as const);
  const counts = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(weeks, starts, counts, rules, (given, start, count, afterHours) => {
      const { week, calendar } = calendars(zone, given, start);
      const { at, days } = deadline(calendar, { unit: 'business days', count, afterHours }, start);
      expect(new Date(at)).toEqual(new Date(naiveBusinessDays(week, zone, start, count, afterHours)));
      expect(days.filter(({ isCounted }) => isCounted)).toHaveLength(count);
      const hours = deadline(calendar, { unit: 'open hours', count: count + 1 }, start).at;
      expect(new Date(hours)).toEqual(new Date(naiveOpenHours(week, zone, start, count + 1)));
      const end = deadline(calendar, { unit: 'end of the same day' }, start).at;
      expect(new Date(end)).toEqual(new Date(naiveEndOfDay(week, zone, start)));
    }),
    { numRuns: 30 },
  );
});

const ontario = businessCalendar({ zone: 'America/Toronto', holidays: 'CA-ON', openingHours: null }, []);
/** Friday, May 21, 2027, 5:10 p.m. in Toronto. Monday, May 24, is Victoria Day. */
const fridayEvening = Date.UTC(2027, 4, 21, 21, 10);

test.each([
  ['a voicemail on Friday evening is due on Tuesday, after the holiday', 'same day', Date.UTC(2027, 4, 26, 4)],
  [
    'a voicemail that belongs to the next business day is due a day later',
    'next business day',
    Date.UTC(2027, 4, 27, 4),
  ],
] as const)('%s', (_, afterHours, due) => {
  const { at, days } = deadline(ontario, { unit: 'business days', count: 1, afterHours }, fridayEvening);
  expect(new Date(at)).toEqual(new Date(due));
  expect(days.slice(0, 4).map(({ day, isBusinessDay, reason }) => [day, isBusinessDay, reason])).toEqual([
    ['2027-05-21', true, null],
    ['2027-05-22', false, null],
    ['2027-05-23', false, null],
    ['2027-05-24', false, 'Victoria Day'],
  ]);
  expect(days.filter(({ isCounted }) => isCounted)).toHaveLength(1);
});

test('prefers the list of exceptions to a holiday, and gives the reason', () => {
  const days = [
    { day: '2027-05-24', kind: 'open' as const, reason: 'Election desk' },
    { day: '2027-05-25', kind: 'closed' as const, reason: 'Moving' },
  ];
  const calendar = businessCalendar({ zone: 'America/Toronto', holidays: 'CA-ON', openingHours: null }, days);
  const counted = deadline(calendar, { unit: 'business days', count: 2, afterHours: 'same day' }, fridayEvening).days;
  expect(counted.map(({ day, isCounted, reason }) => [day, isCounted, reason])).toEqual([
    ['2027-05-21', false, null],
    ['2027-05-22', false, null],
    ['2027-05-23', false, null],
    ['2027-05-24', true, 'Election desk'],
    ['2027-05-25', false, 'Moving'],
    ['2027-05-26', true, null],
  ]);
});

test('rejects a calendar that is always closed', () => {
  const never: typeof ontario = { zone: 'UTC', day: (day) => ({ ...ontario.day(day), isBusinessDay: false }) };
  expect(() => deadline(never, { unit: 'open hours', count: 1 }, fridayEvening)).toThrow('too few business days');
});
