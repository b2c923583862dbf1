import { randomBytes } from 'node:crypto';
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { allRows } from '../database/rows.ts';
import { department, employee, legalHold, person, roleGrant } from '../database/schema.ts';
import type { DepartmentRecord, EmployeeRecord, RegionRecord } from './records.ts';
import { statement, type RowStatement, type Statement } from '../database/statement.ts';

/** As SQL calls the fields of a record. */
const columns = {
  ...{ slug: 'slug', name: 'name', zone: 'zone', firstMonth: 'first_month', target: 'target', email: 'email' },
  ...{ closesAfter: 'closes_after', holidays: 'holidays', notice: 'notice', contactName: 'contact_name' },
  ...{ contactEmail: 'contact_email', supervisorName: 'supervisor_name', supervisorEmail: 'supervisor_email' },
  ...{ commentMonths: 'comment_months', ratingMonths: 'rating_months' },
  ...{ retiredAt: 'retired_at', successorId: 'successor_id', leftAt: 'left_at', code: 'code', regionId: 'region_id' },
  personId: 'person_id',
} as const;
export type Changes = Partial<Record<keyof typeof columns, string | number | null>>;

/** Sets these fields of one row. */
export function update(table: 'department' | 'region' | 'employee', id: number, changes: Changes): RowStatement {
  const names = Object.keys(changes) as (keyof typeof columns)[];
  const sets = names.map((name, index) => `${columns[name]} = r.value ->> ${index}`);
  return {
    sql: `UPDATE ${table} SET ${sets.join(', ')} FROM json_each(:rows) AS r WHERE ${table}.id = r.value ->> ${names.length}`,
    values: [...names.map((name) => changes[name]!), id],
  };
}

/** Fails on a constraint where the slug is taken. */
export function insertDepartment(record: DepartmentRecord): RowStatement {
  const names = Object.keys(record) as (keyof DepartmentRecord)[];
  return {
    sql: `INSERT INTO department (${names.map((name) => columns[name]).join(', ')})
      SELECT ${names.map((_, index) => `r.value ->> ${index}`).join(', ')} FROM json_each(:rows) AS r`,
    values: names.map((name) => record[name]),
  };
}

/** Fails on a constraint where the slug is taken. */
export function insertRegion(departmentSlug: string, { slug, name }: RegionRecord): RowStatement {
  return {
    // As a cross join, so that the rows are read once.
    sql: `INSERT INTO region (department_id, slug, name) SELECT department.id, r.value ->> 1, r.value ->> 2
      FROM json_each(:rows) AS r CROSS JOIN department ON department.slug = r.value ->> 0`,
    values: [departmentSlug, slug, name],
  };
}

/** A link code that cannot be guessed from another one: 144 bits. */
export function newCode(): string {
  return randomBytes(18).toString('base64url');
}

/** @param personId whom they sign in as, where that is known. */
export function insertEmployee(
  regionSlug: string,
  record: EmployeeRecord,
  at: number,
  personId: string | null = null,
): RowStatement {
  return {
    sql: `INSERT INTO employee (region_id, name, email, supervisor_name, supervisor_email, code, created_at, person_id)
      SELECT region.id, ${[1, 2, 3, 4, 5, 6, 7].map((index) => `r.value ->> ${index}`).join(', ')}
      FROM json_each(:rows) AS r CROSS JOIN region ON region.slug = r.value ->> 0`,
    values: [
      regionSlug,
      record.name,
      record.email,
      record.supervisorName,
      record.supervisorEmail,
      newCode(),
      at,
      personId,
    ],
  };
}

/**
 * The departments in which anyone has answered, by their ids: their zones and first months are fixed (docs/design.md §3.7). A
 * closed quarter tells of answers that were purged since.
 */
export async function answeredDepartments(db: Database): Promise<Set<number>> {
  const { rows } = await db.$client.execute(
    // Quarter by quarter, since that is how an index holds the responses.
    `WITH RECURSIVE q (quarter) AS (SELECT min(quarter) FROM response
        UNION ALL SELECT (SELECT min(quarter) FROM response WHERE quarter > q.quarter) FROM q WHERE q.quarter IS NOT NULL)
      SELECT department_id FROM q CROSS JOIN region
        WHERE EXISTS (SELECT 1 FROM response WHERE response.quarter = q.quarter AND region_id = region.id)
      UNION SELECT department_id FROM snapshot`,
  );
  return new Set(rows.map((row) => Number(row['department_id'])));
}

/** How many employees of each region have not left, by the region's id. */
export async function employeeCounts(db: Database): Promise<Map<number, number>> {
  const rows = await db
    .select({ regionId: employee.regionId, n: sql<number>`count(*)` })
    .from(employee)
    .where(isNull(employee.leftAt))
    .groupBy(employee.regionId);
  return new Map(rows.map(({ regionId, n }) => [regionId, n]));
}

export function employeesOf(db: Database, regionId: number) {
  return db
    .select()
    .from(employee)
    .where(eq(employee.regionId, regionId))
    .orderBy(isNotNull(employee.leftAt), employee.name);
}

/** Everybody who may be thanked, or could be before they left. */
export function allEmployees(db: Database) {
  return allRows(db, employee);
}

export async function findEmployee(db: Database, id: number) {
  const [found] = await db.select().from(employee).where(eq(employee.id, id));
  return found;
}

/** An employee as stored. */
export type Employee = typeof employee.$inferSelect;

/** The person of that id; undefined for no id. */
export async function findPerson(db: Database, id: string | null) {
  if (id === null) return undefined;
  const [found] = await db
    .select({ id: person.id, name: person.name, email: person.email })
    .from(person)
    .where(eq(person.id, id));
  return found;
}

/** The departments that nobody is the ambassador of. */
export async function withoutAmbassador(db: Database): Promise<Set<number>> {
  const [all, served] = await Promise.all([
    db.select({ id: department.id }).from(department),
    db
      .select({ id: roleGrant.departmentId })
      .from(roleGrant)
      .where(and(eq(roleGrant.role, 'ambassador'), isNull(roleGrant.endedAt))),
  ]);
  const known = new Set(served.map(({ id }) => id));
  return new Set(all.map(({ id }) => id).filter((id) => !known.has(id)));
}

/** Everybody in the directory of people, those who left too, with the roles that they have now. */
export async function peopleWithRoles(db: Database) {
  const [people, grants] = await Promise.all([
    db.select({ id: person.id, email: person.email, leftAt: person.leftAt }).from(person),
    allRows(db, roleGrant),
  ]);
  const grantsOf = Map.groupBy(
    grants.filter(({ endedAt }) => endedAt === null),
    ({ personId }) => personId,
  );
  return people.map((one) => ({ ...one, grants: grantsOf.get(one.id) ?? [] }));
}

/** What a department was asked to keep, with who placed each hold and who lifted it, the latest first. */
export function holdsOf(db: Database, departmentId: number) {
  return db.select().from(legalHold).where(eq(legalHold.departmentId, departmentId)).orderBy(desc(legalHold.id));
}

export type Hold = Awaited<ReturnType<typeof holdsOf>>[number];

/** Changes nothing where the same person has placed it for the same reason: a form may be sent again. */
export function placeHold(departmentId: number, reason: string, by: string, at: number): Statement {
  return statement(
    `INSERT INTO legal_hold (department_id, reason, placed_at, placed_by) SELECT ?1, ?2, ?3, ?4
      WHERE NOT EXISTS (SELECT 1 FROM legal_hold
        WHERE department_id = ?1 AND reason = ?2 AND placed_by = ?4 AND lifted_at IS NULL)`,
    [departmentId, reason, at, by],
  );
}

/** Changes nothing where it was lifted before. */
export function liftHold(id: number, by: string, at: number): Statement {
  return statement('UPDATE legal_hold SET lifted_at = ?, lifted_by = ? WHERE id = ? AND lifted_at IS NULL', [
    at,
    by,
    id,
  ]);
}
