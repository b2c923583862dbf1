import { asc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseEvent } from '../database/schema.ts';
import type { Department } from '../org/org.ts';
import { clocksOf, type CaseClock } from './clocks.ts';
import { readEvent, type CaseEvent } from './events.ts';
import { promisesOf } from './promises.ts';
import type { CaseFile } from './queries.ts';
import type { NewEvent } from './take-step.ts';

/** Everything that happened to a case, in order. */
export async function eventsOf(db: Database, caseId: number): Promise<CaseEvent[]> {
  const rows = await db
    .select()
    .from(caseEvent)
    .where(eq(caseEvent.caseId, caseId))
    .orderBy(asc(caseEvent.at), asc(caseEvent.id));
  return rows.map(readEvent);
}

interface Counted {
  file: CaseFile;
  department: Department;
  /** What is about to happen besides. */
  events?: readonly NewEvent[];
  now: number;
}

/** Counts a case's clocks anew. */
export async function clocksWith(db: Database, { file, department, events = [], now }: Counted): Promise<CaseClock[]> {
  const [stored, promises] = await Promise.all([eventsOf(db, file.id), promisesOf(db, department, file.rulesId)]);
  const last = stored.reduce((most, { id }) => Math.max(most, id), 0);
  const added = events.map((event, index) => ({ ...event, id: last + index + 1 }));
  return clocksOf({ ...promises, channel: file.channel, events: [...stored, ...added] }, now);
}
