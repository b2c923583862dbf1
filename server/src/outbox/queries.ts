import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, min, ne, notInArray, or, sql } from 'drizzle-orm';
import { build, changedBefore, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { outbox } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import type { Queued } from './kinds.ts';

const day = 24 * 60 * 60 * 1000;
/** An email is not tried anymore this long after it was queued, in milliseconds. */
const patience = 3 * day;
/** What an email was about is kept this long after it was sent or given up, in milliseconds. */
const keptFor = 30 * day;
/** A try that has not ended after this many milliseconds is taken for dead: more than a mail server is given. */
const deadAfter = 120_000;

/** Orders emails that were queued in the same millisecond: their ids are random. */
const queuedOrder = sql`outbox.rowid`;

/** An email as it is queued. */
export interface NewRow {
  id: string;
  kind: string;
  cause: string;
  madeBy: string | null;
  departmentId: number | null;
  messageId: string;
}

/** Queues an email. @param unless the statement just before it in the commit changed nothing. */
export function insertEmail(row: NewRow, at: number, unless?: 'unchanged'): Statement {
  const queued = { ...row, createdAt: at, nextAt: at, expiresAt: at + patience };
  return unless === undefined ? build.insert(outbox).values(queued) : insertIf(outbox, queued, changedBefore);
}

/** Whether a pass over the outbox would find anything. */
export async function hasDue(db: Database, now: number, hasServer: boolean): Promise<boolean> {
  const isIdle = and(eq(outbox.state, 'waiting'), lte(outbox.nextAt, now));
  // Without a mail server nothing is sent, but emails still expire.
  const due = hasServer ? isIdle : and(isIdle, or(isNotNull(outbox.contentAt), lte(outbox.expiresAt, now)));
  return (await db.select({ id: outbox.id }).from(outbox).where(due).limit(1)).length > 0;
}

/**
 * Settles emails that another attempt cannot resolve: if an attempt died while handing over the content, the email is
 * marked unsure, since the server may have accepted it; an email that waited too long is marked failed.
 */
export function settle(now: number): Statement[] {
  const { state, problem, nextAt, contentAt, expiresAt } = outbox;
  const isIdle = and(eq(state, 'waiting'), lte(nextAt, now));
  return [
    build
      .update(outbox)
      .set({ state: 'unsure', problem: 'interrupted', finalAt: now })
      .where(and(isIdle, isNotNull(contentAt))),
    build
      .update(outbox)
      .set({ state: 'failed', problem: sql`coalesce(${problem}, 'expired')`, finalAt: now })
      .where(and(isIdle, lte(expiresAt, now))),
  ];
}

/** The emails to be tried now, in the order in which they were queued: of these kinds, or of all others. */
export async function dueEmails(
  db: Database,
  now: number,
  { kinds, limit }: { kinds: { in: string[] } | { notIn: string[] }; limit: number },
): Promise<string[]> {
  const isKind = 'in' in kinds ? inArray(outbox.kind, kinds.in) : notInArray(outbox.kind, kinds.notIn);
  const rows = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, 'waiting'), lte(outbox.nextAt, now), isNull(outbox.contentAt), isKind))
    .orderBy(asc(outbox.createdAt), queuedOrder)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** One try of one email: whatever ends it ends no other try. */
export interface Try {
  id: string;
  /** Which try it is, from 1. */
  attempts: number;
}

/** Takes an email for a try, which has no problem yet; changes nothing if someone else has it. */
export function claim(id: string, now: number): Statement {
  const { attempts, state, nextAt, contentAt } = outbox;
  return build
    .update(outbox)
    .set({ attempts: sql`${attempts} + 1`, problem: null, nextAt: now + deadAfter })
    .where(and(eq(outbox.id, id), eq(state, 'waiting'), lte(nextAt, now), isNull(contentAt)));
}

/** A condition: the email is still in this try. */
const isInTry = ({ id, attempts }: Try) => and(eq(outbox.id, id), eq(outbox.attempts, attempts));

/** Records that the content is about to be handed over; changes nothing if the try was taken for dead meanwhile. */
export function markContent(current: Try, now: number): Statement {
  return build
    .update(outbox)
    .set({ contentAt: now, nextAt: now + deadAfter })
    .where(and(isInTry(current), eq(outbox.state, 'waiting'), isNull(outbox.contentAt)));
}

/** Ends a try for good. A try that was taken for dead and was accepted after all counts as sent. */
export function finish(
  current: Try,
  { state, problem }: { state: 'sent' | 'failed' | 'unsure'; problem: Queued['problem'] },
  now: number,
): Statement {
  const mayEnd = state === 'sent' ? undefined : inArray(outbox.state, ['waiting', 'unsure']);
  return build
    .update(outbox)
    .set({ state, problem, finalAt: now, contentAt: null })
    .where(and(isInTry(current), mayEnd));
}

/** Ends a try that another one will follow. */
export function postpone(current: Try, problem: Queued['problem'], nextAt: number): Statement {
  return build
    .update(outbox)
    .set({ problem, nextAt, contentAt: null })
    .where(and(isInTry(current), eq(outbox.state, 'waiting')));
}

/** Queues an email again that failed or is unsure, unless its cause is erased. */
export function requeue(id: string, now: number): Statement {
  const again = { state: 'waiting', problem: null, attempts: 0, contentAt: null, finalAt: null } as const;
  return build
    .update(outbox)
    .set({ ...again, nextAt: now, expiresAt: now + patience })
    .where(and(eq(outbox.id, id), inArray(outbox.state, ['failed', 'unsure']), isNotNull(outbox.cause)));
}

/** Erases what old emails were about. A record stays that there was an email, when, and how it turned out. */
export async function eraseOldEmails(db: Database, now: number): Promise<void> {
  await db
    .update(outbox)
    .set({ cause: null, madeBy: null, departmentId: null })
    .where(and(ne(outbox.state, 'waiting'), lte(outbox.finalAt, now - keptFor), isNotNull(outbox.cause)));
}

/** The email with that id. */
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

/** How many emails are in each state, and when the oldest that waits was queued. `obsolete`: nobody needed them anymore. */
export async function outboxCounts(db: Database) {
  const state = sql<string>`iif(${outbox.problem} = 'obsolete', 'obsolete', ${outbox.state})`;
  const states = await db.select({ state, n: count() }).from(outbox).groupBy(state);
  const [oldest] = await db
    .select({ at: min(outbox.createdAt) })
    .from(outbox)
    .where(eq(outbox.state, 'waiting'));
  return { states, oldest: oldest?.at ?? null };
}
