import { type Database, commit } from '../database/database.ts';
import { alone, type RowStatement, type Statement } from '../database/statement.ts';

/** An action that a person or the collector took. */
export interface AuditEntry {
  /** Null for the collector itself, or an unknown person. */
  personId: string | null;
  /** Two or three words, such as `comment revealed`. */
  action: string;
  /** What it was done to, by a name that does not change: a slug, an email address, an id. */
  subject: string;
  departmentId?: number | undefined;
  /** Other facts for an auditor. Never a respondent's text. */
  detail?: Record<string, unknown> | undefined;
}

/** An audit entry as a row, to be combined with others. */
export function auditedRow({ personId, action, subject, departmentId, detail }: AuditEntry, at: number): RowStatement {
  return {
    sql: `INSERT INTO audit_event (at, person_id, action, subject, department_id, detail)
      SELECT ${[0, 1, 2, 3, 4, 5].map((index) => `r.value ->> ${index}`).join(', ')} FROM json_each(:rows) AS r`,
    values: [at, personId, action, subject, departmentId ?? null, detail === undefined ? null : JSON.stringify(detail)],
  };
}

/** An audit entry, for the commit of the action itself. */
export function audited(entry: AuditEntry, at: number): Statement {
  return alone(auditedRow(entry, at));
}

/** The same, but only if the previous statement in the commit changed something. */
export function auditedIfChanged(entry: AuditEntry, at: number): Statement {
  const row = auditedRow(entry, at);
  return alone({ ...row, sql: `${row.sql} WHERE changes() > 0` });
}

/**
 * Commits a change that takes effect only if nobody else was first, with its audit entry.
 * @param change a compare-and-set statement, or a list that ends with one. It must not use RETURNING, because the driver
 * then counts no changed rows.
 * @param entry is written only if the change took effect. Pass a statement if each changed row has its own entry.
 * @param also runs last in the same commit, even if nothing changed, so it needs its own conditions.
 * @returns whether the change took effect.
 */
export async function commitChange(
  db: Database,
  change: Statement | Statement[],
  entry: (AuditEntry & { at: number }) | Statement,
  ...also: Statement[]
): Promise<boolean> {
  const changes = [change].flat();
  const written = 'sql' in entry ? entry : auditedIfChanged(entry, entry.at);
  const results = await commit(db, [...changes, written, ...also]);
  return results[changes.length - 1]!.rowsAffected > 0;
}

/** Records an action that changes nothing in the database, such as reading. Call it before the action. */
export async function audit(db: Database, entry: AuditEntry, at: number): Promise<void> {
  await commit(db, [audited(entry, at)]);
}
