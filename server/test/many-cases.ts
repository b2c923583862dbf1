import { getTableColumns } from 'drizzle-orm';
import { columnName } from '../src/database/builder.ts';
import type { Database } from '../src/database/database.ts';
import { caseEvent, caseFile } from '../src/database/schema.ts';
import { statement } from './statement.ts';

/** An event as it is stored. The first one of a case is that it came in. */
export interface StoredEvent {
  kind: string;
  at: number;
  detail?: Record<string, unknown> | null;
}

type File = typeof caseFile.$inferInsert;

/** A case with its history, to be inserted directly. */
export type StoredCase = Pick<File, 'departmentId' | 'deskId' | 'kind' | 'channel' | 'receivedAt'> &
  Partial<File> & { events: StoredEvent[] };

/** Cases to insert in one statement. */
const chunk = 500;

/** Inserts cases with their events. Nothing is counted, so the stored dates are not those of the events. @returns their ids. */
export async function insertCases(db: Database, cases: readonly StoredCase[]): Promise<number[]> {
  const { rows } = await db.$client.execute('SELECT coalesce(max(id), 0) AS last FROM case_file');
  const first = Number(rows[0]!['last']) + 1;
  const files = cases.map(({ events: _, ...given }, index) => {
    const id = first + index;
    const usual = {
      reference: `CASE-${id}`,
      receiptHash: `hash ${id}`,
      sight: 'desk',
      language: 'en',
      stage: 'received',
      text: 'I waited two hours.',
      openedAt: given.receivedAt,
    };
    return { isTimeHidden: 0, version: 1, breaches: 0, isUnread: 0, ...usual, ...given, id };
  });
  const events = cases.flatMap(({ events }, index) =>
    events.map(({ detail, ...event }) => ({
      caseId: first + index,
      ...event,
      detail: detail ? JSON.stringify(detail) : null,
    })),
  );
  await insertAll(db, 'case_file', getTableColumns(caseFile), files);
  await insertAll(db, 'case_event', getTableColumns(caseEvent), events);
  return files.map(({ id }) => id);
}

async function insertAll(
  db: Database,
  table: string,
  columns: Record<string, Parameters<typeof columnName>[0]>,
  rows: Record<string, unknown>[],
) {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const names = fields.map((field) => columnName(columns[field]!));
  const values = fields.map((_, at) => `r.value->>${at}`);
  for (let from = 0; from < rows.length; from += chunk) {
    const some = rows.slice(from, from + chunk).map((row) => fields.map((field) => row[field] ?? null));
    await db.$client.execute(
      statement(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM json_each(:rows) AS r`, {
        rows: JSON.stringify(some),
      }),
    );
  }
}
