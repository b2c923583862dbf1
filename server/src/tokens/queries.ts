import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { department, person, token } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

/** The tokens that are good, the newest first: a person's, or everybody's, those of the command line too. */
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

/** @param personId whose alone it may be; without one, anybody's. */
export function revokeToken(id: number, at: number, personId?: string): Statement {
  return statement(
    'UPDATE token SET revoked_at = ?1 WHERE id = ?2 AND revoked_at IS NULL AND person_id IS coalesce(?3, person_id)',
    [at, id, personId ?? null],
  );
}
