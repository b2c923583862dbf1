import { and, eq, gt, inArray, lte, ne, or, sql, type SQL } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { prepared } from '../database/read.ts';
import { account, person, session, twoFactor, verification } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

/** Records when a session was last seen. */
export async function markSeen(db: Database, sessionId: string, seenAt: number): Promise<void> {
  await db.update(session).set({ seenAt }).where(eq(session.id, sessionId));
}

/** Ends one session. */
export async function endSession(db: Database, sessionId: string): Promise<void> {
  await db.delete(session).where(eq(session.id, sessionId));
}

/** Ends every session of the person. @param condition only if this is true as well. */
export function endSessionsOf(personId: string, condition?: SQL): Statement {
  return build.delete(session).where(and(eq(session.userId, personId), condition));
}

/** Ends every session of the person except the one with this token. */
export function endOtherSessionsOf(personId: string, token: string): Statement {
  return endSessionsOf(personId, ne(session.token, token));
}

/** The value that the sign-in library stores under that identifier. */
export async function verificationValue(db: Database, identifier: string): Promise<string | undefined> {
  const [found] = await db
    .select({ value: verification.value })
    .from(verification)
    .where(eq(verification.identifier, identifier));
  return found?.value;
}

/** The codes of this many uses are remembered: more than can be valid at once. */
const remembered = 8;
/** A SHA-256 in hexadecimal and a space. */
const codeLength = 65;
/** Later than any date, which the driver cannot write as one. */
const never = sql`${Number.MAX_SAFE_INTEGER}`;

/**
 * Records that the person used that code. The second statement changes nothing if it is one of the last eight that they
 * used. Kept in the sign-in library's table, in a row that never expires.
 */
export function spendCode({ personId, sha256, at }: { personId: string; sha256: string; at: number }): Statement[] {
  const id = `spent-codes/${personId}`;
  const now = new Date(at);
  const { value } = verification;
  return [
    build
      .insert(verification)
      .values({ id, identifier: id, value: '', expiresAt: never, createdAt: now, updatedAt: now })
      .onConflictDoNothing({ target: verification.id }),
    build
      .update(verification)
      .set({ value: sql`substr(${sha256} || ' ' || ${value}, 1, ${remembered * codeLength})`, updatedAt: now })
      .where(and(eq(verification.id, id), sql`instr(${value}, ${sha256}) = 0`)),
  ];
}

/** How many sessions of the person started and were seen after those times. */
export function openSessions(db: Database, personId: string, after: { startedAt: number; seenAt: number }) {
  return db.$count(
    session,
    and(eq(session.userId, personId), gt(session.startedAt, after.startedAt), gt(session.seenAt, after.seenAt)),
  );
}

/** Deletes up to `limit` of the sessions that started or were last seen at those times or before. */
export function deleteSessions(until: { startedAt: number; seenAt: number }, limit: number): Statement {
  const isOver = or(lte(session.startedAt, until.startedAt), lte(session.seenAt, until.seenAt));
  return build
    .delete(session)
    .where(inArray(session.id, build.select({ id: session.id }).from(session).where(isOver).limit(limit)));
}

/** Deletes up to `limit` of the proofs that expired by that time; the rows of spent codes never expire. */
export function deleteProofs(until: number, limit: number): Statement {
  const isOver = lte(verification.expiresAt, new Date(until));
  return build
    .delete(verification)
    .where(
      inArray(verification.id, build.select({ id: verification.id }).from(verification).where(isOver).limit(limit)),
    );
}

/** Removes the person's second factor: they sign in with their password alone until they set up another. */
export function endSecondFactorOf(personId: string): Statement[] {
  return [
    build.delete(twoFactor).where(eq(twoFactor.userId, personId)),
    build
      .update(person)
      .set({ twoFactorEnabled: false })
      .where(and(eq(person.id, personId), eq(person.twoFactorEnabled, true))),
  ];
}

/** Whether the person has a password. */
export async function hasPassword(db: Database, personId: string): Promise<boolean> {
  const found = await db
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.userId, personId), eq(account.providerId, 'credential')));
  return found.length > 0;
}

const idTokens = prepared((db) =>
  db
    .select({ idToken: session.idToken })
    .from(session)
    .where(eq(session.id, sql.placeholder('id')))
    .prepare(),
);

/** The ID token of a session that started at the identity provider; null if it started with a password. */
export async function idTokenOf(db: Database, sessionId: string): Promise<string | null> {
  const [found] = await idTokens(db).all({ id: sessionId });
  return found?.idToken ?? null;
}
