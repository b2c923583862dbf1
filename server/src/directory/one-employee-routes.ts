import { audited } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import { commit, type Database } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { findBySlug, type Region } from '../org/org.ts';
import { employeeOf, fieldsOf, type EmployeeVisit, type PostEmployee, type ShowEmployee } from './employee-visit.ts';
import { employeePage } from './employee-page.ts';
import { changesOf, employeeChanged } from './changes.ts';
import { personLinkRoutes } from './person-link-routes.ts';
import { findPerson, newCode, update, type EmployeeChanges } from './queries.ts';
import { readEmployee, type Fields } from './records.ts';
import { employeePath, rules, signaturesFor, type DirectoryRoutes } from './paths.ts';

/** One employee's page: their details, their region, their survey link, and whether they have left. */
export function oneEmployeeRoutes(frame: Console, { db, baseUrl }: DirectoryRoutes): void {
  const path = employeePath(':employee');
  const show = employeeShower(frame, db, baseUrl);
  const post: PostEmployee = (below, take) =>
    frame.post(`${path}${below}`, rules.directory, async (visit) => {
      const found = await employeeOf(db, visit);
      return found ? take({ ...visit, ...found }) : frame.notFound(visit.c);
    });

  frame.get(path, rules.directory, async (visit) => {
    const found = await employeeOf(db, visit);
    return found ? show({ ...visit, ...found }, fieldsOf(found), []) : frame.notFound(visit.c);
  });
  post('', saveEmployee(db, show));
  post('/code', (visit) => change(db, visit, 'employee’s link renewed', { code: newCode() }, 'renewed'));
  post('/leaving', (visit) =>
    change(db, visit, 'employee left', visit.employee.leftAt === null ? { leftAt: visit.now } : {}, 'left'),
  );
  post('/return', (visit) =>
    change(db, visit, 'employee back', visit.employee.leftAt === null ? {} : { leftAt: null }, 'back'),
  );
  personLinkRoutes(post, db, show);
}

function employeeShower(frame: Console, db: Database, baseUrl: string): ShowEmployee {
  return async (visit, field, errors) => {
    const { employee, region, c } = visit;
    const linked = await findPerson(db, employee.personId);
    const notice = c.req.query('notice');
    const signatures = signaturesFor(visit.person, region);
    const page = { employee, region, regions: openTo(visit), linked, baseUrl, field, errors, signatures, notice };
    return frame.page(visit, employeePage(page), errors.length > 0 ? 400 : 200);
  };
}

function saveEmployee(db: Database, show: ShowEmployee) {
  return async (visit: EmployeeVisit & { form: Form }) => {
    const field: Fields = (name) => visit.form.text(name);
    const read = readEmployee(field);
    if ('errors' in read) return show(visit, field, read.errors);
    const region = findBySlug(openTo(visit), field('region'));
    if (!region) return show(visit, field, [{ at: 'region', message: 'Choose one of these regions.' }]);
    const changes = changesOf(visit.employee, { ...read.record, regionId: region.id });
    return change(db, visit, 'employee changed', changes, 'saved');
  };
}

/** Commits the changes with their audit entry, if there are any. */
async function change(db: Database, visit: EmployeeVisit, action: string, changes: EmployeeChanges, notice: string) {
  const { person, now, c, organization, employee, region } = visit;
  const to = organization.regions.find(({ id }) => id === changes.regionId) ?? region;
  if (Object.keys(changes).length > 0) {
    const entry = employeeChanged(region, employee, changes, { action, to });
    await commit(db, [
      alone(update('employee', employee.id, changes)),
      audited({ personId: person.id, ...entry }, now),
    ]);
  }
  return c.redirect(`${employeePath(employee.id)}?notice=${notice}`, 303);
}

/** The regions that the employee can be in: those that are not retired, and their own. */
function openTo({ organization, region }: EmployeeVisit): Region[] {
  return organization.regions.filter(({ id, retiredAt }) => retiredAt === null || id === region.id);
}
