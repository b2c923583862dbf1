import { and, asc, eq, exists, isNotNull, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { auditedRow, type AuditEntry } from '../audit/audit.ts';
import { endLinksOf, endSessionsOf, type PasswordRule } from '../sign-in/sign-in.ts';
import { revokeTokensOf } from '../access/access.ts';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { onlyIf, rowInsert, valueAt } from '../database/row-statements.ts';
import { employee, person, region, roleGrant } from '../database/schema.ts';
import type { RowStatement, Statement } from '../database/statement.ts';
import type { Appointment } from './appointment.ts';
import type { Scope } from './scope.ts';

/** A person in the directory, and how they sign in. */
export type Listed = Awaited<ReturnType<typeof listPeople>>[number];

/** The person as they can sign in now: a password that the rule forbids does not count. */
export function withPasswordRule(rule: PasswordRule, person: Listed): Listed {
  if (rule.allows(person.email)) return person;
  return { ...person, hasPassword: false, hasSecondFactor: false };
}

/** The names are written out, because the query builder omits the table's name if a query has only one table. */
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

/** People whose name or email address contains the text, by name: either those who left or all others. */
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

/** The person with this id, and how they sign in. */
export async function listedPerson(db: Database, id: string): Promise<Listed | undefined> {
  const [found] = await db.select(listed).from(person).where(eq(person.id, id));
  return found;
}

/** The employee that the person is, if known. */
export async function employeeOf(db: Database, personId: string) {
  const [found] = await db
    .select({ id: employee.id, name: employee.name, region: region.name })
    .from(employee)
    .innerJoin(region, eq(employee.regionId, region.id))
    .where(eq(employee.personId, personId));
  return found;
}

/** A current role of someone. */
export type ListedGrant = Awaited<ReturnType<typeof grants>>[number];

/** Everyone's current roles, or those of one person. */
export function grants(db: Database, personId?: string) {
  const { id, role, departmentId, regionId, deskId, isPending, appointedBy, appointedOn, personId: holder } = roleGrant;
  return db
    .select({ id, role, departmentId, regionId, deskId, isPending, appointedBy, appointedOn, personId: holder })
    .from(roleGrant)
    .where(and(isNull(roleGrant.endedAt), personId === undefined ? undefined : eq(roleGrant.personId, personId)))
    .orderBy(asc(id));
}

/**
 * Whether the person of a row has not left, and does not have that very role already.
 * @param first the index of the person's id in the row; the role, the department, the region and the desk follow.
 */
const mayBeGiven = (first: number) => `EXISTS (SELECT 1 FROM person WHERE id = ${valueAt(first)} AND left_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM role_grant WHERE person_id = ${valueAt(first)} AND role = ${valueAt(first + 1)}
    AND department_id IS ${valueAt(first + 2)} AND region_id IS ${valueAt(first + 3)} AND desk_id IS ${valueAt(first + 4)}
    AND ended_at IS NULL)`;

/** Gives a role, unless the person has that very one already or has left. */
export function grantRole(grant: typeof roleGrant.$inferInsert): RowStatement {
  const { personId, role, departmentId = null, regionId = null, deskId = null, grantedAt, grantedBy = null } = grant;
  const { appointedBy = null, appointedOn = null } = grant;
  const row = { personId, role, departmentId, regionId, deskId, grantedAt, grantedBy, appointedBy, appointedOn };
  return onlyIf(rowInsert(roleGrant, row), mayBeGiven(0));
}

/** An audit entry that someone is given a role. Run it before `grantRole`; it is written only if that will give it. */
export function auditedIfGiven(
  entry: AuditEntry,
  { personId, role, departmentId, regionId, deskId }: Scope & { personId: string },
  at: number,
): RowStatement {
  const row = auditedRow(entry, at);
  return onlyIf(row, mayBeGiven(row.values.length), [personId, role, departmentId, regionId, deskId]);
}

/** A condition: there is an administrator besides that person who has not left. */
function hasAnotherAdministrator(personId: string): SQL {
  const other = alias(roleGrant, 'other');
  const holder = alias(person, 'holder');
  return exists(
    build
      .select({ id: other.id })
      .from(other)
      .innerJoin(holder, eq(other.personId, holder.id))
      .where(
        and(
          eq(other.role, 'administrator'),
          isNull(other.endedAt),
          isNull(holder.leftAt),
          ne(other.personId, personId),
        ),
      ),
  );
}

/** Sets who appointed the person to a current role; changes nothing if that is already recorded. */
export function setAppointment(id: number, personId: string, { appointedBy, appointedOn }: Appointment): Statement {
  const grant = roleGrant;
  const isTheirs = and(eq(grant.id, id), eq(grant.personId, personId), isNull(grant.endedAt));
  const differs = or(sql`${grant.appointedBy} IS NOT ${appointedBy}`, sql`${grant.appointedOn} IS NOT ${appointedOn}`);
  return build.update(grant).set({ appointedBy, appointedOn }).where(and(isTheirs, differs));
}

/** Ends a role of that person; the last administrator keeps theirs. */
export function endGrant({
  id,
  personId,
  at,
  by,
}: {
  id: number;
  personId: string;
  at: number;
  by: string;
}): Statement {
  const { role, endedAt } = roleGrant;
  const isTheirs = and(eq(roleGrant.id, id), eq(roleGrant.personId, personId), isNull(endedAt));
  return build
    .update(roleGrant)
    .set({ endedAt: at, endedBy: by })
    .where(and(isTheirs, or(ne(role, 'administrator'), hasAnotherAdministrator(personId))));
}

/** Ends someone's access; the last administrator keeps theirs. */
export function markLeft(personId: string, at: number): Statement {
  return build
    .update(person)
    .set({ leftAt: at, updatedAt: new Date(at) })
    .where(and(eq(person.id, personId), isNull(person.leftAt), hasAnotherAdministrator(personId)));
}

/** What ends with someone's access, if it has ended: their sessions, links and tokens. */
export function endWaysIn(personId: string, at: number): Statement[] {
  const hasLeft = exists(
    build
      .select({ id: person.id })
      .from(person)
      .where(and(eq(person.id, personId), isNotNull(person.leftAt))),
  );
  return [endSessionsOf(personId, hasLeft), endLinksOf(personId, at, hasLeft), revokeTokensOf(personId, at, hasLeft)];
}

/** Restores someone's access; changes nothing if they have not left. */
export function markReturned(personId: string, at: number): Statement {
  return build
    .update(person)
    .set({ leftAt: null, updatedAt: new Date(at) })
    .where(and(eq(person.id, personId), isNotNull(person.leftAt)));
}
