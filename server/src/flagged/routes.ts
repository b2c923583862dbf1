import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type Console, type Visit } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { reasonErrors } from '../pages/reason.ts';
import { commitChange } from '../audit/audit.ts';
import { closedQuarters } from '../database/closed-quarters.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { quarterChoices } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { flaggedPage, flaggedPath, type FlaggedPage } from './pages.ts';
import { countFlagged, excludeResponses, flaggedResponses, restoreResponses } from './queries.ts';
import { flaggedToday } from './today.ts';

export interface FlaggedRoutes {
  db: Database;
}

/** How many flagged responses a page shows. */
const pageSize = 250;
const part = { of: 'part', action: 'comments' } as const;
const deciding = { of: 'department', action: 'exclusions' } as const;
const path = '/console/departments/:department/flagged';

type DepartmentVisit = Visit & { department: Department };
type Decision = DepartmentVisit & { form: Form };

/** Reviewing flagged responses, for people who read comments; excluding them, for the representative. */
export function flaggedRoutes(frame: Console, { db }: FlaggedRoutes): void {
  frame.navItem({
    group: 'Work',
    label: 'Flagged',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'comments', organization);
      return first && flaggedPath(first);
    },
  });
  frame.today((visit) => flaggedToday(db, visit));
  frame.get(path, part, list(frame, db));
  frame.post(`${path}/exclusions`, deciding, exclude(frame, db));
  frame.post(`${path}/exclusions/end`, deciding, restore(frame, db));
}

function list(frame: Console, db: Database) {
  return async (visit: DepartmentVisit) => {
    const { c, department, now } = visit;
    const quarter = department.calendar.byId(c.req.query('quarter') ?? '') ?? department.calendar.at(now);
    const shown = { areExcluded: c.req.query('which') === 'excluded', page: pageNumber(c.req.query('page')) };
    const page = await readPage(db, visit, quarter, shown);
    return frame.page(visit, flaggedPage({ ...page, notice: c.req.query('notice') }));
  };
}

function exclude(frame: Console, db: Database) {
  return async (visit: Decision) => {
    const { department, form } = visit;
    const quarter = department.calendar.byId(form.text('quarter'));
    if (!quarter) return frame.notFound(visit.c);
    // Only the responses that were on the page: no one excludes what was flagged later and they have not seen.
    const ids = form.all(form.text('all') === 'yes' ? 'shown' : 'response');
    const { reason, errors } = reasonIn(form, ids);
    if (errors.length > 0) {
      const page = await readPage(db, visit, quarter, { areExcluded: false, page: pageNumber(form.text('page')) });
      return frame.page(visit, flaggedPage({ ...page, errors, typed: { reason, ids: form.all('response') } }), 400);
    }
    const excluding = excludeResponses(decisionOn(visit, quarter, ids), reason, department.id);
    return goTo(visit, quarter, (await commitChange(db, ...excluding)) ? 'excluded' : 'closed');
  };
}

function restore(frame: Console, db: Database) {
  return async (visit: Decision) => {
    const { department, form } = visit;
    const quarter = department.calendar.byId(form.text('quarter'));
    if (!quarter) return frame.notFound(visit.c);
    const restoring = restoreResponses(decisionOn(visit, quarter, [form.text('back')]), department.id);
    return goTo(visit, quarter, (await commitChange(db, ...restoring)) ? 'restored' : 'closed');
  };
}

async function readPage(
  db: Database,
  { person, organization, department, now }: DepartmentVisit,
  quarter: Quarter,
  { areExcluded, page }: Pick<FlaggedPage, 'areExcluded' | 'page'>,
): Promise<FlaggedPage> {
  const regions = regionsFor(person, 'comments', organization, department);
  const scope = { quarter: quarter.id, regionIds: regions.map(({ id }) => id) };
  const [rows, counts, closed] = await Promise.all([
    flaggedResponses(db, scope, { areExcluded, most: pageSize, skip: (page - 1) * pageSize }),
    countFlagged(db, scope),
    closedQuarters(db),
  ]);
  return {
    department,
    regions,
    quarter,
    rows,
    areExcluded,
    page,
    ...counts,
    isLast: page * pageSize >= (areExcluded ? counts.excluded : counts.flagged - counts.excluded),
    departments: departmentsFor(person, 'comments', organization),
    quarters: quarterChoices(department, now, quarter),
    isClosed: closed.has(`${department.id}/${quarter.id}`),
    mayExclude: can(person, 'exclusions', { departmentId: department.id }),
  };
}

function decisionOn({ person, organization, department, now }: DepartmentVisit, quarter: Quarter, ids: string[]) {
  const regionIds = regionsFor(person, 'exclusions', organization, department).map(({ id }) => id);
  return { ids, quarter: quarter.id, at: now, by: person.id, regionIds };
}

function goTo({ c, department }: DepartmentVisit, { id }: Quarter, notice: string): Response {
  return c.redirect(`${flaggedPath(department)}?quarter=${id}&notice=${notice}`, 303);
}

function pageNumber(given = ''): number {
  return /^[1-9]\d{0,3}$/.test(given) ? Number(given) : 1;
}

function reasonIn(form: Form, ids: string[]): { reason: string; errors: FieldError[] } {
  const reason = form.text('reason');
  const unselected = ids.length === 0 ? [{ at: '', message: 'Select at least one response.' }] : [];
  return { reason, errors: [...unselected, ...reasonErrors('reason', reason)] };
}
