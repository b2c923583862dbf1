import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readDivisions, type Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { departmentPage } from './department-page.ts';
import { answeredDepartments, holdsOf } from './queries.ts';
import { departmentFields, type Fields } from './records.ts';

/** Shows a department's page, with whatever was typed and rejected. */
export type ShowDepartment = (
  visit: Visit & { department: Department },
  given: { field?: Fields; errors?: FieldError[]; reason?: string; notice?: string | undefined },
) => Promise<Response>;

/** Builds the function that shows a department's page. */
export function departmentShower(frame: Console, db: Database): ShowDepartment {
  return async (visit, given) => {
    const { department } = visit;
    const errors = given.errors ?? [];
    const isFixed = await isAnswered(db, department);
    const holds = await holdsOf(db, department.id);
    const divisions = await readDivisions(db);
    const field = departmentFields(department, divisions);
    const page = { department, divisions, field, isFixed, holds, ...given, errors };
    return frame.page(visit, departmentPage(page), errors.length > 0 ? 400 : 200);
  };
}

/** Whether the department has had a response, so that its calendar cannot change. */
export async function isAnswered(db: Database, { id }: Department): Promise<boolean> {
  return (await answeredDepartments(db)).has(id);
}
