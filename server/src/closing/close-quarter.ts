import { hash, randomUUID } from 'node:crypto';
import type { Quarter } from '@heart-survey/shared/quarters';
import { commit, type Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { readCalendar, type BusinessCalendar, type Department } from '../org/org.ts';
import { closingClock } from '../work/work.ts';
import { computeFigures, latestSnapshot, readTallies } from '../figures/figures.ts';
import { firstQuarter, insertSnapshot } from './queries.ts';

/**
 * A quarter that is being closed. Statements in the same commit take effect only if the snapshot with this id was
 * created.
 */
export interface Closing {
  snapshotId: string;
  department: Department;
  /** For what is due a number of business days after the close. */
  calendar: BusinessCalendar;
  quarter: Quarter;
  at: number;
}

export interface ClosingOptions {
  db: Database;
  clock: () => number;
  /** What else happens in the commit that closes a quarter, such as deciding its action plans. */
  alongside: ((closing: Closing) => Statement[])[];
  /** Whether the figures are those that a person agreed to freeze. @param tallies as `readTallies` reads them. */
  isAsShown?: (tallies: string) => boolean;
}

export type Closed = {
  quarter: Quarter;
  department: Department;
  outcome: 'closed' | 'already-closed' | 'not-ended' | 'changed';
};

/** Closes one quarter on request, never before its end (docs/design.md §3.9). @param by who asked for it. */
export async function closeQuarter(
  { db, clock, alongside, isAsShown = () => true }: ClosingOptions,
  department: Department,
  quarter: Quarter,
  by: string,
): Promise<Closed> {
  if (clock() < quarter.end) return { quarter, department, outcome: 'not-ended' };
  const calendar = await readCalendar(db, department);
  // A response may be stored between reading the tallies and the commit; then the commit changes nothing.
  while (!(await latestSnapshot(db, department.id, quarter.id))) {
    const closing = { snapshotId: randomUUID(), department, calendar, quarter, at: clock() };
    const tallies = await readTallies(db, department.id, quarter.id);
    if (!isAsShown(tallies)) return { quarter, department, outcome: 'changed' };
    const [made] = await commit(db, [
      snapshotOf(closing, tallies, by),
      ...alongside.flatMap((statements) => statements(closing)),
    ]);
    if (made.rowsAffected === 1) return { quarter, department, outcome: 'closed' };
  }
  return { quarter, department, outcome: 'already-closed' };
}

/**
 * Closes every quarter of these departments that is due, starting with the first one that has responses. A quarter is
 * due a number of business days after its end (docs/design.md §3.9). @param by who asked for it.
 */
export async function closeDueQuarters(
  options: ClosingOptions,
  departments: Department[],
  by: string,
): Promise<Closed[]> {
  const closed: Closed[] = [];
  for (const department of departments) {
    const first = await firstQuarter(options.db, department.id);
    if (first === undefined) continue;
    let quarter = department.calendar.byId(first);
    if (!quarter)
      throw new Error(`${department.name} has responses in ${first}, which is not a quarter of its calendar.`);
    const days = await readCalendar(options.db, department);
    while (closingClock(days, department, quarter).at <= options.clock()) {
      closed.push(await closeQuarter(options, department, quarter, by));
      quarter = department.calendar.next(quarter);
    }
  }
  return closed.filter(({ outcome }) => outcome === 'closed');
}

function snapshotOf({ snapshotId, department, quarter, at }: Closing, tallies: string, by: string): Statement {
  const figures = JSON.stringify(computeFigures(tallies, department.target));
  return insertSnapshot({
    id: snapshotId,
    departmentId: department.id,
    quarter: quarter.id,
    version: 1,
    target: department.target,
    figures,
    sha256: hash('sha256', figures),
    tallies,
    closedAt: at,
    closedBy: by,
  });
}
