import { and, eq, gt } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { account, session, verification } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

export async function markSeen(db: Database, sessionId: string, seenAt: number): Promise<void> {
  await db.update(session).set({ seenAt }).where(eq(session.id, sessionId));
}

export async function endSession(db: Database, sessionId: string): Promise<void> {
  await db.delete(session).where(eq(session.id, sessionId));
}

export function endSessionsOf(personId: string): Statement {
  return statement('DELETE FROM session WHERE user_id = ?', [personId]);
}

/** Ends every session of the person but that of this token. */
export function endOtherSessionsOf(personId: string, token: string): Statement {
  return statement('DELETE FROM session WHERE user_id = ? AND token <> ?', [personId, token]);
}

/** What is to be proved by that identifier, as the sign-in library keeps it. */
export async function verificationValue(db: Database, identifier: string): Promise<string | undefined> {
  const [found] = await db
    .select({ value: verification.value })
    .from(verification)
    .where(eq(verification.identifier, identifier));
  return found?.value;
}

/**
 * Notes that somebody used that code; `rowsAffected` is 0 where it is among the last eight that they used: more than can
 * be good at once. Kept among what the sign-in library keeps, as a line that never runs out.
 */
export function spendCode({ personId, sha256, at }: { personId: string; sha256: string; at: number }): Statement[] {
  const identifier = `spent-codes/${personId}`;
  return [
    statement(
      `INSERT INTO verification (id, identifier, value, expires_at, created_at, updated_at)
        VALUES (?, ?, '', ${Number.MAX_SAFE_INTEGER}, ?, ?) ON CONFLICT (id) DO NOTHING`,
      [identifier, identifier, at, at],
    ),
    statement(
      `UPDATE verification SET value = substr(? || ' ' || value, 1, ${8 * 65}), updated_at = ?
        WHERE id = ? AND instr(value, ?) = 0`,
      [sha256, at, identifier, sha256],
    ),
  ];
}

/** How many browsers somebody is signed in with: sessions that began and were seen after those moments. */
export function openSessions(db: Database, personId: string, after: { startedAt: number; seenAt: number }) {
  return db.$count(
    session,
    and(eq(session.userId, personId), gt(session.startedAt, after.startedAt), gt(session.seenAt, after.seenAt)),
  );
}

/** Deletes some of the sessions that began or were last seen at those moments or before. */
export function deleteSessions(until: { startedAt: number; seenAt: number }, most: number): Statement {
  return statement(
    `DELETE FROM session WHERE id IN
      (SELECT id FROM session WHERE started_at <= :startedAt OR seen_at <= :seenAt LIMIT :most)`,
    { ...until, most },
  );
}

/** Deletes some of what was to be proved until that moment; the notes of codes that were used never run out. */
export function deleteProofs(until: number, most: number): Statement {
  return statement(
    'DELETE FROM verification WHERE id IN (SELECT id FROM verification WHERE expires_at <= :until LIMIT :most)',
    { until, most },
  );
}

/** Takes somebody's second factor away: they sign in with their password alone until they set up another. */
export function endSecondFactorOf(personId: string): Statement[] {
  return [
    statement('DELETE FROM two_factor WHERE user_id = ?', [personId]),
    statement('UPDATE person SET two_factor_enabled = 0 WHERE id = ? AND two_factor_enabled = 1', [personId]),
  ];
}

export async function hasPassword(db: Database, personId: string): Promise<boolean> {
  const found = await db
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.userId, personId), eq(account.providerId, 'credential')));
  return found.length > 0;
}

/** What a session that began at the provider keeps for ending there; null where it began with a password. */
export async function idTokenOf(db: Database, sessionId: string): Promise<string | null> {
  const [found] = await db.select({ idToken: session.idToken }).from(session).where(eq(session.id, sessionId));
  return found?.idToken ?? null;
}
