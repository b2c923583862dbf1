import { randomBytes } from 'node:crypto';
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { build, hasNone, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { rowInsert, rowUpdate, valueAt } from '../database/row-statements.ts';
import { allRows } from '../database/rows.ts';
import { department, division, employee, legalHold, person, region, roleGrant } from '../database/schema.ts';
import type { Division } from '../org/org.ts';
import type { DepartmentRecord, EmployeeRecord, RegionRecord } from './records.ts';
import type { RowStatement, Statement } from '../database/statement.ts';

const tables = { department, region, employee };

/** Fields of an employee to change. */
export type EmployeeChanges = Partial<typeof employee.$inferInsert>;
/** Fields of a region to change. */
export type RegionChanges = Partial<typeof region.$inferInsert>;

/** Sets fields of one row. */
export function update<Name extends keyof typeof tables>(
  name: Name,
  id: number,
  changes: Partial<(typeof tables)[Name]['$inferInsert']>,
): RowStatement {
  return rowUpdate(tables[name], id, changes);
}

/** Fails on a constraint if the slug is taken. */
export function insertDepartment(record: DepartmentRecord): RowStatement {
  return rowInsert(department, record);
}

/** Fails on a constraint if the slug is taken. */
export function insertRegion(departmentSlug: string, { slug, name }: RegionRecord): RowStatement {
  return {
    // A cross join reads the rows once.
    sql: `INSERT INTO region (department_id, slug, name) SELECT department.id, ${valueAt(1)}, ${valueAt(2)}
      FROM json_each(:rows) AS r CROSS JOIN department ON department.slug = ${valueAt(0)}`,
    values: [departmentSlug, slug, name],
  };
}

/** A link code that cannot be guessed: 144 bits. */
export function newCode(): string {
  return randomBytes(18).toString('base64url');
}

/** Adds an employee. @param personId the person that they sign in as, if known. */
export function insertEmployee(
  regionSlug: string,
  record: EmployeeRecord,
  at: number,
  personId: string | null = null,
): RowStatement {
  return {
    sql: `INSERT INTO employee (region_id, name, email, supervisor_name, supervisor_email, code, created_at, person_id)
      SELECT region.id, ${[1, 2, 3, 4, 5, 6, 7].map(valueAt).join(', ')}
      FROM json_each(:rows) AS r CROSS JOIN region ON region.slug = ${valueAt(0)}`,
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
 * The ids of the departments that have received responses: their zones and first months are fixed (docs/design.md §3.7).
 * A closed quarter counts too, since its responses may have been purged.
 */
export async function answeredDepartments(db: Database): Promise<Set<number>> {
  // Quarter by quarter, since that is the order of the index.
  const answered = `WITH RECURSIVE q (quarter) AS (SELECT min(quarter) FROM response
        UNION ALL SELECT (SELECT min(quarter) FROM response WHERE quarter > q.quarter) FROM q WHERE q.quarter IS NOT NULL)
      SELECT department_id AS id FROM q CROSS JOIN region
        WHERE EXISTS (SELECT 1 FROM response WHERE response.quarter = q.quarter AND region_id = region.id)
      UNION SELECT department_id FROM snapshot`;
  const rows = await readRows(db, v.object({ id: v.number() }), answered);
  return new Set(rows.map(({ id }) => id));
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

/** A region's employees by name, those who left last. */
export function employeesOf(db: Database, regionId: number) {
  return db
    .select()
    .from(employee)
    .where(eq(employee.regionId, regionId))
    .orderBy(isNotNull(employee.leftAt), employee.name);
}

/** Every employee, also those who left. */
export function allEmployees(db: Database) {
  return allRows(db, employee);
}

/** The employee with that id. */
export async function findEmployee(db: Database, id: number) {
  const [found] = await db.select().from(employee).where(eq(employee.id, id));
  return found;
}

/** An employee as stored. */
export type Employee = typeof employee.$inferSelect;

/** The person with this id; undefined if there is none. */
export async function findPerson(db: Database, id: string | null) {
  if (id === null) return undefined;
  const [found] = await db
    .select({ id: person.id, name: person.name, email: person.email })
    .from(person)
    .where(eq(person.id, id));
  return found;
}

/** The departments without an ambassador. */
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

/** Everyone who can sign in or could before they left, with their current roles. */
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

/** A department's legal holds, the newest first. */
export function holdsOf(db: Database, departmentId: number) {
  return db.select().from(legalHold).where(eq(legalHold.departmentId, departmentId)).orderBy(desc(legalHold.id));
}

/** A legal hold as stored. */
export type Hold = Awaited<ReturnType<typeof holdsOf>>[number];

/** Places a hold; changes nothing if the same person has placed one for the same reason: a form may be sent again. */
export function placeHold(departmentId: number, reason: string, by: string, at: number): Statement {
  const isSame = and(
    eq(legalHold.departmentId, departmentId),
    eq(legalHold.reason, reason),
    eq(legalHold.placedBy, by),
    isNull(legalHold.liftedAt),
  );
  return insertIf(legalHold, { departmentId, reason, placedAt: at, placedBy: by }, hasNone(legalHold, isSame));
}

/** Lifts a hold; changes nothing if it is lifted. */
export function liftHold(id: number, by: string, at: number): Statement {
  return build
    .update(legalHold)
    .set({ liftedAt: at, liftedBy: by })
    .where(and(eq(legalHold.id, id), isNull(legalHold.liftedAt)));
}

/** Saves a division that is as it was before. Fails on a constraint if its name is taken. */
export function changeDivision({ id, name, place }: Division, record: Pick<Division, 'name' | 'place'>): Statement {
  const isPlace = place === null ? isNull(division.place) : eq(division.place, place);
  return build
    .update(division)
    .set(record)
    .where(and(eq(division.id, id), eq(division.name, name), isPlace));
}
