import { Temporal } from 'temporal-polyfill';

/** How long a thank-you is shown, and who got it is kept, in months. */
const monthsKept = 12;

/** A thank-you of this instant or earlier is gone. Both are in milliseconds since the epoch. */
export function goneBefore(now: number): number {
  const then = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').subtract({ months: monthsKept });
  return then.epochMilliseconds;
}
