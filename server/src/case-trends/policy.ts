import { isoDayInWords } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';

// The policy on complaints is itself reviewed about every five years (docs/policies/dufferin-2-3-12.md, section 7 c).

/** How many days before the review it is announced. */
export const policyNotice = 90;

/** The day of the review as days from another day: negative if it has passed. @param on and @param today such as `2027-02-12`. */
export function daysUntil(on: string, today: string): number {
  return Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(on), { largestUnit: 'days' }).days;
}

/** What the console says about the review. */
export function policySentence(on: string, today: string): string {
  const day = isoDayInWords(on);
  const days = daysUntil(on, today);
  if (days < 0) return `The policy on complaints was due for review on ${day}.`;
  if (days === 0) return 'The policy on complaints is due for review today.';
  return `The policy on complaints is due for review on ${day}.`;
}
