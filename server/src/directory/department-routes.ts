import { audited } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { commit, isConstraint } from '../database/database.ts';
import { alone } from '../database/statement.ts';
import { changesOf, departmentAdded, departmentChanged } from './changes.ts';
import { departmentPage } from './department-page.ts';
import { holdRoutes } from './hold-routes.ts';
import { answeredDepartments, holdsOf, insertDepartment, update } from './queries.ts';
import { departmentFields, readDepartment, usualDepartment, type Fields } from './records.ts';
import { directoryPath, mayDirect, type DirectoryRoutes } from './paths.ts';

const path = `${directoryPath}/departments`;

export function departmentRoutes(frame: Console, { db }: DirectoryRoutes): void {
  const show = (visit: Visit, given: Parameters<typeof departmentPage>[0]) =>
    frame.page(visit, departmentPage(given), given.wrong.length > 0 ? 400 : 200);

  frame.get(`${path}/new`, mayDirect, (visit) => show(visit, { field: startOf, wrong: [], isFixed: false }));

  frame.post(`${path}/new`, mayDirect, async (visit) => {
    const { form, person, now, c } = visit;
    const field: Fields = (name) => form.text(name);
    const read = readDepartment(field);
    const refuse = (wrong: FieldMistake[]) => show(visit, { field, wrong, isFixed: false });
    if ('wrong' in read) return refuse(read.wrong);
    const { slug } = read.record;
    const taken = [{ at: 'slug', message: 'Another department has that part of the address already.' }];
    if (visit.directory.departments.some((one) => one.slug === slug)) return refuse(taken);
    try {
      await commit(db, [
        alone(insertDepartment(read.record)),
        audited({ personId: person.id, ...departmentAdded(read.record) }, now),
      ]);
    } catch (error) {
      // Somebody else added it at the same moment.
      if (!isConstraint(error)) throw error;
      return refuse(taken);
    }
    return c.redirect(`${path}/${slug}?notice=added`, 303);
  });

  const departmentOf = ({ c, directory }: Visit) =>
    directory.departments.find(({ slug }) => slug === c.req.param('slug'));

  frame.get(`${path}/:slug`, mayDirect, async (visit) => {
    const department = departmentOf(visit);
    if (!department) return frame.notFound(visit.c);
    const isFixed = (await answeredDepartments(db)).has(department.id);
    const holds = await holdsOf(db, department.id);
    const notice = visit.c.req.query('notice');
    return show(visit, { department, field: departmentFields(department), wrong: [], isFixed, holds, notice });
  });

  frame.post(`${path}/:slug`, mayDirect, async (visit) => {
    const { form, person, now, c } = visit;
    const department = departmentOf(visit);
    if (!department) return frame.notFound(c);
    const isFixed = (await answeredDepartments(db)).has(department.id);
    const kept = departmentFields(department);
    // What is fixed is not asked for, and the part of the address never changes.
    const stays = new Set(['slug', ...(isFixed ? ['zone', 'first_month'] : [])]);
    const field: Fields = (name) => (stays.has(name) ? kept(name) : form.text(name));
    const read = readDepartment(field);
    if ('wrong' in read) {
      const holds = await holdsOf(db, department.id);
      return show(visit, { department, field, wrong: read.wrong, isFixed, holds });
    }
    const changes = changesOf(department, { ...read.record });
    if (Object.keys(changes).length > 0) {
      const entry = { personId: person.id, ...departmentChanged(department, changes) };
      try {
        await commit(db, [alone(update('department', department.id, changes)), audited(entry, now)]);
      } catch (error) {
        // The first answer came meanwhile, and the database holds the calendar.
        if (!isConstraint(error)) throw error;
        const holds = await holdsOf(db, department.id);
        return show(visit, { department, field: kept, wrong: [meanwhile], isFixed: true, holds });
      }
    }
    return c.redirect(`${path}/${department.slug}?notice=saved`, 303);
  });

  holdRoutes(frame, db, async (visit, department, given) => {
    const isFixed = (await answeredDepartments(db)).has(department.id);
    const holds = await holdsOf(db, department.id);
    return show(visit, { department, field: departmentFields(department), isFixed, holds, ...given });
  });
}

const meanwhile = {
  at: '',
  message: 'The first answer came meanwhile: the time zone and the first month are fixed now.',
};

/** The fields of a form that begins. */
const startOf: Fields = (name) => ({ ...usualDepartment, zone: 'America/Los_Angeles', holidays: 'US-CA' })[name] ?? '';
