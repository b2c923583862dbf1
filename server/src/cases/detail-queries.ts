import { asc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseAbout, caseContact, caseDanger, caseMessage, employee, person, region } from '../database/schema.ts';
import type { CaseFile } from './queries.ts';
import { notesAbout } from '../work/work.ts';

export type CaseContact = typeof caseContact.$inferSelect;
export type CaseDanger = typeof caseDanger.$inferSelect;
export type CaseMessage = typeof caseMessage.$inferSelect & { sender: string | null };

/** How to reach the writer; undefined if they left nothing. */
export async function contactOf(db: Database, caseId: number): Promise<CaseContact | undefined> {
  const [found] = await db.select().from(caseContact).where(eq(caseContact.caseId, caseId));
  return found;
}

/** The message with this id. */
export async function messageById(db: Database, id: string) {
  const [found] = await db.select().from(caseMessage).where(eq(caseMessage.id, id));
  return found;
}

/** What was written to the writer and by them, oldest first. */
export async function messagesOf(db: Database, caseId: number): Promise<CaseMessage[]> {
  const rows = await db
    .select({ message: caseMessage, sender: person.name })
    .from(caseMessage)
    .leftJoin(person, eq(person.id, caseMessage.personId))
    .where(eq(caseMessage.caseId, caseId))
    .orderBy(asc(caseMessage.at), asc(caseMessage.id));
  return rows.map(({ message, sender }) => ({ ...message, sender }));
}

/** The reports of danger, oldest first. */
export function dangersOf(db: Database, caseId: number): Promise<CaseDanger[]> {
  return db.select().from(caseDanger).where(eq(caseDanger.caseId, caseId)).orderBy(asc(caseDanger.id));
}

/** The employees whom the case is about. */
export function employeesNamed(db: Database, caseId: number) {
  return db
    .select({ id: employee.id, name: employee.name, personId: employee.personId, email: employee.email })
    .from(caseAbout)
    .innerJoin(employee, eq(employee.id, caseAbout.employeeId))
    .where(eq(caseAbout.caseId, caseId))
    .orderBy(asc(employee.name));
}

/** The department's employees, also those who have left: a complaint can be about them too. */
export function employeesOf(db: Database, departmentId: number) {
  return db
    .select({
      id: employee.id,
      name: employee.name,
      office: region.name,
      personId: employee.personId,
      email: employee.email,
    })
    .from(employee)
    .innerJoin(region, eq(region.id, employee.regionId))
    .where(eq(region.departmentId, departmentId))
    .orderBy(asc(employee.name), asc(employee.id));
}

/** What the notes on a case are about. */
export const notesKey = ({ id }: Pick<CaseFile, 'id'>): string => `case/${id}`;

/** The notes that staff wrote for each other. */
export const notesOf = (db: Database, file: Pick<CaseFile, 'id'>) => notesAbout(db, notesKey(file));
