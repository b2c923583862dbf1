import { and, asc, count, desc, eq, isNotNull, isNull, lte, min, ne, or, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { outbox } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Queued } from './kinds.ts';

const day = 24 * 60 * 60 * 1000;
/** An email is not tried any more this long after it was queued, in milliseconds. */
const patience = 3 * day;
/** What an email was about is kept this long after it was sent or given up, in milliseconds. */
const keptFor = 30 * day;
/** A try that has not ended after so many milliseconds is taken for dead: more than a mail server is given. */
const deadAfter = 120_000;

/** Of two emails that were queued in the same millisecond, the first comes first: their ids are random. */
const queuedOrder = sql`outbox.rowid`;

/** What is written when an email is queued. */
export interface NewRow {
  id: string;
  kind: string;
  cause: string;
  madeBy: string | null;
  departmentId: number | null;
  messageId: string;
}

const insert = `INSERT INTO outbox (id, kind, cause, made_by, department_id, created_at, next_at, expires_at, message_id)
  SELECT :id, :kind, :cause, :madeBy, :departmentId, :at, :at, :expiresAt, :messageId`;

/** Queues an email. @param unless nothing was changed by the statement just before it in the commit. */
export function insertEmail(row: NewRow, at: number, unless?: 'unchanged'): Statement {
  const sql = unless === undefined ? insert : `${insert} WHERE changes() > 0`;
  return statement(sql, { ...row, at, expiresAt: at + patience });
}

/** Whether a pass over the outbox would find anything. */
export async function hasDue(db: Database, now: number): Promise<boolean> {
  const { state, nextAt, expiresAt } = outbox;
  const due = and(eq(state, 'waiting'), or(lte(nextAt, now), lte(expiresAt, now)));
  return (await db.select({ id: outbox.id }).from(outbox).where(due).limit(1)).length > 0;
}

/**
 * Ends what no try will end: one that died with the content under way is unsure, since the server may have accepted it;
 * what has waited for too long has failed.
 */
export function settle(now: number): Statement[] {
  return [
    statement(
      `UPDATE outbox SET state = 'unsure', problem = 'interrupted', final_at = :now
        WHERE state = 'waiting' AND content_at IS NOT NULL AND next_at <= :now`,
      { now },
    ),
    statement(
      `UPDATE outbox SET state = 'failed', problem = coalesce(problem, 'expired'), final_at = :now
        WHERE state = 'waiting' AND expires_at <= :now AND next_at <= :now`,
      { now },
    ),
  ];
}

/** The emails to be tried now, in the order in which they were queued. */
export async function dueEmails(db: Database, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, 'waiting'), lte(outbox.nextAt, now), isNull(outbox.contentAt)))
    .orderBy(asc(outbox.createdAt), queuedOrder)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** One try of one email: what it ends is only this very one. */
export interface Try {
  id: string;
  /** Which try it is, from 1. */
  attempts: number;
}

/** Takes an email for a try, which has no problem yet; changes nothing where somebody else has it. */
export function claim(id: string, now: number): Statement {
  return statement(
    `UPDATE outbox SET attempts = attempts + 1, problem = NULL, next_at = :until
      WHERE id = :id AND state = 'waiting' AND next_at <= :now AND content_at IS NULL`,
    { id, now, until: now + deadAfter },
  );
}

/** Notes that the content is about to be handed over; changes nothing where the try was taken for dead meanwhile. */
export function markContent({ id, attempts }: Try, now: number): Statement {
  return statement(
    `UPDATE outbox SET content_at = :now, next_at = :until
      WHERE id = :id AND state = 'waiting' AND attempts = :attempts AND content_at IS NULL`,
    { id, attempts, now, until: now + deadAfter },
  );
}

/** Ends a try for good. One that was taken for dead and was accepted after all is sent. */
export function finish(
  { id, attempts }: Try,
  { state, problem }: { state: 'sent' | 'failed' | 'unsure'; problem: Queued['problem'] },
  now: number,
): Statement {
  return statement(
    `UPDATE outbox SET state = :state, problem = :problem, final_at = :now, content_at = NULL
      WHERE id = :id AND attempts = :attempts AND (state IN ('waiting', 'unsure') OR :state = 'sent')`,
    { id, attempts, state, problem, now },
  );
}

/** Ends a try that is to be followed by another one. */
export function postpone({ id, attempts }: Try, problem: Queued['problem'], nextAt: number): Statement {
  return statement(
    `UPDATE outbox SET problem = :problem, next_at = :nextAt, content_at = NULL
      WHERE id = :id AND attempts = :attempts AND state = 'waiting'`,
    { id, attempts, problem, nextAt },
  );
}

/** Queues an email again that failed or is unsure, unless what it was about is erased. */
export function requeue(id: string, now: number): Statement {
  return statement(
    `UPDATE outbox SET state = 'waiting', problem = NULL, attempts = 0, next_at = :now, expires_at = :expiresAt,
        content_at = NULL, final_at = NULL
      WHERE id = :id AND state IN ('failed', 'unsure') AND cause IS NOT NULL`,
    { id, now, expiresAt: now + patience },
  );
}

/** Erases what old emails were about; that there was one, when, and what became of it stays. */
export async function eraseOldEmails(db: Database, now: number): Promise<void> {
  await db
    .update(outbox)
    .set({ cause: null, madeBy: null, departmentId: null })
    .where(and(ne(outbox.state, 'waiting'), lte(outbox.finalAt, now - keptFor), isNotNull(outbox.cause)));
}

export async function emailById(db: Database, id: string): Promise<Queued | undefined> {
  const [found] = await db.select().from(outbox).where(eq(outbox.id, id));
  return found;
}

/** The latest emails, the newest first. */
export function latestEmails(db: Database, limit: number): Promise<Queued[]> {
  return db.select().from(outbox).orderBy(desc(outbox.createdAt), desc(queuedOrder)).limit(limit);
}

/** The latest email of that kind about that cause, if it is still known. */
export async function latestAbout(db: Database, kind: string, cause: string): Promise<Queued | undefined> {
  const [found] = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.kind, kind), eq(outbox.cause, cause)))
    .orderBy(desc(outbox.createdAt))
    .limit(1);
  return found;
}

/** How many emails about a department are in each state. The outbox forgets what an email was about after 30 days. */
export async function departmentEmails(db: Database, departmentId: number): Promise<Map<Queued['state'], number>> {
  const rows = await db
    .select({ state: outbox.state, n: count() })
    .from(outbox)
    .where(eq(outbox.departmentId, departmentId))
    .groupBy(outbox.state);
  return new Map(rows.map(({ state, n }) => [state, n]));
}

/** How many emails are in each state, and when the oldest was queued that waits. */
export async function outboxCounts(db: Database) {
  const states = await db.select({ state: outbox.state, n: count() }).from(outbox).groupBy(outbox.state);
  const [oldest] = await db
    .select({ at: min(outbox.createdAt) })
    .from(outbox)
    .where(eq(outbox.state, 'waiting'));
  return { states, oldest: oldest?.at ?? null };
}
