import { can } from '../access/access.ts';
import type { Console, TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { Department } from '../org/org.ts';
import { agencyPage, departmentPage, type DepartmentRecord } from './agency-pages.ts';
import { type PlansOf, quartersUpTo, publishedFigures, publishedTrend, lastClosedQuarter } from '../figures/figures.ts';

export interface AgencyRoutes {
  db: Database;
  plansOf: PlansOf;
}

/** How many quarters a trend covers. */
const trendLength = 9;
const closedResults = { of: 'installation', action: 'closed results' } as const;
const closedDepartment = { of: 'department', action: 'closed results' } as const;

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
  const latestQuarter = async (department: Department) => {
    const id = await lastClosedQuarter(db, department.id);
    return id === undefined ? undefined : department.calendar.byId(id);
  };
  const latestOf = async (department: Department) => {
    const quarter = await latestQuarter(department);
    return quarter && recordOf(department, quarter);
  };

  frame.get('/console/agency', closedResults, async (visit) => {
    const { departments } = visit.directory;
    const latest = await Promise.all(departments.map(latestOf));
    const without = departments.filter((_, index) => latest[index] === undefined);
    return frame.page(
      visit,
      agencyPage(
        latest.filter((record) => record !== undefined),
        without,
      ),
    );
  });

  frame.get('/console/agency/:department/:quarter', closedDepartment, async (visit) => {
    const { c, department } = visit;
    const quarter = department.calendar.byId(c.req.param('quarter') ?? '');
    const record = quarter && (await recordOf(department, quarter));
    return record ? frame.page(visit, departmentPage(record)) : frame.notFound(c);
  });

  frame.today(async ({ person, directory }: Visit): Promise<TodayItem[]> => {
    if (!can(person, 'closed results')) return [];
    const latest = directory.departments.map(async (department) => {
      const quarter = await latestQuarter(department);
      return { department, figures: quarter && (await publishedFigures(db, plansOf, department, quarter)) };
    });
    return (await Promise.all(latest)).flatMap(({ department, figures }) => {
      if (figures?.total.status !== 'below') return [];
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
    });
  });
}
