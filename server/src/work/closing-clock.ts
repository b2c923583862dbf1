import type { Quarter } from '@heart-survey/shared/quarters';
import type { BusinessCalendar, Department } from '../org/org.ts';
import { deadline, type Deadline } from './deadline.ts';

/**
 * The clock after which a quarter closes automatically: the department's business days after the quarter's end
 * (docs/design.md §3.9). It is here, not in `closing/`, because the calendar page shows it too.
 */
export function closingClock(
  calendar: BusinessCalendar,
  { closesAfter }: Pick<Department, 'closesAfter'>,
  { end }: Pick<Quarter, 'end'>,
): Deadline {
  // The start event is the last moment of the quarter's last day.
  return deadline(calendar, { unit: 'business days', count: closesAfter, afterHours: 'same day' }, end - 1);
}
