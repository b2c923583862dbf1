import type { SQL } from 'drizzle-orm';
import { type Database, commit } from '../database/database.ts';
import { build, changedBefore, insertIf } from '../database/builder.ts';
import { rowInsert } from '../database/row-statements.ts';
import { auditEvent } from '../database/schema.ts';
import type { RowStatement, Statement } from '../database/statement.ts';

/** An action that a person or the collector took. */
export interface AuditEntry {
  /** Null for the collector itself, or an unknown person. */
  personId: string | null;
  /** Two or three words, such as `comment revealed`. */
  action: string;
  /** What it was done to, in terms that stay valid: a slug, an email address, an id. */
  subject: string;
  departmentId?: number | undefined;
  /** More for an auditor; never what a respondent wrote. */
  detail?: Record<string, unknown> | undefined;
}

/** An audit entry as a row, to be written together with others. */
export function auditedRow(entry: AuditEntry, at: number): RowStatement {
  return rowInsert(auditEvent, rowOf(entry, at));
}

/** An audit entry, for the commit that does what it records. */
export function audited(entry: AuditEntry, at: number): Statement {
  return build.insert(auditEvent).values(rowOf(entry, at));
}

/** Same as above, but only if the statement just before it in the commit changed something. */
export function auditedIfChanged(entry: AuditEntry, at: number): Statement {
  return auditedIf(entry, at, changedBefore);
}

/** Same as above, but only if the condition is true. */
export function auditedIf(entry: AuditEntry, at: number, condition: SQL | undefined): Statement {
  return insertIf(auditEvent, rowOf(entry, at), condition);
}

function rowOf({ personId, action, subject, departmentId, detail }: AuditEntry, at: number) {
  return {
    at,
    personId,
    action,
    subject,
    departmentId: departmentId ?? null,
    detail: detail === undefined ? null : JSON.stringify(detail),
  };
}

/**
 * Commits a change that takes effect only if no one else was first, its audit entry, and what belongs to it.
 * @param change a compare-and-set statement, or a list that ends with it. Not with RETURNING: the driver then counts no
 * changed rows.
 * @param entry written only if the change took effect; a statement if each changed row has its own entry.
 * @param also runs after it in the same commit, even if nothing changed.
 * @returns whether the change took effect; false if someone else was first.
 */
export async function commitChange(
  db: Database,
  change: Statement | Statement[],
  entry: (AuditEntry & { at: number }) | Statement,
  ...also: Statement[]
): Promise<boolean> {
  const changes = [change].flat();
  const written = 'action' in entry ? auditedIfChanged(entry, entry.at) : entry;
  const results = await commit(db, [...changes, written, ...also]);
  return results[changes.length - 1]!.rowsAffected > 0;
}

/** Records an action that changes nothing in the database, such as reading. Call it before the action. */
export async function audit(db: Database, entry: AuditEntry, at: number): Promise<void> {
  await commit(db, [audited(entry, at)]);
}
