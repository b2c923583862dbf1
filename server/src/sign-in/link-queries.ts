import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { oneTimeLink, person } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

export function insertLink(link: typeof oneTimeLink.$inferInsert): Statement {
  return statement(
    `INSERT INTO one_time_link (sha256, kind, person_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)`,
    [link.sha256, link.kind, link.personId ?? null, link.createdAt, link.expiresAt],
  );
}

/** Of a kind that nobody used, those that are there already end with the new one. */
export function endLinks(kind: 'first' | 'invitation' | 'reset', personId: string | null, at: number): Statement {
  return statement('UPDATE one_time_link SET used_at = ? WHERE kind = ? AND person_id IS ? AND used_at IS NULL', [
    at,
    kind,
    personId,
  ]);
}

/** Whatever somebody could still set a password with ends. */
export function endLinksOf(personId: string, at: number): Statement {
  return statement('UPDATE one_time_link SET used_at = ? WHERE person_id = ? AND used_at IS NULL', [at, personId]);
}

export async function linkOf(db: Database, sha256: string) {
  const [found] = await db
    .select({ link: oneTimeLink, person })
    .from(oneTimeLink)
    .leftJoin(person, eq(oneTimeLink.personId, person.id))
    .where(eq(oneTimeLink.sha256, sha256));
  return found;
}

/** Takes effect once: `rowsAffected` is 0 for whoever comes second. */
export function useLink(sha256: string, at: number): Statement {
  return statement('UPDATE one_time_link SET used_at = ? WHERE sha256 = ? AND used_at IS NULL AND expires_at > ?', [
    at,
    sha256,
    at,
  ]);
}

/** The link that a commit uses, and when. */
interface UsedLink {
  sha256: string;
  at: number;
}

/** A statement's condition: the link of that hash is there to be used at that moment. */
const isOpen = 'EXISTS (SELECT 1 FROM one_time_link WHERE sha256 = ? AND used_at IS NULL AND expires_at > ?)';

/** Puts the password in place of the one before, if the link is open; the person's other links end. */
export function setPassword(
  { id, personId, hash }: { id: string; personId: string; hash: string },
  { sha256, at }: UsedLink,
): Statement[] {
  return [
    statement(`DELETE FROM account WHERE user_id = ? AND provider_id = 'credential' AND ${isOpen}`, [
      personId,
      sha256,
      at,
    ]),
    statement(
      `INSERT INTO account (id, account_id, provider_id, user_id, password, created_at, updated_at)
        SELECT ?, ?, 'credential', ?, ?, ?, ? WHERE ${isOpen}`,
      [id, personId, personId, hash, at, at, sha256, at],
    ),
    statement(`UPDATE person SET email_verified = 1 WHERE id = ? AND ${isOpen}`, [personId, sha256, at]),
    statement(`DELETE FROM session WHERE user_id = ? AND ${isOpen}`, [personId, sha256, at]),
    statement(
      `UPDATE one_time_link SET used_at = ? WHERE person_id = ? AND sha256 <> ? AND used_at IS NULL AND ${isOpen}`,
      [at, personId, sha256, sha256, at],
    ),
  ];
}

/** Makes somebody the first administrator, if the link is open. */
export function becomeAdministrator(
  { id, name, email }: { id: string; name: string; email: string },
  { sha256, at }: UsedLink,
): Statement[] {
  return [
    statement(
      `INSERT INTO person (id, name, email, email_verified, created_at, updated_at)
        SELECT ?, ?, ?, 1, ?, ? WHERE ${isOpen}`,
      [id, name, email, at, at, sha256, at],
    ),
    statement(`INSERT INTO role_grant (person_id, role, granted_at) SELECT ?, 'administrator', ? WHERE ${isOpen}`, [
      id,
      at,
      sha256,
      at,
    ]),
  ];
}

/** A line of the audit, if the link is open. */
export function auditedOfLink(
  { personId, action, subject }: { personId: string; action: string; subject: string },
  { sha256, at }: UsedLink,
): Statement {
  return statement(`INSERT INTO audit_event (at, person_id, action, subject) SELECT ?, ?, ?, ? WHERE ${isOpen}`, [
    at,
    personId,
    action,
    subject,
    sha256,
    at,
  ]);
}
