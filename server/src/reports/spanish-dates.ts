import { isoDay } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';

// Dates in words in Spanish, like those of shared/src/dates.ts in English.

const months = 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ');

/** `19 de enero de 2027`. @param instant in milliseconds since the epoch. @param zone IANA. */
export function dayIn(instant: number, zone: string): string {
  return isoDayIn(isoDay(instant, zone));
}

/** The same for a day such as `2027-01-19`. */
export function isoDayIn(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} de ${months[month! - 1]} de ${year}`;
}

/** `octubre a diciembre de 2026`. */
export function monthsIn({ id }: Pick<Quarter, 'id'>): string {
  const { first, last } = endsOf(id);
  const from = first.year === last.year ? months[first.month] : `${months[first.month]} de ${first.year}`;
  return `${from} a ${months[last.month]} de ${last.year}`;
}

/** `oct–dic 2026`. */
export function shortMonthsIn({ id }: Pick<Quarter, 'id'>): string {
  const { first, last } = endsOf(id);
  const from = first.year === last.year ? short(first.month) : `${short(first.month)} ${first.year}`;
  return `${from}–${short(last.month)} ${last.year}`;
}

const short = (month: number) => months[month]!.slice(0, 3);

/** The first and the last month of a quarter, counted from 0. */
function endsOf(id: string) {
  const [year, month] = id.split('-').map(Number);
  const last = month! - 1 + 2;
  return { first: { year: year!, month: month! - 1 }, last: { year: year! + Math.floor(last / 12), month: last % 12 } };
}
