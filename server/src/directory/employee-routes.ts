import { audited } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { commit } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import type { Region } from '../org/org.ts';
import { employeePage, employeesPage } from './employee-pages.ts';
import { changesOf, employeeAdded, employeeChanged } from './changes.ts';
import { employeesOf, findEmployee, findPerson, insertEmployee, newCode, update, type Changes } from './queries.ts';
import { employeeFields, readEmployee, type EmployeeRecord, type Fields } from './records.ts';
import { directoryPath, mayDirect, signaturesFor, type DirectoryRoutes } from './paths.ts';
import { personLinkRoutes } from './person-link-routes.ts';

const list = `${directoryPath}/regions/:slug/employees`;
const path = `${directoryPath}/employees`;

/** Who may be thanked, and the code of their own survey link. */
export function employeeRoutes(frame: Console, { db, baseUrl }: DirectoryRoutes): void {
  const regionOf = ({ c, directory }: Visit) => directory.regions.find(({ slug }) => slug === c.req.param('slug'));

  const showList = async (visit: Visit, field: Fields, wrong: FieldMistake[]) => {
    const region = regionOf(visit);
    if (!region) return frame.notFound(visit.c);
    const employees = await employeesOf(db, region.id);
    const signatures = signaturesFor(visit.person, region);
    const page = { region, employees, field, wrong, signatures, notice: visit.c.req.query('notice') };
    return frame.page(visit, employeesPage(page), wrong.length > 0 ? 400 : 200);
  };

  frame.get(list, mayDirect, (visit) => showList(visit, () => '', []));

  frame.post(list, mayDirect, async (visit) => {
    const { form, person, now, c } = visit;
    const region = regionOf(visit);
    if (!region) return frame.notFound(c);
    const field = (name: string) => form.text(name);
    const read = readEmployee(field);
    if ('wrong' in read) return showList(visit, field, read.wrong);
    const { record } = read;
    const known = await employeesOf(db, region.id);
    if (known.some(({ name, email }) => (record.email === null ? name === record.name : email === record.email))) {
      return showList(visit, field, [
        { at: record.email === null ? 'name' : 'email', message: 'That employee is there already.' },
      ]);
    }
    const entry = employeeAdded(region, record);
    await commit(db, [
      alone(insertEmployee(region.slug, record, now)),
      audited({ personId: person.id, ...entry }, now),
    ]);
    return c.redirect(`${directoryPath}/regions/${region.slug}/employees?notice=added`, 303);
  });

  /** The employee that the path names, with the region. */
  const found = async ({ c, directory }: Visit) => {
    const id = Number(c.req.param('employee'));
    const employee = Number.isSafeInteger(id) ? await findEmployee(db, id) : undefined;
    const region = directory.regions.find(({ id }) => id === employee?.regionId);
    return employee && region && { employee, region };
  };
  type Found = NonNullable<Awaited<ReturnType<typeof found>>>;

  const show = async (visit: Visit, { employee, region }: Found, field: Fields, wrong: FieldMistake[]) => {
    const regions = openTo(visit, region);
    const linked = await findPerson(db, employee.personId);
    const signatures = signaturesFor(visit.person, region);
    const page = { employee, region, regions, linked, baseUrl, field, wrong, signatures };
    const notice = visit.c.req.query('notice');
    return frame.page(visit, employeePage({ ...page, notice }), wrong.length > 0 ? 400 : 200);
  };

  /** Writes the changes with their line of the audit, if there are any. */
  const change = async (
    visit: Visit,
    { employee, region }: Found,
    action: string,
    changes: Changes,
    notice: string,
  ) => {
    const { person, now, c, directory } = visit;
    const to = directory.regions.find(({ id }) => id === changes.regionId) ?? region;
    if (Object.keys(changes).length > 0) {
      const entry = employeeChanged(region, employee, changes, { action, to });
      await commit(db, [
        alone(update('employee', employee.id, changes)),
        audited({ personId: person.id, ...entry }, now),
      ]);
    }
    return c.redirect(`${path}/${employee.id}?notice=${notice}`, 303);
  };

  frame.get(`${path}/:employee`, mayDirect, async (visit) => {
    const there = await found(visit);
    return there ? show(visit, there, fieldsOf(there), []) : frame.notFound(visit.c);
  });

  frame.post(`${path}/:employee`, mayDirect, async (visit) => {
    const there = await found(visit);
    if (!there) return frame.notFound(visit.c);
    const field = (name: string) => visit.form.text(name);
    const read = readEmployee(field);
    if ('wrong' in read) return show(visit, there, field, read.wrong);
    const region = openTo(visit, there.region).find(({ slug }) => slug === field('region'));
    if (!region) return show(visit, there, field, [{ at: 'region', message: 'Choose one of these.' }]);
    const changes = changesOf(there.employee, { ...read.record, regionId: region.id });
    return change(visit, there, 'employee changed', changes, 'saved');
  });

  personLinkRoutes(frame, db, {
    found,
    showAgain: async (visit, there, email, message) => {
      const field: Fields = (name) => (name === 'person_email' ? email : fieldsOf(there)(name));
      return show(visit, there, field, [{ at: 'person_email', message: message }]);
    },
  });

  frame.post(`${path}/:employee/code`, mayDirect, async (visit) => {
    const there = await found(visit);
    return there
      ? change(visit, there, 'employee’s link renewed', { code: newCode() }, 'renewed')
      : frame.notFound(visit.c);
  });

  frame.post(`${path}/:employee/leaving`, mayDirect, async (visit) => {
    const there = await found(visit);
    if (!there) return frame.notFound(visit.c);
    const changes = there.employee.leftAt === null ? { leftAt: visit.now } : {};
    return change(visit, there, 'employee left', changes, 'left');
  });

  frame.post(`${path}/:employee/return`, mayDirect, async (visit) => {
    const there = await found(visit);
    if (!there) return frame.notFound(visit.c);
    const changes = there.employee.leftAt === null ? {} : { leftAt: null };
    return change(visit, there, 'employee back', changes, 'back');
  });
}

/** The regions that an employee may be in: those that are not retired, and the one they are in. */
function openTo({ directory }: Visit, region: Region): Region[] {
  return directory.regions.filter(({ id, retiredAt }) => retiredAt === null || id === region.id);
}

function fieldsOf({ employee, region }: { employee: EmployeeRecord; region: Region }): Fields {
  return (name) => (name === 'region' ? region.slug : employeeFields(employee)(name));
}
