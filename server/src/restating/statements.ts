import { and, eq, inArray, isNull } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { exclusion, response, restatement, restatementChange, type snapshot } from '../database/schema.ts';
import { statement, statementsOf, type Statement } from '../database/statement.ts';
import { auditedRow } from '../audit/audit.ts';
import { departmentGroups, departmentTallies } from '../figures/figures.ts';
import { copiesErased } from '../cases/cases.ts';
import { quotesErased } from '../recognition/recognition.ts';
import { eraseResponse, insertLateResponses, removeReasons } from '../responses/responses.ts';
import { responseIdOf, type Change } from './change.ts';

interface Deciding {
  at: number;
  /** A person's id; null for a command. */
  personId: string | null;
  departmentId: number;
  /** The restatement's reason. */
  reason: string;
}

/** The changes to the responses, without any check: the version that is inserted after them has one. */
export function changeStatements(changes: readonly Change[], deciding: Deciding): Statement[] {
  return [
    ...lateForms(changes),
    ...corrections(changes),
    ...exclusions(changes, deciding),
    ...inclusions(changes, deciding),
    ...changes.flatMap((change) => (change.kind === 'erasure' ? erasure(change.response.id, deciding) : [])),
    ...auditLines(changes, deciding),
  ];
}

function lateForms(changes: readonly Change[]): Statement[] {
  const rows = changes.flatMap((change) => (change.kind === 'paper form' ? [change.row] : []));
  return rows.length === 0 ? [] : [insertLateResponses(rows)];
}

function corrections(changes: readonly Change[]): Statement[] {
  return changes.flatMap((change) =>
    change.kind === 'correction'
      ? [build.update(response).set(change.ratings).where(eq(response.id, change.response.id))]
      : [],
  );
}

const idsOf = (changes: readonly Change[], kind: Change['kind']) =>
  changes.flatMap((change) => (change.kind === kind ? [responseIdOf(change)] : []));

function exclusions(changes: readonly Change[], { at, personId, reason }: Deciding): Statement[] {
  const ids = idsOf(changes, 'exclusion');
  if (ids.length === 0) return [];
  return [
    build
      .insert(exclusion)
      .values(ids.map((responseId) => ({ responseId, reason, excludedAt: at, excludedBy: personId! }))),
    build.update(response).set({ excludedAt: at }).where(inArray(response.id, ids)),
  ];
}

function inclusions(changes: readonly Change[], { at, personId }: Deciding): Statement[] {
  const ids = idsOf(changes, 'inclusion');
  if (ids.length === 0) return [];
  return [
    build
      .update(exclusion)
      .set({ restoredAt: at, restoredBy: personId })
      .where(and(inArray(exclusion.responseId, ids), isNull(exclusion.restoredAt))),
    build.update(response).set({ excludedAt: null }).where(inArray(response.id, ids)),
  ];
}

/** Changes that were planned for the response go too: a correction holds its ratings. */
function erasure(id: string, deciding: Deciding): Statement[] {
  const by = { at: deciding.at, personId: deciding.personId, departmentId: deciding.departmentId };
  const open = build.select({ id: restatement.id }).from(restatement).where(isNull(restatement.closedAt));
  return [
    ...eraseResponse(id, deciding.at, deciding.reason),
    ...quotesErased(id, by),
    ...removeReasons(id),
    ...copiesErased(deciding.at),
    build
      .delete(restatementChange)
      .where(and(eq(restatementChange.responseId, id), inArray(restatementChange.restatementId, open))),
  ];
}

const actions: Record<Change['kind'], string> = {
  'paper form': 'late paper form counted',
  correction: 'paper form corrected',
  exclusion: 'response excluded',
  inclusion: 'response counted again',
  erasure: 'response erased',
};

/** An entry for each response, without the reason: the entry about the restatement has it. */
function auditLines(changes: readonly Change[], { at, personId, departmentId }: Deciding): Statement[] {
  return statementsOf(
    changes.map((change) =>
      auditedRow({ personId, action: actions[change.kind], subject: responseIdOf(change), departmentId }, at),
    ),
  );
}

/** A condition in SQL, with the values that it names. */
export interface Condition {
  sql: string;
  args: Record<string, string | number>;
}

/**
 * Freezes the next version of a closed quarter. Unless the tallies are now as expected, the quarter's responses are all
 * there, and the condition is true, it violates NOT NULL and so undoes the commit that it is part of.
 */
export function insertVersion(
  row: Omit<typeof snapshot.$inferSelect, 'groups'>,
  expected: string,
  { sql, args }: Condition = { sql: 'true', args: {} },
): Statement {
  return statement(
    `INSERT INTO snapshot (id, department_id, quarter, version, target, figures, sha256, tallies, groups, closed_at,
        closed_by, class, reason)
      VALUES (:id, :departmentId, :quarter, :version, :target, :figures, :sha256,
        CASE WHEN ${departmentTallies(':departmentId', ':quarter')} = :expected AND ${sql}
          AND NOT EXISTS (SELECT 1 FROM purged_quarter WHERE department_id = :departmentId AND quarter = :quarter)
        THEN :tallies END,
        ${departmentGroups(':departmentId', ':quarter')}, :closedAt, :closedBy, :class, :reason)`,
    { ...row, expected, ...args },
  );
}
