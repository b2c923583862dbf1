import { audited } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { commit, isConstraint, type Database } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { findBySlug, keepCalendar, keepFirstCalendar, readDivisions, type Department } from '../org/org.ts';
import { changesOf, departmentAdded, departmentChanged } from './changes.ts';
import { departmentPage } from './department-page.ts';
import { departmentShower, isAnswered, type ShowDepartment } from './department-shower.ts';
import { holdRoutes } from './hold-routes.ts';
import { insertDepartment, update } from './queries.ts';
import { departmentFields, readDepartment, usualDepartment, type Fields } from './records.ts';
import { anyDepartment, departmentPath, directoryPath, rules, type DirectoryRoutes } from './paths.ts';

/** Adding a department, changing it, and its legal holds. */
export function departmentRoutes(frame: Console, { db }: DirectoryRoutes): void {
  const adding = `${directoryPath}/departments/new`;
  frame.get(adding, rules.directory, (visit) => showNew(frame, db, visit, newFields, []));
  frame.post(adding, rules.directory, addDepartment(frame, db));

  const show = departmentShower(frame, db);
  frame.get(anyDepartment, rules.department, (visit) => show(visit, { notice: visit.c.req.query('notice') }));
  frame.post(anyDepartment, rules.department, saveDepartment(db, show));
  holdRoutes(frame, db, show);
}

async function showNew(frame: Console, db: Database, visit: Visit, field: Fields, errors: FieldError[]) {
  const divisions = await readDivisions(db);
  return frame.page(visit, departmentPage({ field, divisions, errors, isFixed: false }), errors.length > 0 ? 400 : 200);
}

/** The fields of the empty form. */
const newFields: Fields = (name) =>
  ({ ...usualDepartment, zone: 'America/Los_Angeles', holidays: 'US-CA' })[name] ?? '';

function addDepartment(frame: Console, db: Database) {
  return async (visit: Visit & { form: Form }) => {
    const { form, person, now, c, organization } = visit;
    const field: Fields = (name) => form.text(name);
    const read = readDepartment(field, await readDivisions(db));
    if ('errors' in read) return showNew(frame, db, visit, field, read.errors);
    const { slug } = read.record;
    const taken = [{ at: 'slug', message: 'Another department already uses this short name.' }];
    if (findBySlug(organization.departments, slug)) return showNew(frame, db, visit, field, taken);
    try {
      await commit(db, [
        alone(insertDepartment(read.record)),
        audited({ personId: person.id, ...departmentAdded(read.record) }, now),
      ]);
    } catch (error) {
      // Someone else added it at the same moment.
      if (!isConstraint(error)) throw error;
      return showNew(frame, db, visit, field, taken);
    }
    return c.redirect(`${departmentPath({ slug })}?notice=added`, 303);
  };
}

function saveDepartment(db: Database, show: ShowDepartment) {
  return async (visit: Visit & { department: Department; form: Form }) => {
    const { form, person, now, c, department } = visit;
    const divisions = await readDivisions(db);
    const stored = departmentFields(department, divisions);
    // The form does not ask for what is fixed, and the slug never changes.
    const fixed = new Set(['slug', ...((await isAnswered(db, department)) ? ['zone', 'first_month'] : [])]);
    const field: Fields = (name) => (fixed.has(name) ? stored(name) : form.text(name));
    const read = readDepartment(field, divisions);
    if ('errors' in read) return show(visit, { field, errors: read.errors });
    const changes = changesOf(department, { ...read.record });
    if (Object.keys(changes).length > 0) {
      const entry = { personId: person.id, ...departmentChanged(department, changes) };
      try {
        await commit(db, [
          keepFirstCalendar(department.id),
          alone(update('department', department.id, changes)),
          keepCalendar(department.id, now),
          audited(entry, now),
        ]);
      } catch (error) {
        // The first response arrived in the meantime, and the database keeps the calendar as it was.
        if (!isConstraint(error)) throw error;
        return show(visit, { errors: [nowFixed] });
      }
    }
    return c.redirect(`${departmentPath(department)}?notice=saved`, 303);
  };
}

const nowFixed = {
  at: '',
  message: 'The first response just arrived, so the time zone and the first month can no longer be changed.',
};
