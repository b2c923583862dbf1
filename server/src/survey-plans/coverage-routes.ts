import { isoDay } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import type { Console, TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { sendFile } from '../http/file.ts';
import { readCoverage } from './coverage.ts';
import { coverageCsv } from './coverage-csv.ts';
import { coveragePage, coveragePlanPage } from './coverage-page.ts';
import { coveragePath, coveragePlanPath } from './paths.ts';
import { currentPlan, currentPlans } from './queries.ts';

const rule = { of: 'installation', action: 'closed results' } as const;

/** The executive office's board with all departments, as a page and as a file, and each department's plan. */
export function coverageRoutes(frame: Console, { db }: { db: Database }): void {
  frame.navItem({
    group: 'Results',
    label: 'Survey coverage',
    href: (person) => (can(person, 'closed results') ? coveragePath : undefined),
  });
  frame.today((visit) => coverageToday(db, visit));
  frame.get(coveragePath, rule, async (visit) => {
    const { organization, now } = visit;
    return frame.page(visit, coveragePage(await readCoverage(db, organization.departments, now)));
  });
  frame.get(`${coveragePath}.csv`, rule, (visit) =>
    sendFile(visit.c, visit.person.id, async () => {
      const { organization, now } = visit;
      const groups = await readCoverage(db, organization.departments, now);
      const day = isoDay(now, organization.departments[0]?.zone ?? 'UTC');
      await frame.audit(visit, { action: 'survey coverage exported', subject: day, detail: { type: 'csv' } });
      return { name: `survey-coverage-${day}`, type: 'csv', body: coverageCsv(groups) };
    }),
  );
  frame.get(
    coveragePlanPath({ slug: ':department' }),
    { of: 'department', action: 'closed results' },
    async (visit) => {
      const { department, now } = visit;
      const plan = await currentPlan(db, department.id);
      return frame.page(visit, coveragePlanPage(department, plan, isoDay(now, department.zone)));
    },
  );
}

/** How many departments have no plan. */
async function coverageToday(db: Database, { person, organization }: Visit): Promise<TodayItem[]> {
  if (!can(person, 'closed results')) return [];
  const plans = await currentPlans(db);
  const without = organization.departments.filter(({ id }) => !plans.has(id)).length;
  if (without === 0) return [];
  const message =
    without === 1 ? 'One department has no survey plan yet.' : `${without} departments have no survey plan yet.`;
  return [{ message, href: coveragePath, link: 'View survey coverage' }];
}
