import { createHash, randomUUID } from 'node:crypto';
import type { Quarter } from '@heart-survey/shared/quarters';
import { commit, type Database, type Statement } from '../database/database.ts';
import type { Department, Directory } from '../survey/survey.ts';
import { closingInstant } from './business-days.ts';
import { computeFigures } from './figures.ts';
import { firstQuarter, insertSnapshot, latestSnapshot, readTallies } from './queries.ts';

/** A quarter being closed; the statements that go along take effect only if the snapshot of this id was made. */
export interface Closing {
  snapshotId: string;
  department: Department;
  quarter: Quarter;
  at: number;
}

export interface ClosingOptions {
  db: Database;
  directory: () => Promise<Directory>;
  clock: () => number;
  /** What else belongs into the commit that closes a quarter, such as confirming its action plans. */
  alongside: (closing: Closing) => Statement[];
}

export type Closed = { quarter: Quarter; department: Department; outcome: 'closed' | 'already-closed' | 'not-ended' };

/** Closes one quarter on request, never before its end (design §3.9). @param by who asked for it. */
export async function closeQuarter(
  { db, clock, alongside }: ClosingOptions,
  department: Department,
  quarter: Quarter,
  by: string,
): Promise<Closed> {
  if (clock() < quarter.end) return { quarter, department, outcome: 'not-ended' };
  // A response may be stored between the reading of the tallies and the commit; then the commit does nothing.
  while (!(await latestSnapshot(db, department.id, quarter.id))) {
    const closing = { snapshotId: randomUUID(), department, quarter, at: clock() };
    const tallies = await readTallies(db, department.id, quarter.id);
    const [made] = await commit(db, [snapshotOf(closing, tallies, by), ...alongside(closing)]);
    if (made!.rowsAffected === 1) return { quarter, department, outcome: 'closed' };
  }
  return { quarter, department, outcome: 'already-closed' };
}

/** Closes every quarter with responses whose time has come: its business days after the end have passed (design §3.9). */
export async function closeDueQuarters(options: ClosingOptions): Promise<Closed[]> {
  const closed: Closed[] = [];
  for (const department of (await options.directory()).departments) {
    const { calendar } = department;
    const first = await firstQuarter(options.db, department.id);
    let quarter = first === undefined ? undefined : calendar.byId(first);
    while (quarter && closingInstant(department, quarter) <= options.clock()) {
      closed.push(await closeQuarter(options, department, quarter, 'schedule'));
      quarter = calendar.next(quarter);
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
    sha256: sha256Of(figures),
    tallies,
    closedAt: at,
    closedBy: by,
    reason: null,
  });
}

/** In hexadecimal. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
