import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { auditedRow, type AuditEntry } from '../audit/audit.ts';
import { endLinksOf, endSessionsOf, type PasswordRule } from '../sign-in/sign-in.ts';
import { revokeTokensOf } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { employee, person, region, roleGrant } from '../database/schema.ts';
import { statement, type RowStatement, type Statement } from '../database/statement.ts';
import type { Scope } from './scope.ts';

/** Somebody in the directory of people, with how they sign in. */
export type Listed = Awaited<ReturnType<typeof listPeople>>[number];

/** Somebody as they sign in now: a password that may not be used any more is none. */
export function withPasswordRule(rule: PasswordRule, person: Listed): Listed {
  if (rule.allows(person.email)) return person;
  return { ...person, hasPassword: false, hasSecondFactor: false };
}

/** By names written out: of one table alone, the query builder would leave the table's name away. */
const hasAccount = (provider: string) =>
  sql<number>`EXISTS (SELECT 1 FROM account AS own WHERE own.user_id = person.id AND own.provider_id ${sql.raw(provider)})`.mapWith(
    Boolean,
  );

const listed = {
  id: person.id,
  name: person.name,
  email: person.email,
  leftAt: person.leftAt,
  hasSecondFactor: sql<number>`coalesce(${person.twoFactorEnabled}, 0)`.mapWith(Boolean),
  hasPassword: hasAccount("= 'credential'"),
  hasProvider: hasAccount("<> 'credential'"),
};

/** People whose name or address has that text in it, by name; those who left or those who did not. */
export function listPeople(db: Database, { search, left, most }: { search: string; left: boolean; most: number }) {
  const needle = search.toLowerCase();
  const has = (column: typeof person.name | typeof person.email) => sql`instr(lower(${column}), ${needle}) > 0`;
  return db
    .select(listed)
    .from(person)
    .where(
      and(
        left ? isNotNull(person.leftAt) : isNull(person.leftAt),
        search === '' ? undefined : sql`(${has(person.name)} OR ${has(person.email)})`,
      ),
    )
    .orderBy(asc(sql`lower(${person.name})`), asc(person.email))
    .limit(most);
}

export async function listedPerson(db: Database, id: string): Promise<Listed | undefined> {
  const [found] = await db.select(listed).from(person).where(eq(person.id, id));
  return found;
}

/** The employee that the person is, where that is known. */
export async function employeeOf(db: Database, personId: string) {
  const [found] = await db
    .select({ id: employee.id, name: employee.name, region: region.name })
    .from(employee)
    .innerJoin(region, eq(employee.regionId, region.id))
    .where(eq(employee.personId, personId));
  return found;
}

/** The roles that everybody has now, or those of one person. */
export function grants(db: Database, personId?: string) {
  const { id, role, departmentId, regionId } = roleGrant;
  return db
    .select({ id, role, departmentId, regionId, personId: roleGrant.personId })
    .from(roleGrant)
    .where(and(isNull(roleGrant.endedAt), personId === undefined ? undefined : eq(roleGrant.personId, personId)))
    .orderBy(asc(id));
}

/**
 * Whether the person of a row has not left, and does not have that very role already.
 * @param first the place of the person's id in the row; the role, the department and the region follow.
 */
const mayBeGiven = (first: number) => `EXISTS (SELECT 1 FROM person WHERE id = r.value ->> ${first} AND left_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM role_grant WHERE person_id = r.value ->> ${first} AND role = r.value ->> ${first + 1}
    AND department_id IS r.value ->> ${first + 2} AND region_id IS r.value ->> ${first + 3} AND ended_at IS NULL)`;

/** Gives a role, unless the person has that very one already or has left. */
export function grantRole(grant: typeof roleGrant.$inferInsert): RowStatement {
  const { personId, role, departmentId = null, regionId = null, grantedAt, grantedBy = null } = grant;
  return {
    sql: `INSERT INTO role_grant (person_id, role, department_id, region_id, granted_at, granted_by)
      SELECT ${[0, 1, 2, 3, 4, 5].map((scope) => `r.value ->> ${scope}`).join(', ')}
      FROM json_each(:rows) AS r WHERE ${mayBeGiven(0)}`,
    values: [personId, role, departmentId, regionId, grantedAt, grantedBy],
  };
}

/** A line of the audit that somebody is given a role, written before `grantRole` gives it, and only if it will. */
export function auditedIfGiven(
  entry: AuditEntry,
  { personId, role, departmentId, regionId }: Scope & { personId: string },
  at: number,
): RowStatement {
  const { sql, values } = auditedRow(entry, at);
  return {
    sql: `${sql} WHERE ${mayBeGiven(values.length)}`,
    values: [...values, personId, role, departmentId, regionId],
  };
}

/** A statement's condition: an administrator remains besides that person, who has not left. */
const anotherAdministrator = `EXISTS (SELECT 1 FROM role_grant AS other JOIN person AS holder ON holder.id = other.person_id
  WHERE other.role = 'administrator' AND other.ended_at IS NULL AND holder.left_at IS NULL AND other.person_id <> ?)`;

/** Ends a role of that person; the last administrator keeps theirs. */
export function endGrant(given: { id: number; personId: string; at: number; by: string }): Statement {
  const { id, personId, at, by } = given;
  return statement(
    `UPDATE role_grant SET ended_at = ?, ended_by = ? WHERE id = ? AND person_id = ? AND ended_at IS NULL
      AND (role <> 'administrator' OR ${anotherAdministrator})`,
    [at, by, id, personId, personId],
  );
}

/** Ends somebody's access; the last administrator keeps theirs. */
export function markLeft(personId: string, at: number): Statement {
  return statement(
    `UPDATE person SET left_at = ?, updated_at = ? WHERE id = ? AND left_at IS NULL AND ${anotherAdministrator}`,
    [at, at, personId, personId],
  );
}

/** What ends with somebody's access, once it has ended: their sessions, their links and their tokens. */
export function endWaysIn(personId: string, at: number): Statement[] {
  const hasLeft = 'EXISTS (SELECT 1 FROM person WHERE id = ? AND left_at IS NOT NULL)';
  return [endSessionsOf(personId), endLinksOf(personId, at), revokeTokensOf(personId, at)].map(({ sql, args }) =>
    statement(`${sql} AND ${hasLeft}`, [...Object.values(args), personId]),
  );
}

export function markReturned(personId: string, at: number): Statement {
  return statement('UPDATE person SET left_at = NULL, updated_at = ? WHERE id = ? AND left_at IS NOT NULL', [
    at,
    personId,
  ]);
}
