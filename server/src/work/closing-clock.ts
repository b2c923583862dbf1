import type { Quarter } from '@heart-survey/shared/quarters';
import type { BusinessCalendar, Department } from '../org/org.ts';
import { deadline, type Deadline } from './deadline.ts';

/**
 * The clock by which a quarter closes on its own: the department's business days after the quarter's end
 * (docs/design.md §3.9). It stands here, before the room that closes, since the page of the calendar shows it too.
 */
export function closingClock(
  calendar: BusinessCalendar,
  { closesAfter }: Pick<Department, 'closesAfter'>,
  { end }: Pick<Quarter, 'end'>,
): Deadline {
  // The start event is the last moment of the quarter's last day.
  return deadline(calendar, { unit: 'business days', count: closesAfter, afterHours: 'same day' }, end - 1);
}
