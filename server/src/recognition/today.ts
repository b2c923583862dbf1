import { departmentsFor, regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { queuePath } from './paths.ts';
import { isPraiseWaiting } from './queries.ts';

/** How many of a region's newest comments are looked at. */
const newest = 100;

/** Today's list: in which departments praise waits for a thank-you. */
export async function recognitionToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(visit.person, 'thanking', visit.organization);
  const items = await Promise.all(departments.map((department) => waitingIn(db, visit, department)));
  return items.flat();
}

async function waitingIn(db: Database, visit: Visit, department: Department): Promise<TodayItem[]> {
  const { person, organization, now } = visit;
  const regionIds = regionsFor(person, 'thanking', organization, department).map(({ id }) => id);
  const quarter = department.calendar.at(now).id;
  if (!(await isPraiseWaiting(db, { regionIds, quarter, newest }))) return [];
  const message = `New praise is waiting for a thank-you: ${department.name}.`;
  return [{ message, href: queuePath(department), link: 'Thank staff' }];
}
