import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { auditedIfChanged } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import { setting } from '../database/schema.ts';
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

/** Rows per commit: between two commits the event loop is free for people who send responses. */
const rowsPerCommit = 500;

export interface Purged {
  department: Department;
  /** The quarter's id. */
  quarter: string;
  what: 'comments' | 'responses';
  rows: number;
}

/**
 * Deletes what is older than its department keeps it: first comments, later entire responses, a number of months after
 * their quarter ended. Only from closed quarters, whose figures are frozen, and nothing under a legal hold.
 * Deleted data cannot be recovered, and a clock can be years ahead after a power failure. So deleting follows a clock that
 * advances at most one day per call. A collector that was off for a month has caught up after thirty hours.
 * @param signal once it is aborted, nothing more is deleted; the next call continues.
 */
export async function purgeOldData(
  { db, clock, signal }: { db: Database; clock: () => number; signal?: AbortSignal | undefined },
  departments: Department[],
): Promise<Purged[]> {
  const now = await retentionClock(db, clock());
  const purged: Purged[] = [];
  for (const department of departments) {
    for (const quarter of await closedQuartersOf(db, department.id)) {
      const months = monthsSince(department, quarter, now);
      // Deleting entire responses deletes their comments too.
      const what = months >= department.ratingMonths ? 'responses' : 'comments';
      if (what === 'comments' && months < department.commentMonths) continue;
      if (signal?.aborted) return purged;
      const rows = await purge({ db, clock, signal }, department, quarter, what);
      if (rows > 0) purged.push({ department, quarter, what, rows });
    }
  }
  return purged;
}

/** The retention clock as the last call of {@link purgeOldData} left it; undefined before the first. */
export async function retentionTime(db: Database): Promise<number | undefined> {
  const [found] = await db.select({ value: setting.value }).from(setting).where(eq(setting.name, 'retention clock'));
  return found && Number(found.value);
}

async function retentionClock(db: Database, now: number): Promise<number> {
  const [moved] = await commit(db, [moveRetentionClock(now)]);
  return moved.rows[0]!.at;
}

/** Deletes in small commits; the first one records in the audit log what is deleted. @returns how many rows. */
async function purge(
  { db, clock, signal }: Parameters<typeof purgeOldData>[0],
  department: Department,
  quarter: string,
  what: Purged['what'],
): Promise<number> {
  const of: Quarterly = { departmentId: department.id, quarter };
  const expected = await countPurgeable(db, of, what);
  if (expected === 0) return 0;
  let rows = 0;
  for (let left = true; left;) {
    const chunk = rows === 0 ? firstChunk(department, of, what, expected, clock()) : chunkOf(of, what, clock());
    const deleted = (await commit(db, chunk.statements))[chunk.deletes]!.rowsAffected;
    rows += deleted;
    left = deleted === rowsPerCommit && !signal?.aborted;
    await new Promise(setImmediate);
  }
  return rows;
}

interface Chunk {
  statements: Statement[];
  /** The index of the statement whose deleted rows are counted. */
  deletes: number;
}

const deletionOf = (of: Quarterly, what: Purged['what'], at: number) =>
  (what === 'comments' ? purgeComments : purgeResponses)(of, rowsPerCommit, at);

function chunkOf(of: Quarterly, what: Purged['what'], at: number): Chunk {
  const { before, deletion, after } = deletionOf(of, what, at);
  return { statements: [...before, deletion, ...after], deletes: before.length };
}

function firstChunk({ slug, id }: Department, of: Quarterly, what: Purged['what'], n: number, at: number): Chunk {
  const { before, deletion, after } = deletionOf(of, what, at);
  const entry = {
    personId: null,
    action: `${what} deleted for their age`,
    subject: `${slug} ${of.quarter}`,
    departmentId: id,
    detail: { [what]: n },
  };
  const recorded = auditedIfChanged(entry, at);
  if (what === 'comments') return { statements: [...before, deletion, recorded, ...after], deletes: before.length };
  const marked = [markPurged(of, at), recorded, ...before];
  return { statements: [...marked, deletion, ...after], deletes: marked.length };
}

/** How many whole months have passed since the quarter ended, by the department's calendar; -1 before its end. */
function monthsSince({ calendar, zone }: Department, id: string, now: number): number {
  const quarter = calendar.byId(id);
  if (!quarter || now < quarter.end) return -1;
  const day = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return day(quarter.end).until(day(now), { largestUnit: 'months' }).months;
}
