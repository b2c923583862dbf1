import { isoDay } from '@heart-survey/shared/dates';
import { auditedIfChanged } from '../audit/audit.ts';
import { keepNumber, notesKey, sendHash, type CaseFile } from '../cases/cases.ts';
import { commit, type Database } from '../database/database.ts';
import { statement, type Arguments, type Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import { isFree } from './holds.ts';
import { leavesRemains } from './remains.ts';

/** Who erases a case, and why. */
export interface Erasing {
  file: CaseFile;
  department: Pick<Department, 'id' | 'slug' | 'zone'>;
  /** Milliseconds since the epoch. */
  at: number;
  why: 'age' | 'early';
  reason: string | null;
  /** Ids of people. */
  askedBy: string | null;
  agreedBy: string | null;
  /** The number of the records authority's rule. */
  authority: string | null;
  /** What else must be true at that moment: SQL about a row of `case_file`, and its arguments. */
  condition: { sql: string; args: Readonly<Record<string, string | number>> };
}

/**
 * Erases a case whole, in one commit: every row that tells of it, the emails about it, and the printed form that it was
 * entered from. What stays is one row of `erased_case`, with months in place of days and without its reference.
 * @returns false if it changed meanwhile, or is under a hold. Nothing is changed then.
 */
export async function eraseCase(db: Database, erasing: Erasing): Promise<boolean> {
  const { file, department, at, why, agreedBy, askedBy } = erasing;
  const entry = {
    personId: agreedBy ?? askedBy,
    action: 'case erased',
    subject: department.slug,
    departmentId: department.id,
    detail: { why },
  };
  const [recorded] = await commit(db, [
    record(erasing),
    // Administrators read the audit log, and nothing there may tell that there was a restricted case.
    ...(file.sight === 'restricted' ? [] : [auditedIfChanged(entry, at)]),
    leavesRemains(at),
    keepNumber(file.id),
    ...rowsGone(file),
    // Row numbers are used again.
    statement('UPDATE erased_case SET case_id = NULL WHERE case_id IS NOT NULL'),
  ]);
  return recorded.rowsAffected > 0;
}

/** The first statement. All others take effect only if this one did. */
function record(erasing: Erasing): Statement {
  const { file, department, at, why, reason, askedBy, agreedBy, authority, condition } = erasing;
  const month = (moment: number) => isoDay(moment, department.zone).slice(0, 7);
  const { id, version, reference } = file;
  return statement(
    `INSERT INTO erased_case
        (case_id, department_id, kind, received_in, closed_in, erased_at, why, reason, asked_by, agreed_by, authority, send_hash)
      SELECT id, department_id, kind, :receivedIn, :closedIn, :at, :why, :reason, :askedBy, :agreedBy, :authority, :sendHash
      FROM case_file WHERE id = :id AND reference = :reference AND version = :version AND closed_at IS NOT NULL
        AND ${isFree} AND ${condition.sql}`,
    {
      ...condition.args,
      id,
      reference,
      version,
      at,
      why,
      reason,
      askedBy,
      agreedBy,
      authority,
      receivedIn: month(file.receivedAt),
      closedIn: file.closedAt === null ? null : month(file.closedAt),
      // A comment has its own retention, and a case can be opened from it again.
      sendHash: file.sendId === null || file.responseId !== null ? null : sendHash(file.sendId),
    },
  );
}

/** The condition that the commit erases the case: its first statement, whose row is the last one, took effect. */
const isErased = '(SELECT case_id FROM erased_case ORDER BY id DESC LIMIT 1) = :id';

/** What an email is about: the type is followed by a reference or an id, which may be followed by a person. */
const subjectOfEmail = `substr(cause, instr(cause, ':') + 1, instr(cause || '/', '/') - instr(cause, ':') - 1)`;

/**
 * Where a case's rows are, and which are its, in the order of their foreign keys. `:id` is its number, `:reference` its
 * reference, and `:notes` what notes on it are about.
 */
export const rowsOfCase: readonly { table: string; are: string }[] = [
  {
    table: 'outbox',
    are: `(${subjectOfEmail} = :reference OR ${subjectOfEmail} IN (
      SELECT id FROM case_message WHERE case_id = :id UNION ALL SELECT id FROM case_letter WHERE case_id = :id
      UNION ALL SELECT id FROM case_action WHERE case_id = :id UNION ALL SELECT id FROM case_referral WHERE case_id = :id))`,
  },
  { table: 'case_letter', are: 'case_id = :id' },
  { table: 'case_message', are: 'case_id = :id' },
  { table: 'case_danger', are: 'case_id = :id' },
  { table: 'case_reminder', are: 'case_id = :id' },
  { table: 'case_about', are: 'case_id = :id' },
  { table: 'case_contact', are: 'case_id = :id' },
  { table: 'case_action', are: 'case_id = :id' },
  { table: 'case_improvement', are: 'case_id = :id' },
  { table: 'case_link', are: '(case_id = :id OR other_id = :id)' },
  { table: 'case_referral', are: 'case_id = :id' },
  { table: 'case_breach', are: 'case_id = :id' },
  { table: 'case_hold', are: 'case_id = :id' },
  { table: 'case_erasure', are: 'case_id = :id' },
  { table: 'case_event', are: 'case_id = :id' },
  { table: 'note', are: 'about = :notes' },
  { table: 'case_search', are: 'rowid = :id' },
  { table: 'printed_form', are: 'reference = :reference' },
  { table: 'case_file', are: 'id = :id' },
];

function rowsGone({ id, reference }: CaseFile): Statement[] {
  const known: Record<string, string | number> = { id, reference, notes: notesKey({ id }) };
  return rowsOfCase.map(({ table, are }) => {
    const sql = `DELETE FROM ${table} WHERE ${are} AND ${isErased}`;
    const named = Object.entries(known).filter(([name]) => sql.includes(`:${name}`));
    return statement(sql, Object.fromEntries(named) as Arguments);
  });
}
