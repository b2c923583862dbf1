import { and, desc, eq, isNull } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { department, person, token } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';

/** The tokens that are not revoked, the newest first: a person's, or all of them, also those of the command line. */
export function tokensOf(db: Database, personId?: string) {
  return db
    .select({
      id: token.id,
      name: token.name,
      scope: token.scope,
      createdAt: token.createdAt,
      department: department.name,
      owner: person.email,
    })
    .from(token)
    .leftJoin(department, eq(token.departmentId, department.id))
    .leftJoin(person, eq(token.personId, person.id))
    .where(and(isNull(token.revokedAt), personId === undefined ? undefined : eq(token.personId, personId)))
    .orderBy(desc(token.id));
}

/** Revokes a token; changes nothing if it is revoked. @param personId only if it is this person's. */
export function revokeToken(id: number, at: number, personId?: string): Statement {
  const isTheirs = personId === undefined ? undefined : eq(token.personId, personId);
  return build
    .update(token)
    .set({ revokedAt: at })
    .where(and(eq(token.id, id), isNull(token.revokedAt), isTheirs));
}
