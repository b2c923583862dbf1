import { and, asc, eq, gt, inArray, isNull, lte, ne, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseEvent, caseFile } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import { readEvent, type CaseEvent } from './events.ts';

const counted = {
  id: caseFile.id,
  reference: caseFile.reference,
  departmentId: caseFile.departmentId,
  deskId: caseFile.deskId,
  ownerId: caseFile.ownerId,
  channel: caseFile.channel,
  rulesId: caseFile.rulesId,
  version: caseFile.version,
  dueAt: caseFile.dueAt,
  dueOn: caseFile.dueOn,
  breaches: caseFile.breaches,
  calendarId: caseFile.calendarId,
};

/** What was counted for a case when it was last changed, and everything that happened to it. */
export type CountedCase = Awaited<ReturnType<typeof readPage>>[number];

/** How many cases are read at once. */
const pageSize = 100;

/** Reads cases with their events, page by page, in the order of their ids. */
export async function* pagesOfCases(db: Database, condition?: SQL): AsyncGenerator<CountedCase[]> {
  for (let after = 0; ;) {
    const page = await readPage(db, and(gt(caseFile.id, after), condition));
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}

async function readPage(db: Database, condition: SQL | undefined) {
  const rows = await db.select(counted).from(caseFile).where(condition).orderBy(asc(caseFile.id)).limit(pageSize);
  const ids = rows.map(({ id }) => id);
  const events = await db.select().from(caseEvent).where(inArray(caseEvent.caseId, ids)).orderBy(asc(caseEvent.id));
  const byCase = Map.groupBy(events, ({ caseId }) => caseId);
  return rows.map((row) => ({ ...row, events: (byCase.get(row.id) ?? []).map(readEvent) }));
}

/** Open cases that another version of their department's calendar was counted with. @param latest its id. */
export function countedOtherwise(departmentId: number, latest: number | null): SQL {
  const { calendarId } = caseFile;
  const isOther = latest === null ? sql`false` : or(isNull(calendarId), ne(calendarId, latest));
  return and(openIn(departmentId), isOther)!;
}

/** Open cases with a date that passes until then. */
export function dueUntil(departmentId: number, until: number): SQL {
  return and(openIn(departmentId), lte(caseFile.dueAt, until))!;
}

function openIn(departmentId: number): SQL {
  return and(eq(caseFile.departmentId, departmentId), isNull(caseFile.closedAt))!;
}

/** Whether there is such a case. */
export async function hasCase(db: Database, condition: SQL): Promise<boolean> {
  return (await db.select({ id: caseFile.id }).from(caseFile).where(condition).limit(1)).length > 0;
}

/** What is stored besides the events, so that lists can sort by it. */
export type Cache = Pick<CountedCase, 'dueAt' | 'dueOn' | 'breaches' | 'calendarId'>;

/** Stores what was counted, unless the case was changed in the meantime. Nobody's open form is overtaken by it. */
export function storeCount(
  { id, reference, version }: Pick<CountedCase, 'id' | 'reference' | 'version'>,
  cache: Cache,
): Statement {
  return statement(
    `UPDATE case_file SET due_at = :dueAt, due_on = :dueOn, breaches = :breaches, calendar_id = :calendarId
      WHERE id = :id AND reference = :reference AND version = :version`,
    { id, reference, version, ...cache },
  );
}

/** When the last thing happened to a case. */
export function lastAt(events: readonly CaseEvent[]): number {
  return events.reduce((last, { at }) => Math.max(last, at), 0);
}
