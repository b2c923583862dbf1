import { Temporal } from 'temporal-polyfill';

/** When a department's quarters start: its IANA time zone and the first month (1–12) of its fiscal year. */
export interface FiscalYear {
  zone: string;
  firstMonth: number;
}

/** A fiscal quarter, half-open: `start <= t < end`, in milliseconds since the epoch. */
export interface Quarter {
  /** Its first month, `2026-07`. */
  id: string;
  /** `FY 2026-27 Q1 (Jul–Sep 2026)`. */
  label: string;
  start: number;
  end: number;
}

/** A month of a quarter, half-open like it. */
export interface Month {
  /** `2026-08`. */
  id: string;
  /** `Aug 2026`. */
  label: string;
  start: number;
  end: number;
}

/** When a response was given: when it was received, in milliseconds since the epoch, or the date on a paper form. */
export type Given = { receivedAt: number; paperDate?: string | null | undefined };

/** A department's calendar. Temporal does all arithmetic in the department's zone (docs/design.md §3.7). */
export interface FiscalCalendar {
  /** The quarter that contains the instant, in milliseconds since the epoch. */
  at(instant: number): Quarter;
  /** The quarter with that id, or undefined if no quarter of this calendar starts in that month. */
  byId(id: string): Quarter | undefined;
  next(quarter: Quarter): Quarter;
  previous(quarter: Quarter): Quarter;
  /** The three months of the quarter, in order. */
  months(quarter: Quarter): [Month, Month, Month];
}

/**
 * The month in which a response of the quarter counts, by its id (docs/design.md §3.6). A response that came before the
 * quarter started has rolled over from a closed quarter, and counts in the first month.
 */
export function monthOf(calendar: FiscalCalendar, quarter: Quarter, { receivedAt, paperDate }: Given): string {
  const months = calendar.months(quarter);
  const month = paperDate
    ? months.find(({ id }) => paperDate.startsWith(id))
    : months.findLast(({ start }) => start <= receivedAt);
  return (month ?? months[0]).id;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Whether the name is an IANA time zone that this runtime's calendar data knows. */
export function isTimeZone(zone: string): boolean {
  // Temporal would also accept an offset, or take the zone from a full date (`2026-07-01T00:00Z`).
  if (!/^[a-z]/i.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** @throws RangeError for an unknown zone or a first month outside 1–12. */
export function fiscalCalendar({ zone, firstMonth }: FiscalYear): FiscalCalendar {
  if (!Number.isInteger(firstMonth) || firstMonth < 1 || firstMonth > 12) {
    throw new RangeError(`The first month of a fiscal year must be 1 to 12, not ${firstMonth}.`);
  }
  if (!isTimeZone(zone)) throw new RangeError(`Unknown time zone: ${zone}`);

  const known = new Map<string, Quarter>();
  let latest: Quarter | undefined;

  const quarterFrom = (month: Temporal.PlainYearMonth): Quarter => {
    const id = month.toString();
    const before = known.get(id);
    if (before) return before;
    const quarter = {
      id,
      label: label(month, firstMonth),
      start: firstInstant(month, zone),
      end: firstInstant(month.add({ months: 3 }), zone),
    };
    known.set(id, quarter);
    return quarter;
  };
  const months = new Map<string, [Month, Month, Month]>();
  const shift = (quarter: Quarter, months: number) =>
    quarterFrom(Temporal.PlainYearMonth.from(quarter.id).add({ months }));

  const at = (instant: number): Quarter => {
    if (latest && latest.start <= instant && instant < latest.end) return latest;
    const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
    const month = Temporal.PlainYearMonth.from({ year: local.year, month: local.month });
    let quarter = quarterFrom(month.subtract({ months: monthOfQuarter(month.month, firstMonth) }));
    // A clock set back across midnight shows the old quarter's date again. The first instant decides, not the date.
    while (instant >= quarter.end) quarter = shift(quarter, 3);
    latest = quarter;
    return quarter;
  };

  return {
    at,
    byId(id) {
      // Every response asks for its quarter.
      const before = known.get(id);
      if (before) return before;
      if (!/^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(id)) return undefined;
      const month = Temporal.PlainYearMonth.from(id);
      return monthOfQuarter(month.month, firstMonth) === 0 ? quarterFrom(month) : undefined;
    },
    next: (quarter) => shift(quarter, 3),
    previous: (quarter) => shift(quarter, -3),
    months({ id }) {
      const before = months.get(id);
      if (before) return before;
      const first = Temporal.PlainYearMonth.from(id);
      const three = [0, 1, 2].map((more) => monthFrom(first.add({ months: more }), zone)) as [Month, Month, Month];
      months.set(id, three);
      return three;
    },
  };
}

/** How many months of the quarter come before this one: 0, 1, or 2. */
function monthOfQuarter(month: number, firstMonth: number): number {
  return (month - firstMonth + 12) % 3;
}

/** Not always midnight: some zones skip it on the first day of a quarter (America/Asuncion, 2023-10-01). */
function firstInstant(month: Temporal.PlainYearMonth, zone: string): number {
  return month.toPlainDate({ day: 1 }).toZonedDateTime(zone).epochMilliseconds;
}

function monthFrom(month: Temporal.PlainYearMonth, zone: string): Month {
  return {
    id: month.toString(),
    label: `${monthNames[month.month - 1]} ${month.year}`,
    start: firstInstant(month, zone),
    end: firstInstant(month.add({ months: 1 }), zone),
  };
}

function label(first: Temporal.PlainYearMonth, firstMonth: number): string {
  const last = first.add({ months: 2 });
  const yearsIn = first.month >= firstMonth ? 0 : 1;
  const fiscal = first.year - yearsIn;
  const monthsIn = (first.month - firstMonth + 12) % 12;
  const year = firstMonth === 1 ? `${fiscal}` : `${fiscal}-${String((fiscal + 1) % 100).padStart(2, '0')}`;
  const from = `${monthNames[first.month - 1]}${first.year === last.year ? '' : ` ${first.year}`}`;
  return `FY ${year} Q${monthsIn / 3 + 1} (${from}–${monthNames[last.month - 1]} ${last.year})`;
}
