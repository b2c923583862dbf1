import { regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { listPath } from './pages.ts';
import { countSince, flaggedNow } from './queries.ts';

const week = 7 * 24 * 60 * 60 * 1000;
/** The count of a week's comments goes no further than this. */
const many = 100;

/** What the home page says of a department's comments: what is flagged, and how many came in a week. */
export async function commentsToday(db: Database, visit: Visit, department: Department): Promise<TodayItem[]> {
  const { person, directory, now } = visit;
  const regionIds = regionsFor(person, 'comments', directory, department).map(({ id }) => id);
  const since = now - week;
  const quarters = [...new Set([now, since].map((instant) => department.calendar.at(instant).id))];
  const [flagged, n] = await Promise.all([
    flaggedNow(db, regionIds),
    countSince(db, { regionIds, quarters, since, most: many }),
  ]);
  const path = listPath(department);
  const urgent = flagged.map(({ quarter, n }): TodayItem => {
    const label = department.calendar.byId(quarter)?.label ?? quarter;
    const what = n === 1 ? 'One comment of' : `${n} comments of`;
    return {
      message: `${what} ${label} in ${department.name} ${n === 1 ? 'is' : 'are'} flagged for danger or abuse and not yet seen to.`,
      ...{ href: `${path}?quarter=${quarter}&show=flagged`, link: 'Read what is flagged', isUrgent: true },
    };
  });
  if (n === 0) return urgent;
  const how = n === 1 ? 'One comment' : n === many ? `${many} comments or more` : `${n} comments`;
  return [
    ...urgent,
    { message: `${how} came in the last seven days in ${department.name}.`, href: path, link: 'Read the comments' },
  ];
}
