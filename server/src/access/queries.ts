import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { person, roleGrant, token } from '../database/schema.ts';
import { statement, type RowStatement, type Statement } from '../database/statement.ts';

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

export async function personById(db: Database, id: string) {
  const [found] = await db.select().from(person).where(eq(person.id, id));
  return found;
}

/** Whether somebody is an administrator now. */
export async function isAdministrator(db: Database, personId: string): Promise<boolean> {
  return (await grantsOf(db, personId)).some(({ role }) => role === 'administrator');
}
