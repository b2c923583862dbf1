import { and, desc, eq, gte, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { auditEvent, department, person } from '../database/schema.ts';

/** Which entries to show. */
export interface Filter {
  /** A part of a name or an email address. */
  who: string;
  action: string;
  /** Instants, half-open: `from <= at < to`. */
  from: number | undefined;
  to: number | undefined;
}

/** Where the audit is read from. */
export interface AuditSource {
  db: Database;
  /** Removes the ids of responses from a text. */
  withoutIds: (text: string) => string;
}

/** Audit entries without ids of responses, the newest first. @param before an id: only older entries. */
export async function auditLines(
  { db, withoutIds }: AuditSource,
  filter: Filter,
  before: number | undefined,
  size: number,
) {
  const rows = await storedLines(db, filter, before, size);
  return rows.map((row) => ({
    ...row,
    subject: withoutIds(row.subject),
    detail: row.detail === null ? null : withoutIds(row.detail),
  }));
}

function storedLines(db: Database, { who, action, from, to }: Filter, before: number | undefined, size: number) {
  const has = (column: typeof person.name | typeof person.email) => sql`instr(lower(${column}), lower(${who})) > 0`;
  const conditions: (SQL | undefined)[] = [
    before === undefined ? undefined : lt(auditEvent.id, before),
    who === '' ? undefined : or(has(person.name), has(person.email)),
    action === '' ? undefined : eq(auditEvent.action, action),
    from === undefined ? undefined : gte(auditEvent.at, from),
    to === undefined ? undefined : lt(auditEvent.at, to),
  ];
  return db
    .select({
      id: auditEvent.id,
      at: auditEvent.at,
      action: auditEvent.action,
      subject: auditEvent.subject,
      detail: auditEvent.detail,
      name: person.name,
      email: person.email,
      department: department.name,
    })
    .from(auditEvent)
    .leftJoin(person, eq(auditEvent.personId, person.id))
    .leftJoin(department, eq(auditEvent.departmentId, department.id))
    .where(and(...conditions))
    .orderBy(desc(auditEvent.id))
    .limit(size);
}

/** An audit entry as it is shown. */
export type AuditLine = Awaited<ReturnType<typeof auditLines>>[number];

/** Every action in the audit. */
export async function auditActions(db: Database): Promise<string[]> {
  const rows = await db.selectDistinct({ action: auditEvent.action }).from(auditEvent).orderBy(auditEvent.action);
  return rows.map(({ action }) => action);
}
