import { Temporal } from 'temporal-polyfill';
import { auditedIfChanged } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import {
  closedQuartersOf,
  countPurgeable,
  markPurged,
  moveRetentionClock,
  purgeComments,
  purgeResponses,
  type Quarterly,
} from './queries.ts';

export { forget } from './forgetting.ts';

/** So many rows go in one commit: between two, the event loop is free for whoever sends an answer. */
const rowsPerCommit = 500;

export interface Purged {
  department: Department;
  /** By its id. */
  quarter: string;
  what: 'comments' | 'responses';
  rows: number;
}

/**
 * Deletes what is older than its department keeps it: comments, then whole responses, so many months after their quarter
 * has ended. Only of closed quarters, whose figures are frozen; nothing while a legal hold is in force.
 *
 * What is deleted cannot be had again, and a clock can be years ahead after a power cut: so deleting goes by a clock that
 * moves a day on at each call at most. A collector that stood still for a month has caught up after thirty hours.
 * @param over once it is aborted, nothing more is deleted; the next call goes on from there.
 */
export async function purgeWhatIsOld(
  { db, clock, over }: { db: Database; clock: () => number; over?: AbortSignal | undefined },
  departments: Department[],
): Promise<Purged[]> {
  const now = await retentionClock(db, clock());
  const purged: Purged[] = [];
  for (const department of departments) {
    for (const quarter of await closedQuartersOf(db, department.id)) {
      const months = monthsSince(department, quarter, now);
      // Whole responses take their comments along.
      const what = months >= department.ratingMonths ? 'responses' : 'comments';
      if (what === 'comments' && months < department.commentMonths) continue;
      if (over?.aborted) return purged;
      const rows = await purge({ db, clock, over }, department, quarter, what);
      if (rows > 0) purged.push({ department, quarter, what, rows });
    }
  }
  return purged;
}

async function retentionClock(db: Database, now: number): Promise<number> {
  const [moved] = await commit(db, [moveRetentionClock(now)]);
  return Number(moved!.rows[0]!['at']);
}

/** Deletes in small commits; the first of them says in the audit what is deleted. @returns how many rows it was. */
async function purge(
  { db, clock, over }: Parameters<typeof purgeWhatIsOld>[0],
  department: Department,
  quarter: string,
  what: Purged['what'],
): Promise<number> {
  const of: Quarterly = { departmentId: department.id, quarter };
  const expected = await countPurgeable(db, of, what);
  if (expected === 0) return 0;
  let rows = 0;
  for (let left = true; left;) {
    const chunk = rows === 0 ? firstChunk(department, of, what, expected, clock()) : chunkOf(of, what);
    const gone = (await commit(db, chunk.statements))[chunk.deletes]!.rowsAffected;
    rows += gone;
    left = gone === rowsPerCommit && !over?.aborted;
    await new Promise(setImmediate);
  }
  return rows;
}

interface Chunk {
  statements: Statement[];
  /** Which of them deletes what is counted. */
  deletes: number;
}

function chunkOf(of: Quarterly, what: Purged['what']): Chunk {
  const statements = (what === 'comments' ? purgeComments : purgeResponses)(of, rowsPerCommit);
  return { statements, deletes: statements.length - 1 };
}

function firstChunk({ slug, id }: Department, of: Quarterly, what: Purged['what'], n: number, at: number): Chunk {
  const { statements, deletes } = chunkOf(of, what);
  const deed = {
    ...{ personId: null, action: `${what} deleted for their age`, subject: `${slug} ${of.quarter}`, departmentId: id },
    detail: { [what]: n },
  };
  return what === 'comments'
    ? { statements: [...statements, auditedIfChanged(deed, at)], deletes }
    : { statements: [markPurged(of, at), auditedIfChanged(deed, at), ...statements], deletes: deletes + 2 };
}

/** How many whole months have gone by since the quarter ended, on the department's own calendar; -1 before its end. */
function monthsSince({ calendar, zone }: Department, id: string, now: number): number {
  const quarter = calendar.byId(id);
  if (!quarter || now < quarter.end) return -1;
  const day = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return day(quarter.end).until(day(now), { largestUnit: 'months' }).months;
}
