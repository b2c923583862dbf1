import { and, eq, isNull } from 'drizzle-orm';
import type { FieldError } from '../pages/fields.ts';
import { build, hasNone } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { employee } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { peopleWithRoles, type Employee } from './queries.ts';

// An employee and a person may be the same human. Once that is known, no one is assigned a complaint about themselves.

/** Links an employee to a person; changes nothing if either of them already has a link. */
export function linkPerson(employeeId: number, personId: string): Statement {
  const isFree = and(isNull(employee.personId), hasNone(employee, eq(employee.personId, personId)));
  return build
    .update(employee)
    .set({ personId })
    .where(and(eq(employee.id, employeeId), isFree));
}

/** Removes a link; changes nothing if it is already gone. */
export function unlinkPerson(employeeId: number, personId: string): Statement {
  return build
    .update(employee)
    .set({ personId: null })
    .where(and(eq(employee.id, employeeId), eq(employee.personId, personId)));
}

/** The column of a file that names the person an employee signs in as. */
export interface PersonLinks {
  /** The email address that the employee signs in with; empty if they are not linked. */
  emailOf(employee: Employee | undefined): string;
  /** The person that this email address links to the employee, or its errors. An empty one links no one. */
  read(email: string, employee: Employee | undefined): { personId: string | null; errors: FieldError[] };
}

/** Builds the reader for that column, for all lines in order: a person is linked only once, in the file as well. */
export async function personLinks(db: Database, employees: Employee[]): Promise<PersonLinks> {
  const people = await peopleWithRoles(db);
  const ids = new Map(people.map(({ id, email }) => [email, id]));
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  const holders = new Map(employees.map(({ id, personId }) => [personId, id]));
  return {
    emailOf: (employee) => emails.get(employee?.personId ?? '') ?? '',
    read(email, employee) {
      if (email === '') return { personId: null, errors: [] };
      const personId = ids.get(email) ?? null;
      const reject = (message: string) => ({ personId, errors: [{ at: 'sign_in_email', message }] });
      if (personId === null) return reject(`No one here has an account with ${email}.`);
      const holder = holders.get(personId);
      if (holder !== undefined && holder !== employee?.id) return reject(`${email} is linked to another employee.`);
      holders.set(personId, employee?.id ?? newEmployee);
      return { personId, errors: [] };
    },
  };
}

/** Stands in for the id of an employee the file adds. */
const newEmployee = -1;
