import { departmentsFor, regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { queuePath } from './paths.ts';
import { quartersOffered } from './queue.ts';
import { countWaiting } from './queries.ts';

/** Comments are counted up to this number. */
const maxCounted = 100;

/** Today's list: how many comments are waiting for a thank-you in each department. */
export async function recognitionToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(visit.person, 'thanking', visit.organization);
  const items = await Promise.all(departments.map((department) => waitingIn(db, visit, department)));
  return items.flat();
}

async function waitingIn(db: Database, visit: Visit, department: Department): Promise<TodayItem[]> {
  const { person, organization, now } = visit;
  const regionIds = regionsFor(person, 'thanking', organization, department).map(({ id }) => id);
  const n = await countWaiting(db, { regionIds, quarters: quartersOffered(department, now), limit: maxCounted });
  if (n === 0) return [];
  const comments = n === 1 ? 'One comment is' : n === maxCounted ? `${n} or more comments are` : `${n} comments are`;
  const message = `${comments} waiting for a thank-you: ${department.name}.`;
  return [{ message, href: queuePath(department), link: 'Thank staff' }];
}
