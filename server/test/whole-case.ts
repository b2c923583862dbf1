import { randomUUID } from 'node:crypto';
import { commit } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';
import type { TestCollector } from './collector.ts';

/** A row of any table, by column. */
type Row = Record<string, string | number | null>;

/** Stores a row as it is. */
export async function aRow({ db }: Pick<TestCollector, 'db'>, table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  const values = names.map((name) => `:${name}`).join(', ');
  await commit(db, [statement(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values})`, row)]);
}

/** The number of a case, and of the person with that email address. */
export async function idOf({ db }: Pick<TestCollector, 'db'>, reference: string): Promise<number> {
  const found = await db.query.caseFile.findFirst({ where: (file, { eq }) => eq(file.reference, reference) });
  return found!.id;
}

interface Filled {
  caseId: number;
  /** Another case that it is linked with. */
  otherId: number;
  /** The id of a member of staff. */
  by: string;
  /** Is in every text. */
  word: string;
}

/** Gives a case a row in every table that can tell of one, with that word in every text that someone can write. */
export async function fillCase(
  collector: Pick<TestCollector, 'db' | 'clock'>,
  { caseId, otherId, by, word }: Filled,
): Promise<void> {
  const at = collector.clock.now;
  const text = (what: string) => `${word} ${what} ${word}`;
  const add = (table: string, row: Row) => aRow(collector, table, row);
  const message = randomUUID();
  await add('case_message', { id: message, case_id: caseId, kind: 'from writer', at, text: text('message') });
  await add('case_letter', {
    id: randomUUID(),
    case_id: caseId,
    message_id: message,
    kind: 'answer',
    language: 'en',
    day: '2026-08-17',
    made_at: at,
    made_by: by,
    content: JSON.stringify({
      letterhead: ['County'],
      addressee: [text('addressee')],
      date: 'August 17, 2026',
      reference: text('reference'),
      text: text('letter'),
      signature: ['Ana'],
    }),
  });
  await add('case_danger', {
    case_id: caseId,
    raised_at: at,
    outcome: 'reported',
    outcome_on: '2026-08-17',
    outcome_text: text('danger'),
    outcome_by: by,
    outcome_at: at,
  });
  await add('case_reminder', { case_id: caseId, kind: text('reminder'), at });
  await add('case_action', {
    id: randomUUID(),
    case_id: caseId,
    text: text('action'),
    opened_at: at,
    opened_by: by,
    closed_at: at,
    ending: 'done',
    outcome: text('action outcome'),
  });
  await add('case_improvement', {
    id: randomUUID(),
    case_id: caseId,
    at,
    person_id: by,
    answer: 'change',
    text: text('improvement'),
  });
  await add('case_link', { case_id: caseId, other_id: otherId, kind: 'related', at, person_id: by });
  await add('case_link', { case_id: otherId, other_id: caseId, kind: 'duplicate', at, person_id: by });
  await add('case_referral', {
    id: randomUUID(),
    case_id: caseId,
    agency: text('agency'),
    need: text('need'),
    asked_at: at,
    asked_by: by,
    permission: 'given',
    outcome: text('referral outcome'),
  });
  await add('case_breach', {
    case_id: caseId,
    is_breach: 1,
    reason: text('breach'),
    decided_at: at,
    decided_by: by,
  });
  await add('case_hold', {
    case_id: caseId,
    reason: text('hold'),
    placed_at: at,
    placed_by: by,
    lifted_at: at,
    lifted_by: by,
  });
  await add('case_erasure', {
    id: randomUUID(),
    case_id: caseId,
    reason: text('erasure'),
    asked_at: at,
    asked_by: by,
    refused_at: at,
    refused_by: by,
  });
  await add('note', { id: randomUUID(), about: `case/${caseId}`, person_id: by, at, text: text('note') });
  await commit(collector.db, [
    statement(`UPDATE case_search SET words = words || :text WHERE rowid = :caseId`, {
      text: text('words'),
      caseId,
    }),
  ]);
}
