import * as v from 'valibot';
import { caseById, eventColumns, type CaseKind } from '../cases/cases.ts';
import { commit, type Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { statement, type Statement } from '../database/statement.ts';
import { pause } from '../limits/pauses.ts';
import type { Department } from '../org/org.ts';
import { eraseCase } from './erasing.ts';
import { isFree } from './holds.ts';
import { leavesRemains } from './remains.ts';
import { changesTimes, monthsAgo, settlingTime, timesOf, type Times } from './times.ts';

/** What was erased of a department's cases because of its age. */
export interface Aged {
  department: string;
  cases: number;
  contacts: number;
}

interface AgingOptions {
  db: Database;
  /** The retention clock, which advances at most one day per run (`retention/retention.ts`). In milliseconds since the epoch. */
  now: number;
  /** The collector's clock, for what is recorded. */
  at: number;
  signal?: AbortSignal | undefined;
}

/** How many cases are looked up at once. Each is erased in a commit of its own, so that people's requests come in between. */
const page = 100;

/**
 * Erases cases that were closed longer ago than their department keeps them, and the contact information in those that were
 * closed longer ago than these are kept. Nothing of an open case, nothing under a hold, and no case with a message that
 * nobody has read. Nothing whose times are a few days old.
 */
export async function eraseOldCases(options: AgingOptions, departments: Department[]): Promise<Aged[]> {
  const all: Aged[] = [];
  for (const department of departments) {
    // Usually there is nothing to do, and then one question is enough.
    if (!(await hasClosed(options.db, department.id))) continue;
    const aged = { department: department.slug, cases: 0, contacts: 0 };
    for (const [kind, times] of await timesOf(options.db, department.id)) {
      if (times.updatedAt !== undefined && times.updatedAt > options.now - settlingTime) continue;
      aged.cases += await eraseKind(options, department, kind, times);
      aged.contacts += await eraseContacts(options, department, kind, times);
    }
    if (aged.cases + aged.contacts > 0) all.push(aged);
  }
  return all;
}

const identified = v.object({ id: v.number() });

async function hasClosed(db: Database, departmentId: number): Promise<boolean> {
  const closed = 'SELECT id FROM case_file WHERE department_id = :departmentId AND closed_at IS NOT NULL LIMIT 1';
  return (await readRows(db, identified, closed, { departmentId })).length > 0;
}

const changed = changesTimes.map((kind) => `'${kind}'`).join(', ');
const isOld = `department_id = :departmentId AND case_file.kind = :kind AND closed_at <= :closedBy
  AND NOT EXISTS (SELECT 1 FROM case_event WHERE case_id = case_file.id AND case_event.kind IN (${changed}) AND at > :settled)`;

async function eraseKind(options: AgingOptions, department: Department, kind: CaseKind, times: Times): Promise<number> {
  const { db, now, at, signal } = options;
  const of = {
    departmentId: department.id,
    kind,
    closedBy: monthsAgo(times.maxMonths, department.zone, now),
    settled: now - settlingTime,
  };
  const condition = `${isOld} AND is_unread = 0`;
  const old = `SELECT id FROM case_file WHERE ${condition} AND ${isFree} LIMIT ${page}`;
  let erased = 0;
  for (;;) {
    let count = 0;
    for (const { id } of await readRows(db, identified, old, of)) {
      await pause();
      const file = await caseById(db, id);
      if (signal?.aborted) return erased + count;
      if (file === undefined) continue;
      const by = { why: 'age', reason: null, askedBy: null, agreedBy: null, authority: times.authority } as const;
      if (await eraseCase(db, { file, department, at, ...by, condition: { sql: condition, args: of } })) count += 1;
    }
    erased += count;
    // Those that changed meanwhile wait for the next run.
    if (count < page) return erased;
  }
}

async function eraseContacts(
  options: AgingOptions,
  department: Department,
  kind: CaseKind,
  times: Times,
): Promise<number> {
  const { db, now, at, signal } = options;
  const of = {
    departmentId: department.id,
    kind,
    closedBy: monthsAgo(times.contactMonths, department.zone, now),
    settled: now - settlingTime,
  };
  const old = `SELECT id FROM case_file WHERE ${isOld} AND ${isFree}
    AND EXISTS (SELECT 1 FROM case_contact WHERE case_id = case_file.id) LIMIT ${page}`;
  let erased = 0;
  for (;;) {
    let count = 0;
    for (const { id } of await readRows(db, identified, old, of)) {
      await pause();
      if (signal?.aborted) return erased + count;
      const first = { sql: isOld, args: of };
      const [done] = await commit(db, contactErased({ id, at, personId: null }, first));
      count += done.rowsAffected;
    }
    erased += count;
    if (count < page) return erased;
  }
}

interface OfContact {
  /** The case's number. */
  id: number;
  /** When, in milliseconds since the epoch, and the id of who erases it. */
  at: number;
  personId: string | null;
}

/**
 * Erases a writer's contact information, and where letters have them. The first statement changes a row only if there is
 * something to erase and no hold.
 * @param condition what else must be true of the row of `case_file`.
 */
export function contactErased(
  { id, at, personId }: OfContact,
  condition: { sql: string; args: Readonly<Record<string, string | number>> },
): [Statement, ...Statement[]] {
  return [
    statement(
      `INSERT INTO case_event (case_id, kind, at, person_id, detail) SELECT id, :event, :at, :personId, :detail
        FROM case_file WHERE id = :id AND ${isFree} AND ${condition.sql}
          AND EXISTS (SELECT 1 FROM case_contact WHERE case_id = case_file.id)`,
      {
        ...condition.args,
        id,
        at,
        personId,
        event: 'contact erased',
        detail: eventColumns({ kind: 'contact erased' }).detail,
      },
    ),
    statement('DELETE FROM case_contact WHERE case_id = :id AND changes() > 0', { id }),
    leavesRemains(at),
    statement(
      `UPDATE case_search SET people = '' WHERE rowid = :id
        AND NOT EXISTS (SELECT 1 FROM case_contact WHERE case_id = :id)`,
      { id },
    ),
    statement(
      `UPDATE case_letter SET content = json_set(content, '$.addressee', json('[]'))
        WHERE case_id = :id AND content IS NOT NULL AND (message_id IS NOT NULL OR kind = 'breach notice')
          AND NOT EXISTS (SELECT 1 FROM case_contact WHERE case_id = :id)`,
      { id },
    ),
  ];
}
