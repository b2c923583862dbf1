import { and, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { account, person } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import { auditedIfChanged, commitChange } from '../audit/audit.ts';

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
export async function unlinkFromProvider(
  db: Database,
  { id, email }: { id: string; email: string },
  { providerId, by, at }: { providerId: string; by: string | null; at: number },
): Promise<void> {
  const isLinked = 'EXISTS (SELECT 1 FROM account WHERE user_id = :id AND provider_id = :providerId)';
  const entry = { personId: by, subject: email };
  const changes = [
    statement(`UPDATE token SET revoked_at = :at WHERE person_id = :id AND revoked_at IS NULL AND ${isLinked}`, {
      id,
      providerId,
      at,
    }),
    auditedIfChanged({ ...entry, action: 'tokens revoked', detail: { because: 'provider account unlinked' } }, at),
    statement(`DELETE FROM session WHERE user_id = :id AND ${isLinked}`, { id, providerId }),
    statement('DELETE FROM account WHERE user_id = :id AND provider_id = :providerId', { id, providerId }),
  ];
  const detail = { ended: 'every session and token' };
  await commitChange(db, changes, { ...entry, at, action: 'provider account unlinked', detail });
}

/** Everybody who is linked with an account at the provider, or that one person if they are. */
export function linkedToProvider(db: Database, providerId: string, personId: string | undefined) {
  return db
    .select({ id: person.id, email: person.email })
    .from(account)
    .innerJoin(person, eq(account.userId, person.id))
    .where(and(eq(account.providerId, providerId), personId === undefined ? undefined : eq(person.id, personId)));
}
