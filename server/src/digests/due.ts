import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { canInPart, type Person } from '../access/access.ts';
import type { Department, Organization } from '../org/org.ts';
import type { Frequency } from './kinds.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Digests are made at this hour of the department's day. */
const atHour = 7;
/** On which days of the week, Sunday is 0. */
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
  for (let back = 0; ; back += 1) {
    const date = isoDay(now - back * day, zone);
    const at = dayFrom(date)!.startIn(zone) + atHour * hour;
    if (at <= now && weekdays[frequency].includes(new Date(`${date}T12:00Z`).getUTCDay())) return at;
  }
}

function quarterMoment({ calendar }: Department, now: number): number {
  const current = calendar.at(now);
  const at = current.start + atHour * hour;
  return at <= now ? at : calendar.previous(current).start + atHour * hour;
}
