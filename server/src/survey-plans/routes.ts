import { isoDay } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Languages } from '../survey/survey.ts';
import { editPage } from './edit-page.ts';
import { emptyPlan, readPlan, typedPlan, type TypedPlan } from './fields.ts';
import { editPath, planPath, versionPath } from './paths.ts';
import { planPage, versionPage } from './plan-page.ts';
import { currentPlan, originsSince, planVersions, type PlanText, type SurveyPlan } from './queries.ts';
import { surveyPlanToday } from './today.ts';
import { writePlan } from './write.ts';

export interface SurveyPlanRoutes {
  db: Database;
  languages: Languages;
}

const rule = { of: 'department', action: 'survey plans' } as const;
const anyDepartment = { slug: ':department' };
type DepartmentVisit = Visit & { department: Department };

/** A department's survey plan: reading it, writing and changing it, and its earlier versions. */
export function surveyPlanRoutes(frame: Console, options: SurveyPlanRoutes): void {
  const { db } = options;
  frame.navItem({
    group: 'Work',
    label: 'Survey plan',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'survey plans', organization);
      return first && planPath(first);
    },
  });
  frame.today((visit) => surveyPlanToday(db, visit));
  frame.get(planPath(anyDepartment), rule, async (visit) => {
    const { c, department, person, organization, now } = visit;
    const [versions, origins] = await Promise.all([
      planVersions(db, department.id),
      originsSince(db, department.id, yearBefore(department, now)),
    ]);
    const departments = departmentsFor(person, 'survey plans', organization);
    const today = isoDay(now, department.zone);
    const page = { department, departments, versions, origins, today, notice: c.req.query('notice') };
    return frame.page(visit, planPage(page));
  });
  frame.get(editPath(anyDepartment), rule, async (visit) => {
    const plan = await currentPlan(db, visit.department.id);
    return showForm(frame, options, visit, { typed: plan ?? emptyPlan(tagsOf(options)), seen: plan?.version ?? 0 });
  });
  frame.post(editPath(anyDepartment), rule, (visit) => save(frame, options, visit));
  frame.get(versionPath(anyDepartment, ':version'), rule, async (visit) => {
    const { c, department } = visit;
    const versions = await planVersions(db, department.id);
    const plan = versions.find(({ version }) => String(version) === c.req.param('version'));
    return plan ? frame.page(visit, versionPage(department, plan)) : frame.notFound(c);
  });
}

const tagsOf = ({ languages }: SurveyPlanRoutes) => languages.offered.map(({ tag }) => tag);

/** The month 11 months before the current one, and the quarter it is in. */
function yearBefore({ calendar, zone }: Department, now: number) {
  const first = Temporal.PlainDate.from(isoDay(now, zone)).toPlainYearMonth().subtract({ months: 11 }).toString();
  let quarter = calendar.at(now);
  while (quarter.id > first) quarter = calendar.previous(quarter);
  return { quarter: quarter.id, month: first };
}

interface Shown {
  typed: TypedPlan;
  seen: number;
  errors?: FieldError[];
}

function showForm(
  frame: Console,
  { languages }: SurveyPlanRoutes,
  visit: DepartmentVisit,
  { typed, seen, errors = [] }: Shown,
  status?: 400 | 409,
) {
  const { department } = visit;
  return frame.page(visit, editPage({ department, typed, seen, offered: languages.offered, errors }), status);
}

async function save(frame: Console, options: SurveyPlanRoutes, visit: DepartmentVisit & { form: Form }) {
  const { db } = options;
  const { c, department, form, person, now } = visit;
  const typed = typedPlan(form, tagsOf(options));
  const seen = /^\d{1,6}$/.test(form.text('seen')) ? Number(form.text('seen')) : -1;
  const read = readPlan(typed, now, department.zone);
  if ('errors' in read) return showForm(frame, options, visit, { typed, seen, errors: read.errors }, 400);
  const saved = `${planPath(department)}?notice=saved`;
  const isFirst = await writePlan(db, department, read.plan, { seen, at: now, by: person.id });
  if (isFirst) return c.redirect(saved, 303);
  const current = await currentPlan(db, department.id);
  // The same form was sent twice.
  if (current?.version === seen + 1 && isSame(current, read.plan)) return c.redirect(saved, 303);
  const message =
    'Someone else saved the plan after you opened this page. Open the current plan in another tab, compare it with yours, then save again.';
  const again = { typed, seen: current?.version ?? 0, errors: [{ at: '', message }] };
  return showForm(frame, options, visit, again, 409);
}

function isSame(stored: SurveyPlan, plan: PlanText): boolean {
  return (Object.keys(plan) as (keyof PlanText)[]).every(
    (name) => JSON.stringify(stored[name]) === JSON.stringify(plan[name]),
  );
}
