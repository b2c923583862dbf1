import { regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { listPath } from './pages.ts';
import { countSince, flaggedNow } from './queries.ts';

const week = 7 * 24 * 60 * 60 * 1000;
/** A week's comments are counted up to this number. */
const maxCounted = 100;

/** A department's comments on today's list: the flagged ones, and how many arrived in the last week. */
export async function commentsToday(db: Database, visit: Visit, department: Department): Promise<TodayItem[]> {
  const { person, organization, now } = visit;
  const regionIds = regionsFor(person, 'comments', organization, department).map(({ id }) => id);
  const weekAgo = now - week;
  const quarters = [...new Set([now, weekAgo].map((instant) => department.calendar.at(instant).id))];
  const [flagged, n] = await Promise.all([
    flaggedNow(db, regionIds),
    countSince(db, { regionIds, quarters, from: weekAgo, limit: maxCounted }),
  ]);
  const path = listPath(department);
  const urgent = flagged.map(({ quarter, n }): TodayItem => {
    const label = department.calendar.byId(quarter)?.label ?? quarter;
    const comments = n === 1 ? 'One comment is' : `${n} comments are`;
    return {
      message: `${comments} flagged for danger or abuse and not resolved: ${department.name}, ${label}.`,
      href: `${path}?quarter=${quarter}&show=flagged`,
      link: 'Read flagged comments',
      isUrgent: true,
    };
  });
  if (n === 0) return urgent;
  const comments = n === 1 ? 'One new comment' : n === maxCounted ? `${n} or more new comments` : `${n} new comments`;
  return [
    ...urgent,
    { message: `${comments} in the last seven days: ${department.name}.`, href: path, link: 'Read comments' },
  ];
}
