import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { flaggedPath } from './pages.ts';
import { countFlagged } from './queries.ts';

/** The current quarter's flagged responses on today's list, for people who can exclude them. */
export async function flaggedToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(visit.person, 'comments', visit.organization);
  return (await Promise.all(departments.map((department) => itemsOf(db, visit, department)))).flat();
}

async function itemsOf(
  db: Database,
  { person, organization, now }: Visit,
  department: Department,
): Promise<TodayItem[]> {
  if (!can(person, 'exclusions', { departmentId: department.id })) return [];
  const quarter = department.calendar.at(now);
  const regionIds = regionsFor(person, 'exclusions', organization, department).map(({ id }) => id);
  const { flagged, excluded } = await countFlagged(db, { quarter: quarter.id, regionIds });
  const n = flagged - excluded;
  if (n === 0) return [];
  const responses =
    n === 1
      ? `One response this quarter in ${department.name} may not have come from a customer. It counts`
      : `${n} responses this quarter in ${department.name} may not have come from customers. They count`;
  return [
    {
      message: `${responses} until you exclude ${n === 1 ? 'it' : 'them'}.`,
      href: flaggedPath(department),
      link: 'Review flagged responses',
    },
  ];
}
