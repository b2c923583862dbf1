import { and, eq, isNull } from 'drizzle-orm';
import type { FieldMistake } from '../pages/fields.ts';
import { build, hasNone } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { employee } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { peopleWithRoles, type Employee } from './queries.ts';

// An employee and a person may be the same human. Once that is known, nobody is given a complaint about themselves.

/** Links an employee to a person; changes nothing if either of them is linked. */
export function linkPerson(employeeId: number, personId: string): Statement {
  const isFree = and(isNull(employee.personId), hasNone(employee, eq(employee.personId, personId)));
  return build
    .update(employee)
    .set({ personId })
    .where(and(eq(employee.id, employeeId), isFree));
}

/** Removes a link; changes nothing if it is gone. */
export function unlinkPerson(employeeId: number, personId: string): Statement {
  return build
    .update(employee)
    .set({ personId: null })
    .where(and(eq(employee.id, employeeId), eq(employee.personId, personId)));
}

/** What a file says about the person of an employee: the column of a line, before and after it is imported. */
export interface PersonLinks {
  /** The address that the employee signs in with; empty where they are not linked. */
  emailOf(employee: Employee | undefined): string;
  /** Whom that address links to the employee, or what is wrong with it. An empty one links nobody. */
  read(email: string, employee: Employee | undefined): { personId: string | null; wrong: FieldMistake[] };
}

/** Reads the links of a file of employees, line by line: a person is linked once, in the file as well. */
export async function personLinks(db: Database, employees: Employee[]): Promise<PersonLinks> {
  const people = await peopleWithRoles(db);
  const ids = new Map(people.map(({ id, email }) => [email, id]));
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  const holders = new Map(employees.map(({ id, personId }) => [personId, id]));
  return {
    emailOf: (employee) => emails.get(employee?.personId ?? '') ?? '',
    read(email, employee) {
      if (email === '') return { personId: null, wrong: [] };
      const personId = ids.get(email) ?? null;
      const refuse = (message: string) => ({ personId, wrong: [{ at: 'sign_in_email', message }] });
      if (personId === null) return refuse(`Nobody signs in with ${email}.`);
      const holder = holders.get(personId);
      if (holder !== undefined && holder !== employee?.id) return refuse(`${email} is linked to another employee.`);
      holders.set(personId, employee?.id ?? newEmployee);
      return { personId, wrong: [] };
    },
  };
}

/** Stands for an employee that the file adds, and that has no id yet. */
const newEmployee = -1;
