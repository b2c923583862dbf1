import { html } from 'hono/html';
import { departmentsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { restatingPath } from './paths.ts';
import { openRestatements } from './queries.ts';

/** The restatements that are being prepared, on the home page of people who can complete them. */
export async function restatingToday(db: Database, { person, organization }: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(person, 'restating', organization);
  if (departments.length === 0) return [];
  const open = await openRestatements(
    db,
    departments.map(({ id }) => id),
  );
  return open.flatMap(({ departmentId, quarter: id, openedByName }): TodayItem[] => {
    const department = departments.find((one) => one.id === departmentId)!;
    const quarter = department.calendar.byId(id);
    if (!quarter) return [];
    return [
      {
        message: html`<b>${department.name}: a restatement of ${quarter.label} is not finished.</b> Started by
          ${openedByName}. Nothing changes until it is completed.`,
        href: restatingPath(department, quarter),
        link: 'Continue it',
      },
    ];
  });
}
