import { Temporal } from 'temporal-polyfill';
import type { Quarter } from './quarters.ts';

// Dates in words for the staff pages, which are in English.

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

const dayOf = (instant: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();

const wordsOf = ({ day, month, year }: Temporal.PlainDate) => `${months[month - 1]} ${day}, ${year}`;

/** `January 19, 2027`. @param instant in milliseconds since the epoch. @param zone IANA. */
export function dayInWords(instant: number, zone: string): string {
  return wordsOf(dayOf(instant, zone));
}

/** `January 19, 2027, 2:05 p.m.` */
export function timeInWords(instant: number, zone: string): string {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const time = `${hour % 12 || 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'a.m.' : 'p.m.'}`;
  return `${dayInWords(instant, zone)}, ${time}`;
}

/**
 * Formats instants for a file, in local time to the second: `2027-01-19 14:05:00`, which spreadsheets read as a date.
 * Create it once for each file, because creating the formatter costs a thousand times as much as using it.
 * @param zone IANA.
 */
export function localTimes(zone: string): (instant: number) => string {
  const local = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const textOf = (instant: number) => {
    const part = Object.fromEntries(local.formatToParts(instant).map(({ type, value }) => [type, value]));
    return `${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}:${part['second']}`;
  };
  // Clocks change at a whole quarter of an hour, so the formatter is asked once for each.
  let quarterHour = NaN;
  let ahead = 0;
  return (instant) => {
    const begun = instant - (instant % (15 * 60_000));
    if (begun !== quarterHour) {
      quarterHour = begun;
      ahead = Date.parse(`${textOf(begun).replace(' ', 'T')}Z`) - begun;
    }
    return new Date(instant + ahead).toISOString().slice(0, 19).replace('T', ' ');
  };
}

/** The day of that instant, `2027-01-19`. */
export function isoDay(instant: number, zone: string): string {
  return dayOf(instant, zone).toString();
}

/** Parses a day such as `2027-01-19`. Undefined if there is no such day. */
export function dayFrom(text: string): { inWords: string; startIn(zone: string): number } | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    const day = Temporal.PlainDate.from(text, { overflow: 'reject' });
    return {
      inWords: wordsOf(day),
      startIn: (zone) => day.toZonedDateTime(zone).epochMilliseconds,
    };
  } catch {
    return undefined;
  }
}

/** A stored day such as `2027-01-19` in words; a text that is no day stays as it is. */
export function isoDayInWords(text: string): string {
  return dayFrom(text)?.inWords ?? text;
}

/** The day so many days after another: `2027-01-19`. @param days may be negative. */
export function dayAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** `July`. @param month from 1 to 12. */
export function monthInWords(month: number): string {
  return months[month - 1]!;
}

/** `October to December 2026`, or `December 2026 to February 2027`. */
export function monthsInWords({ id }: Pick<Quarter, 'id'>): string {
  const first = Temporal.PlainYearMonth.from(id);
  const last = first.add({ months: 2 });
  const from = months[first.month - 1]!;
  return `${first.year === last.year ? from : `${from} ${first.year}`} to ${months[last.month - 1]} ${last.year}`;
}

/**
 * `Jan–Mar 2027` for one quarter, `Oct 2026–Mar 2027` for two that follow each other, and otherwise
 * `Jan–Mar 2027 and Jul–Sep 2027`. @param quarters in order.
 */
export function spanInWords(quarters: readonly Pick<Quarter, 'id'>[]): string {
  const spans: { first: Temporal.PlainYearMonth; last: Temporal.PlainYearMonth }[] = [];
  for (const { id } of quarters) {
    const first = Temporal.PlainYearMonth.from(id);
    const last = first.add({ months: 2 });
    const before = spans.at(-1);
    if (before?.last.add({ months: 1 }).equals(first)) before.last = last;
    else spans.push({ first, last });
  }
  const short = ({ month }: Temporal.PlainYearMonth) => months[month - 1]!.slice(0, 3);
  return spans
    .map(({ first, last }) => {
      const from = first.year === last.year ? short(first) : `${short(first)} ${first.year}`;
      return `${from}–${short(last)} ${last.year}`;
    })
    .join(' and ');
}

/** How many days of a quarter are left, including today. 0 after it has ended. */
export function daysLeft({ end }: Pick<Quarter, 'end'>, now: number, zone: string): number {
  return Math.max(0, dayOf(now, zone).until(dayOf(end, zone), { largestUnit: 'days' }).days);
}
