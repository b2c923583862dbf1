import { and, asc, count, desc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { employee, outbox, person } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import { causeOf, type Queued } from '../outbox/outbox.ts';

/** The name under which these emails are queued. */
export const signatureKind = 'signature';

/** Where email to an employee goes: their own address, or the one that they sign in with. */
const address = sql<string | null>`coalesce(${employee.email}, ${person.email})`;
const signsIn = and(eq(person.id, employee.personId), isNull(person.leftAt));

function recipients(db: Database, which: SQL | undefined) {
  return db
    .select({
      id: employee.id,
      regionId: employee.regionId,
      name: employee.name,
      address,
      code: employee.code,
      emailedAt: employee.signatureEmailedAt,
    })
    .from(employee)
    .leftJoin(person, signsIn)
    .where(and(isNull(employee.leftAt), which))
    .orderBy(asc(employee.name), asc(employee.id));
}

/** An employee who has not left. */
export type Recipient = Awaited<ReturnType<typeof recipients>>[number];

/** The employees of a region who have not left, by name. */
export function recipientsOf(db: Database, regionId: number): Promise<Recipient[]> {
  return recipients(db, eq(employee.regionId, regionId));
}

/** The employee of that id, unless they have left. */
export async function recipientById(db: Database, id: number): Promise<Recipient | undefined> {
  const [found] = Number.isSafeInteger(id) ? await recipients(db, eq(employee.id, id)) : [];
  return found;
}

/** How many employees of each region have not left, have an address, and were emailed; by the region's id. */
export async function countsByRegion(db: Database, regionIds: number[]) {
  const rows = await db
    .select({
      regionId: employee.regionId,
      all: count(),
      reachable: count(address),
      emailed: count(employee.signatureEmailedAt),
    })
    .from(employee)
    .leftJoin(person, signsIn)
    .where(and(isNull(employee.leftAt), inArray(employee.regionId, regionIds)))
    .groupBy(employee.regionId);
  return new Map(rows.map((row) => [row.regionId, row]));
}

/** The latest email of each of these employees that the outbox still knows, by the employee's id. */
export async function latestEmails(db: Database, ids: number[]): Promise<Map<number, Queued>> {
  const byCause = new Map(ids.map((id) => [causeOf('employee', String(id)), id]));
  const rows = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.kind, signatureKind), inArray(outbox.cause, [...byCause.keys()])))
    .orderBy(desc(outbox.createdAt));
  // Of several, the first in this order is the latest.
  return new Map(rows.toReversed().map((row) => [byCause.get(row.cause ?? '')!, row]));
}

/** Notes that an employee is emailed now; changes nothing if they were emailed after `seen`, or have left. */
export function markEmailed(id: number, seen: number | null, now: number): Statement {
  return statement(
    `UPDATE employee SET signature_emailed_at = :now
      WHERE id = :id AND signature_emailed_at IS :seen AND left_at IS NULL`,
    { id, seen, now },
  );
}
