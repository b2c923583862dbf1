import { dayFrom } from '@heart-survey/shared/dates';
import type { FieldError } from '../pages/fields.ts';
import { hasWords } from '../pages/reason.ts';
import { areHours, workdays, type DepartmentDay, type Hours, type WeekHours } from '../org/org.ts';
import type { Fields, Read } from './records.ts';

type ListedDay = Pick<DepartmentDay, 'day' | 'kind' | 'reason'>;

const maxReason = 120;

/** The weekdays, for the page and the audit log. */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** Reads a day for the list of closed and open days, or its errors. */
export function readListedDay(field: Fields): Read<ListedDay> {
  const [day, kind, reason] = [field('day'), field('kind'), field('reason').trim()];
  const errors = [
    // A mistyped year is usually in another century.
    ...(dayFrom(day) && day.startsWith('20') ? [] : [{ at: 'day', message: 'Enter a date, such as 2026-12-24.' }]),
    ...(isKind(kind) ? [] : [{ at: 'kind', message: 'Choose closed or open.' }]),
    ...(!hasWords(reason) || reason.length > maxReason
      ? [{ at: 'reason', message: `Enter a reason of ${maxReason} characters or fewer.` }]
      : []),
  ];
  return errors.length > 0 || !isKind(kind) ? { errors } : { record: { day, kind, reason } };
}

function isKind(text: string): text is ListedDay['kind'] {
  return text === 'closed' || text === 'open';
}

/** Reads the opening hours of a week, or their errors. */
export function readWeek(field: Fields): Read<WeekHours> {
  const read = weekdays.map((_, index) => readHours(field, index + 1));
  const errors = read.flatMap((one) => (one && 'errors' in one ? one.errors : []));
  const week = read.map((one) => (one && 'record' in one ? one.record : null));
  if (errors.length === 0 && week.slice(0, workdays).every((day) => day === null)) {
    errors.push({ at: 'opens_1', message: 'Enter the hours of at least one day from Monday to Friday.' });
  }
  return errors.length > 0 ? { errors } : { record: week };
}

function readHours(field: Fields, weekday: number): Read<Hours> | null {
  const hours = { opens: field(`opens_${weekday}`), closes: field(`closes_${weekday}`) };
  if (hours.opens === '' && hours.closes === '') return null;
  if (areHours(hours)) return { record: hours };
  const message = `${weekdays[weekday - 1]}: enter an opening time and a later closing time, or leave both blank.`;
  return { errors: [{ at: `opens_${weekday}`, message }] satisfies FieldError[] };
}

/** The hours as the fields that {@link readWeek} reads. */
export function weekFields(week: WeekHours): Fields {
  const texts = Object.fromEntries(
    week.flatMap((hours, index) => [
      [`opens_${index + 1}`, hours?.opens ?? ''],
      [`closes_${index + 1}`, hours?.closes ?? ''],
    ]),
  );
  return (name) => texts[name] ?? '';
}

/** The differences between two weeks, for the audit log: `{friday: ['08:00-17:00', 'closed']}`. */
export function hoursChanged(before: WeekHours, after: WeekHours): Record<string, [string, string]> {
  const text = (hours: Hours | null | undefined) => (hours ? `${hours.opens}-${hours.closes}` : 'closed');
  return Object.fromEntries(
    weekdays.flatMap((name, index) => {
      const [was, is] = [text(before[index]), text(after[index])];
      return was === is ? [] : [[name.toLowerCase(), [was, is]]];
    }),
  );
}
