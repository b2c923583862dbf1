import { hash, randomUUID } from 'node:crypto';
import type { Quarter } from '@heart-survey/shared/quarters';
import { audited } from '../audit/audit.ts';
import { commit, isConstraint, type Database } from '../database/database.ts';
import type { snapshot } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { readCalendar, type BusinessCalendar, type Department } from '../org/org.ts';
import type { Change, RestatementClass } from './change.ts';
import { prepare, type Prepared, type Refusal } from './prepared.ts';
import { changeStatements, insertVersion, type Condition } from './statements.ts';

/** A new version of a closed quarter, in the commit that makes it. */
interface Restated {
  snapshotId: string;
  department: Department;
  /** For what is due a number of business days after the restatement. */
  calendar: BusinessCalendar;
  quarter: Quarter;
  version: number;
  /** In hundredths, at close. */
  target: number;
  at: number;
  /** A person's id, or how else it was made, such as `heart forget`. */
  by: string;
}

export interface RestateOptions {
  db: Database;
  /** What else happens in the commit that restates a quarter, such as opening its action plans. */
  alongside: ((restated: Restated) => Statement[])[];
}

/** What is restated, why, and who does it. */
export interface Restatement {
  department: Department;
  quarter: Quarter;
  class: RestatementClass;
  reason: string;
  at: number;
  /** Null for a command, which is then named in `by`. */
  personId: string | null;
  by: string;
  /** Reads the changes; undefined if there is nothing to make anymore. Called again after another writer was first. */
  changes: () => Promise<Change[] | undefined>;
  /** Whether the figures are those that a person agreed to. */
  isAsShown?: (prepared: Prepared) => boolean;
  /** Must be true in the commit, or nothing is changed. */
  condition?: (changes: Change[]) => Condition;
  /** What belongs to this restatement alone. */
  also?: (restated: Restated, prepared: Prepared) => Statement[];
}

export type RestateOutcome =
  | { outcome: 'restated'; version: number }
  /** `gone`: no changes to make anymore. `changed`: not as shown. `unchanged`: no figure would change. */
  | { outcome: Refusal | 'gone' | 'changed' | 'unchanged' };

/**
 * Makes a new version of a closed quarter and changes its responses, in one commit (docs/design.md §3.9). If another
 * writer changed the quarter since the figures were computed, nothing is changed, and they are computed again.
 */
export async function restate(options: RestateOptions, asked: Restatement): Promise<RestateOutcome> {
  const { db } = options;
  const { department, quarter, isAsShown = () => true } = asked;
  const calendar = await readCalendar(db, department);
  for (let tried = ''; ;) {
    const changes = await asked.changes();
    if (changes === undefined) return { outcome: 'gone' };
    const prepared = await prepare(db, department, quarter, changes);
    if (typeof prepared === 'string') return { outcome: prepared };
    if (!isAsShown(prepared)) return { outcome: 'changed' };
    if (!prepared.isChange) return { outcome: 'unchanged' };
    const version = prepared.base.version + 1;
    const { target } = prepared.base;
    const { at, by } = asked;
    const restated = { snapshotId: randomUUID(), department, calendar, quarter, version, target, at, by };
    try {
      await commit(db, statementsFor(options, asked, restated, prepared, changes));
      return { outcome: 'restated', version };
    } catch (error) {
      // With nothing changed meanwhile, trying again cannot help.
      if (!isConstraint(error) || prepared.fingerprint === tried) throw error;
      tried = prepared.fingerprint;
    }
  }
}

function statementsFor(
  { alongside }: RestateOptions,
  asked: Restatement,
  restated: Restated,
  prepared: Prepared,
  changes: Change[],
): Statement[] {
  const { department, at, personId, reason, condition, also } = asked;
  const row = versionOf(asked, restated, prepared);
  return [
    ...changeStatements(changes, { at, personId, departmentId: department.id, reason }),
    insertVersion(row, prepared.expected, condition?.(changes)),
    audited(entryOf(asked, row.version, changes.length), at),
    ...(also?.(restated, prepared) ?? []),
    ...alongside.flatMap((statements) => statements(restated)),
  ];
}

function versionOf(
  asked: Restatement,
  restated: Restated,
  prepared: Prepared,
): Omit<typeof snapshot.$inferSelect, 'groups'> {
  const { snapshotId: id, version, target } = restated;
  const figures = JSON.stringify(prepared.after);
  return {
    id,
    departmentId: asked.department.id,
    quarter: asked.quarter.id,
    version,
    target,
    figures,
    sha256: hash('sha256', figures),
    tallies: prepared.tallies,
    closedAt: asked.at,
    closedBy: asked.by,
    class: asked.class,
    reason: asked.reason,
  };
}

function entryOf({ department, quarter, personId, by, ...asked }: Restatement, version: number, changes: number) {
  return {
    personId,
    action: 'quarter restated',
    subject: `${department.slug} ${quarter.id}`,
    departmentId: department.id,
    detail: {
      version,
      class: asked.class,
      reason: asked.reason,
      changes,
      ...(personId === null ? { by } : {}),
    },
  };
}
