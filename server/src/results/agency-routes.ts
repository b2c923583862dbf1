import { isoDay } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import type { Console, Today, TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { Department } from '../org/org.ts';
import { departmentPage } from './agency-department-page.ts';
import { agencyPlansPage } from './agency-plans-page.ts';
import { agencyPage, latestSection } from './agency-page.ts';
import type { DepartmentRecord, LatestRecord } from './agency-record.ts';
import {
  type PlanProgressOf,
  type PlansOf,
  plansOutside,
  quartersUpTo,
  publishedFigures,
  publishedTrend,
  readGroupYears,
  lastClosedQuarters,
} from '../figures/figures.ts';

export interface AgencyRoutes {
  db: Database;
  plansOf: PlansOf;
  planProgressOf: PlanProgressOf;
}

/** How many quarters a trend covers. */
const trendLength = 9;
const closedResults = { of: 'installation', action: 'closed results' } as const;
const closedDepartment = { of: 'department', action: 'closed results' } as const;

/** What the executive office sees: every department's closed quarters, small groups withheld (docs/design.md §3.10). */
export function agencyRoutes(frame: Console, options: AgencyRoutes): void {
  frame.navItem({
    group: 'Results',
    label: 'All departments',
    href: (person) => (can(person, 'closed results') ? '/console/agency' : undefined),
  });
  frame.get('/console/agency', closedResults, overview(frame, options));
  // Before the quarters, whose path matches it too.
  frame.get('/console/agency/:department/action-plans', closedDepartment, departmentPlans(frame, options));
  frame.get('/console/agency/:department/:quarter', closedDepartment, departmentQuarter(frame, options));
  frame.today((visit) => agencyToday(options, visit));
}

function overview(frame: Console, options: AgencyRoutes) {
  return async (visit: Visit) => {
    const { departments } = visit.organization;
    const quarters = await lastClosedQuarters(options.db);
    const latest = await Promise.all(
      departments.map(async (department) => {
        const quarter = department.calendar.byId(quarters.get(department.id) ?? '');
        return quarter && readRecord(options, department, quarter);
      }),
    );
    const records = latest.filter((record) => record !== undefined);
    const without = departments.filter((_, index) => latest[index] === undefined);
    return frame.page(visit, agencyPage(records, without));
  };
}

function departmentQuarter(frame: Console, options: AgencyRoutes) {
  return async (visit: Visit & { department: Department }) => {
    const { c, department, now } = visit;
    const quarter = department.calendar.byId(c.req.param('quarter') ?? '');
    const record = quarter && (await readRecord(options, department, quarter));
    if (!record) return frame.notFound(c);
    const plans = (await options.planProgressOf(department)).filter(
      (plan) => plan.quarter === record.figures.quarter.id,
    );
    const outside = await plansOutside(options.db, department, plans);
    const today = isoDay(now, department.zone);
    const years = await readGroupYears(options.db, department.id);
    const groupYears = years.filter(({ used }) => used.some((one) => one.quarter === quarter.id));
    return frame.page(
      visit,
      departmentPage({ ...record, plans: outside, today, groupYears: groupYears.map(({ figures }) => figures) }),
    );
  };
}

function departmentPlans(frame: Console, { db, planProgressOf }: AgencyRoutes) {
  return async (visit: Visit & { department: Department }) => {
    const { department, now } = visit;
    const plans = await plansOutside(db, department, await planProgressOf(department));
    return frame.page(visit, agencyPlansPage(department, plans, isoDay(now, department.zone)));
  };
}

async function readRecord(
  { db, plansOf }: Pick<AgencyRoutes, 'db' | 'plansOf'>,
  department: Department,
  quarter: Quarter,
): Promise<DepartmentRecord | undefined> {
  const figures = await publishedFigures(db, plansOf, department, quarter);
  if (figures === undefined) return undefined;
  const trend = await publishedTrend(db, department, quartersUpTo(department, quarter, trendLength));
  return { department, trend, figures };
}

/** Departments that missed their target, and a table of all. One quarter of each department is read. */
async function agencyToday({ db, plansOf }: AgencyRoutes, { person, organization }: Visit): Promise<Today> {
  if (!can(person, 'closed results')) return { items: [], figures: [] };
  const quarters = await lastClosedQuarters(db);
  const read = organization.departments.map(async (department): Promise<LatestRecord[]> => {
    const quarter = department.calendar.byId(quarters.get(department.id) ?? '');
    const figures = quarter && (await publishedFigures(db, plansOf, department, quarter));
    return figures ? [{ department, figures }] : [];
  });
  const latest = (await Promise.all(read)).flat();
  return { items: latest.flatMap(missedItem), figures: [latestSection(latest)] };
}

function missedItem({ department, figures }: LatestRecord): TodayItem[] {
  if (figures.total.status !== 'below') return [];
  const { label, id } = figures.quarter;
  return [
    {
      message: html`<b>${department.name} ended ${label} at ${figures.total.average}, below ${figures.target}.</b>`,
      href: `/console/agency/${department.slug}/${id}`,
      link: `View ${department.name}`,
      isUrgent: true,
    },
  ];
}
