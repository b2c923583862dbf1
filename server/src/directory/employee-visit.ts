import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Region } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { findEmployee, type Employee } from './queries.ts';
import { employeeFields, type EmployeeRecord, type Fields } from './records.ts';

/** A request about the employee that its path names. */
export interface EmployeeVisit extends Visit {
  employee: Employee;
  region: Region;
}

/** Registers a form of one employee's page below the employee's path. */
export type PostEmployee = (path: string, take: (visit: EmployeeVisit & { form: Form }) => Promise<Response>) => void;

/** Shows the employee's page with what was typed and why it was rejected. */
export type ShowEmployee = (visit: EmployeeVisit, field: Fields, errors: FieldError[]) => Promise<Response>;

/** The employee that the path names, with their region; undefined if there is none. */
export async function employeeOf(db: Database, { c, organization }: Visit) {
  const id = Number(c.req.param('employee'));
  const employee = Number.isSafeInteger(id) ? await findEmployee(db, id) : undefined;
  const region = organization.regions.find(({ id }) => id === employee?.regionId);
  return employee && region && { employee, region };
}

/** The stored fields of an employee's form. */
export function fieldsOf({ employee, region }: { employee: EmployeeRecord; region: Region }): Fields {
  return (name) => (name === 'region' ? region.slug : employeeFields(employee)(name));
}
