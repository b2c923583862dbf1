import { and, eq, exists, inArray, isNotNull, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { copiesErased } from '../cases/cases.ts';
import { build, hasNone, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import {
  legalHold,
  purgedQuarter,
  recognition,
  region,
  response,
  responseFlag,
  setting,
  snapshot,
} from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { tablesWithReasons, withoutReason } from '../responses/responses.ts';

/** A department's quarter, by their ids. */
export interface Quarterly {
  departmentId: number;
  quarter: string;
}

/** The closed quarters of a department; others are never purged. */
export async function closedQuartersOf(db: Database, departmentId: number): Promise<string[]> {
  const { quarter } = snapshot;
  const rows = await db
    .selectDistinct({ quarter })
    .from(snapshot)
    .where(eq(snapshot.departmentId, departmentId))
    .orderBy(quarter);
  return rows.map((row) => row.quarter);
}

/** A condition: the quarter is closed and has no legal hold. Part of every commit, since a hold can start at any moment. */
function mayDelete({ departmentId, quarter }: Quarterly): SQL | undefined {
  const closed = build
    .select({ id: snapshot.id })
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, departmentId), eq(snapshot.quarter, quarter)));
  const isHold = and(eq(legalHold.departmentId, departmentId), isNull(legalHold.liftedAt));
  return and(exists(closed), hasNone(legalHold, isHold));
}

/** A condition: the response counts in the quarter. */
function isOfQuarter({ departmentId, quarter }: Quarterly): SQL | undefined {
  const regions = build.select({ id: region.id }).from(region).where(eq(region.departmentId, departmentId));
  return and(eq(response.quarter, quarter), inArray(response.regionId, regions));
}

/** How many responses or comments of the quarter may be deleted; 0 if a legal hold keeps them. */
export function countPurgeable(db: Database, of: Quarterly, what: 'comments' | 'responses'): Promise<number> {
  const hasIt = what === 'comments' ? isNotNull(response.comment) : undefined;
  return db.$count(response, and(isOfQuarter(of), hasIt, mayDelete(of)));
}

/** Deletes some rows of a quarter. All of it goes into one commit, in this order. */
interface Deletion {
  before: Statement[];
  deletion: Statement;
  after: Statement[];
}

/** Deletes some of the quarter's comments, whether they may be shown, and what staff wrote about them. Nothing else of the responses changes. */
export function purgeComments(of: Quarterly, limit: number, at: number): Deletion {
  const some = build
    .select({ rowid })
    .from(response)
    .where(and(isOfQuarter(of), isNotNull(response.comment)))
    .limit(limit);
  const deletion = build
    .update(response)
    .set({ comment: null, mayShow: null })
    .where(and(inArray(rowid, some), mayDelete(of)));
  return { before: purgeReasons(of), deletion, after: [purgeThankYous(of), ...copiesErased(at)] };
}

const rowid = sql`rowid`;

/** Marks that the quarter's tallies are no longer valid; changes a row only the first time. */
export function markPurged(of: Quarterly, at: number): Statement {
  const isMarked = and(eq(purgedQuarter.departmentId, of.departmentId), eq(purgedQuarter.quarter, of.quarter));
  const responses = build.select({ id: response.id }).from(response).where(isOfQuarter(of));
  const condition = and(mayDelete(of), exists(responses), hasNone(purgedQuarter, isMarked));
  return insertIf(purgedQuarter, { ...of, purgedAt: at }, condition);
}

/** Deletes some of the quarter's responses and their flags. Triggers remove them from the tallies. */
export function purgeResponses(of: Quarterly, limit: number, at: number): Deletion {
  const some = build.select({ id: response.id }).from(response).where(isOfQuarter(of)).limit(limit);
  const flags = build.delete(responseFlag).where(and(inArray(responseFlag.responseId, some), mayDelete(of)));
  return {
    before: [...purgeReasons(of), flags],
    deletion: build.delete(response).where(and(inArray(response.id, some), mayDelete(of))),
    after: [purgeThankYous(of), ...copiesErased(at)],
  };
}

/** The quarter in which a response counts, and whether it is closed. */
export async function findResponse(db: Database, id: string): Promise<(Quarterly & { isClosed: boolean }) | undefined> {
  const isOfIt = and(eq(snapshot.departmentId, region.departmentId), eq(snapshot.quarter, response.quarter));
  const [found] = await db
    .select({ departmentId: region.departmentId, quarter: response.quarter, snapshotId: snapshot.id })
    .from(response)
    .innerJoin(region, eq(response.regionId, region.id))
    .leftJoin(snapshot, isOfIt)
    .where(eq(response.id, id))
    .limit(1);
  if (!found) return undefined;
  const { snapshotId, ...of } = found;
  return { ...of, isClosed: snapshotId !== null };
}

/** Removes what staff wrote about the responses of a whole quarter: these tables are small. */
function purgeReasons(of: Quarterly): Statement[] {
  return tablesWithReasons.map((table) => {
    const about = build
      .select({ id: response.id })
      .from(response)
      .where(and(eq(response.id, table.responseId), isOfQuarter(of)));
    return build
      .update(table)
      .set(withoutReason)
      .where(and(ne(table.reason, withoutReason.reason), mayDelete(of), exists(about)));
  });
}

/**
 * Removes what thank-yous keep of comments that are gone. A comment that is still there keeps its cuts, or its quote would
 * show what was left out.
 */
function purgeThankYous({ departmentId, quarter }: Quarterly): Statement {
  const { cuts, line, regionId } = recognition;
  const regions = build.select({ id: region.id }).from(region).where(eq(region.departmentId, departmentId));
  const hasComment = and(eq(response.id, recognition.responseId), isNotNull(response.comment));
  return build
    .update(recognition)
    .set({ cuts: null, line: null })
    .where(
      and(
        eq(recognition.quarter, quarter),
        inArray(regionId, regions),
        or(isNotNull(cuts), isNotNull(line)),
        hasNone(response, hasComment),
        mayDelete({ departmentId, quarter }),
      ),
    );
}

/** The retention clock advances at most this much at a time, in milliseconds. */
const maxAdvance = 24 * 60 * 60 * 1000;

/** Sets and returns the retention clock: the collector's own clock, but at most a day later than the last time. */
export function moveRetentionClock(now: number) {
  const { name, value } = setting;
  const next = sql`cast(min(${now}, cast(${value} as integer) + ${maxAdvance}) as text)`;
  return build
    .insert(setting)
    .values({ name: 'retention clock', value: String(now) })
    .onConflictDoUpdate({ target: name, set: { value: next } })
    .returning({ at: sql<number>`cast(${value} as integer)` });
}
