import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Database, Statement } from '../database/database.ts';
import { department, person, token } from '../database/schema.ts';

/** A person's tokens that are good, the newest first. */
export function tokensOf(db: Database, personId: string) {
  return db
    .select({
      id: token.id,
      name: token.name,
      scope: token.scope,
      createdAt: token.createdAt,
      department: department.name,
    })
    .from(token)
    .leftJoin(department, eq(token.departmentId, department.id))
    .where(and(eq(token.personId, personId), isNull(token.revokedAt)))
    .orderBy(desc(token.id));
}

/** Everybody's tokens that are good, those of the command line too, the newest first. */
export function allTokens(db: Database) {
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
    .where(isNull(token.revokedAt))
    .orderBy(desc(token.id));
}

/** Whoever's it is. */
export function revokeAnyToken(id: number, at: number): Statement {
  return { sql: 'UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', args: [at, id] };
}

/** Only one's own. */
export function revokeToken(id: number, personId: string, at: number): Statement {
  return {
    sql: 'UPDATE token SET revoked_at = ? WHERE id = ? AND person_id = ? AND revoked_at IS NULL',
    args: [at, id, personId],
  };
}
