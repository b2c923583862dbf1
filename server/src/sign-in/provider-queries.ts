import { and, eq, exists, isNull, or } from 'drizzle-orm';
import { revokeTokensOf } from '../access/access.ts';
import { auditedIfChanged, commitChange } from '../audit/audit.ts';
import { build, hasNone, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { account, person } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { endSessionsOf } from './queries.ts';

/** The person who is linked to that identity at a provider. */
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

/** Adds the issuer to a person's link that was made before issuers were stored, if it is for that subject. */
export function nameIssuer({ providerId, personId, issuer, subject }: Omit<ProviderLink, 'id'>): Statement {
  const isTheirs = and(eq(account.providerId, providerId), eq(account.userId, personId), eq(account.subject, subject));
  return build
    .update(account)
    .set({ issuer })
    .where(and(isTheirs, isNull(account.issuer)));
}

interface ProviderLink {
  id: string;
  providerId: string;
  personId: string;
  issuer: string;
  subject: string;
}

/** Links a person who has not left to an identity, if they have no link yet and no one else has that identity. */
export function linkToProvider({ id, providerId, personId, issuer, subject }: ProviderLink, at: number): Statement {
  const now = new Date(at);
  const isSame = and(eq(account.issuer, issuer), eq(account.subject, subject));
  const isLinked = and(eq(account.providerId, providerId), or(eq(account.userId, personId), isSame));
  const isThere = exists(
    build
      .select({ id: person.id })
      .from(person)
      .where(and(eq(person.id, personId), isNull(person.leftAt))),
  );
  return insertIf(
    account,
    { id, accountId: personId, providerId, userId: personId, issuer, subject, createdAt: now, updatedAt: now },
    and(hasNone(account, isLinked), isThere),
  );
}

/**
 * Removes a person's link to the provider, and ends all of their sessions and tokens: whoever controlled that account
 * could have created them. Changes nothing if there is no link.
 */
export async function unlinkFromProvider(
  db: Database,
  { id, email }: { id: string; email: string },
  { providerId, by, at }: { providerId: string; by: string | null; at: number },
): Promise<void> {
  const isTheirs = and(eq(account.userId, id), eq(account.providerId, providerId));
  const isLinked = exists(build.select({ id: account.id }).from(account).where(isTheirs));
  const entry = { personId: by, subject: email };
  const changes = [
    revokeTokensOf(id, at, isLinked),
    auditedIfChanged({ ...entry, action: 'tokens revoked', detail: { because: 'provider account unlinked' } }, at),
    endSessionsOf(id, isLinked),
    build.delete(account).where(isTheirs),
  ];
  const detail = { ended: 'every session and token' };
  await commitChange(db, changes, { ...entry, at, action: 'provider account unlinked', detail });
}

/** Everyone who is linked to an account at the provider; with a person's id, only that person. */
export function linkedToProvider(db: Database, providerId: string, personId: string | undefined) {
  return db
    .select({ id: person.id, email: person.email })
    .from(account)
    .innerJoin(person, eq(account.userId, person.id))
    .where(and(eq(account.providerId, providerId), personId === undefined ? undefined : eq(person.id, personId)));
}
