import { startedQuarter, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { quartersOfYear, readGroupNames, readGroupQuarters, readGroupYears } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { groupYearPage } from './agency-page.ts';
import { groupFiguresPage } from './figures-page.ts';

const results = { of: 'department', action: 'results' } as const;
const closedResults = { of: 'department', action: 'closed results' } as const;

/** The pages about what customer groups rated: for the department's own staff, and for the executive office. */
export function groupFiguresRoutes(frame: Console, { db }: { db: Database }): void {
  frame.get('/console/departments/:department/quarters/:quarter/groups', results, async (visit) => {
    const { department, now } = visit;
    const quarter = startedQuarter(visit, department);
    if (!quarter) return frame.notFound(visit.c);
    const year = quartersOfYear(department, quarter).filter(({ start }) => start <= now);
    const [names, quarters, years] = await Promise.all([
      readGroupNames(db, department.id),
      readGroupQuarters(db, department, year),
      readGroupYears(db, department.id),
    ]);
    const outside = years.find(({ figures }) => figures.year === year[0]!.id);
    const shown = quarters.findIndex((one) => one.quarter.id === quarter.id);
    return frame.page(visit, groupFiguresPage({ department, names, quarters, shown, outside }));
  });
  frame.get(
    '/console/agency/:department/groups/:year',
    closedResults,
    async (visit: Visit & { department: Department }) => {
      const { c, department } = visit;
      const years = await readGroupYears(db, department.id);
      const shown = years.find(({ figures }) => figures.year === c.req.param('year'));
      if (shown === undefined) return frame.notFound(c);
      return frame.page(visit, groupYearPage(department, shown, years));
    },
  );
}
