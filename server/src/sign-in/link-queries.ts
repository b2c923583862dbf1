import { and, eq, exists, gt, isNull, ne, type SQL } from 'drizzle-orm';
import { build, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { account, auditEvent, oneTimeLink, person, roleGrant, session } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

/** Stores a one-time link, as its hash. */
export function insertLink(link: typeof oneTimeLink.$inferInsert): Statement {
  return build.insert(oneTimeLink).values(link);
}

/** Ends the unused links of that kind that the person has. @param personId null for the first administrator's links. */
export function endLinks(kind: 'first' | 'invitation' | 'reset', personId: string | null, at: number): Statement {
  const isTheirs = personId === null ? isNull(oneTimeLink.personId) : eq(oneTimeLink.personId, personId);
  return endLinksWhere(at, and(eq(oneTimeLink.kind, kind), isTheirs));
}

/** Ends every link that the person could still set a password with. @param condition only if this is true as well. */
export function endLinksOf(personId: string, at: number, condition?: SQL): Statement {
  return endLinksWhere(at, and(eq(oneTimeLink.personId, personId), condition));
}

function endLinksWhere(at: number, condition: SQL | undefined): Statement {
  return build
    .update(oneTimeLink)
    .set({ usedAt: at })
    .where(and(condition, isNull(oneTimeLink.usedAt)));
}

/** The link with that hash, and the person that it is for. */
export async function linkOf(db: Database, sha256: string) {
  const [found] = await db
    .select({ link: oneTimeLink, person })
    .from(oneTimeLink)
    .leftJoin(person, eq(oneTimeLink.personId, person.id))
    .where(eq(oneTimeLink.sha256, sha256));
  return found;
}

/** Uses a link; changes nothing if it was used before or has expired. */
export function useLink(sha256: string, at: number): Statement {
  return build.update(oneTimeLink).set({ usedAt: at }).where(isUnused({ sha256, at }));
}

/** The link that a commit uses, and when. */
interface UsedLink {
  sha256: string;
  at: number;
}

function isUnused({ sha256, at }: UsedLink): SQL | undefined {
  return and(eq(oneTimeLink.sha256, sha256), isNull(oneTimeLink.usedAt), gt(oneTimeLink.expiresAt, at));
}

/** A condition: the link can be used at that moment. */
function isOpen(link: UsedLink): SQL {
  return exists(build.select({ sha256: oneTimeLink.sha256 }).from(oneTimeLink).where(isUnused(link)));
}

/** Replaces the person's password, if the link is open, and ends their sessions and their other links. */
export function setPassword(
  { id, personId, hash }: { id: string; personId: string; hash: string },
  link: UsedLink,
): Statement[] {
  const now = new Date(link.at);
  const providerId = 'credential';
  const added = {
    id,
    accountId: personId,
    providerId,
    userId: personId,
    password: hash,
    createdAt: now,
    updatedAt: now,
  };
  return [
    build.delete(account).where(and(eq(account.userId, personId), eq(account.providerId, providerId), isOpen(link))),
    insertIf(account, added, isOpen(link)),
    build
      .update(person)
      .set({ emailVerified: true })
      .where(and(eq(person.id, personId), isOpen(link))),
    build.delete(session).where(and(eq(session.userId, personId), isOpen(link))),
    endLinksOf(personId, link.at, and(ne(oneTimeLink.sha256, link.sha256), isOpen(link))),
  ];
}

/** Creates the first administrator, if the link is open. */
export function becomeAdministrator(
  { id, name, email }: { id: string; name: string; email: string },
  link: UsedLink,
): Statement[] {
  const now = new Date(link.at);
  return [
    insertIf(person, { id, name, email, emailVerified: true, createdAt: now, updatedAt: now }, isOpen(link)),
    insertIf(roleGrant, { personId: id, role: 'administrator', grantedAt: link.at }, isOpen(link)),
  ];
}

/** An audit entry, if the link is open. */
export function auditedOfLink(entry: { personId: string; action: string; subject: string }, link: UsedLink): Statement {
  return insertIf(auditEvent, { ...entry, at: link.at }, isOpen(link));
}
