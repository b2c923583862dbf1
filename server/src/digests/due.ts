import { dayAfter, isoDay } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';
import { canInPart, type Person } from '../access/access.ts';
import type { Department, Organization } from '../org/org.ts';
import type { Frequency } from './kinds.ts';

/** Digests are made at this time of the department's day. */
const madeAt = '07:00';
/** On which days of the week, Monday is 1. */
const weekdays: Record<Exclude<Frequency, 'quarterly'>, number[]> = { daily: [1, 2, 3, 4, 5], weekly: [1] };

/** The departments whose results a person sees, or in which they have a role. */
export function ownDepartments(
  { grants }: Pick<Person, 'grants'>,
  { departments }: Pick<Organization, 'departments'>,
): Department[] {
  const own = departments.filter(
    ({ id }) => canInPart({ grants }, 'results', id) || grants.some(({ departmentId }) => departmentId === id),
  );
  return own.length > 0 ? own : departments.slice(0, 1);
}

/**
 * The last moment at which such a digest is made, in milliseconds since the epoch: 7 a.m. of a weekday, of a Monday, or of the
 * first day of a quarter. What happened until then is in it.
 * @param departments the person's, at least one. The first one's zone counts.
 */
export function lastMoment(frequency: Frequency, departments: readonly Department[], now: number): number {
  if (frequency === 'quarterly') return Math.max(...departments.map((department) => quarterMoment(department, now)));
  const { zone } = departments[0]!;
  for (let date = isoDay(now, zone); ; date = dayAfter(date, -1)) {
    const at = morningOf(date, zone);
    if (at <= now && weekdays[frequency].includes(Temporal.PlainDate.from(date).dayOfWeek)) return at;
  }
}

function quarterMoment({ calendar, zone }: Department, now: number): number {
  const current = calendar.at(now);
  const at = morningOf(isoDay(current.start, zone), zone);
  return at <= now ? at : morningOf(isoDay(calendar.previous(current).start, zone), zone);
}

/** In the zone's own time, also on a day on which its clocks change. */
function morningOf(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: madeAt }).epochMilliseconds;
}
