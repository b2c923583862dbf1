import type { Console, Visit } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { audited } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import type { Region } from '../org/org.ts';
import { employeesPage } from './employees-page.ts';
import { employeeAdded } from './changes.ts';
import { oneEmployeeRoutes } from './one-employee-routes.ts';
import { employeesOf, insertEmployee } from './queries.ts';
import { readEmployee, type Fields } from './records.ts';
import { anyRegion, regionPath, rules, signaturesFor, type DirectoryRoutes } from './paths.ts';

type RegionVisit = Visit & { region: Region };

/** The employees of a region, who can be thanked by name, and the page of each. */
export function employeeRoutes(frame: Console, options: DirectoryRoutes): void {
  const { db } = options;
  const list = `${anyRegion}/employees`;
  frame.get(list, rules.region, (visit) => showList(frame, db, visit, () => '', []));
  frame.post(list, rules.region, addEmployee(frame, db));
  oneEmployeeRoutes(frame, options);
}

async function showList(frame: Console, db: Database, visit: RegionVisit, field: Fields, errors: FieldError[]) {
  const { region, c } = visit;
  const employees = await employeesOf(db, region.id);
  const page = employeesPage({
    region,
    employees,
    field,
    errors,
    signatures: signaturesFor(visit.person, region),
    notice: c.req.query('notice'),
  });
  return frame.page(visit, page, errors.length > 0 ? 400 : 200);
}

function addEmployee(frame: Console, db: Database) {
  return async (visit: RegionVisit & { form: Form }) => {
    const { form, person, now, c, region } = visit;
    const field: Fields = (name) => form.text(name);
    const read = readEmployee(field);
    if ('errors' in read) return showList(frame, db, visit, field, read.errors);
    const { record } = read;
    const known = await employeesOf(db, region.id);
    if (known.some(({ name, email }) => (record.email === null ? name === record.name : email === record.email))) {
      const at = record.email === null ? 'name' : 'email';
      return showList(frame, db, visit, field, [{ at, message: 'This employee is already on the list.' }]);
    }
    await commit(db, [
      alone(insertEmployee(region.slug, record, now)),
      audited({ personId: person.id, ...employeeAdded(region, record) }, now),
    ]);
    return c.redirect(`${regionPath(region)}/employees?notice=added`, 303);
  };
}
