import { fiscalCalendar, monthOf, type FiscalCalendar } from '@heart-survey/shared/quarters';
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { commit, isConstraint, type Database } from './database.ts';
import { readRows } from './read.ts';
import { department, setting } from './schema.ts';
import { statement, type Statement } from './statement.ts';
import { recountTallies } from './tallies.ts';

/** The setting that the migration creates if there are responses from before months were kept. */
const unfilled = 'responses without a month';

/** How many responses get their month in one commit. */
const rowsPerCommit = 5000;

/**
 * Sets the month of responses from before months were kept (docs/design.md §3.6). The triggers move the tallies from the
 * first month of the quarter to the right one. It can be interrupted at any point: the next start continues.
 * @param chunk how many responses get their month in one commit.
 */
export async function fillMonths(db: Database, chunk = rowsPerCommit): Promise<void> {
  if (!(await isUnfilled(db))) return;
  const calendars = await calendarsOf(db);
  for (let after = 0; ;) {
    const rows = await readRows(db, bareResponse, withoutMonth, { after, chunk });
    if (rows.length === 0) break;
    await fillChunk(db, setMonths(rows.map((row) => [row.position, monthFor(calendars, row)])));
    after = rows.at(-1)!.position;
  }
  await commit(db, [db.delete(setting).where(eq(setting.name, unfilled))]);
}

/** Whether there may be responses from before months were kept that have none. */
export async function isUnfilled(db: Database): Promise<boolean> {
  return (await db.$count(setting, eq(setting.name, unfilled))) > 0;
}

/** A response without a month. */
const bareResponse = v.object({
  /** In the order of storage. */
  position: v.number(),
  departmentId: v.number(),
  quarter: v.string(),
  receivedAt: v.number(),
  paperDate: v.nullable(v.string()),
});

const withoutMonth = `SELECT response.rowid AS position, department_id AS departmentId, quarter, received_at AS receivedAt,
    paper_date AS paperDate
  FROM response CROSS JOIN region ON region.id = region_id
  WHERE month IS NULL AND response.rowid > :after ORDER BY response.rowid LIMIT :chunk`;

/** Where the tallies were too low before the upgrade, moving a response takes one below 0: then they are rebuilt. */
async function fillChunk(db: Database, set: Statement): Promise<void> {
  await commit(db, [set]).catch((error: unknown) => {
    if (!isConstraint(error)) throw error;
    return commit(db, [...recountTallies.map((sql) => statement(sql)), set]);
  });
}

function setMonths(months: [position: number, month: string][]) {
  return statement(
    `UPDATE response SET month = m.value->>1 FROM json_each(:months) AS m
      WHERE response.rowid = m.value->>0 AND month IS NULL`,
    { months: JSON.stringify(months) },
  );
}

async function calendarsOf(db: Database): Promise<Map<number, FiscalCalendar>> {
  const { id, zone, firstMonth } = department;
  const rows = await db.select({ id, zone, firstMonth }).from(department);
  return new Map(rows.map((row) => [row.id, fiscalCalendar(row)]));
}

/** The month that the response counts in: the first one of a quarter that is not in its calendar. */
function monthFor(calendars: Map<number, FiscalCalendar>, row: v.InferOutput<typeof bareResponse>): string {
  const calendar = calendars.get(row.departmentId)!;
  const quarter = calendar.byId(row.quarter);
  return quarter === undefined ? row.quarter : monthOf(calendar, quarter, row);
}
