import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { account, oneTimeLink, person, roleGrant, session, token, verification } from '../database/schema.ts';
import { statement, type RowStatement, type Statement } from '../database/statement.ts';
import { auditedIfChanged } from './audit.ts';

/** A token's row as it is written. */
interface TokenRow {
  name: string;
  sha256: string;
  createdAt: number;
  personId: string | null;
  scope: string;
  departmentId: number | null;
}

/**
 * Writes a token. A person's only while they have a role that opens figures there: it may end at the same moment, and a
 * token that came after that would be good again with the next role.
 * @param opening the roles that open figures everywhere, and those that do in their department.
 */
export function insertToken(row: TokenRow, opening: { everywhere: string[]; inDepartment: string[] }): Statement {
  const { everywhere, inDepartment } = opening;
  return statement(
    `INSERT INTO token (name, sha256, created_at, person_id, scope, department_id)
      SELECT :name, :sha256, :createdAt, :personId, :scope, :departmentId
      WHERE :personId IS NULL OR EXISTS (
        SELECT 1 FROM role_grant JOIN person ON person.id = role_grant.person_id
        WHERE person_id = :personId AND ended_at IS NULL AND left_at IS NULL
          AND (role IN (SELECT value FROM json_each(:everywhere))
            OR (role IN (SELECT value FROM json_each(:inDepartment))
              AND (:departmentId IS NULL OR role_grant.department_id = :departmentId))))`,
    { ...row, everywhere: JSON.stringify(everywhere), inDepartment: JSON.stringify(inDepartment) },
  );
}

/** The token of that hash with its person, if it has one. */
export async function findToken(db: Database, sha256: string) {
  const [found] = await db
    .select({ token, person })
    .from(token)
    .leftJoin(person, eq(token.personId, person.id))
    .where(eq(token.sha256, sha256));
  return found;
}

/** Takes back every token of a person. */
export function revokeTokensOf(personId: string, at: number): Statement {
  return statement('UPDATE token SET revoked_at = ? WHERE person_id = ? AND revoked_at IS NULL', [at, personId]);
}

/** Takes back what a person's tokens opened by that role, once it has ended: those for its department, or for all. */
export function revokeTokensBehind(grant: { id: number; personId: string }, at: number): Statement {
  return statement(
    `UPDATE token SET revoked_at = :at WHERE person_id = :personId AND revoked_at IS NULL
      AND EXISTS (SELECT 1 FROM role_grant AS ended WHERE ended.id = :id AND ended.ended_at IS NOT NULL
        AND (ended.department_id IS NULL OR token.department_id IS NULL OR token.department_id = ended.department_id))`,
    { id: grant.id, personId: grant.personId, at },
  );
}

export async function hasLeft(db: Database, personId: string): Promise<boolean> {
  const [found] = await db.select({ leftAt: person.leftAt }).from(person).where(eq(person.id, personId));
  return found === undefined || found.leftAt !== null;
}

/** The roles that somebody has now. */
export function grantsOf(db: Database, personId: string) {
  const { role, departmentId, regionId } = roleGrant;
  return db
    .select({ role, departmentId, regionId })
    .from(roleGrant)
    .where(and(eq(roleGrant.personId, personId), isNull(roleGrant.endedAt)));
}

/** Whether anyone was ever made an administrator. */
export async function hasAdministrator(db: Database): Promise<boolean> {
  const found = await db
    .select({ id: roleGrant.id })
    .from(roleGrant)
    .where(eq(roleGrant.role, 'administrator'))
    .limit(1);
  return found.length > 0;
}

export async function personByEmail(db: Database, email: string) {
  const [found] = await db.select().from(person).where(eq(person.email, email.toLowerCase()));
  return found;
}

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

export function insertPerson(
  { id, name, email }: { id: string; name: string; email: string },
  at: number,
): RowStatement {
  return {
    sql: `INSERT INTO person (id, name, email, email_verified, created_at, updated_at)
      SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, 0, r.value ->> 3, r.value ->> 3 FROM json_each(:rows) AS r`,
    values: [id, name, email.toLowerCase(), at],
  };
}

export function insertGrant(grant: typeof roleGrant.$inferInsert): Statement {
  return statement(
    `INSERT INTO role_grant (person_id, role, department_id, region_id, granted_at, granted_by) VALUES (?, ?, ?, ?, ?, ?)`,
    [
      grant.personId,
      grant.role,
      grant.departmentId ?? null,
      grant.regionId ?? null,
      grant.grantedAt,
      grant.grantedBy ?? null,
    ],
  );
}

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

export async function personById(db: Database, id: string) {
  const [found] = await db.select().from(person).where(eq(person.id, id));
  return found;
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

/** The person who is linked with that identity at a provider. */
export async function linkedPerson(
  db: Database,
  providerId: string,
  { issuer, subject }: { issuer: string; subject: string },
) {
  const [found] = await db
    .select({ person })
    .from(account)
    .innerJoin(person, eq(account.userId, person.id))
    .where(and(eq(account.providerId, providerId), eq(account.issuer, issuer), eq(account.subject, subject)));
  return found?.person;
}

/** Names the issuer of a person's link from before issuers were kept, if it is for that subject. */
export function nameIssuer({ providerId, personId, issuer, subject }: Omit<ProviderLink, 'id'>): Statement {
  return statement(
    `UPDATE account SET issuer = :issuer
      WHERE provider_id = :providerId AND user_id = :personId AND subject = :subject AND issuer IS NULL`,
    { providerId, personId, issuer, subject },
  );
}

interface ProviderLink {
  id: string;
  providerId: string;
  personId: string;
  issuer: string;
  subject: string;
}

/** Links somebody who may sign in with an identity, if they have no link yet and nobody has that identity. */
export function linkToProvider({ id, providerId, personId, issuer, subject }: ProviderLink, at: number): Statement {
  return statement(
    `INSERT INTO account (id, account_id, provider_id, user_id, issuer, subject, created_at, updated_at)
      SELECT :id, :personId, :providerId, :personId, :issuer, :subject, :at, :at
      WHERE NOT EXISTS (SELECT 1 FROM account WHERE provider_id = :providerId
        AND (user_id = :personId OR issuer = :issuer AND subject = :subject))
      AND EXISTS (SELECT 1 FROM person WHERE id = :personId AND left_at IS NULL)`,
    { id, personId, providerId, issuer, subject, at },
  );
}

/**
 * Takes away what links somebody with the provider, and with it every session and token of theirs: whoever had the
 * account there may have made them. Where nothing is linked, nothing is done.
 */
export function unlinkFromProvider(
  { id, email }: { id: string; email: string },
  { providerId, by, at }: { providerId: string; by: string | null; at: number },
): Statement[] {
  const isLinked = 'EXISTS (SELECT 1 FROM account WHERE user_id = :id AND provider_id = :providerId)';
  const entry = { personId: by, subject: email };
  return [
    statement(`UPDATE token SET revoked_at = :at WHERE person_id = :id AND revoked_at IS NULL AND ${isLinked}`, {
      id,
      providerId,
      at,
    }),
    auditedIfChanged({ ...entry, action: 'tokens revoked', detail: { because: 'provider account unlinked' } }, at),
    statement(`DELETE FROM session WHERE user_id = :id AND ${isLinked}`, { id, providerId }),
    statement('DELETE FROM account WHERE user_id = :id AND provider_id = :providerId', { id, providerId }),
    auditedIfChanged(
      { ...entry, action: 'provider account unlinked', detail: { ended: 'every session and token' } },
      at,
    ),
  ];
}

/** What a session that began at the provider keeps for ending there; null where it began with a password. */
export async function idTokenOf(db: Database, sessionId: string): Promise<string | null> {
  const [found] = await db.select({ idToken: session.idToken }).from(session).where(eq(session.id, sessionId));
  return found?.idToken ?? null;
}

/** Whether somebody is an administrator now. */
export async function isAdministrator(db: Database, personId: string): Promise<boolean> {
  return (await grantsOf(db, personId)).some(({ role }) => role === 'administrator');
}

/** Everybody who is linked with an account at the provider, or that one person if they are. */
export function linkedToProvider(db: Database, providerId: string, personId: string | undefined) {
  return db
    .select({ id: person.id, email: person.email })
    .from(account)
    .innerJoin(person, eq(account.userId, person.id))
    .where(and(eq(account.providerId, providerId), personId === undefined ? undefined : eq(person.id, personId)));
}
