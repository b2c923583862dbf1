import { and, eq, isNull, max, sql } from 'drizzle-orm';
import { auditedIfChanged, type AuditEntry } from '../audit/audit.ts';
import { build, hasNone, insertIf } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { signingKey, submission } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { canonicalJson } from './canonical-json.ts';
import type { SigningKey } from './keys.ts';

/** A key that takes the place of another. */
export interface NewKey {
  key: SigningKey;
  /** The current key's id; undefined if there was none. */
  replaces: string | undefined;
  /** Why, for the audit log. */
  because: 'first start' | 'key file was lost' | 'rotation';
}

/**
 * Makes a key the current one, and retires the one before it.
 * @returns false if another process was first: then nothing changed.
 */
export async function recordKey(db: Database, { key, replaces, because }: NewKey, at: number): Promise<boolean> {
  const isCurrent = isNull(signingKey.retiredAt);
  const entry: Omit<AuditEntry, 'action'> = { personId: null, subject: key.id };
  const retirement: Statement[] =
    replaces === undefined
      ? []
      : [
          build
            .update(signingKey)
            // What it signed stays valid, even if the clock has gone back since.
            .set({ retiredAt: sql`max(${at}, coalesce(${lastSignedWith(replaces)}, 0))` })
            .where(and(eq(signingKey.id, replaces), isCurrent)),
          auditedIfChanged({ ...entry, action: 'signing key retired', subject: replaces, detail: { because } }, at),
        ];
  const row = { id: key.id, publicKey: canonicalJson(key.publicKey), createdAt: at };
  const outcomes = await commit(db, [
    ...retirement,
    insertIf(signingKey, row, hasNone(signingKey, isCurrent)),
    auditedIfChanged({ ...entry, action: 'signing key created', detail: { because } }, at),
  ]);
  return outcomes[retirement.length]!.rowsAffected === 1;
}

/** When the last submission was signed with the key. */
function lastSignedWith(keyId: string) {
  return build
    .select({ at: max(submission.submittedAt) })
    .from(submission)
    .where(eq(submission.keyId, keyId));
}
