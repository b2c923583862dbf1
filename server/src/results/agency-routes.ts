import { can } from '../access/access.ts';
import type { Console, Today, TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { Department } from '../org/org.ts';
import { agencyPage, departmentPage, latestSection, type DepartmentRecord, type LatestRecord } from './agency-pages.ts';
import {
  type PlansOf,
  quartersUpTo,
  publishedFigures,
  publishedTrend,
  lastClosedQuarters,
} from '../figures/figures.ts';

export interface AgencyRoutes {
  db: Database;
  plansOf: PlansOf;
}

/** How many quarters a trend covers. */
const trendLength = 9;
const closedResults = { of: 'installation', action: 'closed results' } as const;

/** What the executive office sees: every department's closed quarters, small groups withheld (docs/design.md §3.10). */
export function agencyRoutes(frame: Console, { db, plansOf }: AgencyRoutes): void {
  frame.navItem({
    group: 'Results',
    label: 'All departments',
    href: (person) => (can(person, 'closed results') ? '/console/agency' : undefined),
  });

  const recordOf = async (department: Department, quarter: Quarter): Promise<DepartmentRecord | undefined> => {
    const figures = await publishedFigures(db, plansOf, department, quarter);
    if (figures === undefined) return undefined;
    const trend = await publishedTrend(db, department, quartersUpTo(department, quarter, trendLength));
    return { department, trend, figures };
  };
  frame.get('/console/agency', closedResults, async (visit) => {
    const { departments } = visit.directory;
    const quarters = await lastClosedQuarters(db);
    const latest = await Promise.all(
      departments.map(async (department) => {
        const quarter = department.calendar.byId(quarters.get(department.id) ?? '');
        return quarter && recordOf(department, quarter);
      }),
    );
    const without = departments.filter((_, index) => latest[index] === undefined);
    return frame.page(
      visit,
      agencyPage(
        latest.filter((record) => record !== undefined),
        without,
      ),
    );
  });

  frame.get('/console/agency/:department/:quarter', closedResults, async (visit) => {
    const { c, directory } = visit;
    const department = directory.departments.find(({ slug }) => slug === c.req.param('department'));
    const quarter = department?.calendar.byId(c.req.param('quarter') ?? '');
    const record = department && quarter && (await recordOf(department, quarter));
    return record ? frame.page(visit, departmentPage(record)) : frame.notFound(c);
  });

  frame.today((visit) => agencyToday({ db, plansOf }, visit));
}

/** Departments that missed their target, and a table of all. Of each department one quarter is read. */
async function agencyToday({ db, plansOf }: AgencyRoutes, { person, directory }: Visit): Promise<Today> {
  if (!can(person, 'closed results')) return { items: [], figures: [] };
  const quarters = await lastClosedQuarters(db);
  const read = directory.departments.map(async (department): Promise<LatestRecord[]> => {
    const quarter = department.calendar.byId(quarters.get(department.id) ?? '');
    const figures = quarter && (await publishedFigures(db, plansOf, department, quarter));
    return figures ? [{ department, figures }] : [];
  });
  const latest = (await Promise.all(read)).flat();
  return { items: latest.flatMap(missedItem), figures: [latestSection(latest)] };
}

function missedItem({ department, figures }: LatestRecord): TodayItem[] {
  if (figures.total.status !== 'below') return [];
  return [
    {
      message: html`<b
        >${department.name} ended ${figures.quarter.label} at ${figures.total.average}, below ${figures.target}.</b
      >`,
      href: `/console/agency/${department.slug}/${figures.quarter.id}`,
      link: `View ${department.name}`,
      isUrgent: true,
    },
  ];
}
