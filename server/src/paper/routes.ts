import { audited } from '../audit/audit.ts';
import { departmentsFor, regionsFor, type Console, type Visit } from '../console/console.ts';
import { commit } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { findBySlug, type Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { batchRoutes, type PaperRoutes } from './batch-routes.ts';
import { paperPath, startPage } from './pages.ts';
import { batchesOf, insertBatch } from './queries.ts';

const path = '/console/departments/:department/paper';
const paper = { of: 'part', action: 'paper' } as const;
/** How far back batches are shown, in milliseconds. */
const recent = 28 * 24 * 60 * 60 * 1000;

/** The pages where staff enter paper forms, using only the keyboard. */
export function paperRoutes(frame: Console, options: PaperRoutes): void {
  frame.navItem({
    group: 'Work',
    label: 'Paper forms',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'paper', organization);
      return first && paperPath(first);
    },
  });
  frame.get(path, paper, (visit) => showStart(frame, options, visit));
  frame.post(path, paper, (visit) => startBatch(frame, options, visit));
  batchRoutes(frame, options);
}

type DepartmentVisit = Visit & { department: Department };

async function showStart(frame: Console, { db }: PaperRoutes, visit: DepartmentVisit, errors: FieldError[] = []) {
  const { c, person, organization, department, now } = visit;
  const regions = regionsFor(person, 'paper', organization, department);
  const ids = regions.map(({ id }) => id);
  const batches = await batchesOf(db, person.id, ids, now - recent);
  const departments = departmentsFor(person, 'paper', organization);
  const notice = errors.length > 0 ? undefined : c.req.query('notice');
  const page = startPage({ department, departments, regions, batches, errors, notice });
  return frame.page(visit, page, errors.length > 0 ? 400 : 200);
}

async function startBatch(frame: Console, options: PaperRoutes, visit: DepartmentVisit & { form: Form }) {
  const { person, organization, department, form, now, c } = visit;
  const regions = regionsFor(person, 'paper', organization, department);
  const region = findBySlug(regions, form.text('region'));
  if (!region) return showStart(frame, options, visit, [{ at: 'region', message: 'Choose a region.' }]);
  const entry = { action: 'paper batch started', subject: region.slug, departmentId: department.id };
  const [inserted] = await commit(options.db, [
    insertBatch(region.id, person.id, now),
    audited({ personId: person.id, ...entry }, now),
  ]);
  return c.redirect(paperPath(department, inserted.rows[0]!.id), 303);
}
