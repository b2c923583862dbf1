import { startedQuarter, type Console, type Visit } from '../console/console.ts';
import { quartersOfYear, readGroupQuarters, readGroupYears } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { groupYearPage } from './agency-page.ts';
import { groupFiguresPage } from './figures-page.ts';
import type { CustomerGroupRoutes } from './routes.ts';

const results = { of: 'department', action: 'results' } as const;
const closedResults = { of: 'department', action: 'closed results' } as const;

/** The pages about what customer groups rated: for the department's own staff, and for the executive office. */
export function groupFiguresRoutes(
  frame: Console,
  { db, languages }: Pick<CustomerGroupRoutes, 'db' | 'languages'>,
): void {
  const own = languages.offered[0]!.tag;
  frame.get('/console/departments/:department/quarters/:quarter/groups', results, async (visit) => {
    const { department, organization, now } = visit;
    const quarter = startedQuarter(visit, department);
    if (!quarter) return frame.notFound(visit.c);
    const year = quartersOfYear(department, quarter).filter(({ start }) => start <= now);
    const [quarters, years] = await Promise.all([
      readGroupQuarters(db, department, year),
      readGroupYears(db, department.id),
    ]);
    const outside = years.find(({ figures }) => figures.year === year[0]!.id);
    const shown = quarters.findIndex((one) => one.quarter.id === quarter.id);
    const groups = organization.groups.filter(({ departmentId }) => departmentId === department.id);
    return frame.page(visit, groupFiguresPage({ department, groups, own, quarters, shown, outside }));
  });
  frame.get(
    '/console/agency/:department/groups/:year',
    closedResults,
    async (visit: Visit & { department: Department }) => {
      const { c, department } = visit;
      const years = await readGroupYears(db, department.id);
      const shown = years.find(({ figures }) => figures.year === c.req.param('year'));
      if (shown === undefined) return frame.notFound(c);
      return frame.page(visit, groupYearPage({ department, own, shown, years }));
    },
  );
}
