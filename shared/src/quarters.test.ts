import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fiscalCalendar, isTimeZone, monthOf, type FiscalCalendar } from './quarters.ts';

/** Zones with unusual clock changes: at midnight, four times a year, by half an hour, or none anymore. */
const zones = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Asuncion',
  'America/Havana',
  'America/Los_Angeles',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Scoresbysund',
  'America/St_Johns',
  'Antarctica/Troll',
  'Asia/Amman',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Europe/Dublin',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];
const firstMonths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const minute = 60_000;

/** Local time in the zone, `2026-07-01 00:00:00`, from the runtime's own calendar and not from Temporal. */
function clockIn(zone: string): (instant: number) => string {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (instant) => clock.format(instant);
}

/** The three months that start with `2026-11` (`2026-11`, `2026-12`, `2027-01`) and the month after them. */
function monthsFrom(id: string): string[] {
  const first = Number(id.slice(0, 4)) * 12 + Number(id.slice(5)) - 1;
  return [0, 1, 2, 3].map((more) => {
    const month = first + more;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

function* quartersFrom2015To2035(calendar: FiscalCalendar) {
  let quarter = calendar.at(Date.UTC(2015, 0, 15));
  for (; quarter.start < Date.UTC(2036, 0, 1); quarter = calendar.next(quarter)) yield quarter;
}

describe.each(zones)('in %s', (zone) => {
  test.each(firstMonths)(
    'has quarters without gaps or overlaps in fiscal years that start in month %i',
    (firstMonth) => {
      const walked = fiscalCalendar({ zone, firstMonth });
      const asked = fiscalCalendar({ zone, firstMonth });
      let count = 0;
      for (const quarter of quartersFrom2015To2035(walked)) {
        const { id, start, end } = quarter;
        const next = walked.next(quarter);
        expect([next.start, next.id]).toEqual([end, monthsFrom(id)[3]]);
        expect([asked.at(start), asked.at(end - 1), asked.at(end)]).toEqual([quarter, quarter, next]);
        expect([asked.previous(next), asked.byId(id)]).toEqual([quarter, quarter]);
        count += 1;
      }
      expect(count).toBeGreaterThanOrEqual(84);
    },
  );

  test.each([1, 2, 3])(
    'starts each quarter at the first instant of its first month (years that start in month %i)',
    (firstMonth) => {
      const clock = clockIn(zone);
      for (const { id, start } of quartersFrom2015To2035(fiscalCalendar({ zone, firstMonth }))) {
        const first = `${id}-01`;
        expect(clock(start).slice(0, 10)).toBe(first);
        expect(clock(start - 1) < first).toBe(true);
        for (let back = 15; back <= 180; back += 15) expect(clock(start - back * minute) < first).toBe(true);
      }
    },
  );
});

describe.each(zones)('months in %s', (zone) => {
  test.each([1, 2, 3])('make up each quarter, from first instant to first instant (first month %i)', (firstMonth) => {
    const calendar = fiscalCalendar({ zone, firstMonth });
    const clock = clockIn(zone);
    for (const quarter of quartersFrom2015To2035(calendar)) {
      const months = calendar.months(quarter);
      expect(months.map(({ id }) => id)).toEqual(monthsFrom(quarter.id).slice(0, 3));
      expect([months[0].start, months[1].start, months[2].start, quarter.end]).toEqual([
        quarter.start,
        ...months.map(({ end }) => end),
      ]);
      for (const { id, start, end } of months) {
        expect([clock(start).slice(0, 10), clock(start - 1) < `${id}-01`]).toEqual([`${id}-01`, true]);
        expect([start, end - 1].map((receivedAt) => monthOf(calendar, quarter, { receivedAt }))).toEqual([id, id]);
      }
    }
  });
});

describe('the month of a response', () => {
  const calendar = fiscalCalendar({ zone: 'America/Los_Angeles', firstMonth: 7 });
  const quarter = calendar.byId('2026-07')!;
  const at = (time: string) => Date.parse(`${time}-07:00`);

  test.each([
    ['2026-07-01T00:00', '2026-07'],
    ['2026-07-31T23:59', '2026-07'],
    ['2026-08-01T00:00', '2026-08'],
    ['2026-09-30T23:59', '2026-09'],
  ])('received at %s is %s', (time, month) => {
    expect(monthOf(calendar, quarter, { receivedAt: at(time) })).toBe(month);
  });

  test('is the first one if it rolled over from a closed quarter', () => {
    expect(monthOf(calendar, quarter, { receivedAt: at('2026-06-30T12:00') })).toBe('2026-07');
    expect(monthOf(calendar, quarter, { receivedAt: at('2026-02-01T12:00') })).toBe('2026-07');
  });

  test('is that of the date on a paper form, whenever it was entered', () => {
    const receivedAt = at('2026-10-05T12:00');
    expect(monthOf(calendar, quarter, { receivedAt, paperDate: '2026-08-31' })).toBe('2026-08');
    expect(monthOf(calendar, quarter, { receivedAt, paperDate: '2026-09-01' })).toBe('2026-09');
    expect(monthOf(calendar, quarter, { receivedAt, paperDate: '2026-06-30' })).toBe('2026-07');
  });

  test('is the new one after the clock was set back to the old month', () => {
    const newfoundland = fiscalCalendar({ zone: 'America/St_Johns', firstMonth: 1 });
    const setBack = Date.parse('2009-11-01T02:31:00Z');
    expect(clockIn('America/St_Johns')(setBack)).toBe('2009-10-31 23:01:00');
    expect(monthOf(newfoundland, newfoundland.at(setBack), { receivedAt: setBack })).toBe('2009-11');
  });
});

test.each([
  ['2026-07', ['Jul 2026', 'Aug 2026', 'Sep 2026']],
  ['2026-11', ['Nov 2026', 'Dec 2026', 'Jan 2027']],
])('labels the months of the quarter %s', (id, labels) => {
  const calendar = fiscalCalendar({ zone: 'UTC', firstMonth: id === '2026-07' ? 7 : 2 });
  expect(calendar.months(calendar.byId(id)!).map(({ label }) => label)).toEqual(labels);
});

test('finds the quarter of any instant, no matter what was asked before', () => {
  const calendars = new Map<string, FiscalCalendar>();
  const instants = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2036, 0, 1) });
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.constantFrom(...firstMonths), instants, (zone, firstMonth, instant) => {
      const key = `${zone} ${firstMonth}`;
      const calendar = calendars.get(key) ?? fiscalCalendar({ zone, firstMonth });
      calendars.set(key, calendar);
      const quarter = calendar.at(instant);
      expect(quarter.start <= instant && instant < quarter.end).toBe(true);
      expect(monthsFrom(quarter.id).slice(0, 3)).toContain(clockIn(zone)(instant).slice(0, 7));
    }),
    { numRuns: 2000 },
  );
});

describe('around unusual midnights', () => {
  const startOf = (zone: string, firstMonth: number, id: string) =>
    new Date(fiscalCalendar({ zone, firstMonth }).byId(id)!.start).toISOString();

  test('starts a quarter at one o’clock if its first midnight was skipped', () => {
    expect(startOf('America/Asuncion', 7, '2023-10')).toBe('2023-10-01T04:00:00.000Z');
  });

  test('starts a quarter at the earlier of two midnights on its first day', () => {
    expect(startOf('America/Havana', 2, '2015-11')).toBe('2015-11-01T04:00:00.000Z');
  });

  test('keeps an instant in the new quarter after the clock was set back to the old date', () => {
    const zone = 'America/St_Johns';
    const setBack = Date.parse('2009-11-01T02:31:00Z');
    expect(clockIn(zone)(setBack)).toBe('2009-10-31 23:01:00');
    expect(fiscalCalendar({ zone, firstMonth: 2 }).at(setBack).id).toBe('2009-11');
    expect(startOf(zone, 2, '2009-11')).toBe('2009-11-01T02:30:00.000Z');
  });
});

test.each([
  [7, '2026-07', 'FY 2026-27 Q1 (Jul–Sep 2026)'],
  [7, '2026-10', 'FY 2026-27 Q2 (Oct–Dec 2026)'],
  [7, '2027-01', 'FY 2026-27 Q3 (Jan–Mar 2027)'],
  [7, '2027-04', 'FY 2026-27 Q4 (Apr–Jun 2027)'],
  [1, '2026-01', 'FY 2026 Q1 (Jan–Mar 2026)'],
  [1, '2026-10', 'FY 2026 Q4 (Oct–Dec 2026)'],
  [2, '2026-11', 'FY 2026-27 Q4 (Nov 2026–Jan 2027)'],
  [12, '2026-12', 'FY 2026-27 Q1 (Dec 2026–Feb 2027)'],
  [12, '2027-09', 'FY 2026-27 Q4 (Sep–Nov 2027)'],
  [7, '2099-07', 'FY 2099-00 Q1 (Jul–Sep 2099)'],
])('with years that start in month %i, labels the quarter %s as %s', (firstMonth, id, label) => {
  expect(fiscalCalendar({ zone: 'America/Los_Angeles', firstMonth }).byId(id)?.label).toBe(label);
});

test.each([
  '2026-08',
  '2026-09',
  '2026-13',
  '2026-00',
  '2026-7',
  '2026-07-01',
  ' 2026-07',
  '2026-07\n',
  '0026-07',
  '',
  'x',
])('finds no quarter %j in a year that starts in July', (id) => {
  expect(fiscalCalendar({ zone: 'America/Los_Angeles', firstMonth: 7 }).byId(id)).toBeUndefined();
});

test.each(['', 'Mars/Base', 'Europe', ' UTC', '+05:00', '2026-07-01T00:00Z', '2026-07-01T00:00[Europe/Paris]'])(
  'rejects %j as a time zone',
  (zone) => {
    expect(isTimeZone(zone)).toBe(false);
    expect(() => fiscalCalendar({ zone, firstMonth: 7 })).toThrow(RangeError);
  },
);

test.each([0, 13, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'rejects a fiscal year that starts in month %d',
  (firstMonth) => {
    expect(isTimeZone('UTC')).toBe(true);
    expect(() => fiscalCalendar({ zone: 'UTC', firstMonth })).toThrow(RangeError);
  },
);
